"""Stances between given entities.

A linear model tells pairs of holder and target with a stance from those without, another which stance it is; names are masked (after the
targeted features of Jiang et al. 2011). A stronger model would encode the article once for each pair: whose words are reported, and what a
paragraph implies, is beyond word counts.
"""

from __future__ import annotations

from baselines.splits import Predictions, Splits, with_entities
from communique.models.rows import gold_stances
from communique.models.stances import StanceClassifier


def classifier(seed: int = 0, proxy: str | None = None) -> StanceClassifier:
    """The classifier, untrained; with relations at hand, `proxy` names the one whose head speaks for its tail."""
    return StanceClassifier(proxy=proxy, random_state=seed)


def stance(splits: Splits, model: StanceClassifier | None = None) -> Predictions:
    """Stances of the test articles, whose entities are given."""
    model = (model or classifier(splits.seed)).fit(splits.train, [gold_stances(row) for row in splits.train])
    if splits.validation:
        model.tune(splits.validation, [gold_stances(row) for row in splits.validation])
    test = with_entities(splits.test)
    return [
        {"id": row["id"], "stances": [{"holder": one, "target": two, "polarity": label} for one, label, two in found]}
        for row, found in zip(test, model.predict(test), strict=True)
    ]
