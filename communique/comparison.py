"""Systems compared: differences with intervals, paired approximate randomisation over events, Holm's correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from communique.corpus import Gold
from communique.labels import labels
from communique.predictions import Predictions
from communique.scoring.resampling import RESAMPLES, ROUNDS, bootstrap, holm, interval, p_value, swap
from communique.scoring.scores import scores_of
from communique.scoring.tally import Tally, tally

MEASURES = {
    "entities": ("entities", "strict", "micro", "f1"),
    "coreference": ("coreference", "conll", "f1"),
    "relations": ("relations", "strict", "micro", "f1"),
    "stance": ("stance", "triple", "micro", "f1"),
    "stance pair": ("stance", "pair", "f1"),
    "overall": ("overall", "f1"),
}
"""What is compared: where each number stands in a result."""

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of two systems on the same articles.

    Attributes
    ----------
    measure, first, second : str
    scores : tuple of float
        Of the first and of the second system.
    difference : float
        Second minus first.
    ci : tuple of float
        95 % percentile interval of the difference, by a paired bootstrap.
    p : float
        Two-sided, by paired approximate randomisation.
    p_adjusted : float
        After Holm's correction over all differences that are reported together.
    """

    measure: str
    first: str
    second: str
    scores: tuple[float, float]
    difference: float
    ci: tuple[float, float]
    p: float
    p_adjusted: float

    @property
    def verdict(self) -> str:
        """In words: which system is better, or that the difference does not hold."""
        if self.p_adjusted >= LEVEL:
            return "no difference that holds"
        return f"{self.second if self.difference > 0 else self.first} is better"


def compare(
    gold: Gold, systems: Sequence[tuple[str, Predictions]], *, resamples: int = RESAMPLES, rounds: int = ROUNDS, seed: int = 0
) -> list[Difference]:
    """Compare every two systems in every measure that both have.

    Parameters
    ----------
    systems
        Names and checked predictions, all on one track.

    Raises
    ------
    ValueError
        If there are fewer than two systems, names repeat, or the tracks differ.
    """
    names = [name for name, _ in systems]
    tracks = {predictions.track for _, predictions in systems}
    if len(systems) < 2:
        raise ValueError("at least two predictions are needed for a comparison")
    if len(set(names)) < len(names):
        raise ValueError(f"two predictions bear the same name: {', '.join(names)}")
    if len(tracks) > 1:
        raise ValueError(
            "end-to-end and given-entities predictions are not comparable: " + ", ".join(f"{n} is {p.track}" for n, p in systems)
        )
    events, groups = np.unique(np.asarray(gold.columns.events or gold.columns.ids, dtype=str), return_inverse=True)
    tallies = {}
    for name, predictions in systems:
        tallies[name] = tally(gold.annotations, predictions.annotations, labels().symmetric).by(groups, len(events))
    found: list[Difference] = []
    for first, second in combinations(names, 2):
        found += _pair(first, tallies[first], second, tallies[second], resamples, rounds, seed)
    adjusted = holm([difference.p for difference in found])
    return [Difference(d.measure, d.first, d.second, d.scores, d.difference, d.ci, d.p, p) for d, p in zip(found, adjusted, strict=True)]


def _pair(first: str, one: Tally, second: str, two: Tally, resamples: int, rounds: int, seed: int) -> list[Difference]:  # noqa: PLR0917
    # The same seed draws the same events for both: the bootstrap is paired.
    observed = [_measures(t.counts.sum(axis=0, keepdims=True), t) for t in (one, two)]
    drawn = [_measures(bootstrap(t.counts, resamples, seed), t) for t in (one, two)]
    shared = sorted(set(observed[0]) & set(observed[1]), key=list(MEASURES).index)
    # Systems may differ in the labels that they predict, so columns are swapped only where both have them in the same place.
    if one.layout != two.layout:
        raise ValueError(f"{first} and {second} predict different layers or labels; compare them on files with the same layers")
    swapped = [_measures(sums, t) for sums, t in zip(swap(one.counts, two.counts, rounds, seed), (one, two), strict=True)]
    found = []
    for measure in shared:
        scores = float(observed[0][measure][0]), float(observed[1][measure][0])
        if np.isnan(scores).any():
            continue
        difference = scores[1] - scores[0]
        ci = interval(drawn[1][measure] - drawn[0][measure]) or (float("nan"), float("nan"))
        p = p_value(difference, swapped[1][measure] - swapped[0][measure])
        found.append(Difference(measure, first, second, scores, difference, ci, p, p))
    return found


def _measures(sums: np.ndarray, of: Tally) -> dict[str, Any]:
    scores = scores_of(sums, of.layout)
    found = {}
    for measure, path in MEASURES.items():
        value: Any = scores
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found[measure] = value
    return found
