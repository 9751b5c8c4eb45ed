"""The articles behind the numbers: sentences, names, and what a row says of its article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from communique.annotations import AUTHOR_INDEX, Annotations
from communique.corpus import Gold
from communique.labels import AUTHOR

_COLUMNS = (
    *("id", "event", "title", "text", "date", "region", "kind", "genre"),
    *("blocks", "sentences", "entities", "relations", "stances"),
)
_AROUND = 90


class Texts:
    """Gold rows with what is looked up in them.

    Attributes
    ----------
    rows : list of dict
        In the order of the gold.
    """

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.rows = gold.rows(_COLUMNS)

    @cached_property
    def gold_names(self) -> list[str]:
        """Name of each gold entity."""
        return [entity.get("name") or _first(row, entity) for row in self.rows for entity in row["entities"]]

    @cached_property
    def gold_keys(self) -> list[str]:
        """Key of each gold entity; the same in every article for actors of the dataset, else its name."""
        keys = [entity.get("key") for row in self.rows for entity in row["entities"]]
        return [key or name for key, name in zip(keys, self.gold_names, strict=True)]

    @cached_property
    def train_keys(self) -> set[str] | None:
        """Keys (or names) of the training articles' entities; None if there is no training split."""
        if self.gold.train is None:
            return None
        rows = self.gold.train(("text", "entities"))
        return {entity.get("key") or entity.get("name") or _first(row, entity) for row in rows for entity in row["entities"]}

    @cached_property
    def train_names(self) -> set[str]:
        """Every mention string of the training articles, in lower case."""
        if self.gold.train is None:
            return set()
        rows = self.gold.train(("text", "entities"))
        return {_words(row, mention).casefold() for row in rows for entity in row["entities"] for mention in entity["mentions"]}

    @cached_property
    def train_pairs(self) -> set[tuple[str, str]]:
        """Ordered pairs of keys that stand in a record of the training articles."""
        found = set()
        for row in self.gold.train(("text", "entities", "relations", "stances")) if self.gold.train else ():
            keys = {entity["id"]: entity.get("key") or entity.get("name") or _first(row, entity) for entity in row["entities"]}
            for layer, one, two in (("relations", "head", "tail"), ("stances", "holder", "target")):
                found |= {(keys.get(record[one], AUTHOR), keys[record[two]]) for record in row.get(layer) or ()}
        return found

    def sentence(self, document: int, at: int) -> str:
        """The sentence that a position of an article's text stands in; without sentences, the words around it."""
        row = self.rows[document]
        number = self.number(document, at)
        if number is None:
            return str(row["text"][max(0, at - _AROUND) : at + _AROUND]).strip()
        span = row["sentences"][number]
        return str(row["text"][span["start"] : span["end"]])

    def number(self, document: int, at: int) -> int | None:
        """Number of the sentence at a position, from 0; None if the article has no sentences."""
        starts = self._starts[document]
        return max(bisect_right(starts, at) - 1, 0) if starts else None

    @cached_property
    def _starts(self) -> list[list[int]]:
        return [[sentence["start"] for sentence in row.get("sentences") or ()] for row in self.rows]


class Side:
    """Entities of one side by index: where they are mentioned, and their names."""

    def __init__(self, texts: Texts, annotations: Annotations, names: Sequence[str] | None = None) -> None:
        self.texts, self.annotations, self._names = texts, annotations, names
        self.order = np.lexsort((annotations.mention_start, annotations.mention_entity))
        count = len(annotations.entity_document)
        self.bounds = np.searchsorted(annotations.mention_entity[self.order], np.arange(count + 1))

    def mentions(self, entity: int) -> list[tuple[int, int]]:
        """Spans of an entity, in text order; none for the author."""
        if entity < 0:
            return []
        at = self.order[self.bounds[entity] : self.bounds[entity + 1]]
        return list(zip(self.annotations.mention_start[at].tolist(), self.annotations.mention_end[at].tolist(), strict=True))

    def name(self, entity: int) -> str:
        """What an entity is called."""
        if entity == AUTHOR_INDEX:
            return AUTHOR
        if self._names is not None:
            return self._names[entity]
        spans = self.mentions(entity)
        text: str = self.texts.rows[int(self.annotations.entity_document[entity])]["text"]
        return max((text[start:end] for start, end in spans), key=len, default="?")

    def sentences(self, entity: int) -> set[int]:
        """Numbers of the sentences that mention an entity."""
        if entity < 0:
            return set()
        document = int(self.annotations.entity_document[entity])
        found = {self.texts.number(document, start) for start, _ in self.mentions(entity)}
        return {number for number in found if number is not None}

    def meeting(self, one: int, two: int) -> int:
        """Where in the text two entities are nearest: the first of two mentions in one sentence, else the second's first mention."""
        document = int(self.annotations.entity_document[two])
        both = self.sentences(one) & self.sentences(two)
        spans = self.mentions(two)
        inside = [start for start, _ in spans if self.texts.number(document, start) in both]
        return (inside or [start for start, _ in spans] or [0])[0]


def _words(row: dict[str, Any], mention: Any) -> str:
    start, end = (mention["start"], mention["end"]) if isinstance(mention, dict) else mention
    return str(row["text"][start:end])


def _first(row: dict[str, Any], entity: dict[str, Any]) -> str:
    return _words(row, entity["mentions"][0]) if entity["mentions"] else str(entity["id"])
