"""Uncertainty: the bootstrap and paired approximate randomisation, both over events.

Articles on one event are not independent, so events are drawn, not articles. Efron and Tibshirani 1993 (percentile bootstrap); Noreen
1989 (approximate randomisation);
Holm 1979.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from communique.scoring.ratios import Floats

RESAMPLES = 2000
ROUNDS = 10_000
_CHUNK = 2**22


def bootstrap(counts: Floats, resamples: int = RESAMPLES, seed: int = 0) -> Floats:
    """Sums of counts over events drawn with replacement.

    Parameters
    ----------
    counts
        Shape (n_events, n_columns).

    Returns
    -------
    ndarray of shape (resamples, n_columns)
    """
    events = len(counts)
    chance = np.random.default_rng(seed)
    sums = np.empty((resamples, counts.shape[1]))
    for start, stop in _chunks(resamples, events):
        drawn = chance.integers(0, events, size=(stop - start, events), dtype=np.int32)
        drawn += (np.arange(stop - start, dtype=np.int32) * np.int32(events))[:, None]
        times = np.bincount(drawn.reshape(-1), minlength=(stop - start) * events).reshape(stop - start, events)
        sums[start:stop] = times.astype(counts.dtype) @ counts
    return sums


def swap(one: Floats, two: Floats, rounds: int = ROUNDS, seed: int = 0) -> tuple[Floats, Floats]:
    """Sums of counts of two systems after swapping them in randomly chosen events.

    Parameters
    ----------
    one, two
        Shape (n_events, n_columns), events in the same order.

    Returns
    -------
    first, second : ndarray of shape (rounds, n_columns)
    """
    chance = np.random.default_rng(seed)
    difference, total = two - one, one.sum(axis=0)
    moved = np.empty((rounds, one.shape[1]))
    for start, stop in _chunks(rounds, len(one)):
        flips = chance.integers(0, 2, size=(stop - start, len(one)), dtype=np.int8)
        moved[start:stop] = flips.astype(one.dtype) @ difference
    return total + moved, two.sum(axis=0) - moved


def interval(values: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """Percentile interval of resampled values; None if none of them is defined."""
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def p_value(observed: float, randomised: Floats) -> float:
    """Two-sided p: the share of rounds whose difference is at least as large as the one observed, that one included."""
    known = np.abs(randomised[~np.isnan(randomised)])
    # A round that repeats the observed split must count, whatever the last bit of its sum.
    return float((1 + (known >= abs(observed) - 1e-12).sum()) / (1 + len(known)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values (Holm 1979), in the order given."""
    order = np.argsort(p_values, kind="stable")
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(order.tolist()):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def _chunks(total: int, width: int) -> Iterator[tuple[int, int]]:
    """Slices of the rounds small enough that their weights stay in little memory; their bounds depend on nothing but the sizes."""
    step = max(1, _CHUNK // max(width, 1))
    for start in range(0, total, step):
        yield start, min(start + step, total)
