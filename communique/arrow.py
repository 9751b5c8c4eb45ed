"""Columns from Arrow tables, without a Python object per value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from communique.annotations import Ints
from communique.columns import LAYERS, TWICE, Columns, Fault, InputError, Marks, Words, joined, narrow

WANTED = ("id", "event", "text", "entities", "relations", "stances")


_BATCH = 4096
_UNREAD = frozenset(("name", "key", "text", "evidence", "cue", "expression", "was", "denied_by"))
"""Fields of entities, mentions and records that no count needs, or that are read when they are asked for."""


def read_parquet(path: str, *, gold: bool) -> tuple[Columns, dict[str, str]]:
    """Columns of a Parquet file, and the stamp that a build left in it.

    The file is read in batches, so that its Arrow form is never in memory as a whole; texts, evidence and cues are read when they are
    asked for.

    Raises
    ------
    InputError
        As `from_table`.
    OSError, pyarrow.ArrowException
        If the file cannot be read as Parquet.
    """
    file = pq.ParquetFile(path)
    stamp = json.loads((file.metadata.metadata or {}).get(b"communique", b"{}"))
    parts = []
    for table in _tables(file, WANTED):
        parts.append(narrow(replace(from_table(table, path, gold=gold), marks=None, text=None)))
    names = file.schema_arrow.names
    texts: list[Any] = []

    def text(row: int) -> str:
        if not texts:
            texts.append(_one(pq.ParquetFile(path).read(columns=["text"])["text"]))
        found: str = texts[0][row].as_py()
        return found

    def marks() -> Marks:
        table = pq.ParquetFile(path).read(columns=[name for name in ("relations", "stances") if name in names])
        return _marks(_Layer(table, "relations", path), _Layer(table, "stances", path), path)

    whole = joined(parts, path)
    pa.default_memory_pool().release_unused()
    return replace(whole, marks=marks, text=text if "text" in names else None), stamp


def _tables(file: Any, wanted: Sequence[str]) -> Iterator[Any]:
    paths = [file.schema.column(index).path for index in range(len(file.schema))]
    names = [path for path in paths if (parts := path.split("."))[0] in wanted and not _UNREAD.intersection(parts[1:])]
    empty = True
    for batch in file.iter_batches(batch_size=_BATCH, columns=names, use_threads=False):
        empty = False
        yield pa.Table.from_batches([batch])
    if empty:
        yield file.schema_arrow.empty_table()


def from_table(table: Any, source: str, *, gold: bool) -> Columns:
    """Columns from an Arrow table with the columns of ``documents``, or those of a prediction file.

    Raises
    ------
    InputError
        If a column is missing, has a wrong type or holds nulls where it must not.
    """
    table = table.combine_chunks()
    names = table.column_names
    _require(source, "id" in names, "id", f"the column is missing; columns are {', '.join(names)}")
    column = _strings(_one(table["id"]), source, "id")
    _distinct(column, source)
    ids = column.to_pylist()
    text = _one(table["text"]) if "text" in names else None
    _require(source, text is not None or not gold, "text", "the column is missing; gold rows need their text")
    has = {name: name in names and table[name].null_count < max(len(table), 1) for name in LAYERS}
    if gold:
        has["entities"] = True
    elif has["entities"]:
        nulls = table["entities"].null_count
        _require(source, nulls == 0, "entities", f"is null in {nulls} rows; a file has entities in every row or in none")
    entity = _Layer(table, "entities", source)
    relation = _Layer(table, "relations", source)
    stance = _Layer(table, "stances", source)
    mention_entity, start, end = _mentions(entity, source)
    return Columns(
        ids=ids,
        numbers=list(range(1, len(ids) + 1)),
        events=_one(table["event"]).to_pylist() if "event" in names else list(ids),
        lengths=_numpy(pc.utf8_length(text).cast(pa.int64())) if text is not None else np.full(len(ids), np.iinfo(np.int64).max),
        entity_row=entity.row,
        entity_id=entity.words("id"),
        entity_type=entity.words("type"),
        mention_entity=mention_entity,
        mention_start=start,
        mention_end=end,
        relation_row=relation.row,
        relation_head=relation.words("head"),
        relation_type=relation.words("type"),
        relation_tail=relation.words("tail"),
        relation_modality=relation.words("modality", optional=True),
        stance_row=stance.row,
        stance_holder=stance.words("holder"),
        stance_target=stance.words("target"),
        stance_polarity=stance.words("polarity"),
        stance_source=stance.sources(),
        has=has,
        marks=lambda: _marks(relation, stance, source),
        text=(lambda row: text[row].as_py()) if text is not None else None,
    )


def _distinct(ids: Any, source: str) -> None:
    counts = pc.value_counts(ids)
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if len(twice):
        raise InputError(source, [Fault(0, twice[0].as_py(), "id", TWICE)], unit="row")


def _require(source: str, condition: bool, what: str, message: str) -> None:
    if not condition:
        raise InputError(source, [Fault(0, None, what, message)], unit="row")


def _one(column: Any) -> Any:
    return (
        column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    )


def _strings(array: Any, source: str, what: str) -> Any:
    kind = array.type
    text = (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or (hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind))
    )
    if pa.types.is_dictionary(kind):
        return _strings(array.dictionary_decode(), source, what)
    _require(source, text or len(array) == 0, what, f"holds {kind} where text is expected")
    _require(source, array.null_count == 0, what, f"holds {array.null_count} nulls; none is allowed")
    return array.cast(pa.string()) if not pa.types.is_string(kind) else array


def _numpy(array: Any) -> Ints:
    # Array.to_numpy would import pandas where it is installed; the buffer protocol does not.
    return np.from_dlpack(array).astype(np.int64, copy=False) if len(array) else np.empty(0, dtype=np.int64)


def _flat(array: Any, source: str, what: str) -> tuple[Ints, Any]:
    """Row of each item of a list column, and the items."""
    kind = array.type
    lists = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    _require(source, lists, what, f"holds {kind} where a list is expected")
    counts = pc.list_value_length(array)
    if counts.null_count:
        # Only then, as a scalar made from a Python number imports pandas where it is installed.
        counts = pc.fill_null(counts, 0)
    return np.repeat(np.arange(len(array)), _numpy(counts.cast(pa.int64()))), array.flatten()


class _Layer:
    """One list-of-structs column, flattened."""

    def __init__(self, table: Any, name: str, source: str) -> None:
        self.name, self.source = name, source
        self.items: Any = None
        self.row = np.empty(0, dtype=np.int64)
        if name in table.column_names and not pa.types.is_null(table[name].type):
            self.row, items = _flat(_one(table[name]), source, name)
            if len(items):
                _require(source, pa.types.is_struct(items.type), name, f"holds {items.type} where structs are expected")
                self.items = items

    def field(self, name: str) -> Any:
        return None if self.items is None or self.items.type.get_field_index(name) < 0 else self.items.field(name)

    def words(self, name: str, *, optional: bool = False) -> Words:
        column = self.field(name)
        if column is None or (optional and column.null_count == len(column)):
            _require(self.source, self.items is None or optional, f"{self.name}.{name}", "the field is missing")
            return (
                Words([""], np.zeros(len(self.row), dtype=np.int64)) if self.items is not None else Words([], np.empty(0, dtype=np.int64))
            )
        if optional and column.null_count:
            column = pc.fill_null(column, "")
        coded = _strings(column, self.source, f"{self.name}.{name}").dictionary_encode()
        words = coded.dictionary.to_pylist()
        _require(self.source, optional or "" not in words, f"{self.name}.{name}", "holds empty text")
        return Words(words, _numpy(coded.indices.cast(pa.int64())))

    def listed(self, name: str) -> Any:
        """A field that holds lists, or None if it is not there or holds nothing."""
        column = self.field(name)
        if column is None or pa.types.is_null(column.type):
            return None
        _require(self.source, pa.types.is_list(column.type) or pa.types.is_large_list(column.type), f"{self.name}.{name}", "holds no lists")
        return None if pa.types.is_null(column.type.value_type) else column

    def sources(self) -> Words:
        """Who reports a stance, as one word."""
        by = self.field("by")
        if by is None or pa.types.is_null(by.type):
            return self.words("\0", optional=True)
        what = f"{self.name}.by"
        _require(
            self.source, pa.types.is_list(by.type) or pa.types.is_large_list(by.type), what, f"holds {by.type} where a list is expected"
        )
        if pa.types.is_null(by.type.value_type):
            return self.words("\0", optional=True)
        _strings(by.flatten(), self.source, what)
        filled = pc.fill_null(by, pa.scalar([], type=by.type)) if by.null_count else by
        order = [sorted(item) for item in filled.to_pylist()] if pc.max(pc.list_value_length(filled)).as_py() else None
        if order is None:
            return Words([""], np.zeros(len(self.row), dtype=np.int64))
        coded = pa.array(["\x1f".join(item) for item in order], pa.string()).dictionary_encode()
        return Words(coded.dictionary.to_pylist(), _numpy(coded.indices.cast(pa.int64())))


def _mentions(entity: _Layer, source: str) -> tuple[Ints, Ints, Ints]:
    mentions = entity.field("mentions")
    what = "entities.mentions"
    if mentions is None:
        _require(source, entity.items is None, what, "the field is missing")
        return (np.empty(0, dtype=np.int64),) * 3
    if pa.types.is_list(mentions.type) and pa.types.is_null(mentions.type.value_type):
        return (np.empty(0, dtype=np.int64),) * 3
    _require(source, mentions.null_count == 0, what, f"holds {mentions.null_count} nulls; none is allowed")
    owner, spans = _flat(mentions, source, what)
    if pa.types.is_struct(spans.type):
        ends = [spans.field(name) if spans.type.get_field_index(name) >= 0 else None for name in ("start", "end")]
        _require(source, None not in [None if end is None else 1 for end in ends], what, "mentions need the fields start and end")
        start, end = (_whole(column, source, what) for column in ends)
        return owner, start, end
    row, values = _flat(spans, source, what)
    sizes = np.bincount(row, minlength=len(spans)) if len(spans) else np.empty(0, dtype=np.int64)
    _require(source, bool((sizes == 2).all()), what, "every mention is a pair [start, end]")
    flat = _whole(values, source, what).reshape(-1, 2)
    return owner, flat[:, 0], flat[:, 1]


def _marks(relation: _Layer, stance: _Layer, source: str) -> Marks:
    empty = np.empty(0, dtype=np.int64)
    evidence, cue = relation.listed("evidence"), stance.listed("cue")
    owner = sentence = holder = start = end = empty
    words: list[str | None] = []
    if evidence is not None:
        owner, items = _flat(evidence, source, "relations.evidence")
        sentence = _whole(items.field("sentence") if pa.types.is_struct(items.type) else items, source, "relations.evidence")
    if cue is not None:
        what = "stances.cue"
        holder, items = _flat(cue, source, what)
        if pa.types.is_struct(items.type):
            start, end = (_whole(items.field(name), source, what) for name in ("start", "end"))
            words = [None] * len(items)
        else:
            words = _strings(items, source, what).to_pylist()
            start = end = np.full(len(words), -1, dtype=np.int64)
    return Marks(owner, sentence, holder, start, end, words)


def _whole(array: Any, source: str, what: str) -> Ints:
    _require(source, pa.types.is_integer(array.type), what, f"holds {array.type} where whole numbers are expected")
    _require(source, array.null_count == 0, what, f"holds {array.null_count} nulls; none is allowed")
    return _numpy(array.cast(pa.int64()))
