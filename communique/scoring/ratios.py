"""Precision, recall and F1 from sums of counts, for any number of sums at once.

Sums have shape (..., 4): the columns below in the last axis, resamples or rounds before it. An undefined ratio is NaN here and ``null``
in result files,
never 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GOLD, PREDICTED, GOLD_RIGHT, PREDICTED_RIGHT = range(4)
"""Columns of a count table: records in gold, records predicted, gold records found, predicted records that are right.

The last two are the same number except per type in modes that forgive a wrong type."""


def ratio(part: Floats, whole: Floats) -> Floats:
    """`part` / `whole`, NaN where the whole is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: Floats = np.where(whole == 0, np.nan, np.divide(part, whole))
    return quotient


def f1_of(precision: Floats, recall: Floats, undefined: Floats | NDArray[np.bool_]) -> Floats:
    """Harmonic mean; 0 where one side is empty or nothing is right, NaN where `undefined`."""
    p, r = np.nan_to_num(precision), np.nan_to_num(recall)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(p + r == 0, 0.0, 2 * p * r / (p + r))
    score: Floats = np.where(undefined, np.nan, mean)
    return score


def prf(sums: Floats) -> dict[str, Floats]:
    """Ratios and counts of sums of shape (..., 4)."""
    gold, predicted = sums[..., GOLD], sums[..., PREDICTED]
    precision, recall = ratio(sums[..., PREDICTED_RIGHT], predicted), ratio(sums[..., GOLD_RIGHT], gold)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1_of(precision, recall, (gold == 0) & (predicted == 0)),
        "tp": sums[..., GOLD_RIGHT],
        "fp": predicted - sums[..., PREDICTED_RIGHT],
        "fn": gold - sums[..., GOLD_RIGHT],
    }


def macro(rows: Mapping[str, Mapping[str, Floats]], sums: int) -> dict[str, Floats]:
    """Unweighted means over the labels that occur in gold or prediction (whose F1 is defined); NaN where none does.

    Parameters
    ----------
    rows
        Ratios by label, arrays of shape (sums,).
    """
    return {name: _mean([row[name] for row in rows.values()], sums) for name in ("precision", "recall", "f1")}


def _mean(values: list[Floats], sums: int) -> Floats:
    if not values:
        return np.full(sums, np.nan)
    stacked = np.stack(values)
    known = ~np.isnan(stacked)
    return ratio(np.where(known, stacked, 0.0).sum(axis=0), known.sum(axis=0).astype(float))


def mean_of(values: list[Floats]) -> Floats:
    """Mean of values all of which must be defined; NaN where one is not."""
    total: Floats = np.stack(values).mean(axis=0)
    return total
