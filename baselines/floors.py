"""Floors and probes: how much of a score comes without reading, and how much without knowing who the actors are.

`majority` and `memory` know what pairs of types, or of actors, most often stood in (no chance enters). `pair` is a linear model over types,
names and register keys of the two, which falls back from the pair to its parts and to their types, and reads no text; after the
hypothesis-only baselines of Poliak et al. 2018. `text` reads the text with every mention masked by its type. `lexicon` knows words of
support and opposition by heart, and learns nothing but which types take sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from baselines.relations import classifier as relation_classifier
from baselines.splits import Predictions, Row, Splits, with_entities
from baselines.stance import classifier as stance_classifier
from communique.models.floors import LexiconStance, PairMemory
from communique.models.rows import Record, gold_relations, gold_stances

UNREAD = ("types", "names", "keys")


def majority(splits: Splits) -> Predictions:
    """The most frequent label of the pair of entity types, which mostly is none."""
    return _predict(splits, PairMemory(by="type"), PairMemory(by="type"))


def memory(splits: Splits) -> Predictions:
    """The most frequent label that this very pair of actors had in training."""
    return _predict(splits, PairMemory(by="key"), PairMemory(by="key"))


def pair(splits: Splits) -> Predictions:
    """A linear model of who the two are."""
    parameters = {"groups": UNREAD, "reach": math.inf}
    return _predict(
        splits, relation_classifier(splits.seed).set_params(**parameters), stance_classifier(splits.seed).set_params(**parameters)
    )


def text(splits: Splits) -> Predictions:
    """The linear models without names. For stances this is the model itself, which masks names anyway."""
    relations = relation_classifier(splits.seed)
    relations.set_params(groups=tuple(group for group in relations.groups if group != "names"))
    return _predict(splits, relations, stance_classifier(splits.seed))


def lexicon(splits: Splits) -> Predictions:
    """Who stands before, and who behind, a word of support or opposition."""
    return _predict(splits, None, LexiconStance())


def _predict(splits: Splits, relations: Any, stances: Any) -> Predictions:
    rows = with_entities(splits.test)
    found: Predictions = [{"id": row["id"]} for row in rows]
    for model, gold, field, names in (
        (relations, gold_relations, "relations", ("head", "type", "tail")),
        (stances, gold_stances, "stances", ("holder", "polarity", "target")),
    ):
        if model is not None and any(map(gold, splits.train)):
            for item, records in zip(found, _fit(model, gold, splits).predict(rows), strict=True):
                item[field] = [dict(zip(names, record, strict=True)) for record in records]
    return found


def _fit(model: Any, gold: Callable[[Row], list[Record]], splits: Splits) -> Any:
    model.fit(splits.train, [gold(row) for row in splits.train])
    if splits.validation and hasattr(model, "tune"):
        model.tune(splits.validation, [gold(row) for row in splits.validation])
    return model
