"""Counts to a result: ratios, signature, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique import __version__
from communique.annotations import Annotations
from communique.files import write_text
from communique.scoring.alignment import align_entities
from communique.scoring.entities import count_entities
from communique.scoring.ratios import PRF, ratio, table
from communique.scoring.relations import count_relations
from communique.scoring.stance import count_stances, f_avg

Scores = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """Scores of one prediction, with the signature that says what they mean.

    Two results with the same signature are comparable. Reads like the dictionary of its JSON form:
    ``result["entities"]["strict"]["micro"]["f1"]``.
    """

    signature: str
    scores: Scores
    warnings: list[str] = field(default_factory=list)

    def __getitem__(self, task: str) -> Any:
        return self.signature if task == "signature" else self.scores[task]

    def as_dict(self) -> Scores:
        """The content of a result file."""
        return {"signature": self.signature, **self.scores}

    def write(self, path: Path) -> None:
        """Write the result file."""
        write_text(path, json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n")


def read_result(path: Path) -> Result:
    """Read a result file.

    Raises
    ------
    ValueError
        If it is none.
    OSError
        If it cannot be opened.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, Mapping) or not isinstance(raw.get("signature"), str):
        raise ValueError(f"{path} is no result file: it has no signature")
    return Result(raw["signature"], {key: value for key, value in raw.items() if key != "signature"})


def signature(*, data: str, split: str, track: str, articles: int) -> str:
    """What makes two results comparable, in one line."""
    return f"communique:{__version__}|data:{data}|split:{split}|track:{track}|articles:{articles}"


def score_annotations(gold: Annotations, predicted: Annotations, symmetric: frozenset[str]) -> Scores:
    """Every number for one prediction; tasks that it leaves out are left out.

    Parameters
    ----------
    gold, predicted
        Of the same articles, numbered alike. With given entities (`predicted.has_entities` is false), entity indices are the gold's.
    symmetric
        Relation types that match in either order.
    """
    scores: Scores = {}
    aligned = None
    if predicted.has_entities:
        counts, types = count_entities(gold, predicted)
        scores["entities"] = {mode: table(part.sum(axis=0), types) for mode, part in counts.items()}
        aligned = align_entities(gold, predicted)
    if predicted.has_relations:
        by_mode, types, _, _ = count_relations(gold, predicted, aligned, symmetric)
        scores["relations"] = {mode: table(part.sum(axis=0), types) for mode, part in by_mode.items()}
    if predicted.has_stances:
        scores["stance"] = _stance(gold, predicted, aligned)
    if predicted.has_entities and predicted.has_relations and predicted.has_stances:
        parts = [scores["entities"]["strict"], scores["relations"]["strict"], scores["stance"]["triple"]]
        values = [part["micro"]["f1"] for part in parts]
        scores["overall"] = {"f1": None if None in values else sum(values) / 3}
    return scores


def _stance(gold: Annotations, predicted: Annotations, aligned: Any) -> Scores:
    counts = count_stances(gold, predicted, aligned)
    triple = table(counts.triple.sum(axis=0), counts.names)
    triple["per_polarity"] = triple.pop("per_type")
    rows = {name: PRF.of(row) for name, row in zip(counts.names, counts.triple.sum(axis=0), strict=True)}
    right, shared = counts.polarity.sum(axis=0)
    return {
        "triple": triple,
        "pair": PRF.of(counts.pair.sum(axis=(0, 1))).as_dict(),
        "polarity_accuracy": ratio(right, shared),
        "f_avg": f_avg(rows),
    }
