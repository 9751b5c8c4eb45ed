"""Rows of articles, gold or predicted, as flat columns, and columns as `Annotations`.

Two ways in: Python rows (from JSON Lines) and Arrow tables (from Parquet). Both are checked for form; what is wrong is collected as
faults
that name row, article and field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from communique.annotations import AUTHOR_INDEX, Annotations, Ints
from communique.labels import AUTHOR

MAX_FAULTS = 20


class Fault(NamedTuple):
    """One thing wrong with the input: row (from 1), article, field, and what was found and is allowed."""

    row: int
    article: str | None
    field: str
    message: str


class InputError(Exception):
    """The input cannot be used; nothing of it is scored.

    Attributes
    ----------
    source : str
        The file or what it stands for.
    faults : list of Fault
        The first `MAX_FAULTS` things wrong.
    """

    def __init__(self, source: str, faults: Sequence[Fault], unit: str = "line") -> None:
        self.source, self.faults = source, list(faults)
        rows = []
        for fault in self.faults:
            where = f"{source}:{fault.row}" if unit == "line" else f"{source}: {unit} {fault.row}"
            article = f" article '{fault.article}':" if fault.article is not None else ""
            rows.append(f"{where}:{article} {fault.field}: {fault.message}" if fault.field else f"{where}:{article} {fault.message}")
        if len(self.faults) >= MAX_FAULTS:
            rows.append(f"{source}: there may be more; the first {MAX_FAULTS} are shown")
        super().__init__("\n".join(rows))


@dataclass
class Words:
    """A column of strings as codes into its distinct values."""

    names: list[str] = field(default_factory=list)
    codes: Any = field(default_factory=list)

    @classmethod
    def collect(cls) -> tuple[Words, Callable[[str], None]]:
        """An empty column and the function that appends to it."""
        words = cls()
        known: dict[str, int] = {}
        names, codes = words.names, words.codes

        def add(value: str) -> None:
            code = known.get(value)
            if code is None:
                code = known[value] = len(names)
                names.append(value)
            codes.append(code)

        return words, add

    def close(self) -> Words:
        """Codes as an array."""
        self.codes = np.asarray(self.codes, dtype=np.int64)
        return self

    def __len__(self) -> int:
        return len(self.codes)


class Marks(NamedTuple):
    """What records quote: evidence sentences of relations, cues of stances. Indices count relations and stances over all rows.

    A cue is given as a span of its article (`cue_text` is None there) or as words (its span is -1, -1).
    """

    evidence_relation: Ints
    evidence_sentence: Ints
    cue_stance: Ints
    cue_start: Ints
    cue_end: Ints
    cue_text: Sequence[str | None]


@dataclass
class Columns:
    """Articles as flat columns, before entity ids are resolved. Row numbers count from 0.

    `marks` and `text` (of a row) are read when they are asked for: most scores need neither.
    """

    ids: list[str]
    numbers: list[int]  # the line or row that a person would look up, from 1
    events: list[str] | None
    lengths: Ints | None  # length of each text in code points
    entity_row: Ints
    entity_id: Words
    entity_type: Words
    mention_entity: Ints
    mention_start: Ints
    mention_end: Ints
    relation_row: Ints
    relation_head: Words
    relation_type: Words
    relation_tail: Words
    relation_modality: Words
    stance_row: Ints
    stance_holder: Words
    stance_target: Words
    stance_polarity: Words
    stance_source: Words
    has: dict[str, bool]
    marks: Callable[[], Marks]
    text: Callable[[int], str] | None
    warnings: list[str] = field(default_factory=list)


LAYERS = ("entities", "relations", "stances")


def resolve(columns: Columns, source: str, *, unit: str, known: Columns | None = None, order: Ints | None = None) -> Annotations:
    """Turn ids into entity indices.

    Parameters
    ----------
    columns
        What was read.
    source, unit
        For messages: the file, and whether rows are lines or rows.
    known
        With given entities, the gold columns whose entity ids the records use.
    order
        Document index of each row; by default its own number.

    Raises
    ------
    InputError
        If a record names an entity that is not there, or a mention lies outside its text.
    """
    order = np.arange(len(columns.ids)) if order is None else order
    documents = int(order.max(initial=-1)) + 1 if known is None else len(known.ids)
    faults: list[Fault] = []
    ids = known if known is not None and not columns.has["entities"] else columns
    document_of_entity = ids.entity_row if ids is known else order[columns.entity_row]
    index = _Index(ids.entity_id, document_of_entity)
    if ids is columns:
        _check_entities(columns, index, faults, known, order)

    def find(words: Words, rows: Ints, what: str, *, author: bool = False) -> Ints:
        found = index.find(words, order[rows])
        if author:
            author_code = words.names.index(AUTHOR) if AUTHOR in words.names else -1
            found = np.where(words.codes == author_code, AUTHOR_INDEX, found)
        for at in np.flatnonzero(found == _MISSING)[:MAX_FAULTS]:
            row = int(rows[at])
            owned = [ids.entity_id.names[c] for c in ids.entity_id.codes[document_of_entity == order[row]]]
            allowed = ", ".join(owned[:12]) + (", …" if len(owned) > 12 else "") if owned else "none, the article has no entities"
            message = f"entity id '{words.names[words.codes[at]]}' is unknown; ids of this article: {allowed}"
            faults.append(Fault(columns.numbers[row], columns.ids[row], what, message))
        return found

    head = find(columns.relation_head, columns.relation_row, "relations.head")
    tail = find(columns.relation_tail, columns.relation_row, "relations.tail")
    holder = find(columns.stance_holder, columns.stance_row, "stances.holder", author=True)
    target = find(columns.stance_target, columns.stance_row, "stances.target")
    if faults:
        raise InputError(source, sorted(faults)[:MAX_FAULTS], unit)
    own = columns.has["entities"]
    return Annotations(
        documents=documents,
        entity_types=columns.entity_type.names,
        relation_types=columns.relation_type.names,
        polarities=columns.stance_polarity.names,
        modalities=columns.relation_modality.names,
        sources=columns.stance_source.names,
        entity_document=order[columns.entity_row] if own else np.empty(0, dtype=np.int64),
        entity_type=columns.entity_type.codes,
        mention_entity=columns.mention_entity,
        mention_start=columns.mention_start,
        mention_end=columns.mention_end,
        relation_document=order[columns.relation_row],
        relation_head=head,
        relation_type=columns.relation_type.codes,
        relation_tail=tail,
        relation_modality=columns.relation_modality.codes,
        stance_document=order[columns.stance_row],
        stance_holder=holder,
        stance_target=target,
        stance_polarity=columns.stance_polarity.codes,
        stance_source=columns.stance_source.codes,
        has_entities=own,
        has_relations=columns.has["relations"],
        has_stances=columns.has["stances"],
    )


_MISSING = -9


class _Index:
    """Entity indices by article and id."""

    def __init__(self, ids: Words, documents: Ints) -> None:
        self.code = {name: code for code, name in enumerate(ids.names)}
        self.width = len(ids.names) + 1
        keys = documents * self.width + ids.codes
        self.order: Ints = np.argsort(keys, kind="stable")
        self.keys: Ints = keys[self.order]

    def find(self, words: Words, documents: Ints) -> Ints:
        """Entity index of each word in its article, or ``_MISSING``."""
        if not len(words) or not len(self.keys):
            return np.full(len(words), _MISSING, dtype=np.int64)
        codes = np.array([self.code.get(name, self.width - 1) for name in words.names], dtype=np.int64)[words.codes]
        wanted = documents * self.width + codes
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        found: Ints = np.where(self.keys[at] == wanted, self.order[at], _MISSING)
        return found

    def repeated(self) -> Ints:
        """Entities whose id another entity of the article bears already."""
        repeats: Ints = self.order[1:][self.keys[1:] == self.keys[:-1]]
        return repeats


def _check_entities(columns: Columns, index: _Index, faults: list[Fault], known: Columns | None, order: Ints) -> None:
    def at(entity: int, what: str, message: str) -> None:
        row = int(columns.entity_row[entity])
        faults.append(Fault(columns.numbers[row], columns.ids[row], what, message))

    for entity in index.repeated()[:MAX_FAULTS]:
        at(int(entity), "entities.id", f"id '{columns.entity_id.names[columns.entity_id.codes[entity]]}' is given to two entities")
    reserved = columns.entity_id.names.index(AUTHOR) if AUTHOR in columns.entity_id.names else -1
    for entity in np.flatnonzero(columns.entity_id.codes == reserved)[:MAX_FAULTS]:
        at(int(entity), "entities.id", "'author' stands for the writer of an editorial and is no entity id")
    start, end = columns.mention_start, columns.mention_end
    lengths = known.lengths[order] if known is not None and known.lengths is not None else columns.lengths
    limit = lengths[columns.entity_row[columns.mention_entity]] if lengths is not None else None
    bad = (start < 0) | (end <= start) | (end > limit if limit is not None else False)
    for mention in np.flatnonzero(bad)[:MAX_FAULTS]:
        span = f"[{start[mention]}, {end[mention]}]"
        size = f"; the text has {limit[mention]} code points" if limit is not None else ""
        what = "is empty" if start[mention] == end[mention] else "is no span: offsets must be 0 ≤ start < end ≤ length of the text"
        at(int(columns.mention_entity[mention]), "entities.mentions", f"{span} {what}{size}")
