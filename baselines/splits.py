"""Rows to train, tune and test on, and what a system may read of a test row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import communique
from communique.corpus import Gold, load_gold, read_gold

Row = dict[str, Any]
Predictions = list[Row]

TASKS = {"entities": "entities", "relations": "relations", "stance": "stances"}
"""Field of a row by task."""

_PLAIN = ("id", "event", "title", "text", "date", "region", "kind", "genre", "blocks", "sentences", "tokens")


@dataclass(frozen=True)
class Splits:
    """Annotated rows like those of ``documents``.

    Attributes
    ----------
    train, validation, test : list of dict
    gold : Gold
        What predictions for `test` are scored against.
    seed : int
        For whatever a system leaves to chance.
    """

    train: list[Row]
    validation: list[Row]
    test: list[Row]
    gold: Gold
    seed: int = 0

    def has(self, field: str) -> bool:
        """Whether training has any ``relations`` or ``stances``."""
        return any(row.get(field) for row in self.train)

    @property
    def version(self) -> str:
        """Name of a folder for results on this data."""
        version, _, content = self.gold.data.partition(":")
        return version if self.gold.own_labels else f"{version}-{content}"


def of_dataset(data: str | None, *, tasks: Sequence[str] = tuple(TASKS), seed: int = 0) -> Splits:
    """The splits of the dataset: packaged, or in a folder or Hub repository."""
    train, validation, test = (communique.load("documents", split, data=data) for split in ("train", "validation", "test"))
    return Splits(_only(train, tasks), _only(validation, tasks), test, load_gold("test", data=data), seed)


def of_files(train: Path, validation: Path | None, test: Path, *, tasks: Sequence[str] = tuple(TASKS), seed: int = 0) -> Splits:
    """Splits of one's own, each JSON Lines of rows; they are checked as gold is.

    Raises
    ------
    InputError
        If a file is not of its form.
    OSError
        If one cannot be opened.
    """
    gold = read_gold(test, train=train)
    if validation:
        read_gold(validation)
    rows = [_read(path) if path else [] for path in (train, validation, test)]
    return Splits(_only(rows[0], tasks), _only(rows[1], tasks), rows[2], gold, seed)


def plain(rows: Sequence[Row]) -> list[Row]:
    """Rows without their annotation."""
    return [{key: row[key] for key in _PLAIN if key in row} for row in rows]


def with_entities(rows: Sequence[Row]) -> list[Row]:
    """Rows with their entities and nothing else of their annotation."""
    return [{**bare, "entities": row["entities"]} for bare, row in zip(plain(rows), rows, strict=True)]


def _read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _only(rows: list[Row], tasks: Sequence[str]) -> list[Row]:
    """Rows without the relations or stances of tasks that are not asked for; entities are always needed."""
    dropped = {TASKS[task] for task in TASKS if task not in tasks} - {"entities"}
    return [{key: value for key, value in row.items() if key not in dropped} for row in rows]
