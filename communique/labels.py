"""The label set of ``schema/labels.yaml`` as frozen objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from communique.resources import schema_dir

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML was built with it: a tenth of the time."""

SPLITS = ("train", "validation", "test")

AUTHOR = "author"
"""The holder that stands for the writer of an editorial; never an entity."""


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation type and its signature: which entity types may be its head and its tail."""

    name: str
    definition: str
    heads: frozenset[str]
    tails: frozenset[str]
    symmetric: bool = False

    def allows(self, head: str, tail: str) -> bool:
        """Whether an entity of type `head` may stand in this relation to one of type `tail`."""
        return head in self.heads and tail in self.tails


@dataclass(frozen=True, slots=True)
class Labels:
    """Every closed list of the scheme, in the order in which the scheme gives it."""

    entity_types: tuple[str, ...]
    relation_types: Mapping[str, RelationType]
    modalities: tuple[str, ...]
    polarities: tuple[str, ...]
    expressions: tuple[str, ...]
    regions: tuple[str, ...]
    kinds: tuple[str, ...]
    genres: tuple[str, ...]
    groups: Mapping[str, frozenset[str]]
    definitions: Mapping[str, str]

    @property
    def actors(self) -> frozenset[str]:
        """Entity types that can hold a stance."""
        return self.groups["actor"]

    @property
    def names(self) -> frozenset[str]:
        """Entity types annotated wherever they are named."""
        return self.groups["name"]

    @property
    def registered(self) -> frozenset[str]:
        """Entity types whose keys mean the same in every article."""
        return self.groups["registered"]

    @property
    def on_record(self) -> frozenset[str]:
        """Entity types annotated only when they take part in a relation or stance."""
        return self.groups["on_record"]

    @property
    def symmetric(self) -> frozenset[str]:
        """Relation types that hold in both directions."""
        return frozenset(name for name, kind in self.relation_types.items() if kind.symmetric)

    def allowed_pair(self, head: str, tail: str) -> bool:
        """Whether any relation type allows this ordered pair of entity types."""
        return any(kind.allows(head, tail) for kind in self.relation_types.values())


def read_labels(path: Path) -> Labels:
    """Read a label file.

    Parameters
    ----------
    path
        A YAML file laid out like ``schema/labels.yaml``.

    Raises
    ------
    OSError, yaml.YAMLError, KeyError
        If the file cannot be read, is no YAML or lacks a section.
    """
    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    groups = {name: frozenset(members) for name, members in raw["groups"].items()}

    def types(names: str | Iterable[str]) -> frozenset[str]:
        return groups[names] if isinstance(names, str) else frozenset(names)

    relations = {
        name: RelationType(name, entry["definition"], types(entry["head"]), types(entry["tail"]), bool(entry.get("symmetric")))
        for name, entry in raw["relation_types"].items()
    }
    definitions = {
        name: entry["definition"] for section in ("entity_types", "relation_types", "polarities") for name, entry in raw[section].items()
    }
    definitions |= raw["modalities"] | raw["expressions"]
    return Labels(
        entity_types=tuple(raw["entity_types"]),
        relation_types=relations,
        modalities=tuple(raw["modalities"]),
        polarities=tuple(raw["polarities"]),
        expressions=tuple(raw["expressions"]),
        regions=tuple(raw["regions"]),
        kinds=tuple(raw["kinds"]),
        genres=tuple(raw["genres"]),
        groups=groups,
        definitions=definitions,
    )


@cache
def labels() -> Labels:
    """The project's own label set."""
    return read_labels(schema_dir() / "labels.yaml")
