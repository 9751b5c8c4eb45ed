"""The dataset card: its YAML head is generated, and so are the parts of its text between marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import yaml

from communique.build.audit import LAYERS
from communique.build.generated import fill
from communique.build.tables import SCHEMAS, class_labels
from communique.labels import SPLITS, Labels

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

STATIC: dict[str, Any] = {
    "pretty_name": "communique",
    "license": "cc-by-4.0",
    "language": ["en"],
    "annotations_creators": ["machine-generated"],
    "language_creators": ["machine-generated"],
    "multilinguality": ["monolingual"],
    "size_categories": ["n<1K"],
    "source_datasets": ["original"],
    "task_categories": ["token-classification", "text-classification"],
    "task_ids": ["named-entity-recognition", "coreference-resolution"],
    "tags": [
        "relation-extraction",
        "stance-detection",
        "information-extraction",
        "diplomacy",
        "international-relations",
        "security",
        "news",
    ],
}

ROW_IS = {
    "documents": "an article with entities, relations, stances",
    "entities": "a sentence with BIO tags",
    "relations": "an ordered pair of entities that a relation could join",
    "stance": "an ordered pair of holder and target",
    "passes": "an article as one of the two independent passes has it",
}
"""What a row of a configuration is."""


def render_card(card: str, labels: Labels, stats: Mapping[str, Any], stamp: Mapping[str, str]) -> str:
    """The card with its generated parts made anew.

    Raises
    ------
    ValueError
        If the card has a mark that no part belongs to, or lacks one.
    """
    parts = {
        "counts": _counts(stats),
        "labels": _labels(stats, labels),
        "composition": _composition(stats),
        "consistency": _consistency(stats),
        "errors": _errors(stats),
        "configurations": _configurations(stats),
    }
    head = STATIC | {"configs": _configs(stamp), "dataset_info": _infos(labels)}
    try:
        text = fill(_HEAD.sub("", card), parts)
    except ValueError as error:
        raise ValueError(f"the card {error}") from None
    return f"---\n{yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=140)}---\n{text}"


def _configs(stamp: Mapping[str, str]) -> list[dict[str, Any]]:
    # The description carries the content hash: the cache of `datasets` keys a local folder by this block, not by the files.
    return [
        {
            "config_name": name,
            "description": f"data {stamp['version']}, content {stamp['hash']}",
            **({"default": True} if name == "documents" else {}),
            "data_files": [{"split": split, "path": f"data/{name}/{split}.parquet"} for split in SPLITS],
        }
        for name in SCHEMAS
    ]


def _infos(labels: Labels) -> list[dict[str, Any]]:
    classes = class_labels(labels)
    return [
        {"config_name": name, "features": [_feature(field, field.name, classes[name]) for field in schema]}
        for name, schema in SCHEMAS.items()
    ]


def _feature(field: Any, path: str, classes: Mapping[str, list[str]]) -> dict[str, Any]:
    return {"name": field.name, **_type(field.type, path, classes)}


def _type(kind: Any, path: str, classes: Mapping[str, list[str]]) -> dict[str, Any]:
    if pa.types.is_list(kind):
        inner = _type(kind.value_type, f"{path}[]", classes)
        if "struct" in inner:
            return {"list": inner["struct"]}
        return {"sequence": inner["dtype"] if set(inner) == {"dtype"} else {"dtype": inner["dtype"]}}
    if pa.types.is_struct(kind):
        return {"struct": [_feature(kind.field(i), f"{path}.{kind.field(i).name}", classes) for i in range(kind.num_fields)]}
    if path in classes:
        return {"dtype": {"class_label": {"names": {str(index): name for index, name in enumerate(classes[path])}}}}
    return {"dtype": str(kind)}


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' if index == 0 else ' ---: ' for index in range(len(head)))}|"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _counts(stats: Mapping[str, Any]) -> str:
    columns = [stats["whole"], *(stats["splits"][split] for split in SPLITS)]
    rows: list[list[Any]] = [
        [name, *(column[name] for column in columns)] for name in ("articles", "events", "stories", "sentences", "tokens")
    ]
    for name in ("entities", "mentions", "relations", "stances"):
        rows.append([name, *(column[name]["total"] for column in columns)])
    for name in ("mentions", "relations", "stances"):
        rows.append([f"{name} per 1,000 tokens", *(column["per_1000_tokens"][name] for column in columns)])
    return f"Data version {stats['version']}, content {stats['hash']}.\n\n" + _table(["", "all", *SPLITS], rows)


def _labels(stats: Mapping[str, Any], labels: Labels) -> str:
    def section(name: str, title: str, names: Sequence[str]) -> str:
        columns = [stats["whole"], *(stats["splits"][split] for split in SPLITS)]
        return _table([title, "all", *SPLITS], [[f"`{label}`", *(column[name][label] for column in columns)] for label in names])

    return "\n\n".join(
        [
            section("mentions", "mentions by entity type", labels.entity_types),
            section("relations", "relations", list(labels.relation_types)),
            section("modality", "modality of relations", labels.modalities),
            section("stances", "stances", labels.polarities),
            section("expression", "expression of stances", labels.expressions),
        ]
    )


def _composition(stats: Mapping[str, Any]) -> str:
    total = max(stats["whole"]["articles"], 1)
    tables = []
    for name, counts in stats["composition"].items():
        rows = [
            [label, count, f"{100 * count / total:.0f} %"] for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        tables.append(_table([name, "articles", "share"], rows))
    return "\n\n".join(tables)


def _configurations(stats: Mapping[str, Any]) -> str:
    return _table(["configuration", *SPLITS, "a row is"], [[f"`{name}`", *stats["rows"][name].values(), ROW_IS[name]] for name in SCHEMAS])


def _consistency(stats: Mapping[str, Any]) -> str:
    found = stats["consistency"]
    if not found:
        return "No passes yet."
    rows = [
        ["mentions (span and type), F1", found["mentions_f1"]],
        ["relations among shared entities, F1", found["relations_f1_shared_entities"]],
        ["relations, F1", found["relations_f1"]],
        ["stance triples among shared entities, F1", found["stances_f1_shared_entities"]],
        ["stance triples, F1", found["stances_f1"]],
        [f"polarity on {found['polarity_pairs']:,} shared pairs, κ", found["polarity_kappa"]],
    ]
    intro = f"Pass a against pass b over {found['articles']} articles, before adjudication:"
    batches = [
        [number, one["articles"], *(one[name] for name in _BATCH)]
        for number, one in stats["consistency_by_batch"].items()
        if one.get("articles")
    ]
    head = ["batch", "articles", "mentions", "relations", "stances", "κ"]
    items = [
        _table([title, "F1"], [[f"`{name}`", value] for name, value in found[key].items()])
        for title, key in (
            ("mentions by type", "mentions_f1_per_type"),
            ("relations", "relations_f1_per_type"),
            ("stances", "stances_f1_per_polarity"),
        )
    ]
    by_batch = "By batch, in the order in which they were annotated; relations and stances among shared entities:\n\n" + _table(
        head, batches
    )
    parts = [intro, _table(["", "consistency"], rows), *([by_batch] if batches else []), "By label, over all entities:", *items]
    return "\n\n".join(parts)


_BATCH = ("mentions_f1", "relations_f1_shared_entities", "stances_f1_shared_entities", "polarity_kappa")


def _errors(stats: Mapping[str, Any]) -> str:
    found = stats["error_estimate"]
    if not found:
        return "Not measured yet."
    rows = []
    for layer in LAYERS:
        row = found[layer]
        cells = [f"{100 * row[f'{name}_rate']:.1f} % ({_bounds(row[f'{name}_ci'])})" for name in ("wrong", "missing")]
        rows.append([layer, f"{row['labels']:,}", *cells])
    intro = f"A fresh reading of {found['articles']} articles drawn at random found in the adjudicated version, before it was mended:"
    return f"{intro}\n\n" + _table(["", "labels", "wrong (95 %)", "missing (95 %)"], rows)


def _bounds(interval: Sequence[float]) -> str:
    return f"{100 * interval[0]:.1f} to {100 * interval[1]:.1f}"
