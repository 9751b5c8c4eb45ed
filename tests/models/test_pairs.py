"""Pairs of entities: features, candidates, thresholds."""

import numpy as np
import pytest

from communique.models.lexicon import leaning
from communique.models.pairfeatures import PairReader
from communique.models.relations import RelationClassifier
from communique.models.stances import StanceClassifier
from communique.models.thresholds import best_threshold


def article(text, entities, **more):
    """An article whose words and full stops are parted by spaces; entities are (id, type, words...)."""
    tokens, sentences, at, first = [], [], 0, 0
    for word in text.split():
        tokens.append({"start": at, "end": at + len(word)})
        at += len(word) + 1
        if word == ".":
            sentences.append({"start": first, "end": at - 1})
            first = at
    found = []
    for key, kind, *words in entities:
        places = [(i, i + len(word)) for word in words for i in range(len(text)) if text.startswith(word, i)]
        found.append({"id": key, "type": kind, "mentions": [{"start": s, "end": e, "text": text[s:e]} for s, e in places]})
    return {"id": "a", "text": text, "sentences": sentences, "tokens": tokens, "entities": found, **more}


@pytest.mark.parametrize("seed", range(30))
def test_the_threshold_is_as_good_as_any(seed):
    random = np.random.default_rng(seed)
    size = int(random.integers(1, 12))
    scored = [(float(score), bool(right)) for score, right in zip(random.integers(0, 6, size), random.random(size) < 0.4, strict=True)]
    total = sum(right for _, right in scored) + int(random.integers(0, 4))

    def f1(threshold):
        kept = [right for score, right in scored if score > threshold]
        return 2 * sum(kept) / (len(kept) + total) if kept else 0.0

    assert f1(best_threshold(scored, total)) == max(f1(threshold) for threshold in [-1.0, *np.arange(0, 6.5, 0.5)])


def test_without_anything_right_nothing_is_predicted():
    assert best_threshold([(1.0, False), (2.0, False)], 3) == np.inf
    assert best_threshold([], 0) == np.inf


def test_names_are_masked_unless_asked_for():
    row = article("Ann praised Acme yesterday .", [("1", "P", "Ann"), ("2", "O", "Acme")])
    masked = PairReader(row, {"types", "between", "around", "distance", "sentence", "document", "speech", "lexicon"}).features("1", "2")
    assert not [feature for feature in masked if "ann" in feature or "acme" in feature]
    assert "b=<praised" in masked
    assert "e1=ann" in PairReader(row).features("1", "2")


def test_the_context_names_roles_and_types_only():
    row = article("Ann met Bob . Acme fell .", [("1", "P", "Ann"), ("2", "P", "Bob"), ("3", "O", "Acme")])
    reader = PairReader(row, {"context"})
    assert reader.features("1", "2") == ["bias", "context=the first p met the second p ."]
    assert reader.features("3", "2") == ["bias", "context=p met the second p . the first o fell ."]


def test_direction_is_seen():
    row = article("Ann praised Acme .", [("1", "P", "Ann"), ("2", "O", "Acme")])
    reader = PairReader(row)
    assert "b=<praised" in reader.features("1", "2")
    assert "b=>praised" in reader.features("2", "1")


def test_negation_reaches_three_words():
    row = article("Ann did not ever praise the new Acme plan .", [("1", "P", "Ann"), ("2", "O", "Acme")])
    between = {feature for feature in PairReader(row, {"between"}).features("1", "2") if feature.startswith("b=<")}
    assert between == {"b=<did", "b=<not", "b=<not_ever", "b=<not_praise", "b=<not_the", "b=<new"}


def test_a_list_before_is_passed_over():
    row = article("Rome , Oslo and Bonn in Europe .", [("1", "C", "Rome"), ("2", "C", "Oslo"), ("3", "C", "Bonn"), ("4", "R", "Europe")])
    assert "path=<in" in PairReader(row).features("1", "4")
    assert "path=<in" in PairReader(row).features("3", "4")


def test_distance_counts_sentences():
    row = article("Ann left . It rained . Acme fell .", [("1", "P", "Ann"), ("2", "O", "Acme"), ("3", "O")])
    reader = PairReader(row)
    assert reader.distance("1", "2") == 2
    assert reader.distance("1", "3") == np.inf


