"""The error estimate: what a fresh reading of a random sample found wrong or missing in the adjudicated version.

``dataset/audit.tsv`` has a line for each article and layer of the sample: article, layer, labels in the adjudicated version before it was
mended, how many of them were wrong, how many were missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

LAYERS = ("mentions", "relations", "stances")
HEAD = ("article", "layer", "labels", "wrong", "missing")


def read_audit(path: Path) -> dict[str, Any]:
    """Counts by layer, with rates and their 95 % intervals (Wilson 1927); empty if there is no such file.

    Wrong is the share of the labels that were wrong; missing is the share of the labels that should stand there and did not.

    Raises
    ------
    ValueError
        If a line is not of its form, an article has a layer twice, or lacks one.
    """
    if not path.is_file():
        return {}
    sums = {layer: [0, 0, 0] for layer in LAYERS}
    seen: dict[str, list[str]] = {}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = tuple(row.split("\t"))
        if number == 1 and cells == HEAD:
            continue
        counts = [int(cell) for cell in cells[2:] if cell.isdigit()]
        if len(cells) != len(HEAD) or cells[1] not in LAYERS or len(counts) != 3 or counts[1] > counts[0]:
            raise ValueError(
                f"{path}:{number}: found {row!r}; a line is {', '.join(HEAD)}, parted by tabs, layer one of {', '.join(LAYERS)}"
            )
        article, layer = cells[:2]
        if layer in seen.setdefault(article, []):
            raise ValueError(f"{path}:{number}: layer {layer!r} of {article!r} stands here a second time; once is allowed")
        seen[article].append(layer)
        sums[layer] = [one + two for one, two in zip(sums[layer], counts, strict=True)]
    for article, layers in seen.items():
        if lacking := [layer for layer in LAYERS if layer not in layers]:
            raise ValueError(f"{path}: {article!r} lacks the line of {', '.join(lacking)}; every article has one for each layer")
    return {"articles": len(seen), **{layer: _rates(*counts) for layer, counts in sums.items()}}


def _rates(labels: int, wrong: int, missing: int) -> dict[str, Any]:
    found: dict[str, Any] = {"labels": labels, "wrong": wrong, "missing": missing}
    found |= _share("wrong", wrong, labels)
    return found | _share("missing", missing, labels - wrong + missing)


def _share(name: str, part: int, whole: int) -> dict[str, Any]:
    from scipy.stats import binomtest

    if not whole:
        return {f"{name}_rate": None, f"{name}_ci": None}
    bounds = binomtest(part, whole).proportion_ci(method="wilson")
    return {f"{name}_rate": round(part / whole, 4), f"{name}_ci": [round(float(bounds.low), 4), round(float(bounds.high), 4)]}
