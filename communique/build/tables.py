"""Rows to Arrow tables and Parquet files, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from communique.build.rows import NO_RELATION, NO_STANCE, Row, bio_tags
from communique.files import write_with
from communique.labels import AUTHOR, Labels
from communique.resources import CANARY

_TEXT, _INT = pa.string(), pa.int32()
_SPAN = pa.struct([("start", _INT), ("end", _INT)])
_PLACE = pa.struct([("sentence", _INT), ("start", _INT), ("end", _INT)])
_MENTION = pa.struct([("start", _INT), ("end", _INT), ("text", _TEXT)])
_ENTITY = pa.struct([("id", _TEXT), ("type", _TEXT), ("name", _TEXT), ("key", _TEXT), ("mentions", pa.list_(_MENTION))])
_RELATION = pa.struct(
    [
        *((name, _TEXT) for name in ("head", "type", "tail", "modality")),
        ("by", pa.list_(_TEXT)),
        ("denied_by", pa.list_(_TEXT)),
        ("evidence", pa.list_(_PLACE)),
    ]
)
_STANCE = pa.struct(
    [
        *((name, _TEXT) for name in ("holder", "target", "polarity", "expression")),
        ("by", pa.list_(_TEXT)),
        ("was", _TEXT),
        ("cue", pa.list_(_PLACE)),
    ]
)
_DOCUMENT: list[tuple[str, Any]] = [
    *((name, _TEXT) for name in ("id", "event", "story", "title", "text", "date", "region", "kind", "genre")),
    ("canary", _TEXT),
    ("sources", pa.list_(_TEXT)),
    ("unseen", pa.bool_()),
    ("blocks", pa.list_(pa.struct([("start", _INT), ("end", _INT), ("level", _INT)]))),
    ("sentences", pa.list_(_SPAN)),
    ("tokens", pa.list_(_SPAN)),
    ("entities", pa.list_(_ENTITY)),
    ("relations", pa.list_(_RELATION)),
    ("stances", pa.list_(_STANCE)),
]


def _pair(first: str, second: str) -> list[tuple[str, Any]]:
    names = ["id", "document", "event", first, second, f"{first}_type", f"{second}_type", f"{first}_name", f"{second}_name", "text"]
    spans = [(f"{role}_mentions", pa.list_(_SPAN)) for role in (first, second)]
    return [*((name, _TEXT) for name in names), *spans, ("sentences", pa.list_(_INT)), ("same_sentence", pa.bool_()), ("label", _TEXT)]


SCHEMAS: Mapping[str, Any] = {
    "documents": pa.schema(_DOCUMENT),
    "entities": pa.schema(
        [
            *((name, _TEXT) for name in ("id", "document", "event")),
            ("sentence", _INT),
            ("tokens", pa.list_(_TEXT)),
            ("ner_tags", pa.list_(_TEXT)),
            ("starts", pa.list_(_INT)),
            ("ends", pa.list_(_INT)),
        ]
    ),
    "relations": pa.schema([*_pair("head", "tail"), ("labels", pa.list_(_TEXT))]),
    "stance": pa.schema(_pair("holder", "target")),
    "passes": pa.schema([("pass", _TEXT), *_DOCUMENT]),
}
"""Arrow schema of each configuration. Labels are plain strings; the card declares which are class labels."""


def class_labels(labels: Labels) -> dict[str, dict[str, list[str]]]:
    """Which fields are class labels, by configuration and path (list items as ``[]``), with their names in order."""
    article = {
        "region": list(labels.regions),
        "kind": list(labels.kinds),
        "genre": list(labels.genres),
        "entities[].type": list(labels.entity_types),
        "relations[].type": list(labels.relation_types),
        "relations[].modality": list(labels.modalities),
        "stances[].polarity": list(labels.polarities),
        "stances[].expression": list(labels.expressions),
    }
    relations, entity_types = list(labels.relation_types), list(labels.entity_types)
    holders = [kind for kind in entity_types if kind in labels.actors] + [AUTHOR]
    return {
        "documents": article,
        "entities": {"ner_tags[]": bio_tags(labels)},
        "relations": {
            "head_type": entity_types,
            "tail_type": entity_types,
            "label": [NO_RELATION, *relations],
            "labels[]": relations,
        },
        "stance": {"holder_type": holders, "target_type": entity_types, "label": [NO_STANCE, *labels.polarities]},
        "passes": {"pass": ["a", "b"], **article},
    }


def to_table(configuration: str, rows: Sequence[Row]) -> Any:
    """Rows as an Arrow table of the configuration's schema.

    Raises
    ------
    pyarrow.ArrowInvalid
        If a value does not fit.
    """
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[configuration]).combine_chunks()


def write_parquet(path: Path, table: Any, stamp: Mapping[str, str]) -> None:
    """Write a table so that the same rows give the same bytes; `stamp` goes into the file's metadata under ``communique``."""
    stamped = {"communique": json.dumps({**stamp, "canary": CANARY}, sort_keys=True)}

    def write(aside: Path) -> None:
        with pq.ParquetWriter(
            aside,
            table.schema,
            compression="zstd",
            compression_level=9,
            version="2.6",
            data_page_version="1.0",
            store_schema=False,
            write_page_index=True,
            write_page_checksum=True,
            use_content_defined_chunking=True,
        ) as writer:
            writer.write_table(table, row_group_size=50_000)
            writer.add_key_value_metadata(stamped)

    write_with(path, write)


def content_hash(rows: Mapping[str, Sequence[Row]]) -> str:
    """First eight hexadecimal digits of the SHA-256 of the rows of ``documents``, by split: what a result's signature calls the data."""
    text = json.dumps(
        {split: list(part) for split, part in sorted(rows.items())}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
