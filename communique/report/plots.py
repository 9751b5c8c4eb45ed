"""Plots of results as SVG, to stand in a page."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from communique.comparison import MEASURES

COLOURS = ("#33608c", "#c2571a", "#4a7d3a", "#8a4a86", "#7a6a2a", "#2f7f86", "#9c3b4a", "#555555")
"""Told apart in greyscale and by the commoner kinds of colour blindness as far as eight can be."""


def scores(systems: Mapping[str, Mapping[str, tuple[float, Sequence[float] | None]]]) -> str:
    """Headline F1 with intervals: measure by measure, one mark a system.

    Parameters
    ----------
    systems
        By system and measure, the score and its interval.
    """
    measures = [measure for measure in MEASURES if any(measure in found for found in systems.values())]
    figure, axis = _figure(height=0.9 + len(measures) * (0.26 + 0.13 * len(systems)))
    step = 0.7 / max(len(systems), 1)
    for number, (name, found) in enumerate(systems.items()):
        shift = (number - (len(systems) - 1) / 2) * step
        colour, label = COLOURS[number % len(COLOURS)], name
        for row, measure in enumerate(measures):
            if measure not in found:
                continue
            value, bounds = found[measure]
            place = row + shift
            if bounds:
                axis.plot([100 * bounds[0], 100 * bounds[1]], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
            axis.plot(100 * value, place, marker="osD^vP*X"[number % 8], color=colour, label=label, linestyle="none")
            label = "_nolegend_"
    axis.set_yticks(range(len(measures)), measures)
    axis.set(xlim=(0, 100), xlabel="F1 in percent, 95 % interval over events")
    axis.invert_yaxis()
    axis.grid(axis="x", alpha=0.3)
    if len(systems) > 1:
        axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return _svg(figure)


def errors(systems: Mapping[str, Mapping[str, int]], classes: Sequence[str]) -> str:
    """How many errors of each class, one bar a system."""
    used = [name for name in classes if any(found.get(name) for found in systems.values())]
    figure, axis = _figure(height=0.9 + len(used) * (0.18 + 0.14 * len(systems)))
    step = 0.8 / max(len(systems), 1)
    for number, (name, found) in enumerate(systems.items()):
        places = [row + (number - (len(systems) - 1) / 2) * step for row in range(len(used))]
        values = [found.get(each, 0) for each in used]
        axis.barh(places, values, height=step, color=COLOURS[number % len(COLOURS)], label=name)
        for place, value in zip(places, values, strict=True):
            axis.text(value, place, f" {value}", va="center", fontsize=7)
    axis.set_yticks(range(len(used)), used)
    axis.set(xlabel="errors")
    axis.margins(x=0.1)
    axis.invert_yaxis()
    if len(systems) > 1:
        axis.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return _svg(figure)


def _figure(height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, max(height, 1.6)), layout="constrained")
    axis = figure.add_subplot()
    axis.spines[["top", "right"]].set_visible(False)
    return figure, axis


def _svg(figure: Any) -> str:
    import matplotlib as mpl

    out = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "communique", "svg.fonttype": "none", "font.size": 9, "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]
