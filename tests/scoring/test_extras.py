"""Evidence, modality, cues, Ign F1 and given pairs: fractions derived by hand."""

import numpy as np
import pytest

import communique
from communique.columns import InputError
from communique.corpus import read_gold
from communique.evaluation import evaluate
from communique.predictions import predictions_from_rows

TEXT = "Arland praised Borland. Corland condemned the deal of Arland and Borland."
ENTITIES = [
    {"id": "a", "type": "STATE", "name": "Arland", "mentions": [[0, 6], [54, 60]]},
    {"id": "b", "type": "STATE", "name": "Borland", "mentions": [[15, 22], [65, 72]]},
    {"id": "c", "type": "STATE", "name": "Corland", "mentions": [[24, 31]]},
]
GOLD = {
    "id": "x-1",
    "event": "x",
    "genre": "report",
    "text": TEXT,
    "sentences": [{"start": 0, "end": 23}, {"start": 24, "end": 73}],
    "entities": ENTITIES,
    "relations": [
        {"head": "a", "type": "allied_with", "tail": "b", "modality": "asserted", "evidence": [{"sentence": 0}, {"sentence": 1}]},
        {"head": "c", "type": "sanctions", "tail": "a", "modality": "alleged", "evidence": [{"sentence": 1}]},
    ],
    "stances": [
        {"holder": "a", "target": "b", "polarity": "support", "cue": [{"sentence": 0, "start": 7, "end": 14}]},
        {"holder": "c", "target": "a", "polarity": "oppose", "cue": [{"sentence": 1, "start": 32, "end": 50}]},
    ],
}


def scored(row):
    return communique.score([GOLD], [{"id": "x-1", **row}], resamples=0)


def test_evidence_counts_sentences_of_right_relations():
    relations = [
        {"head": "b", "type": "allied_with", "tail": "a", "evidence": [1, 5]},  # either order; one of two sentences, one wrong
        {"head": "a", "type": "sanctions", "tail": "c", "evidence": [1]},  # wrong direction
    ]
    found = scored({"relations": relations})["relations"]["evidence"]
    assert (found["tp"], found["fp"], found["fn"]) == (1, 2, 2)
    assert found["f1"] == pytest.approx(1 / 3)


def test_evidence_of_a_relation_between_wrong_types_is_wrong():
    entities = [ENTITIES[0], {**ENTITIES[1], "type": "PLACE"}, ENTITIES[2]]
    relations = [{"head": "a", "type": "allied_with", "tail": "b", "evidence": [0, 1]}]
    relations.append({"head": "c", "type": "sanctions", "tail": "a", "evidence": [1]})
    found = scored({"entities": entities, "relations": relations})["relations"]["evidence"]
    assert (found["tp"], found["fp"], found["fn"]) == (1, 2, 2)


def test_modality_counts_right_relations_that_say_one():
    relations = [
        {"head": "a", "type": "allied_with", "tail": "b", "modality": "planned"},
        {"head": "c", "type": "sanctions", "tail": "a", "modality": "alleged"},
        {"head": "a", "type": "sanctions", "tail": "c", "modality": "alleged"},
    ]
    assert scored({"relations": relations})["relations"]["modality_accuracy"] == 1 / 2
    without = [{key: value for key, value in relation.items() if key != "modality"} for relation in relations]
    assert "modality_accuracy" not in scored({"relations": without})["relations"]


@pytest.mark.parametrize("cue", ["Condemned it", ["Condemned it"], [[32, 41], [0, 6]], [{"start": 32, "end": 41}, {"start": 0, "end": 6}]])
def test_cue_words_overlap(cue):
    # Gold "condemned the deal" has three words, the prediction two, of which "condemned" is shared: P 1/2, R 1/3.
    found = scored({"stances": [{"holder": "c", "target": "a", "polarity": "oppose", "cue": cue}]})["stance"]["cue"]
    assert (found["precision"], found["recall"]) == (1 / 2, 1 / 3)
    assert found["f1"] == pytest.approx(2 / 5)


def test_cues_of_wrong_stances_do_not_count():
    found = scored({"stances": [{"holder": "c", "target": "a", "polarity": "support", "cue": "condemned"}]})["stance"]["cue"]
    assert (found["tp"], found["fp"], found["fn"], found["f1"]) == (0, 0, 0, None)


