"""Estimators: scikit-learn's conventions, labels learnt from the data, predictions that the scorer accepts."""

from itertools import pairwise

import pytest

import communique
from communique.models.chain import Extractor
from communique.models.floors import PairMemory
from communique.models.rows import gold_mentions, gold_relations, gold_stances
from communique.models.tagger import MentionTagger


@pytest.fixture(scope="module")
def train():
    return communique.load("documents", "train")


@pytest.fixture(scope="module")
def validation():
    return communique.load("documents", "validation")


@pytest.fixture(scope="module")
def extractor(train, validation):
    return Extractor().fit(train, validation=validation)


def test_predictions_are_scored_on_both_tracks(extractor, train):
    test = communique.load("documents", "test")
    whole = communique.score("test", extractor.predict(test))
    assert "track:end-to-end" in whole.signature
    assert whole["entities"]["strict"]["micro"]["f1"] > 0.4
    given = communique.score("test", extractor.predict_given(test))
    assert "track:given-entities" in given.signature
    assert given["relations"]["strict"]["micro"]["f1"] > 0.2
    learnt = communique.score("train", extractor.predict_given(train))
    assert learnt["stance"]["triple"]["micro"]["f1"] > 2 * given["stance"]["triple"]["micro"]["f1"]


def test_the_test_annotation_is_not_read(extractor):
    test = communique.load("documents", "test")
    bare = [{**row, "entities": [], "relations": [], "stances": []} for row in test]
    assert extractor.predict(bare) == extractor.predict(test)
    hidden = [{**row, "relations": [], "stances": []} for row in test]
    assert extractor.predict_given(hidden) == extractor.predict_given(test)


def test_training_twice_predicts_the_same(extractor, train, validation):
    again = Extractor().fit(train, validation=validation)
    assert again.predict(validation) == extractor.predict(validation)


def test_labels_come_from_the_data():
    text = "Ann leads Acme. Bob leads Bolt."
    tokens = [(0, 3), (4, 9), (10, 14), (14, 15), (16, 19), (20, 25), (26, 30), (30, 31)]
    row = {
        "id": "x",
        "text": text,
        "sentences": [{"start": 0, "end": 15}, {"start": 16, "end": 31}],
        "tokens": [{"start": s, "end": e} for s, e in tokens],
        "entities": [
            {"id": "1", "type": "human", "mentions": [{"start": 0, "end": 3}]},
            {"id": "2", "type": "firm", "mentions": [{"start": 10, "end": 14}]},
            {"id": "3", "type": "human", "mentions": [{"start": 16, "end": 19}]},
            {"id": "4", "type": "firm", "mentions": [{"start": 26, "end": 30}]},
        ],
        "relations": [{"head": "1", "type": "boss", "tail": "2"}, {"head": "3", "type": "boss", "tail": "4"}],
    }
    rows = [row] * 3
    tagger = MentionTagger(C=1.0).fit(rows, [gold_mentions(r) for r in rows])
    assert set(tagger.classes_) == {"O", "U-human", "U-firm"}
    assert tagger.predict([row]) == [gold_mentions(row)]
    model = Extractor().fit(rows)
    assert model.stances_ is None
    assert "stances" not in model.predict([row])[0]


def test_decoding_gives_valid_bio_only(extractor, validation):
    for row, mentions in zip(validation, extractor.tagger_.predict(validation), strict=True):
        assert all(a[1] <= b[0] for a, b in pairwise(mentions)), row["id"]


def test_pair_memory_knows_pairs_only(train):
    memory = PairMemory(by="key").fit(train, [gold_stances(row) for row in train])
    stranger = {
        "id": "s",
        "text": "",
        "entities": [{"id": "1", "type": "STATE", "key": "ardenia"}, {"id": "2", "type": "STATE", "key": "borland"}],
    }
    assert memory.predict([stranger]) == [[]]
    with pytest.raises(ValueError, match="'type' or 'key'"):
        PairMemory(by="name").fit(train, [gold_relations(row) for row in train])
