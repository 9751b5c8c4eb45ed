"""Tags, transitions and decoding."""

from itertools import pairwise, product

import numpy as np
import pytest

import communique
from communique.models.hashing import FeatureColumns
from communique.models.rows import gold_mentions, sentence_tokens
from communique.models.tagger import MentionTagger
from communique.models.tags import OUTSIDE, SCHEMES, allowed, decode, encode
from communique.models.tokenfeatures import GROUPS, shape, token_features
from communique.models.viterbi import best_path


@pytest.fixture(scope="module")
def train():
    return communique.load("documents", "train")


def article(words, name="a"):
    """A one-sentence article."""
    starts = np.cumsum([0] + [len(word) + 1 for word in words]).tolist()
    tokens = [{"start": at, "end": at + len(word)} for at, word in zip(starts, words, strict=False)]
    text = " ".join(words)
    return {"id": name, "text": text, "sentences": [{"start": 0, "end": len(text)}], "tokens": tokens, "entities": []}


@pytest.mark.parametrize("seed", range(20))
def test_viterbi_finds_what_brute_force_finds(seed):
    random = np.random.default_rng(seed)
    tags, length = 4, int(random.integers(1, 6))
    scores, starts, ends = random.normal(size=(length, tags)), random.normal(size=tags), random.normal(size=tags)
    transitions = np.where(random.random((tags, tags)) < 0.2, -np.inf, random.normal(size=(tags, tags)))

    def total(path):
        steps = sum(transitions[a, b] for a, b in pairwise(path))
        return starts[path[0]] + ends[path[-1]] + steps + sum(scores[i, tag] for i, tag in enumerate(path))

    best = max(product(range(tags), repeat=length), key=total)
    assert total(best) > -np.inf
    assert best_path(scores, transitions, starts, ends) == list(best)


def test_the_best_path_through_nothing_is_empty():
    assert best_path(np.empty((0, 3)), np.zeros((3, 3)), np.zeros(3), np.zeros(3)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mentions_to_tags_and_back(train, scheme):
    for row in train:
        tags = encode(row, gold_mentions(row), scheme)
        found = [span for sentence, tokens in zip(tags, sentence_tokens(row), strict=True) for span in decode(sentence, tokens)]
        assert found == gold_mentions(row)
        for sentence in tags:
            assert all(allowed(one, two, scheme) for one, two in zip([OUTSIDE, *sentence], [*sentence, OUTSIDE], strict=True))


def test_bilou_tells_last_and_single_tokens_apart():
    row = article(["Ann", "Lee", "Roe", "met", "Bob"])
    mentions = [(0, 11, "P"), (16, 19, "P")]
    assert encode(row, mentions, "BILOU") == [["B-P", "I-P", "L-P", "O", "U-P"]]
    assert encode(row, mentions, "BIO") == [["B-P", "I-P", "I-P", "O", "B-P"]]


def test_of_overlapping_mentions_the_first_is_kept():
    row = article(["Ann", "Lee", "Roe"])
    assert encode(row, [(4, 11, "Q"), (0, 7, "P")], "BIO") == [["B-P", "I-P", "O"]]


def test_a_mention_never_ends_open():
    assert not allowed("B-P", OUTSIDE, "BILOU")
    assert not allowed("I-P", "L-Q", "BILOU")
    assert allowed("B-P", OUTSIDE, "BIO")
    assert not allowed(OUTSIDE, "I-P", "BIO")


def test_transitions_outweigh_margins_if_told_to(train):
    mentions = [gold_mentions(row) for row in train]
    tagger = MentionTagger().fit(train, mentions)
    usual = tagger.predict(train)
    assert tagger.set_params(transition_weight=50.0).predict(train) != usual


def test_a_word_is_seen_in_its_other_places():
    words = ["The", "talks", "with", "Zorn", "ended"]
    assert "d-1=mr" not in token_features(article(words), ("document",))[0][3]
    assert "d-1=mr" in token_features(article([*words, "Mr", "Zorn", "left"]), ("document",))[0][3]


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_adds_features(train, group):
    def count(groups):
        return sum(len(token) for sentence in token_features(train[0], groups) for token in sentence)

    assert count((group,)) > count(())


def test_a_gazetteer_marks_the_longest_name():
    row = article(["North", "Korea", "and", "Korea"])
    features = token_features(row, (), {"north korea": "STATE", "korea": "PLACE"})[0]
    assert [[f for f in token if f.startswith("g=")] for token in features] == [["g=STATEB"], ["g=STATEI"], [], ["g=PLACEB"]]


def test_shapes_know_all_scripts():
    assert [shape(word) for word in ("Ankara", "AH-64", "İzmir", "çay", "G7")] == ["Xx", "X-9", "Xx", "x", "X9"]


def test_an_unknown_scheme_is_refused(train):
    with pytest.raises(ValueError, match="BIO, BILOU"):
        MentionTagger(scheme="IOB").fit(train, [gold_mentions(row) for row in train])


def test_columns_are_those_of_features_that_occur_often_enough():
    rows = [["a", "b"], ["a", "c", "c"], ["a", "b"]]
    columns = FeatureColumns(min_rows=2)
    assert sorted(columns.fit_transform(rows).sum(axis=0).A1.tolist()) == [2.0, 3.0]
    assert columns.transform([["c"], ["a", "b", "z"]]).toarray().sum(axis=1).tolist() == [0.0, 2.0]
    assert FeatureColumns().fit(rows).transform(rows).toarray().max() == 1.0
    assert FeatureColumns().fit([]).transform(rows).shape == (3, 0)
