"""Columns from decoded JSON objects, each checked for its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from communique.annotations import Ints
from communique.columns import LAYERS, MAX_FAULTS, WORD_COLUMNS, Columns, Fault, InputError, Marks, Words

FIELDS = frozenset(
    (
        *("id", "event", "story", "title", "text", "date", "region", "kind", "genre", "canary", "sources", "unseen"),
        *("blocks", "sentences", "tokens", "entities", "relations", "stances", "pass"),
    )
)
"""What a prediction may hold: its own fields, and those of ``documents``, which are passed over."""

LARGEST_OFFSET = 2**53


def from_rows(rows: Iterable[tuple[int, Any]], source: str, *, gold: bool, warnings: Sequence[str] = ()) -> Columns:
    """Columns from decoded JSON objects.

    Parameters
    ----------
    rows
        Pairs of line number and object.
    source
        The file, for messages.
    gold
        Whether each row must have a `text`.
    warnings
        What is known already and goes along.

    Raises
    ------
    InputError
        If an object is not of the form that ``schema/prediction.schema.json`` describes.
    """
    reader = _Reader(source, gold)
    for number, item in rows:
        reader.read(number, item)
    return reader.columns(list(warnings))


class _Reader:
    def __init__(self, source: str, gold: bool) -> None:
        self.source, self.gold = source, gold
        self.faults: list[Fault] = []
        self.line = 0
        self.id: str | None = None
        self.lines_of: dict[str, int] = {}
        self.events: list[str] = []
        self.lengths: list[int] = []
        self.texts: list[str] = []
        self.evidence: tuple[list[int], list[int]] = ([], [])
        self.cues: tuple[list[int], list[int], list[int], list[str | None]] = ([], [], [], [])
        self.entity_row: list[int] = []
        self.mention_entity: list[int] = []
        self.mention_start: list[int] = []
        self.mention_end: list[int] = []
        self.relation_row: list[int] = []
        self.stance_row: list[int] = []
        self.words: dict[str, Words] = {}
        self.add: dict[str, Callable[[str], None]] = {}
        for name in WORD_COLUMNS:
            self.words[name], self.add[name] = Words.collect()
        self.present: dict[str, list[int]] = {layer: [] for layer in LAYERS}

    def fault(self, what: str, message: str) -> None:
        self.faults.append(Fault(self.line, self.id, what, message))
        if len(self.faults) >= MAX_FAULTS:
            raise InputError(self.source, self.faults)

    def read(self, line: int, item: Any) -> None:
        self.line, self.id = line, None
        if not isinstance(item, dict):
            self.fault("", f"found {_show(item)} where an object with an 'id' is expected")
            return
        name = item.get("id")
        if not isinstance(name, str):
            self.fault("id", f"found {_show(name)}; every row needs an article id (text)" if "id" in item else "is missing")
            return
        self.id = name
        if name in self.lines_of:
            self.fault("id", f"stands already in line {self.lines_of[name]}; every article once")
            return
        row = len(self.lines_of)
        self.lines_of[name] = line
        self._head(item, name)
        for layer in LAYERS:
            if item.get(layer) is not None:
                self.present[layer].append(row)
        for entity in self._items(item, "entities"):
            self._entity(entity, row)
        for relation in self._items(item, "relations"):
            self._relation(relation, row)
        for stance in self._items(item, "stances"):
            self._stance(stance, row)

    def _head(self, item: dict[str, Any], name: str) -> None:
        event, text = item.get("event", name), item.get("text")
        self.events.append(event if isinstance(event, str) else name)
        self.lengths.append(len(text) if isinstance(text, str) else np.iinfo(np.int64).max)
        if self.gold:
            if not isinstance(text, str):
                self.fault("text", f"found {_show(text)}; a gold row needs its text" if "text" in item else "is missing")
            self.texts.append(text if isinstance(text, str) else "")
            return
        for key in sorted(str(key) for key in item.keys() - FIELDS):
            self.fault(key, "unknown field; a prediction has id, entities, relations and stances")

    def _entity(self, entity: dict[str, Any], row: int) -> None:
        kind, key = self._text(entity, "entities", "type"), self._text(entity, "entities", "id")
        spans = self._spans(entity.get("mentions"))
        if kind is None or key is None or spans is None:
            return
        self.add["entity_id"](key)
        self.add["entity_type"](kind)
        for start, end in spans:
            self.mention_entity.append(len(self.entity_row))
            self.mention_start.append(start)
            self.mention_end.append(end)
        self.entity_row.append(row)

    def _relation(self, relation: dict[str, Any], row: int) -> None:
        head, kind, tail = (self._text(relation, "relations", key) for key in ("head", "type", "tail"))
        modality = relation.get("modality") or ""
        if not isinstance(modality, str):
            self.fault("relations.modality", f"found {_show(modality)} where text is expected")
        elif head is not None and kind is not None and tail is not None:
            if relation.get("evidence"):
                self._evidence(relation["evidence"])
            self.relation_row.append(row)
            self.add["relation_head"](head)
            self.add["relation_type"](kind)
            self.add["relation_tail"](tail)
            self.add["relation_modality"](modality)

    def _stance(self, stance: dict[str, Any], row: int) -> None:
        holder, target, polarity = (self._text(stance, "stances", key) for key in ("holder", "target", "polarity"))
        by = stance.get("by") or []
        if not (isinstance(by, list) and all(isinstance(key, str) for key in by)):
            self.fault("stances.by", f"found {_show(by)} where a list of entity ids is expected")
        elif holder is not None and target is not None and polarity is not None:
            if stance.get("cue"):
                self._cue(stance["cue"])
            self.stance_row.append(row)
            self.add["stance_holder"](holder)
            self.add["stance_target"](target)
            self.add["stance_polarity"](polarity)
            self.add["stance_source"]("\x1f".join(sorted(by)))

    def _evidence(self, evidence: Any) -> None:
        for entry in evidence if isinstance(evidence, list) else [evidence]:
            number = entry.get("sentence") if isinstance(entry, dict) else entry
            if type(number) is not int or not 0 <= number < LARGEST_OFFSET:
                self.fault("relations.evidence", f"found {_show(entry)} where the number of a sentence, from 0, is expected")
                return
            self.evidence[0].append(len(self.relation_row))
            self.evidence[1].append(number)

    def _cue(self, cue: Any) -> None:
        for entry in cue if isinstance(cue, list) else [cue]:
            words = entry if isinstance(entry, str) else None
            span = (-1, -1) if words is not None else _span(entry)
            if span is None:
                self.fault("stances.cue", f"found {_show(entry)} where words or a span [start, end] of the text is expected")
                return
            stance, starts, ends, texts = self.cues
            stance.append(len(self.stance_row))
            starts.append(span[0])
            ends.append(span[1])
            texts.append(words)

    def _items(self, item: dict[str, Any], layer: str) -> list[dict[str, Any]]:
        found = item.get(layer)
        if found is None:
            return []
        if not isinstance(found, list):
            self.fault(layer, f"found {_show(found)} where a list is expected")
            return []
        for entry in found:
            if not isinstance(entry, dict):
                self.fault(layer, f"found {_show(entry)} where an object is expected")
                return []
        return found

    def _text(self, entry: dict[str, Any], layer: str, key: str) -> str | None:
        value = entry.get(key)
        if isinstance(value, str) and value:
            return value
        self.fault(f"{layer}.{key}", f"found {_show(value)} where text is expected" if key in entry else "is missing")
        return None

    def _spans(self, mentions: Any) -> list[tuple[int, int]] | None:
        if not isinstance(mentions, list):
            self.fault("entities.mentions", f"found {_show(mentions)} where a list of [start, end] is expected")
            return None
        spans = []
        for mention in mentions:
            pair = (mention.get("start"), mention.get("end")) if isinstance(mention, dict) else mention
            if not (isinstance(pair, (list, tuple)) and len(pair) == 2 and type(pair[0]) is int and type(pair[1]) is int):
                self.fault("entities.mentions", f"found {_show(mention)} where [start, end] with two whole numbers is expected")
                return None
            if not (abs(pair[0]) < LARGEST_OFFSET and abs(pair[1]) < LARGEST_OFFSET):
                self.fault("entities.mentions", f"found {_show(mention)}; offsets count code points of the text")
                return None
            spans.append((pair[0], pair[1]))
        return spans

    def columns(self, warnings: list[str]) -> Columns:
        ids, lines = list(self.lines_of), list(self.lines_of.values())
        with_entities = self.present["entities"]
        if with_entities and len(with_entities) < len(ids):
            first = min(set(range(len(ids))) - set(with_entities))
            self.line, self.id = lines[first], ids[first]
            also = f"present in {len(with_entities)} other articles"
            self.fault("entities", f"is missing here and {also}; a file has entities in every row (end-to-end) or in none (given entities)")
        if self.faults:
            raise InputError(self.source, self.faults)
        has = {layer: bool(self.present[layer]) or (self.gold and layer == "entities") for layer in LAYERS}
        for layer in LAYERS[1:]:
            missing = len(ids) - len(self.present[layer])
            if has[layer] and missing:
                warnings.append(f"{missing} of {len(ids)} articles have no {layer}; they count as predicted empty")
        return Columns(
            ids=ids,
            numbers=lines,
            events=self.events,
            lengths=_ints(self.lengths),
            entity_row=_ints(self.entity_row),
            mention_entity=_ints(self.mention_entity),
            mention_start=_ints(self.mention_start),
            mention_end=_ints(self.mention_end),
            relation_row=_ints(self.relation_row),
            stance_row=_ints(self.stance_row),
            has=has,
            marks=self._marks,
            text=self.texts.__getitem__ if self.gold else None,
            warnings=warnings,
            **{name: words.close() for name, words in self.words.items()},
        )

    def _marks(self) -> Marks:
        stance, start, end, words = self.cues
        return Marks(_ints(self.evidence[0]), _ints(self.evidence[1]), _ints(stance), _ints(start), _ints(end), words)


def _span(entry: Any) -> tuple[int, int] | None:
    pair = (entry.get("start"), entry.get("end")) if isinstance(entry, dict) else entry
    if not (isinstance(pair, (list, tuple)) and len(pair) == 2 and type(pair[0]) is int and type(pair[1]) is int):
        return None
    return (pair[0], pair[1]) if 0 <= pair[0] < pair[1] < LARGEST_OFFSET else None


def _ints(values: list[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _show(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
