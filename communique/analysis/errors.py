"""Every miss, classed, with the sentence that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.analysis.texts import Side, Texts
from communique.annotations import Annotations
from communique.scoring.alignment import NO_MATCH
from communique.scoring.outcomes import Outcomes, Records, matched

CLASSES = (
    *("wrong type", "wrong boundary", "wrong type and boundary", "wrong entity type", "wrong direction", "wrong polarity"),
    *("wrong head", "wrong tail", "wrong holder", "wrong target", "unaligned entity", "missing", "spurious"),
)
"""A wrong record is classed by the first of these that fits; what is left is missing or spurious."""


@dataclass(frozen=True, slots=True)
class Error:
    """One miss.

    Attributes
    ----------
    task : str
        ``entities``, ``relations`` or ``stance``.
    kind : str
        One of `CLASSES`.
    article : str
    sentence : str
        Where it stands; for a gold record with evidence, the evidence sentence.
    gold, predicted : tuple of str or None
        A mention as (words, type), a record as (first entity, label, second entity); None where there is none.
    """

    task: str
    kind: str
    article: str
    sentence: str
    gold: tuple[str, ...] | None
    predicted: tuple[str, ...] | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        parts = {"task": self.task, "class": self.kind, "article": self.article, "sentence": self.sentence}
        return parts | {"gold": self.gold and list(self.gold), "predicted": self.predicted and list(self.predicted)}


def errors(texts: Texts, predicted: Annotations, decided: Outcomes) -> list[Error]:
    """Class every miss of a prediction.

    A gold record that is not found and a predicted one that is not right are taken together, each once, where they differ in one thing:
    first in the label, then in the direction, then in one of the two ends.

    Returns
    -------
    list of Error
        By task, article and place.
    """
    gold = texts.gold.annotations
    mine = Side(texts, gold, texts.gold_names)
    theirs = Side(texts, predicted) if predicted.has_entities else mine
    found: list[Error] = []
    if decided.mentions is not None:
        found += _mentions(texts, gold, predicted, decided.mentions)
    if decided.relations is not None:
        ends = "relations", ("wrong head", "wrong tail"), "wrong type"
        found += _records(texts, decided.relations, _raw(predicted, "relation"), decided.entities, (mine, theirs), ends)
    if decided.stances is not None:
        ends = "stance", ("wrong holder", "wrong target"), "wrong polarity"
        found += _records(texts, decided.stances, _raw(predicted, "stance"), decided.entities, (mine, theirs), ends)
    return found


def _mentions(texts: Texts, gold: Annotations, predicted: Annotations, match: np.ndarray) -> Iterator[Error]:
    def words(side: Annotations, at: int) -> tuple[str, str]:
        text = texts.rows[int(side.mention_document[at])]["text"]
        return text[side.mention_start[at] : side.mention_end[at]], side.entity_types[int(side.mention_type[at])]

    items: list[tuple[int, int, Error]] = []

    def add(kind: str, side: Annotations, at: int, one: tuple[str, str] | None, two: tuple[str, str] | None) -> None:
        document, start = int(side.mention_document[at]), int(side.mention_start[at])
        items.append((document, start, Error("entities", kind, texts.rows[document]["id"], texts.sentence(document, start), one, two)))

    for at, other in enumerate(match.tolist()):
        one = words(gold, at)
        if other == NO_MATCH:
            add("missing", gold, at, one, None)
            continue
        two = words(predicted, other)
        span = gold.mention_start[at] == predicted.mention_start[other] and gold.mention_end[at] == predicted.mention_end[other]
        kinds = {(True, False): "wrong type", (False, True): "wrong boundary", (False, False): "wrong type and boundary"}
        kind = kinds.get((bool(span), one[1] == two[1]))
        if kind:
            add(kind, gold, at, one, two)
    for at in np.flatnonzero(~matched(match, len(predicted.mention_entity))).tolist():
        add("spurious", predicted, at, None, words(predicted, at))
    items.sort(key=lambda item: item[:2])
    yield from (error for *_, error in items)


def _raw(predicted: Annotations, layer: str) -> np.ndarray:
    """The two entities of each predicted record in the predictions' own numbers."""
    if layer == "relation":
        return np.stack([predicted.relation_head, predicted.relation_tail], axis=1)
    return np.stack([predicted.stance_holder, predicted.stance_target], axis=1)


def _records(  # noqa: PLR0917
    texts: Texts,
    records: Records,
    own: np.ndarray,
    aligned: np.ndarray | None,
    sides: tuple[Side, Side],
    names: tuple[str, tuple[str, str], str],
) -> Iterator[Error]:
    task, (first, second), label = names
    missing = dict.fromkeys(np.flatnonzero(~records.found).tolist())
    spurious = dict.fromkeys(np.flatnonzero(~records.right).tolist())
    reached = None if aligned is None else set(aligned[aligned >= 0].tolist())
    kinds: list[tuple[str, Callable[[list[int]], tuple[int, ...]], Callable[[list[int]], tuple[int, ...]]]] = [
        ("wrong entity type", tuple, tuple),
        (label, lambda r: (r[0], r[1], r[3]), lambda r: (r[0], r[1], r[3])),
        ("wrong direction", tuple, lambda r: (r[0], r[3], r[2], r[1])),
        (first, lambda r: (r[0], r[2], r[3]), lambda r: (r[0], r[2], r[3])),
        (second, lambda r: (r[0], r[1], r[2]), lambda r: (r[0], r[1], r[2])),
    ]
    pairs: list[tuple[str, int | None, int | None]] = []
    for kind, of_gold, of_predicted in kinds:
        open_: dict[tuple[int, ...], list[int]] = {}
        for at in spurious:
            open_.setdefault(of_predicted(records.predicted[at].tolist()), []).append(at)
        for at in list(missing):
            waiting = open_.get(of_gold(records.gold[at].tolist()))
            if waiting:
                other = waiting.pop(0)
                pairs.append((kind, at, other))
                del missing[at], spurious[other]
    for at in missing:
        ends = [int(end) for end in records.gold[at, [1, 3]] if end >= 0]
        lost = reached is not None and any(end not in reached for end in ends)
        pairs.append(("unaligned entity" if lost else "missing", at, None))
    for at in spurious:
        pairs.append(("unaligned entity" if (records.predicted[at, [1, 3]] < -1).any() else "spurious", None, at))
    items = []
    for kind, one, two in pairs:
        document = int(records.gold[one, 0] if one is not None else records.predicted[two, 0])
        side = sides[0 if one is not None else 1]
        both = (records.gold[one, [1, 3]] if one is not None else own[two]).tolist()
        at = side.meeting(both[0], both[1])
        shown = None if one is None else _triple(records, records.gold[one], records.gold[one, [1, 3]], sides[0])
        told = None if two is None else _triple(records, records.predicted[two], own[two], sides[1])
        items.append((document, at, Error(task, kind, texts.rows[document]["id"], texts.sentence(document, at), shown, told)))
    items.sort(key=lambda item: item[:2])
    yield from (error for *_, error in items)


def _triple(records: Records, row: np.ndarray, ends: np.ndarray, side: Side) -> tuple[str, str, str]:
    return side.name(int(ends[0])), records.labels[int(row[2])], side.name(int(ends[1]))
