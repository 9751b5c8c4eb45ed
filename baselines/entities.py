"""Mentions, and the entities that they are mentions of: the first two links of the chain.

A linear tagger over sparse token features with Viterbi decoding (Ratinov and Roth 2009) and a sieve over names (Lee et al. 2011). A
stronger model would read the text with a pretrained encoder: it would know names and contexts that the training articles have not, and
resolve descriptions, which the sieve leaves apart.
"""

from __future__ import annotations

from baselines.splits import Predictions, Splits, plain
from communique.models.capitals import CAPITALS
from communique.models.clusters import NameClusterer
from communique.models.rows import gold_mentions
from communique.models.tagger import MentionTagger


def tagger(seed: int = 0) -> MentionTagger:
    """The tagger, untrained. It has no gazetteer: the register of actors holds names of test articles."""
    return MentionTagger(random_state=seed)


def clusterer() -> NameClusterer:
    """The clusterer, untrained."""
    return NameClusterer(capitals=CAPITALS)


def entities(splits: Splits, model: MentionTagger | None = None) -> Predictions:
    """Entities of the test articles, from their plain text."""
    mentions = (model or tagger(splits.seed)).fit(splits.train, [gold_mentions(row) for row in splits.train])
    clusters = clusterer().fit(splits.train)
    test = plain(splits.test)
    return [{"id": row["id"], "entities": found} for row, found in zip(test, clusters.cluster(test, mentions.predict(test)), strict=True)]
