"""Coreference: how well mentions are joined into entities.

MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e (Luo 2005) and their average as in the reference scorer of Pradhan et al.
2014;
LEA (Moosavi and Strube 2016). Mentions are the same if their spans are; types play no part. Entities with one mention count, save in MUC,
which has no links there.
"""

from __future__ import annotations

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.alignment import NO_MATCH, best_pairs
from communique.scoring.packing import distinct, pack, shared

METRICS = ("muc", "b3", "ceafe", "lea")
RECALL_PART, RECALL_WHOLE, PRECISION_PART, PRECISION_WHOLE = range(4)
"""Columns of a count table: recall and precision are each a part of a whole."""


def count_coreference(gold: Annotations, predicted: Annotations) -> dict[str, np.ndarray]:
    """Count per article.

    A span that one side gives to several entities counts for the first of them only, in the order of their first mentions.

    Returns
    -------
    dict of str to ndarray of shape (n_documents, 4)
        By metric; columns as above.
    """
    key = _Clusters(gold)
    response = _Clusters(predicted)
    of_k, of_r, common = _overlap(key, response)
    documents = gold.documents
    metrics = {}
    for name, measure in (("muc", _muc), ("b3", _b3), ("lea", _lea)):
        columns = []
        for one, other, mine, theirs in ((key, response, of_k, of_r), (response, key, of_r, of_k)):
            part, whole = measure(one, other, mine, theirs, common)
            columns += [_per_document(one, part, documents), _per_document(one, whole, documents)]
        metrics[name] = np.stack(columns, axis=1)
    metrics["ceafe"] = _ceafe(key, response, of_k, of_r, common, documents)
    return {name: metrics[name] for name in METRICS}


class _Clusters:
    """One side's entities as sets of distinct spans.

    Attributes
    ----------
    document, size : ndarray of shape (n_clusters,)
    spans : list of ndarray of shape (n_spans,)
        Document, start and end of each span, in this order.
    owner : ndarray of shape (n_spans,)
        Cluster of each span.
    """

    def __init__(self, side: Annotations) -> None:
        first = np.full(len(side.entity_document), np.iinfo(np.int64).max)
        np.minimum.at(first, side.mention_entity, side.mention_start)
        columns = [side.mention_document, side.mention_start, side.mention_end, first[side.mention_entity], side.mention_entity]
        (codes,) = pack(columns)
        order = np.argsort(codes, kind="stable")
        spans = [column[order] for column in columns[:3]]
        keep = np.ones(len(order), dtype=bool)
        keep[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in spans])
        self.spans = [column[keep] for column in spans]
        owner = side.mention_entity[order[keep]]
        # Clusters in the order of their first spans, so that sums are added up in one order.
        seen = np.full(len(side.entity_document), len(owner))
        np.minimum.at(seen, owner, np.arange(len(owner)))
        used = np.flatnonzero(seen < len(owner))
        place = used[np.argsort(seen[used], kind="stable")]
        rank = np.empty(len(side.entity_document), dtype=np.int64)
        rank[place] = np.arange(len(place))
        self.owner = rank[owner]
        self.document: Ints = side.entity_document[place]
        self.size: Ints = np.bincount(self.owner, minlength=len(place))


def _overlap(key: _Clusters, response: _Clusters) -> tuple[Ints, Ints, Ints]:
    """Pairs of clusters that share spans, and how many."""
    at_k, at_r = shared(*pack(key.spans, response.spans))
    pairs, common = distinct([key.owner[at_k], response.owner[at_r]])
    return pairs[:, 0], pairs[:, 1], common


def _muc(one: _Clusters, other: _Clusters, mine: Ints, theirs: Ints, common: Ints) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG001
    found = np.bincount(mine, weights=common, minlength=len(one.size))
    parts = np.bincount(mine, minlength=len(one.size)) + one.size - found
    return one.size - parts, one.size - 1.0


def _b3(one: _Clusters, other: _Clusters, mine: Ints, theirs: Ints, common: Ints) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG001
    part = np.bincount(mine, weights=common.astype(float) ** 2, minlength=len(one.size)) / np.maximum(one.size, 1)
    return part, one.size.astype(float)


def _lea(one: _Clusters, other: _Clusters, mine: Ints, theirs: Ints, common: Ints) -> tuple[np.ndarray, np.ndarray]:
    size = one.size.astype(float)
    links = np.where(size == 1, 1.0, size * (size - 1) / 2)
    # A cluster of one has a link to itself, which only a cluster of one resolves.
    alone = (one.size[mine] == 1) & (other.size[theirs] == 1)
    resolved = np.where(alone, 1.0, common * (common - 1) / 2)
    part = size * np.bincount(mine, weights=resolved, minlength=len(size)) / np.maximum(links, 1)
    return part, size


def _ceafe(key: _Clusters, response: _Clusters, of_k: Ints, of_r: Ints, common: Ints, documents: int) -> np.ndarray:  # noqa: PLR0917
    phi = 2 * common / (key.size[of_k] + response.size[of_r]) if len(of_k) else np.empty(0)
    chosen = best_pairs(of_k, of_r, phi, len(key.size))
    at = np.flatnonzero(chosen != NO_MATCH)
    document = key.document[of_k[chosen[at]]] if len(at) else np.empty(0, dtype=np.int64)
    similar = np.bincount(document, weights=phi[chosen[at]], minlength=documents) if len(at) else np.zeros(documents)
    counts = [np.bincount(side.document, minlength=documents).astype(float) for side in (key, response)]
    return np.stack([similar, counts[0], similar, counts[1]], axis=1)


def _per_document(side: _Clusters, values: np.ndarray, documents: int) -> np.ndarray:
    return np.bincount(side.document, weights=values, minlength=documents)
