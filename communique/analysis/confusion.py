"""Confusion matrices: of entity types over matched mentions, of relation types and polarities over the same pairs."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from communique.annotations import Annotations
from communique.scoring.alignment import NO_MATCH
from communique.scoring.outcomes import Outcomes, Records, matched

NONE = "–"
"""Row or column of what has no counterpart: missing from the predictions, or spurious in them."""

Matrix = dict[str, dict[str, int]]


def confusion(gold: Annotations, predicted: Annotations, decided: Outcomes) -> dict[str, Matrix]:
    """Counts by gold label and predicted label.

    Returns
    -------
    dict
        ``entities``: mentions aligned as in scoring; ``relations`` and ``stance``: pairs in the same direction. Each is a dict of gold
        label to predicted label to count, with ``–`` for no counterpart.
    """
    found: dict[str, Matrix] = {}
    if decided.mentions is not None:
        found["entities"] = _mentions(gold, predicted, decided.mentions)
    if decided.relations is not None:
        found["relations"] = _pairs(decided.relations)
    if decided.stances is not None:
        found["stance"] = _pairs(decided.stances)
    return found


def _mentions(gold: Annotations, predicted: Annotations, match: np.ndarray) -> Matrix:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    own = [predicted.entity_types[code] for code in predicted.mention_type.tolist()] if len(predicted.mention_entity) else []
    true = [gold.entity_types[code] for code in gold.mention_type.tolist()] if len(gold.mention_entity) else []
    for label, at in zip(true, match.tolist(), strict=True):
        counts[label, NONE if at == NO_MATCH else own[at]] += 1
    for at in np.flatnonzero(~matched(match, len(own))).tolist():
        counts[NONE, own[at]] += 1
    return _matrix(counts, [*gold.entity_types, *predicted.entity_types])


def _pairs(records: Records) -> Matrix:
    """Labels of each pair: those that agree are paired with each other, then the rest in the order of the label set."""
    by_pair: dict[tuple[int, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((records.gold, records.predicted)):
        for row in np.unique(rows, axis=0).tolist():
            by_pair[row[0], row[1], row[3]][side].append(row[2])
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for true, own in by_pair.values():
        same = set(true) & set(own)
        for label in same:
            counts[records.labels[label], records.labels[label]] += 1
        left, over = [label for label in true if label not in same], [label for label in own if label not in same]
        for at in range(max(len(left), len(over))):
            one = records.labels[left[at]] if at < len(left) else NONE
            two = records.labels[over[at]] if at < len(over) else NONE
            counts[one, two] += 1
    return _matrix(counts, list(records.labels))


def _matrix(counts: dict[tuple[str, str], int], labels: list[str]) -> Matrix:
    used = {label for pair in counts for label in pair}
    names = [label for label in (*dict.fromkeys(labels), NONE) if label in used]
    return {one: {two: counts.get((one, two), 0) for two in names} for one in names}
