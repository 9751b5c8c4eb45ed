"""The same numbers as other people's scorers, wherever their definition is the same."""

import random

import pytest
from nervaluate import Evaluator
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2
from sklearn.metrics import cohen_kappa_score

import communique
from communique.agreement import cohen_kappa
from communique.bio import read_bio
from communique.corpus import load_gold

TYPES = ("STATE", "PERSON", "EVENT")


def sequence(chance, length):
    tags, kind = [], None
    for _ in range(length):
        roll = chance.random()
        if kind and roll < 0.4:
            tags.append(f"I-{kind}")
        elif roll < 0.7:
            kind = chance.choice(TYPES)
            tags.append(f"B-{kind}")
        else:
            kind = None
            tags.append("O")
    return tags


def noisy(chance, tags):
    """Change some tags, keeping to BIO."""
    out = [chance.choice(("O", *(f"B-{kind}" for kind in TYPES))) if chance.random() < 0.2 else tag for tag in tags]
    for i, tag in enumerate(out):
        if tag.startswith("I-") and (i == 0 or out[i - 1][2:] != tag[2:]):
            out[i] = "B-" + tag[2:]
    return out


def row(number, tags):
    entities, start = [], None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            entities.append({"id": f"e{len(entities)}", "type": tags[start][2:], "mentions": [[2 * start, 2 * i - 1]]})
            start = None
        if tag.startswith("B-"):
            start = i
    return {"id": f"s{number}", "text": "w " * len(tags), "entities": entities}


def pairs(seed, count=60):
    chance = random.Random(seed)
    gold = [sequence(chance, chance.randint(0, 25)) for _ in range(count)]
    predicted = [noisy(chance, tags) for tags in gold]
    ours = communique.score([row(i, t) for i, t in enumerate(gold)], [row(i, t) for i, t in enumerate(predicted)], resamples=0)["entities"]
    return gold, predicted, ours


@pytest.mark.parametrize("seed", range(10))
def test_strict_is_seqeval_strict_iob2(seed):
    gold, predicted, ours = pairs(seed)
    for average in ("micro", "macro"):
        theirs = precision_recall_fscore_support(gold, predicted, average=average, scheme=IOB2, zero_division=0)
        mine = ours["strict"][average]
        assert [mine[name] for name in ("precision", "recall", "f1")] == pytest.approx(list(theirs[:3])), average


def separate(gold, predicted):
    """Whether every mention overlaps one of the other side at most: only there do all alignments agree."""

    def spans(tags):
        return [tuple(m) for e in row(0, tags)["entities"] for m in e["mentions"]]

    for g, p in zip(gold, predicted, strict=True):
        one, two = spans(g), spans(p)
        for mine, theirs in ((one, two), (two, one)):
            if any(sum(a < d and c < b for c, d in theirs) > 1 for a, b in mine):
                return False
    return True


@pytest.mark.parametrize("seed", range(40))
def test_all_modes_are_nervaluate_where_alignments_cannot_differ(seed):
    gold, predicted, ours = pairs(seed, count=3)
    if not separate(gold, predicted):
        return
    theirs = Evaluator(gold, predicted, tags=list(TYPES), loader="list").evaluate()["overall"]
    for mode, name in (("strict", "strict"), ("exact", "exact"), ("type", "ent_type"), ("partial", "partial")):
        mine = ours[mode]["micro"]
        assert (mine["precision"] or 0, mine["recall"] or 0) == pytest.approx((theirs[name].precision, theirs[name].recall)), mode


def test_some_of_the_cases_above_are_compared():
    assert sum(separate(*pairs(seed, count=3)[:2]) for seed in range(40)) >= 5


def test_where_nervaluate_differs_two_predictions_in_one_gold():
    # It takes the first that overlaps, whatever its type; here the one of the same type is matched.
    gold, predicted = ["B-PERSON", "I-PERSON"], ["B-EVENT", "B-PERSON"]
    ours = communique.score([row(0, gold)], [row(0, predicted)], resamples=0)["entities"]["type"]["micro"]
    theirs = Evaluator([gold], [predicted], tags=list(TYPES), loader="list").evaluate()["overall"]["ent_type"]
    assert ours["tp"] == 1
    assert theirs.correct == 0


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_scikit_learns(seed):
    chance = random.Random(seed)
    one = [chance.choice("abc") for _ in range(50)]
    two = [x if chance.random() < 0.7 else chance.choice("abcd") for x in one]
    assert cohen_kappa(one, two) == pytest.approx(cohen_kappa_score(one, two))


def test_bio_and_spans_of_the_dataset_score_alike(tmp_path):
    chance = random.Random(1)
    gold = load_gold("test")
    sentences = communique.load("entities", "test")
    tags = [noisy(chance, row["ner_tags"]) for row in sentences]
    text = "\n\n".join(
        "\n".join(f"{token} {tag}" for token, tag in zip(row["tokens"], kinds, strict=True))
        for row, kinds in zip(sentences, tags, strict=True)
    )
    (tmp_path / "p.conll").write_text(text, encoding="utf-8")
    ours = communique.score(gold, read_bio(tmp_path / "p.conll", sentences), resamples=0)["entities"]["strict"]["micro"]
    theirs = precision_recall_fscore_support([row["ner_tags"] for row in sentences], tags, average="micro", scheme=IOB2, zero_division=0)
    assert [ours[name] for name in ("precision", "recall", "f1")] == pytest.approx(list(theirs[:3]))
