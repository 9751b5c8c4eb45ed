"""The systems of the benchmark: each trains on annotated rows and gives one object an article, as a prediction file has them.

A system is a function of train, validation and test rows (those of the configuration ``documents``). Test rows come with their
annotation; what a
system may read of it is said by its track: nothing end to end, the entities with given entities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from communique.models.chain import Extractor
from communique.models.floors import PairMemory
from communique.models.rows import gold_relations, gold_stances

Rows = Sequence[dict[str, Any]]
Predictions = list[dict[str, Any]]
PLAIN = ("id", "event", "title", "text", "date", "region", "kind", "genre", "blocks", "sentences", "tokens")


def plain(rows: Rows) -> Predictions:
    """Rows without their annotation."""
    return [{key: row[key] for key in PLAIN if key in row} for row in rows]


def with_entities(rows: Rows) -> Predictions:
    """Rows with their entities and nothing else of their annotation."""
    return [{**bare, "entities": row["entities"]} for bare, row in zip(plain(rows), rows, strict=True)]


def majority(train: Rows, validation: Rows, test: Rows) -> Predictions:  # noqa: ARG001
    """Floor without text: the most frequent label of the pair of entity types, which mostly is none."""
    return _memory("type", train, test)


def pair(train: Rows, validation: Rows, test: Rows) -> Predictions:  # noqa: ARG001
    """Floor without text: the most frequent label that this very pair of actors had in training."""
    return _memory("key", train, test)


def linear_given(train: Rows, validation: Rows, test: Rows) -> Predictions:
    """Linear models of relations and stance over given entities."""
    return Extractor().fit(train, validation=validation).predict_given(with_entities(test))


def linear(train: Rows, validation: Rows, test: Rows) -> Predictions:
    """Linear models of mentions, relations and stance, chained end to end."""
    return Extractor().fit(train, validation=validation).predict(plain(test))


def _memory(by: str, train: Rows, test: Rows) -> Predictions:
    rows = with_entities(test)
    relations = PairMemory(by=by).fit(train, [gold_relations(row) for row in train]).predict(rows)
    stances = PairMemory(by=by).fit(train, [gold_stances(row) for row in train]).predict(rows)
    return [
        {
            "id": row["id"],
            "relations": [{"head": one, "type": label, "tail": two} for one, label, two in found],
            "stances": [{"holder": one, "target": two, "polarity": label} for one, label, two in held],
        }
        for row, found, held in zip(rows, relations, stances, strict=True)
    ]


SYSTEMS: dict[str, Callable[[Rows, Rows, Rows], Predictions]] = {
    "majority": majority,
    "pair": pair,
    "linear-given": linear_given,
    "linear": linear,
}
"""Name of each system, as it stands in tables and result files."""
