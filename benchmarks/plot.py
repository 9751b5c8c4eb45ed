"""How time and memory grow with the number of mentions, as one picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def draw(growth: Mapping[str, Mapping[str, Mapping[str, Any]]], path: Path) -> None:
    """Write an SVG with seconds and peak memory by number of mentions; a straight line of slope one is linear growth."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "communique", "svg.fonttype": "none", "font.size": 9}
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(8.5, 3.4), layout="constrained")
    for (name, sizes), marker in zip(growth.items(), "os", strict=False):
        mentions = [int(size) for size in sizes]
        left.plot(mentions, [row["seconds"] for row in sizes.values()], marker=marker, label=name)
        right.plot(mentions, [row["peak_mb"] for row in sizes.values()], marker=marker, label=name)
    for axis, title in ((left, "seconds, whole process"), (right, "peak memory, MB")):
        axis.set(title=title, xlabel="mentions in gold, and as many predicted", ylim=(0, None), xlim=(0, None))
        axis.xaxis.set_major_formatter(lambda value, _: f"{value / 1e6:g} M")
        axis.grid(alpha=0.3)
    left.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
