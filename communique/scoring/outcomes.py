"""Which records are right, one by one: the same decisions that the counts add up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.alignment import NO_MATCH, align_entities, align_mentions
from communique.scoring.packing import contained, groups, pack
from communique.scoring.records import relation_rows, stance_rows
from communique.scoring.relations import joined, types_right


@dataclass(frozen=True)
class Records:
    """One layer of records, gold against predictions.

    Attributes
    ----------
    gold, predicted : ndarray of shape (n, 4)
        Document, first entity, label code and second entity of each record, in the order of the input. Entities are the gold's; a
        predicted entity that no gold entity is aligned with has a number below -1.
    found : ndarray of bool
        Gold records that a prediction has.
    right : ndarray of bool
        Predicted records that are right; of a record given twice, the first.
    labels : sequence of str
    """

    gold: Ints
    predicted: Ints
    found: np.ndarray
    right: np.ndarray
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Outcomes:
    """Every decision on one prediction.

    Attributes
    ----------
    mentions : ndarray of shape (n_gold_mentions,)
        Predicted mention matched with each gold one, or ``NO_MATCH``; None without predicted entities.
    entities : ndarray of shape (n_predicted_entities,)
        Gold entity of each predicted one, or ``UNALIGNED``; None with given entities.
    relations, stances : Records or None
    """

    mentions: Ints | None
    entities: Ints | None
    relations: Records | None
    stances: Records | None


def outcomes(gold: Annotations, predicted: Annotations, symmetric: Collection[str]) -> Outcomes:
    """Decide every mention (aligned as in `align_mentions`), relation (strict) and stance (triple)."""
    mentions = entities = relations = stances = None
    if predicted.has_entities:
        mentions, entities = align_mentions(gold, predicted), align_entities(gold, predicted)
    if predicted.has_relations:
        types = tuple(dict.fromkeys((*gold.relation_types, *predicted.relation_types)))
        one, two = relation_rows(gold, types, symmetric), relation_rows(predicted, types, symmetric, entities)
        good = None if entities is None else joined(types_right(gold, predicted, entities), two)
        relations = _records(one, two, types, good)
    if predicted.has_stances:
        polarities = tuple(dict.fromkeys((*gold.polarities, *predicted.polarities)))
        stances = _records(stance_rows(gold, polarities), stance_rows(predicted, polarities, entities), polarities, None)
    return Outcomes(mentions, entities, relations, stances)


def _records(gold: Ints, predicted: Ints, labels: tuple[str, ...], good: np.ndarray | None) -> Records:
    gold, whole, predicted = gold[:, :4], predicted, predicted[:, :4]
    right = contained(predicted, gold)
    if good is not None:
        right &= good
    # Records that differ in the last column only are one; a record given again is spurious.
    order, first, _ = groups(pack(whole)[0])
    fresh = np.zeros(len(predicted), dtype=bool)
    fresh[order[first]] = True
    right &= fresh
    return Records(gold, predicted, contained(gold, predicted[right]), right, labels)


def matched(mentions: Ints, predicted: int) -> np.ndarray:
    """Mask over the `predicted` mentions: matched with a gold one."""
    mask = np.zeros(predicted, dtype=bool)
    mask[mentions[mentions != NO_MATCH]] = True
    return mask
