"""Floors and probes: how much of a score comes without reading, and how much without knowing who the actors are.

`majority` and `memory` know what pairs of types, or of actors, most often stood in (no chance enters). `pair` is a linear model over types,
names and register keys of the two, which falls back from the pair to its parts and to their types, and reads no text; after the
hypothesis-only baselines of Poliak et al. 2018. `text` reads the text with every mention masked by its type. `lexicon` knows words of
support and opposition by heart, and learns nothing but which types take sides.
"""

from __future__ import annotations

import math

from baselines.relations import classifier as relation_classifier
from baselines.relations import relations
from baselines.splits import Predictions, Splits, with_entities
from baselines.stance import classifier as stance_classifier
from baselines.stance import stance
from communique.models.floors import LexiconStance, PairMemory
from communique.models.rows import gold_relations, gold_stances

UNREAD = ("types", "names", "keys")


def majority(splits: Splits) -> Predictions:
    """The most frequent label of the pair of entity types, which mostly is none."""
    return _remembered(splits, "type")


def memory(splits: Splits) -> Predictions:
    """The most frequent label that this very pair of actors had in training."""
    return _remembered(splits, "key")


def pair(splits: Splits) -> Predictions:
    """A linear model of who the two are."""
    unread = {"groups": UNREAD, "reach": math.inf}
    one = relations(splits, relation_classifier(splits.seed).set_params(**unread)) if splits.has("relations") else None
    two = stance(splits, stance_classifier(splits.seed).set_params(**unread)) if splits.has("stances") else None
    return _joined(splits, one, two)


def text(splits: Splits) -> Predictions:
    """The linear models without names. For stances this is the model without its relations, since it masks names anyway."""
    model = relation_classifier(splits.seed)
    model.set_params(groups=tuple(group for group in model.groups if group != "names"))
    one = relations(splits, model) if splits.has("relations") else None
    two = stance(splits) if splits.has("stances") else None
    return _joined(splits, one, two)


def lexicon(splits: Splits) -> Predictions:
    """Who stands before, and who behind, a word of support or opposition."""
    if not splits.has("stances"):
        return _joined(splits)
    model = LexiconStance().fit(splits.train, [gold_stances(row) for row in splits.train])
    rows = with_entities(splits.test)
    return [
        {"id": row["id"], "stances": [{"holder": one, "target": two, "polarity": label} for one, label, two in held]}
        for row, held in zip(rows, model.predict(rows), strict=True)
    ]


def _remembered(splits: Splits, by: str) -> Predictions:
    rows = with_entities(splits.test)
    found: Predictions = [{"id": row["id"]} for row in rows]
    for gold, field, names in (
        (gold_relations, "relations", ("head", "type", "tail")),
        (gold_stances, "stances", ("holder", "polarity", "target")),
    ):
        if splits.has(field):
            model = PairMemory(by=by).fit(splits.train, [gold(row) for row in splits.train])
            for item, records in zip(found, model.predict(rows), strict=True):
                item[field] = [dict(zip(names, record, strict=True)) for record in records]
    return found


def _joined(splits: Splits, *parts: Predictions | None) -> Predictions:
    """Predictions of several tasks as one."""
    found: Predictions = [{"id": row["id"]} for row in splits.test]
    for part in parts:
        for item, other in zip(found, part or (), strict=part is not None):
            item.update(other)
    return found
