"""Stances: (holder, target, polarity), and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.extras import Details, count_cues, cue_rows
from communique.scoring.packing import contained, pack
from communique.scoring.ratios import Floats
from communique.scoring.records import count_records, pairs_of, records_of, stance_rows

FAVOUR_AND_AGAINST = ("support", "oppose")
"""The two polarities whose F1 scores ``f_avg`` averages, as in SemEval-2016 task 6 (Mohammad et al. 2016)."""


@dataclass(frozen=True)
class StanceCounts:
    """Counts per article.

    Attributes
    ----------
    triple : ndarray of shape (n_documents, n_polarities, 4)
        Holder, target and polarity right.
    pair : ndarray of shape (n_documents, 1, 4)
        Holder and target right, whatever the polarity.
    polarity : ndarray of shape (n_documents, 2)
        Polarities predicted on pairs that gold and prediction share: right, and all.
    names : sequence of str
        The polarities.
    cue : ndarray of shape (n_documents, 1, 4) or None
        Cue words of right stances; None if no prediction has a cue.
    """

    triple: Floats
    pair: Floats
    polarity: Floats
    names: Sequence[str]
    cue: Floats | None = None


def count_stances(
    gold: Annotations, predicted: Annotations, aligned: Ints | None, *, details: tuple[Details, Details] | None = None
) -> StanceCounts:
    """Count stances per article and polarity.

    Reports of one stance by several entities (`by`) are one triple, as the polarity is the same.

    Parameters
    ----------
    aligned
        Gold entity of each predicted one; None with given entities.
    details
        Of gold and of predictions; cues are counted if the latter give any.
    """
    names = list(gold.polarities) + [name for name in predicted.polarities if name not in set(gold.polarities)]
    gold_table, table = stance_rows(gold, names), stance_rows(predicted, names, aligned)
    gold_rows, predicted_rows = records_of(gold_table), records_of(table)
    shared = contained(predicted_rows.rows[:, [0, 1, 3]], gold_rows.rows[:, [0, 1, 3]])
    right = contained(predicted_rows.rows, gold_rows.rows) & shared
    documents = predicted_rows.rows[:, 0]
    polarity = np.stack([np.bincount(documents[mask], minlength=gold.documents) for mask in (right, shared)], axis=1).astype(float)
    cue = None
    if details is not None and details[1].gives_cues:
        codes = {word: index for index, word in enumerate(dict.fromkeys((*details[0].words, *details[1].words)))}
        mine, theirs = (
            cue_rows(side, rows, np.array([codes[word] for word in side.words] or [0], dtype=np.int64))
            for side, rows in zip(details, (gold_table, table), strict=True)
        )
        cue = count_cues(mine, theirs, gold.documents)
    return StanceCounts(
        triple=count_records(gold_rows, predicted_rows, gold.documents, len(names)),
        pair=count_records(pairs_of(gold_rows), pairs_of(predicted_rows), gold.documents, 1),
        polarity=polarity,
        names=names,
        cue=cue,
    )


def count_given_pairs(pairs: Ints, predicted: Annotations, polarities: Sequence[str], documents: int) -> Floats:
    """Count labels of given pairs of holder and target, among them pairs without a stance.

    Where several polarities are predicted for a pair, one that is not reported by others comes first, then the first of the scheme.

    Parameters
    ----------
    pairs : ndarray of shape (n, 4)
        Document, holder, target and label; label 0 is no stance, label k the polarity k - 1.
    predicted
        Stances with given entities.
    polarities
        Names of the labels from 1.

    Returns
    -------
    ndarray of shape (documents, n_labels, n_labels)
        Pairs by gold and by predicted label.
    """
    labels = len(polarities) + 1
    rows = stance_rows(predicted, list(polarities) + [name for name in predicted.polarities if name not in set(polarities)])
    rows = rows[rows[:, 2] < labels - 1]
    source = np.array([bool(name) for name in predicted.sources] or [False])[rows[:, 4]] if len(rows) else rows[:, 4].astype(bool)
    rows = rows[np.lexsort((rows[:, 2], source))]
    given, wanted = pack(rows[:, [0, 1, 3]], pairs[:, :3])
    known, first = np.unique(given, return_index=True)
    label = np.zeros(len(pairs), dtype=np.int64)
    if len(known):
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        label = np.where(known[at] == wanted, rows[first[at], 2] + 1, 0)
    cells = (pairs[:, 0] * labels + pairs[:, 3]) * labels + label
    return np.bincount(cells, minlength=documents * labels * labels).reshape(documents, labels, labels).astype(float)