def test_who_speaks_for_another_lends_it_the_words():
    row = article(
        "Ann of Ruritania condemned Acme .",
        [("1", "P", "Ann"), ("2", "S", "Ruritania"), ("3", "O", "Acme")],
        relations=[{"head": "1", "type": "speaks_for", "tail": "2"}],
    )
    told = PairReader(row, {"proxy", "between"}, "speaks_for").features("2", "3")
    assert "v:b=<condemned" in told
    assert not any(feature.startswith("v") for feature in PairReader(row, {"proxy", "between"}).features("2", "3"))
    assert not any(feature.startswith("v:b") for feature in PairReader(row, {"proxy"}, "other").features("2", "3"))


def test_the_subject_of_a_reporting_verb_speaks():
    row = article("Ann accused Acme . Acme met Ann .", [("1", "P", "Ann"), ("2", "O", "Acme")])
    reader = PairReader(row, {"speech"})
    assert "speaks=accused" in reader.features("1", "2")
    assert not [feature for feature in reader.features("2", "1") if feature.startswith("speaks=a")]


def test_leaning_turns_when_negated():
    assert [leaning(word) for word in ("welcomed", "not_welcomed", "condemns", "several", "bank", "the")] == [1, -1, -1, 0, 0, 0]


FRIENDS = [
    article(f"Ann {verb} Acme . Bob left Bolt .", [("1", "P", "Ann"), ("2", "O", "Acme"), ("3", "P", "Bob"), ("4", "O", "Bolt")])
    for verb in ("praised", "condemned", "praised", "condemned", "joined", "joined")
]


def test_stances_are_told_apart_after_they_are_found():
    y = [
        [("1", {"praised": "for", "condemned": "against"}[row["text"].split()[1]], "2")] if "joined" not in row["text"] else []
        for row in FRIENDS
    ]
    model = StanceClassifier(C=10.0).fit(FRIENDS, y)
    assert model.classes_.tolist() == ["against", "for"]
    assert model.predict(FRIENDS) == y


def test_a_single_polarity_is_learnt_too():
    y = [[("1", "for", "2")] if "praised" in row["text"] else [] for row in FRIENDS]
    assert StanceClassifier(C=10.0).fit(FRIENDS, y).predict(FRIENDS) == y


def test_the_author_holds_stances_in_editorials_only():
    editorials = [{**row, "genre": "editorial"} for row in FRIENDS]
    y = [[("author", "for", "2")] for _ in editorials]
    model = StanceClassifier(threshold=-np.inf).fit(editorials, y)
    assert any(holder == "author" for holder, _, _ in model.predict(editorials)[0])
    assert not any(holder == "author" for holder, _, _ in model.predict(FRIENDS)[0])


def test_a_symmetric_relation_is_found_in_either_order_and_given_once():
    rows = [article(f"Ann {verb} Bob .", [("1", "P", "Ann"), ("2", "P", "Bob")]) for verb in ("met", "met", "saw", "saw")]
    y = [[("2", "meets", "1")], [("1", "meets", "2")], [], []]
    model = RelationClassifier(C=10.0, symmetric=("meets",)).fit(rows, y)
    assert model.predict(rows) == [[("1", "meets", "2")], [("1", "meets", "2")], [], []]


def test_only_types_that_met_in_training_are_related():
    rows = [article(f"Ann {verb} Acme .", [("1", "P", "Ann"), ("2", "O", "Acme")]) for verb in ("runs", "runs", "left", "left")]
    y = [[("1", "boss", "2")], [("1", "boss", "2")], [], []]
    model = RelationClassifier(C=10.0, threshold=-np.inf).fit(rows, y)
    assert model.signatures_ == [("P", "boss", "O")]
    stranger = article("Ann runs Acme .", [("1", "P", "Ann"), ("2", "Q", "Acme")])
    assert model.predict([stranger, rows[0]]) == [[], [("1", "boss", "2")]]


def test_a_given_threshold_is_not_tuned():
    y = [[("1", "for", "2")] if "praised" in row["text"] else [] for row in FRIENDS]
    assert StanceClassifier(threshold=0.25).fit(FRIENDS, y).tune(FRIENDS, y).threshold_ == 0.25
    assert StanceClassifier().fit(FRIENDS, y).tune(FRIENDS, y).threshold_ != 0.0
