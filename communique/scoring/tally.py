"""All counts of one prediction, per article, side by side in one matrix.

Every score is a function of the column sums of this matrix, so that resampling articles is a matrix product.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import Annotations
from communique.scoring.alignment import align_entities
from communique.scoring.besides import Besides
from communique.scoring.coreference import count_coreference
from communique.scoring.entities import count_entities
from communique.scoring.partition import runs
from communique.scoring.ratios import Floats
from communique.scoring.relations import count_relations
from communique.scoring.stance import count_given_pairs, count_stances


@dataclass(frozen=True)
class Block:
    """Where a count table stands in the matrix: its first column and its shape per article."""

    start: int
    shape: tuple[int, ...]

    def of(self, sums: Floats) -> Floats:
        """The part of sums of shape (..., n_columns) that is this table, as (..., *shape)."""
        size = int(np.prod(self.shape))
        return sums[..., self.start : self.start + size].reshape(*sums.shape[:-1], *self.shape)


@dataclass(frozen=True)
class Layout:
    """What the columns of a tally mean.

    Attributes
    ----------
    blocks : dict of str to Block
    entity_types, relation_types, polarities : sequence of str
        Labels of the tables that have a row per label.
    """

    blocks: dict[str, Block]
    entity_types: Sequence[str] = ()
    relation_types: Sequence[str] = ()
    polarities: Sequence[str] = ()


@dataclass(frozen=True)
class Tally:
    """Counts of shape (n_documents, n_columns) and what the columns mean."""

    counts: Floats
    layout: Layout

    def take(self, order: np.ndarray) -> Tally:
        """The same articles in another order."""
        if np.array_equal(order, np.arange(len(order))):
            return self
        return Tally(self.counts[order], self.layout)

    def by(self, groups: np.ndarray, n_groups: int) -> Tally:
        """The same, summed over articles of one group (event).

        Parameters
        ----------
        groups
            Group of each article, from 0; shape (n_documents,).
        """
        if len(groups) == n_groups and np.array_equal(groups, np.arange(n_groups)):
            return self
        order = np.argsort(groups, kind="stable")
        starts = np.searchsorted(groups[order], np.arange(n_groups))
        return Tally(np.add.reduceat(self.counts[order], starts, axis=0), self.layout)


GRAIN = 2.0**-26
"""Counts are multiples of this: sums below 2**27 are exact, whatever the order in which articles are added up."""

TASKS = ("entities", "coreference", "relations", "stance")
"""What predictions are scored for, as far as they go."""


def tally(
    gold: Annotations, predicted: Annotations, symmetric: Collection[str], besides: Besides | None = None, *, tasks: Collection[str] = TASKS
) -> Tally:
    """Count everything that a prediction can be scored for; layers that it leaves out are left out.

    Parameters
    ----------
    gold, predicted
        Of the same articles, numbered alike. With given entities (`predicted.has_entities` is false), entity indices are the gold's.
    symmetric
        Relation types that match in either order.
    besides
        For the scores that need more than the annotations.
    tasks
        Of `TASKS`; the others are not counted.
    """
    layout: Layout | None = None
    tables = []
    for part in runs(gold, predicted, besides or Besides()):
        layout, table = _count(*part, symmetric, tasks)
        tables.append(table)
    return Tally(np.concatenate(tables), layout or Layout({}))


def _count(
    gold: Annotations, predicted: Annotations, besides: Besides, symmetric: Collection[str], tasks: Collection[str]
) -> tuple[Layout, Floats]:
    parts: dict[str, np.ndarray] = {}
    entity_types: Sequence[str] = ()
    relation_types: Sequence[str] = ()
    polarities: Sequence[str] = ()
    aligned = None
    if predicted.has_entities and "entities" in tasks:
        by_mode, entity_types = count_entities(gold, predicted)
        parts |= {f"entities.{mode}": counts for mode, counts in by_mode.items()}
    if predicted.has_entities and "coreference" in tasks:
        parts |= {f"coreference.{metric}": counts for metric, counts in count_coreference(gold, predicted).items()}
    relations, stance = predicted.has_relations and "relations" in tasks, predicted.has_stances and "stance" in tasks
    if predicted.has_entities and (relations or stance):
        aligned = align_entities(gold, predicted)
    if relations:
        by_mode, relation_types = count_relations(gold, predicted, aligned, symmetric, seen=besides.seen, details=besides.details)
        parts |= {f"relations.{mode}": counts for mode, counts in by_mode.items()}
    if stance:
        stances = count_stances(gold, predicted, aligned, details=besides.details)
        polarities = stances.names
        parts |= {"stance.triple": stances.triple, "stance.pair": stances.pair[:, 0], "stance.polarity": stances.polarity}
        if stances.cue is not None:
            parts["stance.cue"] = stances.cue
        if besides.pairs is not None and not predicted.has_entities:
            parts["stance.given_pairs"] = count_given_pairs(besides.pairs, predicted, gold.polarities, gold.documents)
    blocks, start = {}, 0
    for name, counts in parts.items():
        blocks[name] = Block(start, counts.shape[1:])
        start += int(np.prod(counts.shape[1:]))
    flat = [counts.reshape(gold.documents, -1) for counts in parts.values()]
    matrix = np.concatenate(flat, axis=1) if flat else np.zeros((gold.documents, 0))
    # Parts of clusters are no whole numbers. As multiples of one power of two, they add up to the same sum in any order.
    np.round(matrix / GRAIN, out=matrix)
    matrix *= GRAIN
    return Layout(blocks, entity_types, relation_types, polarities), matrix
