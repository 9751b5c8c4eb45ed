"""Answers of language models: read tolerantly, placed in the text, scored like any prediction."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import communique
from communique.harness import (
    answer_of,
    extraction_item,
    extraction_scores,
    prediction,
    read_labels,
    read_object,
    relation_item,
    relation_scores,
    stance_item,
    stance_scores,
)
from communique.labels import labels
from communique.prompts import extraction_prompt, relation_prompt, stance_prompt

POLARITIES = (*labels().polarities, "none")
RELATIONS = (*labels().relation_types, "no_relation")
OBJECT = {"entities": [{"name": "A {b}", "type": "PERSON", "mentions": ['A "b"', "[c]"]}], "relations": [], "stances": []}


@pytest.fixture(scope="module")
def rows():
    return [row for split in ("train", "validation", "test") for row in communique.load("documents", split)]


@pytest.mark.parametrize(
    ("answer", "names", "expected"),
    [
        ("support", POLARITIES, ["support"]),
        (" Oppose.\n", POLARITIES, ["oppose"]),
        ("**neutral**", POLARITIES, ["neutral"]),
        ('```json\n{"stance": "mixed"}\n```', POLARITIES, ["mixed"]),
        ("It could be support or oppose.\nStance: oppose", POLARITIES, ["oppose"]),
        ("<think>support? oppose?</think>none", POLARITIES, ["none"]),
        ("The answer is support", POLARITIES, ["support"]),
        ("One might say oppose.\nsupport", POLARITIES, ["support"]),
        ("unsupportable", POLARITIES, []),
        ("", POLARITIES, []),
        ("lol", POLARITIES, []),
        ("No relation", RELATIONS, ["no_relation"]),
        ("party-to, subject of", RELATIONS, ["party_to", "subject_of"]),
        ("Relation: MEETS", RELATIONS, ["meets"]),
    ],
)
def test_labels_are_read(answer, names, expected):
    assert read_labels(answer, names) == expected


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "```json\n{}\n```",
        "Sure! Here is {{the}} JSON:\n\n{}\nLet me know.",
        '<think>{{"entities": [1]}}</think>{}',
        'First {{"a": 1}}, then {}',
        "```\n{}",
    ],
)
def test_objects_are_found(wrap):
    assert read_object(wrap.format(json.dumps(OBJECT))) == OBJECT
    assert read_object(wrap.format(json.dumps(OBJECT, indent=2))) == OBJECT


@pytest.mark.parametrize(
    "answer", ["", "lol", "{", "}{", '{"a": 1}', '{"entities": 3}', "[1]", '{"entities"' * 50, "[{" * 5000, '{"a":' * 5000]
)
def test_what_is_no_object_is_none(answer):
    assert read_object(answer) is None


def test_an_answer_cut_off_keeps_what_is_whole(rows):
    answer = answer_of(rows[0])
    text = json.dumps(answer)
    assert len(answer["entities"]) > 5
    kept = set()
    for end in range(0, len(text), 7):
        found = read_object("```json\n" + text[:end])
        if found is not None:
            count = len(found["entities"])
            assert found["entities"][: count - 1] == answer["entities"][: count - 1]
            kept.add((count, len(found.get("relations", [])), len(found.get("stances", []))))
    assert {count for count, *_ in kept} >= set(range(1, len(answer["entities"]) + 1))
    assert sorted(kept) == sorted(kept, key=sum)
    assert max(kept)[1] == len(answer["relations"])


@given(st.text(alphabet='{}[]":,abcentitslro \\\n`', max_size=60))
def test_nothing_breaks_the_reader(answer):
    found = read_object(answer)
    assert found is None or isinstance(found, dict)
    made = prediction("a", "Aida met Bolt.", found)
    assert set(made) == {"id", "entities", "relations", "stances"}


def test_gold_in_the_answer_form_comes_back_where_wordings_occur_once(rows):
    gold, made = [], []
    for row in rows:
        once = []
        for entity in row["entities"]:
            words = {mention["text"] for mention in entity["mentions"]}
            if all(len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", row["text"])) == 1 for word in words):
                once.append(entity)
        ids = {entity["id"] for entity in once}
        kept = {
            **{key: row[key] for key in ("id", "event", "text")},
            "entities": once,
            "relations": [r for r in row["relations"] if {r["head"], r["tail"]} <= ids],
            "stances": [s for s in row["stances"] if {s["holder"], s["target"]} <= ids | {"author"}],
        }
        gold.append(kept)
        made.append(prediction(row["id"], row["text"], answer_of(kept)))
    assert sum(len(row["entities"]) for row in gold) > len(rows)
    result = communique.score(gold, made, resamples=0)
    for value in (result["entities"]["strict"], result["relations"]["strict"], result["stance"]["triple"]):
        assert value["micro"]["f1"] == 1.0


def test_whole_gold_loses_little(rows):
    items = [extraction_item(row, f"Here:\n```json\n{json.dumps(answer_of(row))}\n```") for row in rows]
    scores = extraction_scores(items)
    assert scores["readable"] == 1.0
    assert 0.9 < scores["overall_f1"] < 1.0


def test_scores_are_those_of_communique_score(rows):
    answers = [json.dumps({**(a := answer_of(row)), "entities": a["entities"][::2]}) for row in rows]
    scores = extraction_scores([extraction_item(row, answer) for row, answer in zip(rows, answers, strict=True)])
    made = [prediction(row["id"], row["text"], json.loads(answer)) for row, answer in zip(rows, answers, strict=True)]
    result = communique.score(rows, made, resamples=0)
    assert scores["entities_f1"] == result["entities"]["strict"]["micro"]["f1"]
    assert scores["stance_f1"] == result["stance"]["triple"]["micro"]["f1"]
    assert 0.2 < scores["entities_f1"] < 0.8


def test_words_are_placed_longest_first_as_whole_words_and_once():
    text = "🕊 The Pakistani Taliban and the Taliban met; Talibanisation, said the Taliban."
    answer = {
        "entities": [
            {"name": "Taliban", "type": "ARMED_GROUP", "mentions": ["Taliban", "Taliban", "Taliban"]},
            {"name": "TTP", "type": "ARMED_GROUP", "mentions": ["Pakistani  Taliban", "nowhere"]},
            {"name": "Ghost", "type": "PERSON", "mentions": ["Ghost"]},
            {"name": "Odd", "type": "NO_TYPE", "mentions": ["met"]},
            "no entity",
        ],
        "relations": [
            {"head": "taliban", "type": "meets", "tail": "pakistani taliban"},
            {"head": "Taliban", "type": "meets", "tail": "TTP"},
            {"head": "Taliban", "type": "likes", "tail": "TTP"},
            {"head": "Taliban", "type": "meets", "tail": "Ghost"},
            {"head": 3, "type": ["meets"], "tail": None},
        ],
        "stances": [
            {"holder": "Author", "target": "TTP", "polarity": "oppose"},
            {"holder": "TTP", "target": "author", "polarity": "oppose"},
        ],
    }
    made = prediction("a", text, answer)
    surfaces = [[text[start:end] for start, end in entity["mentions"]] for entity in made["entities"]]
    assert surfaces == [["Taliban", "Taliban"], ["Pakistani Taliban"]]
    assert made["entities"][1]["mentions"] == [[6, 23]]
    assert made["relations"] == [{"head": "x1", "type": "meets", "tail": "x2"}]
    assert made["stances"] == [{"holder": "author", "target": "x2", "polarity": "oppose"}]


def test_repeated_names_are_told_apart():
    mention = {"start": 0, "end": 5, "text": "talks"}
    entities = [{"id": f"e{n}", "type": "EVENT", "name": "talks", "mentions": [{**mention, "start": 9 * n}]} for n in range(3)]
    answer = answer_of({"entities": entities, "relations": [], "stances": [{"holder": "author", "target": "e2", "polarity": "mixed"}]})
    assert [entity["name"] for entity in answer["entities"]] == ["talks", "talks (2)", "talks (3)"]
    assert answer["stances"] == [{"holder": "author", "target": "talks (3)", "polarity": "mixed"}]


@pytest.mark.parametrize("split", ["validation", "test"])
def test_pairs_perfect_wrong_and_unreadable(split):
    stances, relations = communique.load("stance", split), communique.load("relations", split)
    for rows, item, scores, key, perfect in (
        (stances, stance_item, stance_scores, "stance_f1", lambda row: row["label"]),
        (relations, relation_item, relation_scores, "relations_f1", lambda row: ", ".join(row["labels"]) or "no relation"),
    ):
        assert scores([item(row, perfect(row)) for row in rows]) == dict.fromkeys(scores([item(rows[0], "lol")]), 1.0)
        nothing = scores([item(row, "lol") for row in rows])
        assert (nothing[key], nothing["accuracy"], nothing["readable"]) == (0.0, 0.0, 0.0)
    half = stance_scores([stance_item(row, "oppose" if row["label"] == "support" else row["label"]) for row in stances])
    assert half["pair_f1"] == 1.0
    assert 0 < half["stance_f1"] < 1


def test_prompts_state_every_label_and_the_text(rows):
    known = labels()
    prompt = extraction_prompt(rows[0])
    assert rows[0]["text"] in prompt
    for name in (*known.entity_types, *known.relation_types, *known.polarities):
        assert f"\n- {name}" in prompt
        assert " ".join(known.definitions[name].split()) in prompt
    stance, relation = communique.load("stance", "test")[0], communique.load("relations", "test")[0]
    assert stance["holder_name"] in stance_prompt(stance)
    assert "the author of the text" in stance_prompt({**stance, "holder": "author"})
    assert all(f"- {name} (" in relation_prompt(relation) for name in known.relation_types)
    editorial = next(row for row in rows if row["genre"] == "editorial")
    assert "In an editorial" in extraction_prompt(editorial)
    assert "In an editorial" not in extraction_prompt(next(row for row in rows if row["genre"] == "report"))
