"""All counts of one prediction, per article, side by side in one matrix.

Every score is a function of the column sums of this matrix, so that resampling articles is a matrix product.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.alignment import align_entities
from communique.scoring.coreference import count_coreference
from communique.scoring.entities import count_entities
from communique.scoring.extras import Details
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


@dataclass(frozen=True)
class Besides:
    """What is known beside the annotations, for the scores that need it; each may be left out.

    Attributes
    ----------
    details : tuple of Details
        Evidence and cues, of gold and of predictions.
    seen : ndarray of bool
        Mask over the gold relations: the training split has them.
    pairs : ndarray of shape (n, 4)
        Given pairs of holder and target, as in `count_given_pairs`.
    """

    details: tuple[Details, Details] | None = None
    seen: np.ndarray | None = None
    pairs: Ints | None = None


def tally(gold: Annotations, predicted: Annotations, symmetric: Collection[str], besides: Besides | None = None) -> Tally:
    """Count everything that a prediction can be scored for; layers that it leaves out are left out.

    Parameters
    ----------
    gold, predicted
        Of the same articles, numbered alike. With given entities (`predicted.has_entities` is false), entity indices are the gold's.
    symmetric
        Relation types that match in either order.
    besides
        For the scores that need more than the annotations.
    """
    besides = besides or Besides()
    parts: dict[str, np.ndarray] = {}
    entity_types: Sequence[str] = ()
    relation_types: Sequence[str] = ()
    polarities: Sequence[str] = ()
    aligned = None
    if predicted.has_entities:
        by_mode, entity_types = count_entities(gold, predicted)
        parts |= {f"entities.{mode}": counts for mode, counts in by_mode.items()}
        parts |= {f"coreference.{metric}": counts for metric, counts in count_coreference(gold, predicted).items()}
        aligned = align_entities(gold, predicted)
    if predicted.has_relations:
        by_mode, relation_types = count_relations(gold, predicted, aligned, symmetric, seen=besides.seen, details=besides.details)
        parts |= {f"relations.{mode}": counts for mode, counts in by_mode.items()}
    if predicted.has_stances:
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
    return Tally(matrix, Layout(blocks, entity_types, relation_types, polarities))
