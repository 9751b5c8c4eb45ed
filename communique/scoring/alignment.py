"""One-to-one alignments: of mentions by overlap, of entities by the mentions that they share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from communique.annotations import UNALIGNED, Annotations, Ints
from communique.scoring.packing import distinct, groups, pack, shared

NO_MATCH = -1


def align_mentions(gold: Annotations, predicted: Annotations) -> Ints:
    """Match gold and predicted mentions one to one.

    A maximum-weight bipartite matching among the pairs that overlap by a character at least. Weights compare in this order: span and type
    the same,
    span the same, type the same, length of the overlap, number of pairs; what then is still tied is settled by offsets and type names, so
    that the order of records changes nothing.

    Returns
    -------
    ndarray of shape (n_gold_mentions,)
        Index of the predicted mention matched with each gold one, or ``NO_MATCH``.
    """
    g, p = _Side(gold, predicted), _Side(predicted, gold)
    match = np.full(len(g.start), NO_MATCH, dtype=np.int64)
    used = np.zeros(len(p.start), dtype=bool)
    _peel(g, p, match, used, with_type=True)
    _peel(g, p, match, used, with_type=False)
    _match_rest(g, p, match, used)
    return match


class _Side:
    """One side's mentions as arrays; types are coded alike on both sides."""

    def __init__(self, own: Annotations, other: Annotations) -> None:
        names = sorted(set(own.entity_types) | set(other.entity_types))
        rank = {name: index for index, name in enumerate(names)}
        codes = np.array([rank[name] for name in own.entity_types] or [0], dtype=np.int64)
        self.type = codes[own.mention_type] if len(own.mention_entity) else np.empty(0, dtype=np.int64)
        self.document = own.mention_document
        self.start, self.end = own.mention_start, own.mention_end

    def rows(self, mentions: Ints, *, with_type: bool) -> list[Ints]:
        """Article, start and end (and type) of some mentions, as columns."""
        columns = [self.document, self.start, self.end, *([self.type] if with_type else [])]
        # A million mentions are not copied for nothing.
        return columns if len(mentions) == len(self.start) else [column[mentions] for column in columns]


def _peel(g: _Side, p: _Side, match: Ints, used: np.ndarray, *, with_type: bool) -> None:
    """Match spans that occur once on each side among what is left.

    Where a span is left several times on one side, which of them is matched can matter to later weights; those go to the exact solver. With
    types told apart it cannot: the repeated ones are the same.
    """
    left_g, left_p = np.flatnonzero(match == NO_MATCH), np.flatnonzero(~used)
    if not len(left_g) or not len(left_p):
        return
    key_g, key_p = pack(g.rows(left_g, with_type=with_type), p.rows(left_p, with_type=with_type))
    order_g, first_g, count_g = groups(key_g)
    order_p, first_p, count_p = groups(key_p)
    at_g, at_p = shared(key_g[order_g[first_g]], key_p[order_p[first_p]])
    if with_type:
        pairs = np.minimum(count_g[at_g], count_p[at_p])
        step = np.arange(pairs.sum()) - np.repeat(np.cumsum(pairs) - pairs, pairs)
        of_g = np.repeat(first_g[at_g], pairs) + step
        of_p = np.repeat(first_p[at_p], pairs) + step
    else:
        single = (count_g[at_g] == 1) & (count_p[at_p] == 1)
        of_g, of_p = first_g[at_g[single]], first_p[at_p[single]]
    g_index, p_index = left_g[order_g[of_g]], left_p[order_p[of_p]]
    match[g_index] = p_index
    used[p_index] = True


def _match_rest(g: _Side, p: _Side, match: Ints, used: np.ndarray) -> None:
    pairs_g, pairs_p = _overlaps(g, p, np.flatnonzero(match == NO_MATCH), np.flatnonzero(~used))
    if not len(pairs_g):
        return
    alone = (np.bincount(pairs_g, minlength=len(g.start))[pairs_g] == 1) & (np.bincount(pairs_p, minlength=len(p.start))[pairs_p] == 1)
    match[pairs_g[alone]] = pairs_p[alone]
    pairs_g, pairs_p = pairs_g[~alone], pairs_p[~alone]
    # What is left are knots of three mentions or more; each is solved exactly.
    for knot_g, knot_p in _knots(pairs_g, pairs_p, len(g.start)):
        _solve(g, p, knot_g, knot_p, match)


