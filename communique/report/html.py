"""One page that shows how systems fare and where they fail; it opens from disk and needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from communique.analysis import Analysis, Error, Texts, analyse
from communique.analysis.confusion import NONE
from communique.analysis.errors import CLASSES
from communique.annotations import Annotations
from communique.comparison import MEASURES, Difference, compare
from communique.corpus import Gold
from communique.labels import labels
from communique.predictions import Predictions
from communique.report import plots
from communique.report.marked import Piece, Span, blocks
from communique.report.tables import number
from communique.report.tables import span as interval
from communique.report.templates import render
from communique.results import Result
from communique.scoring.scores import scores_of

WORST = 5
LISTED = 300
"""Errors of a system that the page lists; `communique score --errors` has them all."""


@dataclass(frozen=True)
class System:
    """What is reported of one system; without predictions only its scores."""

    name: str
    result: Result
    predictions: Predictions | None = None


def report(gold: Gold | None, systems: Sequence[System]) -> str:
    """The page.

    Parameters
    ----------
    gold
        What the predictions were scored against; None if no system has predictions here.

    Raises
    ------
    ImportError
        If Jinja or matplotlib is not installed (extra ``report``).
    """
    texts = Texts(gold) if gold is not None else None
    parts = [_system(texts, system) for system in systems]
    counts = {part["name"]: part["classes"] for part in parts if part["classes"]}
    return render(
        "report.html.j2",
        {"percent": number, "interval": interval, "heat": _heat},
        systems=parts,
        scores_plot=plots.scores({part["name"]: part["headline"] for part in parts}),
        errors_plots={
            task: plots.errors({name: found[task] for name, found in counts.items() if task in found}, CLASSES)
            for task in ("entities", "relations", "stance")
            if any(task in found for found in counts.values())
        },
        measures=list(MEASURES),
        differences=_differences(gold, systems),
        entity_types=labels().entity_types,
        absent=NONE,
    )


def _system(texts: Texts | None, system: System) -> dict[str, Any]:
    part: dict[str, Any] = {
        "name": system.name,
        "signature": system.result.signature,
        "warnings": system.result.warnings,
        "headline": _headline(system.result.scores),
        "rows": _rows(system.result.scores),
        "classes": {},
        "confusion": {},
        "breakdowns": {},
        "errors": [],
        "more_errors": 0,
        "worst": [],
    }
    if texts is None or system.predictions is None:
        return part
    found = analyse(texts.gold, system.predictions, texts)
    part |= {
        "classes": found.classes,
        "confusion": found.confusion,
        "breakdowns": found.breakdowns,
        "errors": found.errors[:LISTED],
        "more_errors": max(len(found.errors) - LISTED, 0),
        "worst": _worst(texts, system.predictions.annotations, found),
    }
    return part


def _headline(scores: Mapping[str, Any]) -> dict[str, tuple[float, Any]]:
    found = {}
    for measure, path in MEASURES.items():
        part: Any = scores
        for key in path[:-1]:
            part = part.get(key) if isinstance(part, Mapping) else None
        if isinstance(part, Mapping) and part.get("f1") is not None:
            found[measure] = part["f1"], part.get("f1_ci")
    return found


def _rows(scores: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, Mapping[str, Any]]]:
    """Every set of ratios of a result, with the way to it."""
    if "f1" in scores:
        return [(" › ".join(path).replace("_", " "), scores)]
    rows = []
    for key, value in scores.items():
        if isinstance(value, Mapping) and key != "confusion":
            rows += _rows(value, (*path, key))
    return rows


def _differences(gold: Gold | None, systems: Sequence[System]) -> list[Difference]:
    """Comparisons of the systems that share a track and have predictions."""
    found: list[Difference] = []
    tracks: dict[tuple[Any, ...], list[tuple[str, Predictions]]] = {}
    for system in systems:
        if system.predictions is not None:
            a = system.predictions.annotations
            key = (a.has_entities, a.has_relations, a.has_stances, tuple(a.entity_types) if gold and not gold.own_labels else ())
            tracks.setdefault(key, []).append((system.name, system.predictions))
    for members in tracks.values():
        if gold is not None and len(members) > 1:
            found += compare(gold, members)
    return found


def _worst(texts: Texts, predicted: Annotations, found: Analysis) -> list[dict[str, Any]]:
    scores = scores_of(found.counts.counts, found.counts.layout)
    means: list[Any] = [0.0] * len(texts.rows)
    paths = [path for name, path in MEASURES.items() if name in ("entities", "relations", "stance")]
    for at in range(len(texts.rows)):
        values = []
        for path in paths:
            value: Any = scores
            for key in path:
                value = value.get(key) if isinstance(value, Mapping) else None
            if value is not None:
                values.append(float(value[at]))
        known = [value for value in values if not isnan(value)]
        means[at] = sum(known) / len(known) if known else 1.0
    order = sorted(range(len(texts.rows)), key=lambda at: (means[at], texts.rows[at]["id"]))[:WORST]
    return [_article(texts, predicted, at, means[at], [e for e in found.errors if e.article == texts.rows[at]["id"]]) for at in order]


def _article(texts: Texts, predicted: Annotations, at: int, mean: float, found: Sequence[Error]) -> dict[str, Any]:
    row = texts.rows[at]
    gold = _spans(texts.gold.annotations, at)
    own = _spans(predicted, at) if predicted.has_entities else gold
    same = {span[:3] for span in gold} & {span[:3] for span in own}

    def marked(spans: list[Span], remark: str) -> list[tuple[int, list[Piece]]]:
        return blocks(row, [span._replace(remark="" if span[:3] in same else remark) for span in spans])

    return {
        "id": row["id"],
        "mean": mean,
        "gold": marked(gold, "missed"),
        "predicted": marked(own, "wrong"),
        "given": not predicted.has_entities,
        "errors": [error for error in found if error.task != "entities"],
    }


def _spans(side: Annotations, document: int) -> list[Span]:
    return [
        Span(int(side.mention_start[m]), int(side.mention_end[m]), side.entity_types[int(side.mention_type[m])])
        for m in (side.mention_document == document).nonzero()[0].tolist()
    ]


def _heat(value: int, whole: int) -> str:
    return f"{value / whole:.2f}" if whole else "0"
