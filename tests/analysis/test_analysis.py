"""Errors, confusion and breakdowns agree with the counts, and each class is what it says."""

import pytest
from hypothesis import given

from communique.analysis import analyse
from communique.corpus import gold_from_rows
from communique.evaluation import evaluate
from communique.predictions import predictions_from_rows
from tests.scoring.test_properties import cases

TEXT = "Aida Bek met Bolt. Cardia rejected the Dorn pact."
NAMES = {"a": (0, 8, "PERSON"), "b": (13, 17, "PERSON"), "c": (19, 25, "STATE"), "d": (39, 48, "INSTRUMENT")}


def article(entities=NAMES, relations=(), stances=()):
    return {
        "id": "x",
        "event": "v",
        "text": TEXT,
        "sentences": [{"start": 0, "end": 18}, {"start": 19, "end": len(TEXT)}],
        "entities": [{"id": i, "type": kind, "mentions": [[start, end]]} for i, (start, end, kind) in entities.items()],
        "relations": [dict(zip(("head", "type", "tail"), r, strict=True)) for r in relations],
        "stances": [dict(zip(("holder", "polarity", "target"), s, strict=True)) for s in stances],
    }


def found(gold, predicted, *, given=False):
    known = gold_from_rows([gold])
    keys = ("id", "relations", "stances") if given else ("id", "entities", "relations", "stances")
    return analyse(known, predictions_from_rows([{key: predicted[key] for key in keys}], known))


def kinds(analysis, task):
    return [(error.kind, error.gold, error.predicted) for error in analysis.errors if error.task == task]


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ((19, 25, "STATE"), (19, 25, "PERSON"), "wrong type"),
        ((19, 25, "STATE"), (19, 34, "STATE"), "wrong boundary"),
        ((19, 25, "STATE"), (19, 34, "PERSON"), "wrong type and boundary"),
        ((19, 25, "STATE"), None, "missing"),
        (None, (19, 25, "STATE"), "spurious"),
    ],
)
def test_classes_of_mentions(one, two, kind):
    gold, predicted = (article({"a": NAMES["a"]} | ({"c": span} if span else {})) for span in (one, two))
    shown = [span and (TEXT[span[0] : span[1]], span[2]) for span in (one, two)]
    analysis = found(gold, predicted)
    assert kinds(analysis, "entities") == [(kind, *shown)]
    assert analysis.errors[0].sentence == "Cardia rejected the Dorn pact."


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        (("a", "oppose", "d"), ("a", "support", "d"), "wrong polarity"),
        (("a", "oppose", "c"), ("c", "oppose", "a"), "wrong direction"),
        (("a", "oppose", "d"), ("c", "oppose", "d"), "wrong holder"),
        (("a", "oppose", "d"), ("a", "oppose", "c"), "wrong target"),
    ],
)
def test_a_stance_that_differs_in_one_thing_is_one_error(one, two, kind):
    name = {key: TEXT[start:end] for key, (start, end, _) in NAMES.items()}
    shown = [(name[s[0]], s[1], name[s[2]]) for s in (one, two)]
    for given_entities in (True, False):
        analysis = found(article(stances=[one]), article(stances=[two]), given=given_entities)
        assert kinds(analysis, "stance") == [(kind, *shown)]


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        (("a", "represents", "c"), ("a", "attacks", "c"), "wrong type"),
        (("a", "attacks", "b"), ("b", "attacks", "a"), "wrong direction"),
        (("a", "party_to", "d"), ("c", "party_to", "d"), "wrong head"),
        (("a", "attacks", "b"), ("a", "attacks", "c"), "wrong tail"),
    ],
)
def test_a_relation_that_differs_in_one_thing_is_one_error(one, two, kind):
    assert [k for k, *_ in kinds(found(article(relations=[one]), article(relations=[two])), "relations")] == [kind]


def test_an_entity_that_was_not_found_is_named_as_the_cause():
    predicted = article({"a": NAMES["a"]})
    analysis = found(article(stances=[("a", "oppose", "d")]), predicted)
    assert [k for k, *_ in kinds(analysis, "stance")] == ["unaligned entity"]


def test_a_wrong_entity_type_is_named_where_all_else_is_right():
    predicted = article({**NAMES, "c": (19, 25, "IGO")}, relations=[("a", "represents", "c")])
    assert [k for k, *_ in kinds(found(article(relations=[("a", "represents", "c")]), predicted), "relations")] == ["wrong entity type"]


def test_confusion_counts_every_mention_and_pair_once():
    gold = article(stances=[("a", "oppose", "d"), ("c", "support", "d")])
    predicted = article({**NAMES, "c": (19, 25, "IGO")}, stances=[("a", "support", "d"), ("a", "oppose", "b")])
    confusion = found(gold, predicted).confusion
    assert confusion["entities"]["STATE"] == {"PERSON": 0, "STATE": 0, "INSTRUMENT": 0, "IGO": 1}
    assert confusion["stance"]["oppose"]["support"] == 1
    assert confusion["stance"]["support"]["–"] == 1
    assert confusion["stance"]["–"]["oppose"] == 1


@given(cases())
def test_errors_account_for_every_miss(case):
    gold, predicted = case
    known = gold_from_rows(gold)
    read = predictions_from_rows(predicted, known)
    result, analysis = evaluate(known, read, resamples=0), analyse(known, read)
    for task, micro in (
        ("entities", result["entities"]["strict"]["micro"]),
        ("relations", result["relations"]["strict"]["micro"]),
        ("stance", result["stance"]["triple"]["micro"]),
    ):
        errors = [error for error in analysis.errors if error.task == task]
        assert sum(error.gold is not None for error in errors) == micro["fn"], task
        assert sum(error.predicted is not None for error in errors) == micro["fp"], task


@given(cases())
def test_breakdowns_add_up_to_the_whole(case):
    gold, predicted = case
    gold = [{**row, "genre": ("report", "brief")[n % 2], "sentences": [{"start": 0, "end": 60}]} for n, row in enumerate(gold)]
    known = gold_from_rows(gold)
    read = predictions_from_rows(predicted, known)
    result, analysis = evaluate(known, read, resamples=0), analyse(known, read)
    micro = {"relations": result["relations"]["strict"]["micro"], "stance": result["stance"]["triple"]["micro"]}
    for task, whole in micro.items():
        for criterion in ("genre", "reach", "length"):
            groups = analysis.breakdowns.get(criterion, {})
            for count in ("tp", "fp", "fn"):
                assert sum(group.get(task, {}).get(count, 0) for group in groups.values()) == whole[count], (criterion, count)
