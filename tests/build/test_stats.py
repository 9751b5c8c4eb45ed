"""The numbers of the card, counted again from the sources by other means than the build's."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import cohen_kappa_score

from communique.article import read_article

DATASET = Path(__file__).resolve().parents[2] / "dataset"
STATS = json.loads((DATASET / "stats.json").read_text(encoding="utf-8"))
SYMMETRIC = {"meets", "allied_with"}
LINK = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]\(([a-z0-9-]+)\)")


def source(path):
    """Front matter as YAML has it, and the keys of the links in the text."""
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), LINK.findall(text)


@pytest.fixture(scope="module")
def sources():
    return {path.stem: source(path) for path in (DATASET / "articles").glob("*.md")}


@pytest.fixture(scope="module")
def split_of():
    rows = (DATASET / "splits.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(row.split("\t") for row in rows)


def recount(part):
    heads = [head for head, _ in part]
    relations = [r for head in heads for r in head["relations"]]
    stances = [s for head in heads for s in head["stances"]]
    return {
        "articles": len(heads),
        "events": len({head["event"] for head in heads}),
        "stories": len({head["story"] for head in heads}),
        "entities": Counter(kind for head in heads for kind in head["entities"].values()),
        "mentions": Counter(head["entities"][key] for head, links in part for key in links),
        "relations": Counter(r["type"] for r in relations),
        "modality": Counter(r.get("modality", "asserted") for r in relations),
        "stances": Counter(s["polarity"] for s in stances),
        "expression": Counter(s["expression"] for s in stances),
        "changed_stances": sum("was" in s for s in stances),
        "reported_stances": sum("by" in s for s in stances),
        "with_evidence": {"relations": sum("evidence" in r for r in relations), "stances": sum("cue" in s for s in stances)},
    }


@pytest.mark.parametrize("split", ["whole", "train", "validation", "test"])
def test_the_counts_are_those_of_the_sources(sources, split_of, split):
    stated = STATS["whole"] if split == "whole" else STATS["splits"][split]
    part = [one for one in sources.values() if split in ("whole", split_of[one[0]["story"]])]
    for name, found in recount(part).items():
        if isinstance(found, Counter):
            assert {key: count for key, count in stated[name].items() if count and key != "total"} == dict(found), name
            assert stated[name].get("total", found.total()) == found.total(), name
        else:
            assert stated[name] == found, name
    for name, density in stated["per_1000_tokens"].items():
        assert density == round(1000 * stated[name]["total"] / stated["tokens"], 1)


def test_the_composition_is_that_of_the_sources(sources):
    for name, stated in STATS["composition"].items():
        assert stated == dict(Counter(head[name] for head, _ in sources.values()))


def test_every_token_is_of_the_text(sources):
    """Words and other signs that are no space, found by a pattern of its own, are nearly as many as the tokens."""
    found = 0
    for name in sources:
        article, _ = read_article(DATASET / "articles" / f"{name}.md")
        found += len(re.findall(r"\w+|[^\w\s]", article.text))
    assert STATS["whole"]["tokens"] == pytest.approx(found, rel=0.03)


def marked(annotator):
    """Article, span and type of every mention of a pass."""
    found = set()
    for path in (DATASET / "passes" / annotator).glob("*.md"):
        article, _ = read_article(path)
        found |= {(path.stem, m.start, m.end, article.entities[m.key].type) for m in article.mentions}
    return found


@pytest.fixture(scope="module")
def passes():
    return marked("a"), marked("b")


def test_the_consistency_of_mentions(passes):
    one, two = passes
    assert STATS["consistency"]["mentions_f1"] == round(2 * len(one & two) / (len(one) + len(two)), 4) < 1


def test_the_consistency_of_mentions_by_batch(passes):
    rows = (DATASET / "batches.tsv").read_text(encoding="utf-8").splitlines()[1:]
    batch_of = dict(row.split("\t") for row in rows)
    for batch, stated in STATS["consistency_by_batch"].items():
        one, two = ({mention for mention in side if batch_of[mention[0]] == batch} for side in passes)
        assert stated["mentions_f1"] == round(2 * len(one & two) / (len(one) + len(two)), 4)
        assert stated["articles"] == sum(found == batch for found in batch_of.values())


def spans_by_entity(article):
    found = {}
    for m in article.mentions:
        found.setdefault(m.key, set()).add((m.start, m.end))
    return found


def paired(one, two):
    """Keys of pass b as those of pass a, where the two share spans; the pairing with the largest sum of 2 |K ∩ R| / (|K| + |R|)."""
    first, second = spans_by_entity(one), spans_by_entity(two)
    near = np.array([[2 * len(x & y) / (len(x) + len(y)) for y in second.values()] for x in first.values()])
    keys = list(first), list(second)
    return {keys[1][j]: keys[0][i] for i, j in zip(*linear_sum_assignment(-near), strict=True) if near[i, j]}


def triples(article, names):
    """Relations and stances as triples, keys translated by `names`; None stands for an entity that the other pass has not."""
    names = names | {"author": "author"}
    relations, stances = set(), set()
    for r in article.relations:
        ends = names.get(r.head), names.get(r.tail)
        relations.add((tuple(sorted(ends, key=str)) if r.type in SYMMETRIC else ends, r.type))
    for s in article.stances:
        stances.add(((names.get(s.holder), names.get(s.target)), s.polarity))
    return relations, stances


@pytest.fixture(scope="module")
def recounted():
    """Per batch and layer: triples that both passes have, and that each has, among shared entities; polarities of shared pairs."""
    rows = (DATASET / "batches.tsv").read_text(encoding="utf-8").splitlines()[1:]
    batch_of = dict(row.split("\t") for row in rows)
    found = {}
    for name, batch in batch_of.items():
        one, two = (read_article(DATASET / "passes" / side / f"{name}.md")[0] for side in "ab")
        to_one = paired(one, two)
        sides = triples(one, {key: key for key in to_one.values()}), triples(two, to_one)
        for layer, *both in zip(("relations", "stances"), *sides, strict=True):
            first, second = ({t for t in side if None not in t[0]} for side in both)
            counts = found.setdefault((batch, layer), np.zeros(3, dtype=int))
            counts += len(first & second), len(first), len(second)
        pairs = [dict(side[1]) for side in sides]
        found.setdefault((batch, "polarity"), []).extend(
            (pairs[0][pair], pairs[1][pair]) for pair in pairs[0].keys() & pairs[1].keys() if None not in pair
        )
    return found


@pytest.mark.parametrize("layer", ["relations", "stances"])
def test_the_consistency_of_triples(recounted, layer):
    by_batch = {batch: counts for (batch, name), counts in recounted.items() if name == layer}
    places = [(STATS["consistency_by_batch"][batch], counts) for batch, counts in by_batch.items()]
    for stated, (both, first, second) in [*places, (STATS["consistency"], sum(by_batch.values()))]:
        assert stated[f"{layer}_f1"] <= stated[f"{layer}_f1_shared_entities"] < 1
        # Where two pairings are equally good, a triple may fall otherwise.
        assert stated[f"{layer}_f1_shared_entities"] == pytest.approx(2 * both / (first + second), abs=0.0005)


def test_the_consistency_of_polarity(recounted):
    pairs = [pair for (_, name), found in recounted.items() if name == "polarity" for pair in found]
    stated = STATS["consistency"]
    assert stated["polarity_pairs"] == pytest.approx(len(pairs), abs=5)
    assert stated["polarity_accuracy"] == pytest.approx(sum(x == y for x, y in pairs) / len(pairs), abs=0.001)
    assert stated["polarity_kappa"] == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)), abs=0.002)
