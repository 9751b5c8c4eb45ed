"""The best path through tags that follow one another."""

from __future__ import annotations

import numpy as np


def best_path(scores: np.ndarray, transitions: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> list[int]:
    """Viterbi's algorithm: the sequence of tags whose scores and transitions have the greatest sum.

    Parameters
    ----------
    scores : ndarray of shape (n_tokens, n_tags)
    transitions : ndarray of shape (n_tags, n_tags)
        Of one tag (row) before another (column); minus infinity forbids.
    starts, ends : ndarray of shape (n_tags,)
        Of a tag at either end of the sequence.
    """
    if not len(scores):
        return []
    best = scores[0] + starts
    back = []
    for row in scores[1:]:
        total = best[:, None] + transitions
        back.append(total.argmax(axis=0))
        best = total.max(axis=0) + row
    path = [int((best + ends).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
