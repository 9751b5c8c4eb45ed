"""The threshold with the best F1."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def best_threshold(scored: Iterable[tuple[float, bool]], total: int) -> float:
    """The score from which on to predict, so that micro-F1 is greatest.

    Parameters
    ----------
    scored
        Score of each candidate, and whether it is right.
    total
        How many right answers there are, candidates or not.

    Returns
    -------
    float
        Halfway between the scores of the last candidate to predict and the first to leave out; minus or plus infinity if all or none are
        to be predicted.
    """
    pairs = sorted(scored, key=lambda pair: -pair[0])
    if not pairs:
        return np.inf
    scores = np.array([score for score, _ in pairs])
    right = np.cumsum([correct for _, correct in pairs])
    f1 = 2 * right / (np.arange(1, len(pairs) + 1) + total)
    # A threshold cannot part equal scores.
    f1[:-1][scores[:-1] == scores[1:]] = -1.0
    best = int(f1.argmax())
    if f1[best] <= 0:
        return np.inf
    return float((scores[best] + scores[best + 1]) / 2) if best + 1 < len(scores) else -np.inf
