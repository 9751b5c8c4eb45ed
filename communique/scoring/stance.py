"""Stances: (holder, target, polarity), and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.packing import contained
from communique.scoring.ratios import Floats
from communique.scoring.records import count_records, pairs_of, stance_records

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
    """

    triple: Floats
    pair: Floats
    polarity: Floats
    names: Sequence[str]


def count_stances(gold: Annotations, predicted: Annotations, aligned: Ints | None) -> StanceCounts:
    """Count stances per article and polarity.

    Reports of one stance by several entities (`by`) are one triple, as the polarity is the same.

    Parameters
    ----------
    aligned
        Gold entity of each predicted one; None with given entities.
    """
    names = list(gold.polarities) + [name for name in predicted.polarities if name not in set(gold.polarities)]
    gold_rows, predicted_rows = stance_records(gold, names), stance_records(predicted, names, aligned)
    shared = contained(predicted_rows.rows[:, [0, 1, 3]], gold_rows.rows[:, [0, 1, 3]])
    right = contained(predicted_rows.rows, gold_rows.rows) & shared
    documents = predicted_rows.rows[:, 0]
    polarity = np.stack([np.bincount(documents[mask], minlength=gold.documents) for mask in (right, shared)], axis=1).astype(float)
    return StanceCounts(
        triple=count_records(gold_rows, predicted_rows, gold.documents, len(names)),
        pair=count_records(pairs_of(gold_rows), pairs_of(predicted_rows), gold.documents, 1),
        polarity=polarity,
        names=names,
    )
