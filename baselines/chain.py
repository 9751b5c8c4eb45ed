"""All links in a row, with given entities and from plain text.

The stance classifier reads the relations that the relation classifier found: where a person stands for a body, the body is told what the
person says. Errors add up along the chain; a stronger model would decide on entities, relations and stances together.
"""

from __future__ import annotations

from baselines.entities import clusterer, tagger
from baselines.relations import classifier as relation_classifier
from baselines.splits import Predictions, Splits, plain, with_entities
from baselines.stance import classifier as stance_classifier
from communique.models.chain import Extractor

SPEAKS_FOR = "represents"


def extractor(seed: int = 0) -> Extractor:
    """The chain, untrained."""
    return Extractor(
        tagger=tagger(seed), clusterer=clusterer(), relations=relation_classifier(seed), stances=stance_classifier(seed, SPEAKS_FOR)
    )


def linear_given(splits: Splits, model: Extractor | None = None) -> Predictions:
    """Relations and stances of the test articles, whose entities are given."""
    model = (model or extractor(splits.seed)).fit_records(splits.train, validation=splits.validation)
    return model.predict_given(with_entities(splits.test))


def linear(splits: Splits) -> Predictions:
    """Entities, relations and stances of the test articles, from their plain text."""
    return extractor(splits.seed).fit(splits.train, validation=splits.validation).predict(plain(splits.test))
