"""The chain as the baselines set it up, for those who want to tag and not to choose."""

from __future__ import annotations

from communique.labels import labels
from communique.models.capitals import CAPITALS
from communique.models.chain import Extractor
from communique.models.clusters import NameClusterer
from communique.models.relations import RelationClassifier
from communique.models.stances import StanceClassifier
from communique.models.tagger import MentionTagger

SPEAKS_FOR = "represents"


def extractor(seed: int = 0) -> Extractor:
    """Tagger, clusterer, relation and stance classifier, untrained; the same as in ``baselines/chain.py``."""
    return Extractor(
        tagger=MentionTagger(random_state=seed),
        clusterer=NameClusterer(capitals=CAPITALS),
        relations=RelationClassifier(symmetric=tuple(sorted(labels().symmetric)), random_state=seed),
        stances=StanceClassifier(proxy=SPEAKS_FOR, random_state=seed),
    )
