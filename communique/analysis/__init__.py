"""Where a system fails: breakdowns, confusion, and every miss with its class and its sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from communique.analysis.breakdowns import breakdowns
from communique.analysis.confusion import Matrix, confusion
from communique.analysis.errors import Error, errors
from communique.analysis.texts import Texts
from communique.corpus import Gold
from communique.evaluation import count
from communique.labels import labels
from communique.predictions import Predictions
from communique.scoring.outcomes import outcomes
from communique.scoring.tally import Tally


@dataclass(frozen=True)
class Analysis:
    """What is known of one prediction beside its scores.

    Attributes
    ----------
    texts : Texts
    counts : Tally
        Articles in the order of the gold.
    confusion : dict
        See `confusion`.
    breakdowns : dict
        See `breakdowns`.
    errors : list of Error
    """

    texts: Texts
    counts: Tally
    confusion: dict[str, Matrix]
    breakdowns: dict[str, Any]
    errors: list[Error]

    @property
    def classes(self) -> dict[str, Counter[str]]:
        """How many errors of each class, by task."""
        found: dict[str, Counter[str]] = {}
        for error in self.errors:
            found.setdefault(error.task, Counter())[error.kind] += 1
        return found

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "classes": {task: dict(sorted(counts.items())) for task, counts in self.classes.items()},
            "confusion": self.confusion,
            "breakdowns": self.breakdowns,
            "errors": [error.as_dict() for error in self.errors],
        }


def analyse(gold: Gold, predictions: Predictions, texts: Texts | None = None) -> Analysis:
    """Decide every mention and record, and say what went wrong.

    Parameters
    ----------
    texts
        Of the gold, if it is at hand already.
    """
    texts = texts or Texts(gold)
    decided = outcomes(gold.annotations, predictions.annotations, labels().symmetric)
    counts = count(gold, predictions)
    return Analysis(
        texts,
        counts,
        confusion(gold.annotations, predictions.annotations, decided),
        breakdowns(texts, predictions.annotations, counts, decided),
        errors(texts, predictions.annotations, decided),
    )


__all__ = ["Analysis", "Error", "Texts", "analyse"]
