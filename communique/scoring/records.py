"""Relations and stances: sets of labelled, directed pairs of entities."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import UNALIGNED, Annotations, Ints
from communique.scoring.packing import contained, distinct
from communique.scoring.ratios import GOLD, GOLD_RIGHT, PREDICTED, PREDICTED_RIGHT, Floats


@dataclass(frozen=True)
class Records:
    """Labelled pairs of one side in terms of gold entities, each once.

    Attributes
    ----------
    rows : ndarray of shape (n, 4)
        Document, first entity, label code, second entity; sorted, no row twice. A pair with an unaligned entity keeps its own index
        below ``UNALIGNED`` and so matches nothing.
    repeats : ndarray of shape (m, 2)
        Document and label of each record given again; all are spurious.
    """

    rows: Ints
    repeats: Ints


def relation_rows(side: Annotations, types: Sequence[str], symmetric: Collection[str], aligned: Ints | None = None) -> Ints:
    """The relations of one side, one row each, as given; heads and tails of symmetric types are put in order.

    Parameters
    ----------
    side
        Gold, or predictions.
    types
        Relation types, whose places are the codes used; those of `side` are among them.
    symmetric
        Types that hold in both directions.
    aligned
        Gold entity of each predicted one, from `align_entities`; None if indices are those of the gold already.

    Returns
    -------
    ndarray of shape (n_relations, 5)
        Document, head, type, tail, modality.
    """
    code = {name: index for index, name in enumerate(types)}
    label = _translate(side.relation_type, [code[name] for name in side.relation_types])
    head, tail = _to_gold(side.relation_head, aligned), _to_gold(side.relation_tail, aligned)
    turn = np.isin(label, [code[name] for name in symmetric if name in code]) & (head > tail)
    head, tail = np.where(turn, tail, head), np.where(turn, head, tail)
    return _table(side.relation_document, head, label, tail, side.relation_modality)


def stance_rows(side: Annotations, polarities: Sequence[str], aligned: Ints | None = None) -> Ints:
    """The stances of one side as document, holder, polarity, target, source; parameters as in `relation_rows`."""
    code = {name: index for index, name in enumerate(polarities)}
    label = _translate(side.stance_polarity, [code[name] for name in side.polarities])
    holder, target = _to_gold(side.stance_holder, aligned), _to_gold(side.stance_target, aligned)
    return _table(side.stance_document, holder, label, target, side.stance_source)


def relation_records(side: Annotations, types: Sequence[str], symmetric: Collection[str], aligned: Ints | None = None) -> Records:
    """The relations of one side, each once; parameters as in `relation_rows`."""
    return records_of(relation_rows(side, types, symmetric, aligned))


def stance_records(side: Annotations, polarities: Sequence[str], aligned: Ints | None = None) -> Records:
    """The stances of one side, each once; parameters as in `relation_rows`."""
    return records_of(stance_rows(side, polarities, aligned))


def count_records(gold: Records, predicted: Records, documents: int, labels: int, right: np.ndarray | None = None) -> Floats:
    """Count records per article and label.

    Parameters
    ----------
    right
        Mask over the predicted rows; a row outside it is spurious even where it equals a gold row (its entity types are wrong, say).

    Returns
    -------
    ndarray of shape (documents, labels, 4)
    """
    out = np.zeros((documents, max(labels, 1), 4))

    def add(column: int, document: Ints, label: Ints) -> None:
        cells = np.bincount(document * out.shape[1] + label, minlength=out.shape[0] * out.shape[1])
        out[:, :, column] += cells.reshape(out.shape[:2])

    add(GOLD, gold.rows[:, 0], gold.rows[:, 2])
    add(PREDICTED, predicted.rows[:, 0], predicted.rows[:, 2])
    add(PREDICTED, predicted.repeats[:, 0], predicted.repeats[:, 1])
    found = contained(predicted.rows, gold.rows)
    if right is not None:
        found &= right
    for column in (GOLD_RIGHT, PREDICTED_RIGHT):
        add(column, predicted.rows[found, 0], predicted.rows[found, 2])
    return out[:, :labels]


def pairs_of(records: Records) -> Records:
    """The same records without their labels: whether there is anything between the two, in this direction."""
    rows = records.rows.copy()
    rows[:, 2] = 0
    repeats = records.repeats.copy()
    repeats[:, 1] = 0
    return Records(distinct(rows)[0], repeats)


def _translate(codes: Ints, lookup: Sequence[int]) -> Ints:
    return np.asarray(lookup, dtype=np.int64)[codes] if len(codes) else codes


def _to_gold(entities: Ints, aligned: Ints | None) -> Ints:
    if aligned is None or not len(entities):
        return entities
    own = entities >= 0
    mapped = np.where(own, aligned[np.where(own, entities, 0)], entities) if len(aligned) else entities
    # Two unaligned entities are two: each keeps a number of its own, below every number with a meaning.
    return np.where(own & (mapped == UNALIGNED), UNALIGNED - 1 - entities, mapped)


def _table(*columns: Ints) -> Ints:
    return np.stack(columns, axis=1) if len(columns[0]) else np.empty((0, len(columns)), dtype=np.int64)


def records_of(rows: Ints) -> Records:
    """Rows of `relation_rows` or `stance_rows` as records: those that differ in the last column only are one, equal ones are repeats."""
    if not len(rows):
        return Records(rows[:, :4], np.empty((0, 2), dtype=np.int64))
    full, counts = distinct(rows)
    repeats = np.repeat(full[:, [0, 2]], counts - 1, axis=0)
    return Records(distinct(full[:, :4])[0], repeats)
