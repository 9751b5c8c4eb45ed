"""Articles in runs of a few thousand: what is counted of an article depends on no other, and small arrays stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.besides import Besides
from communique.scoring.extras import Details

RUN = 2048
"""Articles counted at a time."""


def runs(
    gold: Annotations, predicted: Annotations, besides: Besides, size: int = RUN
) -> Iterator[tuple[Annotations, Annotations, Besides]]:
    """Cut gold and predictions into runs of at most `size` articles.

    Annotations whose articles do not come in rising order are left whole.
    """
    sides = (gold, predicted)
    if gold.documents <= size or not all(_in_order(side) for side in sides):
        yield gold, predicted, besides
        return
    for low in range(0, gold.documents, size):
        high = min(low + size, gold.documents)
        shift = int(np.searchsorted(gold.entity_document, low))
        one = _part(gold, low, high, shift)
        two = _part(predicted, low, high, int(np.searchsorted(predicted.entity_document, low)) if predicted.has_entities else shift)
        yield one, two, _besides(besides, sides, low, high)


def _in_order(side: Annotations) -> bool:
    rising = (side.entity_document, side.mention_entity, side.relation_document, side.stance_document)
    return all(bool((each[1:] >= each[:-1]).all()) for each in rising)


def _bounds(rising: Ints, low: int, high: int) -> slice:
    first, last = np.searchsorted(rising, (low, high)).tolist()
    return slice(first, last)


def _part(side: Annotations, low: int, high: int, shift: int) -> Annotations:
    entities = _bounds(side.entity_document, low, high)
    mentions = _bounds(side.mention_entity, entities.start, entities.stop)
    relations, stances = _bounds(side.relation_document, low, high), _bounds(side.stance_document, low, high)

    def local(index: Ints) -> Ints:
        return np.where(index >= 0, index - shift, index)

    return replace(
        side,
        documents=high - low,
        entity_document=side.entity_document[entities] - low,
        entity_type=side.entity_type[entities],
        mention_entity=side.mention_entity[mentions] - entities.start,
        mention_start=side.mention_start[mentions],
        mention_end=side.mention_end[mentions],
        relation_document=side.relation_document[relations] - low,
        relation_head=local(side.relation_head[relations]),
        relation_type=side.relation_type[relations],
        relation_tail=local(side.relation_tail[relations]),
        relation_modality=side.relation_modality[relations],
        stance_document=side.stance_document[stances] - low,
        stance_holder=local(side.stance_holder[stances]),
        stance_target=local(side.stance_target[stances]),
        stance_polarity=side.stance_polarity[stances],
        stance_source=side.stance_source[stances],
    )


def _besides(besides: Besides, sides: tuple[Annotations, Annotations], low: int, high: int) -> Besides:
    details = seen = pairs = None
    if besides.details is not None:
        one, two = (_details(of, side, low, high) for of, side in zip(besides.details, sides, strict=True))
        details = one, two
    if besides.seen is not None:
        seen = besides.seen[_bounds(sides[0].relation_document, low, high)]
    if besides.pairs is not None:
        shift = int(np.searchsorted(sides[0].entity_document, low))
        pairs = besides.pairs[_bounds(besides.pairs[:, 0], low, high)] - np.array([low, 0, shift, 0], dtype=np.int64)
        own = besides.pairs[_bounds(besides.pairs[:, 0], low, high), 1]
        pairs[:, 1] = np.where(own >= 0, own - shift, own)
    return Besides(details, seen, pairs)


def _details(of: Details, side: Annotations, low: int, high: int) -> Details:
    relations, stances = _bounds(side.relation_document, low, high), _bounds(side.stance_document, low, high)
    evidence = of.evidence[_bounds(of.evidence[:, 0], relations.start, relations.stop)] - [relations.start, 0]
    cues = of.cues[_bounds(of.cues[:, 0], stances.start, stances.stop)] - [stances.start, 0]
    return replace(of, evidence=evidence, cues=cues)