@pytest.mark.parametrize(
    ("layer", "field", "value"), [("stances", "cue", [[70, 90]]), ("stances", "cue", [3]), ("relations", "evidence", ["one"])]
)
def test_bad_quotations_are_refused(layer, field, value):
    record = {"holder": "c", "target": "a", "polarity": "oppose"} if layer == "stances" else {"head": "a", "type": "sanctions", "tail": "c"}
    with pytest.raises(InputError, match=rf"x-1.*{layer}\.{field}"):
        scored({layer: [{**record, field: value}]})


def test_ignoring_train_leaves_right_known_triples_out_of_precision_only(tmp_path):
    import json

    paths = {}
    # The second is known from training and wrong here: a false positive that stays one.
    train = {
        **GOLD,
        "id": "t-1",
        "relations": [{"head": "b", "type": "allied_with", "tail": "a"}, {"head": "c", "type": "sanctions", "tail": "b"}],
    }
    for name, row in (("gold", GOLD), ("train", train)):
        paths[name] = tmp_path / f"{name}.jsonl"
        paths[name].write_text(json.dumps(row) + "\n", encoding="utf-8")
    gold = read_gold(paths["gold"], train=paths["train"])
    relations = [{"head": "a", "type": "allied_with", "tail": "b"}, {"head": "c", "type": "sanctions", "tail": "a"}]
    relations += [{"head": "c", "type": "sanctions", "tail": "b"}]
    found = evaluate(gold, predictions_from_rows([{"id": "x-1", "relations": relations}], gold), resamples=0)["relations"]
    assert found["strict"]["micro"]["precision"] == 2 / 3
    assert found["ignoring_train"]["precision"] == 1 / 2
    assert found["ignoring_train"]["recall"] == 1.0
    # Known from training, but of a wrong entity type: not right, so it stays in precision.
    entities = [{**entity, "type": "ORG" if entity["id"] == "a" else "STATE"} for entity in ENTITIES]
    entities = [{key: entity[key] for key in ("id", "type", "mentions")} for entity in entities]
    row = {"id": "x-1", "entities": entities, "relations": relations[:1]}
    found = evaluate(gold, predictions_from_rows([row], gold), resamples=0)["relations"]
    assert found["ignoring_train"]["precision"] == 0.0


def test_given_pairs_score_the_absence_of_a_stance_too():
    # Pairs that meet in a sentence: a-b, b-a, a-c, c-a, b-c, c-b. Gold: a-b support, c-a oppose, four without.
    stances = [{"holder": "a", "target": "b", "polarity": "oppose"}, {"holder": "b", "target": "a", "polarity": "support"}]
    found = scored({"stances": [*stances, {"holder": "c", "target": "a", "polarity": "oppose"}]})["stance"]["given_pairs"]
    assert found["confusion"]["support"] == {"none": 0, "support": 0, "oppose": 1}
    assert found["confusion"]["none"] == {"none": 3, "support": 1, "oppose": 0}
    assert found["accuracy"] == pytest.approx(4 / 6)
    # none: P 3/3, R 3/4; support: 0; oppose: P 1/2, R 1.
    assert found["macro"]["f1"] == pytest.approx((6 / 7 + 0 + 2 / 3) / 3)
    assert found["f_avg"] == pytest.approx((0 + 2 / 3) / 2)


def test_given_pairs_agree_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rows, pairs = communique.load("documents", "test"), communique.load("stance", "test")
    chance = np.random.default_rng(3)
    labels = ["none", "support", "oppose", "mixed", "neutral"]
    guess = [labels[code] for code in chance.integers(0, 5, size=len(pairs))]
    stances = {row["id"]: [] for row in rows}
    for pair, label in zip(pairs, guess, strict=True):
        if label != "none":
            stances[pair["document"]].append({"holder": pair["holder"], "target": pair["target"], "polarity": label})
    found = communique.score("test", [{"id": key, "stances": value} for key, value in stances.items()], resamples=0)["stance"][
        "given_pairs"
    ]
    gold = [pair["label"] for pair in pairs]
    assert found["macro"]["f1"] == pytest.approx(metrics.f1_score(gold, guess, average="macro", labels=labels))
    matrix = metrics.confusion_matrix(gold, guess, labels=labels)
    assert [[found["confusion"][one][two] for two in labels] for one in labels] == matrix.tolist()