def _overlaps(g: _Side, p: _Side, left_g: Ints, left_p: Ints) -> tuple[Ints, Ints]:
    """All pairs of the remaining mentions that share a character."""
    if not len(left_g) or not len(left_p):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    span = int(max(g.end.max(), p.end.max())) + 1
    start_p, end_p = p.document[left_p] * span + p.start[left_p], p.document[left_p] * span + p.end[left_p]
    order = np.argsort(start_p, kind="stable")
    start_p, end_p, left_p = start_p[order], end_p[order], left_p[order]
    # Candidates begin before the gold end; they end after the gold start. The running maximum of ends bounds how far back to look.
    reach = np.maximum.accumulate(end_p)
    start_g, end_g = g.document[left_g] * span + g.start[left_g], g.document[left_g] * span + g.end[left_g]
    until = np.searchsorted(start_p, end_g, side="left")
    since = np.searchsorted(reach, start_g, side="right")
    counts = np.maximum(until - since, 0)
    of_g = np.repeat(np.arange(len(left_g)), counts)
    of_p = np.repeat(since, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    real = end_p[of_p] > start_g[of_g]
    return left_g[of_g[real]], left_p[of_p[real]]


def _knots(pairs_g: Ints, pairs_p: Ints, n_gold: int) -> list[tuple[Ints, Ints]]:
    if not len(pairs_g):
        return []
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes, inverse = np.unique(np.concatenate([pairs_g, pairs_p + n_gold]), return_inverse=True)
    one, two = inverse[: len(pairs_g)], inverse[len(pairs_g) :]
    graph = coo_array((np.ones(len(one)), (one, two)), shape=(len(nodes), len(nodes)))
    part = connected_components(graph, directed=False)[1][one]
    order = np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return [(pairs_g[piece], pairs_p[piece]) for piece in np.split(order, cuts)]


def _solve(g: _Side, p: _Side, pairs_g: Ints, pairs_p: Ints, match: Ints) -> None:
    rows = np.array(sorted(set(pairs_g.tolist()), key=lambda i: (g.start[i], g.end[i], g.type[i])))
    columns = np.array(sorted(set(pairs_p.tolist()), key=lambda j: (p.start[j], p.end[j], p.type[j])))
    row_of, column_of = {i: n for n, i in enumerate(rows.tolist())}, {j: n for n, j in enumerate(columns.tolist())}
    size = min(len(rows), len(columns))
    weights = np.zeros((len(rows), len(columns)))
    same_span = (g.start[pairs_g] == p.start[pairs_p]) & (g.end[pairs_g] == p.end[pairs_p])
    same_type = g.type[pairs_g] == p.type[pairs_p]
    overlap = np.minimum(g.end[pairs_g], p.end[pairs_p]) - np.maximum(g.start[pairs_g], p.start[pairs_p])
    # Each level outweighs all that the levels below it can add up to within the knot.
    longest = float(overlap.sum()) + 1
    level = longest * (size + 1)
    weight = overlap + longest * same_type + level * (same_span + (size + 1) * (same_span & same_type))
    # Among equals more pairs are better: only then are the counts the same whichever side is called gold.
    weight = weight * (size + 1) + 1
    for i, j, value in zip(pairs_g.tolist(), pairs_p.tolist(), weight.tolist(), strict=True):
        weights[row_of[i], column_of[j]] = value
    for row, column in _assign(weights):
        if weights[row, column] > 0:
            match[rows[row]] = columns[column]


def _assign(weights: np.ndarray) -> Iterator[tuple[int, int]]:
    # Imported here: half a second that most predictions need, and the quickest do not.
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(weights, maximize=True)
    return zip(rows.tolist(), columns.tolist(), strict=True)


def align_entities(gold: Annotations, predicted: Annotations) -> Ints:
    """Match predicted entities with gold ones, one to one, by the mention spans that they share.

    The alignment maximises the sum of φ4 = 2 |K ∩ R| / (|K| + |R|) over matched pairs, as in CEAF-e (Luo 2005), within each article.
    Entities that share
    no exact span are not matched.

    Returns
    -------
    ndarray of shape (n_predicted_entities,)
        Index of the gold entity of each predicted one, or ``UNALIGNED``.
    """
    aligned = np.full(len(predicted.entity_document), UNALIGNED, dtype=np.int64)
    pairs, common = distinct(_shared_mentions(gold, predicted))
    if not len(pairs):
        return aligned
    of_g, of_p = pairs[:, 0], pairs[:, 1]
    size_g = np.bincount(gold.mention_entity, minlength=len(gold.entity_document))
    size_p = np.bincount(predicted.mention_entity, minlength=len(predicted.entity_document))
    # Ties are settled by where entities begin, so that neither ids nor the order of records matter.
    rank_g, rank_p = _rank(gold), _rank(predicted)
    chosen = best_pairs(rank_g[of_g], rank_p[of_p], 2 * common / (size_g[of_g] + size_p[of_p]), len(rank_g))
    at = chosen[chosen != NO_MATCH]
    aligned[of_p[at]] = of_g[at]
    return aligned


def best_pairs(one: Ints, two: Ints, weight: np.ndarray, count: int) -> Ints:
    """Choose pairs, each item once at most, with the largest sum of weights.

    Parameters
    ----------
    one, two
        The items of each pair; items of either side are numbered from 0.
    weight
        Positive weight of each pair.
    count
        Number of items of the first side.

    Returns
    -------
    ndarray of shape (count,)
        Index of the pair chosen for each item of the first side, or ``NO_MATCH``.
    """
    chosen = np.full(count, NO_MATCH, dtype=np.int64)
    if not len(one):
        return chosen
    alone = np.flatnonzero((np.bincount(one)[one] == 1) & (np.bincount(two)[two] == 1))
    chosen[one[alone]] = alone
    tangled = np.setdiff1d(np.arange(len(one)), alone, assume_unique=True)
    pair_of = {(int(one[n]), int(two[n])): int(n) for n in tangled}
    for rows_at, columns_at in _knots(one[tangled], two[tangled], count):
        rows, columns = np.unique(rows_at), np.unique(columns_at)
        pairs = np.array([[pair_of.get((i, j), NO_MATCH) for j in columns.tolist()] for i in rows.tolist()])
        weights = np.where(pairs == NO_MATCH, 0.0, weight[pairs])
        for row, column in _assign(weights):
            if pairs[row, column] != NO_MATCH:
                chosen[rows[row]] = pairs[row, column]
    return chosen


def _rank(side: Annotations) -> Ints:
    """Place of each entity in the order of first mentions."""
    first, last = _ends(side)
    order = np.lexsort((last, first, side.entity_document))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _ends(side: Annotations) -> tuple[Ints, Ints]:
    largest = np.iinfo(np.int64).max
    first, last = np.full(len(side.entity_document), largest), np.full(len(side.entity_document), largest)
    np.minimum.at(first, side.mention_entity, side.mention_start)
    np.minimum.at(last, side.mention_entity, side.mention_end)
    return first, last


def _shared_mentions(gold: Annotations, predicted: Annotations) -> tuple[Ints, Ints]:
    """Pairs of gold and predicted entity, one for each span that both have; a span given twice in an entity counts once."""
    sides = []
    for side in (gold, predicted):
        columns = [side.mention_document, side.mention_start, side.mention_end, side.mention_entity]
        (codes,) = pack(columns)
        order, first, _ = groups(codes)
        at = order[first]
        sides.append([column[at] for column in columns])
    key_g, key_p = pack(sides[0][:3], sides[1][:3])
    # Both are in order already, as the entity is the last of the columns that they were sorted by.
    low, high = np.searchsorted(key_p, key_g, "left"), np.searchsorted(key_p, key_g, "right")
    counts = high - low
    of_g = np.repeat(np.arange(len(key_g)), counts)
    of_p = np.repeat(low, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return sides[0][3][of_g], sides[1][3][of_p]
