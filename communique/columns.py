"""Rows of articles, gold or predicted, as flat columns, and columns as `Annotations`.

Two ways in: Python rows (from JSON Lines) and Arrow tables (from Parquet). Both are checked for form; what is wrong is collected as
faults
that name row, article and field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from communique.annotations import AUTHOR_INDEX, Annotations, Ints
from communique.labels import AUTHOR

MAX_FAULTS = 20

TWICE = "stands more than once; every article once"


class Fault(NamedTuple):
    """One thing wrong with the input: row (from 1; 0 for the file as a whole), article, field, and what was found and is allowed."""

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
            where = source if not fault.row else f"{source}:{fault.row}" if unit == "line" else f"{source}: {unit} {fault.row}"
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
    marks: Callable[[], Marks] | None
    text: Callable[[int], str] | None
    warnings: list[str] = field(default_factory=list)


LAYERS = ("entities", "relations", "stances")


_NUMBERS = ("lengths", "entity_row", "mention_entity", "mention_start", "mention_end", "relation_row", "stance_row")
WORD_COLUMNS = (
    *("entity_id", "entity_type", "relation_head", "relation_type", "relation_tail", "relation_modality"),
    *("stance_holder", "stance_target", "stance_polarity", "stance_source"),
)


def narrow(part: Columns) -> Columns:
    """The same with numbers in half the memory where they fit, and in arrays of its own; for parts that wait to be joined."""
    small = np.iinfo(np.int32)

    def fit(values: Any) -> Any:
        fits = not len(values) or (values.min() >= small.min and values.max() <= small.max)
        return values.astype(np.int32) if fits else values.copy()

    for name in _NUMBERS:
        setattr(part, name, fit(getattr(part, name)))
    for name in WORD_COLUMNS:
        words = getattr(part, name)
        setattr(part, name, Words(words.names, fit(words.codes)))
    return part


def joined(parts: list[Columns], source: str) -> Columns:
    """Columns of one file that was read in parts, without `marks` and `text`; the list is emptied on the way.

    Raises
    ------
    InputError
        If an article stands in two parts, or some parts have entities and others none.
    """
    ids = [name for part in parts for name in part.ids]
    if len(set(ids)) < len(ids):
        twice = next(name for name, times in Counter(ids).items() if times > 1)
        raise InputError(source, [Fault(0, twice, "id", TWICE)], unit="row")
    if len({part.has["entities"] for part in parts if part.ids}) > 1:
        raise InputError(source, [Fault(0, None, "entities", "is null in some rows; a file has entities in every row or in none")], "row")
    has = {layer: any(part.has[layer] for part in parts) for layer in LAYERS}
    rows = np.cumsum([0, *(len(part.ids) for part in parts)])
    entities = np.cumsum([0, *(len(part.entity_row) for part in parts)])

    def filled(pieces: Iterable[Ints], size: int) -> Ints:
        whole, at = np.empty(size, dtype=np.int64), 0
        for piece in pieces:
            whole[at : at + len(piece)] = piece
            at += len(piece)
        return whole

    def numbers(name: str) -> Ints:
        shift = {"entity_row": rows, "relation_row": rows, "stance_row": rows, "mention_entity": entities}.get(name)
        whole = filled((getattr(part, name) for part in parts), sum(len(getattr(part, name)) for part in parts))
        at = 0
        for number, part in enumerate(parts):
            size = len(getattr(part, name))
            if shift is not None:
                whole[at : at + size] += shift[number]
            at += size
            setattr(part, name, None)
        return whole

    def words(name: str) -> Words:
        found: dict[str, int] = {}
        lookups = [np.array([found.setdefault(word, len(found)) for word in getattr(part, name).names] or [0]) for part in parts]
        sizes = sum(len(getattr(part, name)) for part in parts)
        codes = filled((lookup[getattr(part, name).codes] for lookup, part in zip(lookups, parts, strict=True)), sizes)
        for part in parts:
            setattr(part, name, None)
        return Words(list(found), codes)

    columns: dict[str, Any] = {name: numbers(name) for name in _NUMBERS} | {name: words(name) for name in WORD_COLUMNS}
    events = [name for part in parts for name in part.events or part.ids]
    whole = Columns(ids=ids, numbers=list(range(1, len(ids) + 1)), events=events, has=has, marks=None, text=None, **columns)
    parts.clear()
    return whole


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
