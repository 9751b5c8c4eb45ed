"""Precision, recall and F1 from counts; an undefined ratio is None, never 0 or 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

GOLD, PREDICTED, GOLD_RIGHT, PREDICTED_RIGHT = range(4)
"""Columns of a count table: records in gold, records predicted, gold records found, predicted records that are right.

The last two are the same number except per type in modes that forgive a wrong type."""


def ratio(part: float, whole: float) -> float | None:
    """`part` / `whole`, or None where the whole is 0."""
    return None if whole == 0 else float(part) / float(whole)


@dataclass(frozen=True, slots=True)
class PRF:
    """Sums of counts, from which precision, recall and F1 follow."""

    gold: float
    predicted: float
    gold_right: float
    predicted_right: float

    @classmethod
    def of(cls, row: Sequence[float] | Counts) -> PRF:
        """From one row of a count table."""
        return cls(float(row[GOLD]), float(row[PREDICTED]), float(row[GOLD_RIGHT]), float(row[PREDICTED_RIGHT]))

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right."""
        return ratio(self.predicted_right, self.predicted)

    @property
    def recall(self) -> float | None:
        """Share of the gold that is found."""
        return ratio(self.gold_right, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 where one side is empty, None where both are."""
        if self.gold == self.predicted == 0:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)

    def as_dict(self) -> dict[str, Any]:
        """Ratios and counts as they stand in a result file."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "tp": _whole(self.gold_right),
            "fp": _whole(self.predicted - self.predicted_right),
            "fn": _whole(self.gold - self.gold_right),
        }


def macro(rows: Sequence[PRF]) -> dict[str, float | None]:
    """Unweighted means over the labels that occur in gold or prediction; None where none does."""
    rows = [row for row in rows if row.gold or row.predicted]

    def mean(values: list[float | None]) -> float | None:
        defined = [value for value in values if value is not None]
        return sum(defined) / len(defined) if defined else None

    return {
        "precision": mean([row.precision for row in rows]),
        "recall": mean([row.recall for row in rows]),
        "f1": mean([row.f1 for row in rows]),
    }


def table(counts: Counts, names: Sequence[str]) -> dict[str, Any]:
    """Micro, macro and per-label ratios of a count table.

    Parameters
    ----------
    counts
        Shape (n_labels, 4); see the column constants.
    names
        The n_labels labels.
    """
    rows = {name: PRF.of(row) for name, row in zip(names, counts, strict=True)}
    present = {name: row for name, row in sorted(rows.items()) if row.gold or row.predicted}
    return {
        "micro": PRF.of(counts.sum(axis=0) if len(counts) else np.zeros(4)).as_dict(),
        "macro": macro(list(rows.values())),
        "per_type": {name: row.as_dict() for name, row in present.items()},
    }


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
