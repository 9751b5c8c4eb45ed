"""What a right record says besides: its evidence sentences, its modality, its cue; and relations seen in training left out.

Scored only where a prediction gives it. Evidence and Ign F1 as in DocRED (Yao et al. 2019); the cue by the overlap of words, as answers in
SQuAD (Rajpurkar et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import Ints
from communique.scoring.packing import contained, distinct, pack, shared
from communique.scoring.ratios import GOLD, GOLD_RIGHT, PREDICTED, PREDICTED_RIGHT, Floats
from communique.scoring.records import Records


@dataclass(frozen=True)
class Details:
    """Evidence and cues of one side.

    Attributes
    ----------
    evidence : ndarray of shape (n, 2)
        Relation index and sentence number.
    cues : ndarray of shape (m, 2)
        Stance index and word code, one row a word.
    words : sequence of str
        What the word codes mean.
    gives_evidence, gives_cues : bool
        Whether any record of the whole file has them; then they are scored in every article.
    """

    evidence: Ints
    cues: Ints
    words: Sequence[str]
    gives_evidence: bool = True
    gives_cues: bool = True


def count_ignoring_train(gold: Records, predicted: Records, seen: Ints, documents: int, right: np.ndarray | None) -> Floats:
    """Count relations, but no right prediction of a triple that the training split has.

    As in DocRED, such predictions are taken out of precision and kept in recall.

    Parameters
    ----------
    seen
        Rows of `gold`-like records (document, head, type, tail) that stand in training.
    right
        As in `count_records`.

    Returns
    -------
    ndarray of shape (documents, 1, 4)
    """
    found = contained(predicted.rows, gold.rows)
    if right is not None:
        found &= right
    known = found & contained(predicted.rows, seen)
    out = np.zeros((documents, 1, 4))
    for column, rows in (
        (GOLD, gold.rows),
        (PREDICTED, predicted.rows[~known]),
        (PREDICTED, predicted.repeats),
        (GOLD_RIGHT, predicted.rows[found]),
        (PREDICTED_RIGHT, predicted.rows[found & ~known]),
    ):
        out[:, 0, column] += np.bincount(rows[:, 0], minlength=documents)
    return out


def count_evidence(gold: Ints, predicted: Ints, documents: int) -> Floats:
    """Count evidence sentences of relations.

    Parameters
    ----------
    gold, predicted
        Document, head, type, tail and sentence; shape (n, 5). A sentence is right if the relation is and the gold has it as evidence.

    Returns
    -------
    ndarray of shape (documents, 1, 4)
    """
    gold, predicted = distinct(gold)[0], distinct(predicted)[0]
    found = contained(predicted, gold)
    out = np.zeros((documents, 1, 4))
    for column, rows in ((GOLD, gold), (PREDICTED, predicted), (GOLD_RIGHT, predicted[found]), (PREDICTED_RIGHT, predicted[found])):
        out[:, 0, column] = np.bincount(rows[:, 0], minlength=documents)
    return out


def count_modality(gold: Ints, predicted: Ints, documents: int) -> Floats:
    """Count right modalities among right triples.

    Parameters
    ----------
    gold, predicted
        Document, head, type, tail and modality code; shape (n, 5); predictions without a modality left out.

    Returns
    -------
    ndarray of shape (documents, 2)
        Right, and all that have a gold triple.
    """
    predicted = distinct(predicted)[0]
    shared = contained(predicted[:, :4], gold[:, :4])
    right = contained(predicted, gold)
    return np.stack([np.bincount(predicted[mask, 0], minlength=documents) for mask in (right, shared)], axis=1).astype(float)


def count_cues(gold: Ints, predicted: Ints, documents: int) -> Floats:
    """Count cue words of right stances that were predicted with a cue.

    Parameters
    ----------
    gold, predicted
        Document, holder, polarity, target and word code; shape (n, 5); one row a word, repeated as the word is.

    Returns
    -------
    ndarray of shape (documents, 1, 4)
    """
    gold, predicted = gold[contained(gold[:, :4], predicted[:, :4])], predicted[contained(predicted[:, :4], gold[:, :4])]
    out = np.zeros((documents, 1, 4))
    out[:, 0, GOLD] = np.bincount(gold[:, 0], minlength=documents)
    out[:, 0, PREDICTED] = np.bincount(predicted[:, 0], minlength=documents)
    gold_rows, gold_times = distinct(gold)
    rows, times = distinct(predicted)
    if len(rows) and len(gold_rows):
        here, there = shared(*pack(rows, gold_rows))
        both = np.bincount(rows[here, 0], weights=np.minimum(times[here], gold_times[there]), minlength=documents)
        out[:, 0, GOLD_RIGHT] = out[:, 0, PREDICTED_RIGHT] = both
    return out


def evidence_rows(details: Details, rows: Ints) -> Ints:
    """Evidence with the relation that it belongs to: document, head, type, tail, sentence.

    Parameters
    ----------
    rows
        Of `relation_rows`, by relation index.
    """
    return np.column_stack([rows[details.evidence[:, 0], :4], details.evidence[:, 1]])


def cue_rows(details: Details, rows: Ints, codes: Ints) -> Ints:
    """Cue words with the stance that they belong to: document, holder, polarity, target, word; `codes` renumbers the words."""
    return np.column_stack([rows[details.cues[:, 0], :4], codes[details.cues[:, 1]]])
