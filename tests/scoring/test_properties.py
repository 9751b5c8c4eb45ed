"""What must hold of scores whatever the data."""

import random
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

import communique


def score(gold, predicted):
    return communique.score(gold, predicted, resamples=0)


TYPES, RELATIONS, POLARITIES = ("A", "B", "C"), ("r", "q", "meets"), ("support", "oppose", "mixed")
TEXT = "z" * 60


@st.composite
def articles(draw, size=3):
    rows = []
    for number in range(draw(st.integers(1, size))):
        cuts = sorted(draw(st.sets(st.integers(0, 59), max_size=12)))
        spans = [[a, b] for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
        entities, at = [], 0
        while at < len(spans):
            take = draw(st.integers(1, 3))
            entities.append({"id": f"e{len(entities)}", "type": draw(st.sampled_from(TYPES)), "mentions": spans[at : at + take]})
            at += take
        ids = [entity["id"] for entity in entities]
        relations, stances = {}, {}
        if len(ids) > 1:
            pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=6))
            for one, two in pairs:
                if one != two:
                    kind = draw(st.sampled_from(RELATIONS))
                    ends = tuple(sorted((one, two))) if kind == "meets" else (one, two)
                    relations[(*ends, kind)] = {"head": ends[0], "type": kind, "tail": ends[1]}
                    stances[one, two] = {"holder": one, "target": two, "polarity": draw(st.sampled_from(POLARITIES))}
        rows.append(
            {
                "id": f"a{number}",
                "text": TEXT,
                "entities": entities,
                "relations": list(relations.values()),
                "stances": list(stances.values()),
            }
        )
    return rows


@st.composite
def cases(draw):
    gold = draw(articles())
    other = draw(articles())
    predicted = [{**row, "id": gold[i]["id"]} for i, row in enumerate(other[: len(gold)])]
    for row in gold[len(predicted) :]:
        predicted.append(deepcopy(row))
    return gold, predicted


def numbers(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, (*path, key))
    elif not isinstance(value, str):
        yield path, value


def ratios(result):
    return {path: value for path, value in numbers(result.scores) if path[-1] not in ("tp", "fp", "fn")}


@given(articles())
def test_gold_against_itself_is_one(rows):
    for path, value in ratios(score(rows, rows)).items():
        assert value is None or value == 1, path


@given(cases(), st.randoms())
def test_the_order_of_anything_does_not_matter(case, chance):
    gold, predicted = case
    before = score(gold, predicted)
    for rows in (gold, predicted):
        chance.shuffle(rows)
        for row in rows:
            for layer in ("entities", "relations", "stances"):
                chance.shuffle(row[layer])
            for entity in row["entities"]:
                chance.shuffle(entity["mentions"])
    after = score(gold, predicted)
    assert after.scores == before.scores


@given(cases())
def test_the_corpus_doubled_gives_the_same_ratios(case):
    gold, predicted = case
    double = [rows + [{**row, "id": f"{row['id']}-again"} for row in rows] for rows in (gold, predicted)]
    one, two = ratios(score(gold, predicted)), ratios(score(*double))
    assert one.keys() == two.keys()
    for path, value in one.items():
        assert two[path] == value or abs(two[path] - value) < 1e-12, path


@given(cases())
def test_matching_is_symmetric(case):
    gold, predicted = case
    there, back = score(gold, predicted), score(predicted, gold)
    for mode in ("strict", "exact", "type", "partial"):
        one, two = there["entities"][mode]["micro"], back["entities"][mode]["micro"]
        assert (one["tp"], one["fp"], one["fn"]) == (two["tp"], two["fn"], two["fp"])


@given(cases())
def test_renaming_labels_permutes_rows(case):
    gold, predicted = case
    name = {"A": "B", "B": "C", "C": "A"}
    turned = deepcopy((gold, predicted))
    for rows in turned:
        for row in rows:
            for entity in row["entities"]:
                entity["type"] = name[entity["type"]]
    one, two = score(gold, predicted)["entities"], score(*turned)["entities"]
    for mode in ("strict", "exact", "type", "partial"):
        assert one[mode]["micro"] == two[mode]["micro"]
    for kind, row in one["strict"]["per_type"].items():
        assert two["strict"]["per_type"][name[kind]] == row


@given(cases(), st.data())
def test_removing_a_prediction_never_raises_recall(case, data):
    gold, predicted = case
    full = score(gold, predicted)
    spots = [(i, layer, j) for i, row in enumerate(predicted) for layer in ("relations", "stances") for j in range(len(row[layer]))]
    if not spots:
        return
    i, layer, j = data.draw(st.sampled_from(spots))
    less = deepcopy(predicted)
    del less[i][layer][j]
    part = score(gold, less)
    task, mode = ("relations", "strict") if layer == "relations" else ("stance", "triple")
    before, after = full[task][mode]["micro"], part[task][mode]["micro"]
    assert after["tp"] <= before["tp"]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6))
def test_one_deleted_relation_gives_the_recall_that_arithmetic_says(seed):
    rows = communique.load("documents", "test")
    total = sum(len({(r["head"], r["type"], r["tail"]) for r in row["relations"]}) for row in rows)
    copies = deepcopy(rows)
    chance = random.Random(seed)
    victim = chance.choice([row for row in copies if row["relations"]])
    gone = chance.choice(victim["relations"])
    same = [r for r in victim["relations"] if (r["head"], r["type"], r["tail"]) == (gone["head"], gone["type"], gone["tail"])]
    victim["relations"] = [r for r in victim["relations"] if r not in same]
    micro = score("test", copies)["relations"]["strict"]["micro"]
    assert micro["recall"] == (total - 1) / total
    assert micro["precision"] == 1
