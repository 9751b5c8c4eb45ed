"""Scores of predictions in a few numbers, without intervals."""

from __future__ import annotations

from baselines.output import headline
from baselines.splits import Predictions, Splits
from communique.evaluation import evaluate
from communique.predictions import predictions_from_rows
from communique.results import Result


def scored(splits: Splits, predictions: Predictions) -> Result:
    """Predictions scored against the test articles."""
    return evaluate(splits.gold, predictions_from_rows(predictions, splits.gold), resamples=0)


def f1(splits: Splits, predictions: Predictions, *columns: str) -> dict[str, float | None]:
    """F1 of columns of the results table."""
    result = scored(splits, predictions)
    return {column: percent(headline(result, column).get("f1")) for column in columns}


def percent(value: float | None) -> float | None:
    """A ratio in percent with two decimals."""
    return None if value is None else round(100 * value, 2)
