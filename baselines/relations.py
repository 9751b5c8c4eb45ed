"""Relations between given entities.

A linear model for each relation type over pairs of entities (features in the tradition of Zhou et al. 2005), with a threshold tuned on the
validation articles. A stronger model would encode the whole article with the two entities marked, and so read evidence over several
sentences.
"""

from __future__ import annotations

from baselines.splits import Predictions, Splits, with_entities
from communique.labels import labels
from communique.models.relations import RelationClassifier
from communique.models.rows import gold_relations


def classifier(seed: int = 0) -> RelationClassifier:
    """The classifier, untrained."""
    return RelationClassifier(symmetric=tuple(sorted(labels().symmetric)), random_state=seed)


def relations(splits: Splits, model: RelationClassifier | None = None) -> Predictions:
    """Relations of the test articles, whose entities are given."""
    model = (model or classifier(splits.seed)).fit(splits.train, [gold_relations(row) for row in splits.train])
    if splits.validation:
        model.tune(splits.validation, [gold_relations(row) for row in splits.validation])
    test = with_entities(splits.test)
    return [
        {"id": row["id"], "relations": [{"head": one, "type": label, "tail": two} for one, label, two in found]}
        for row, found in zip(test, model.predict(test), strict=True)
    ]
