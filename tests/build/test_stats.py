"""The numbers of the card, counted again from the sources by other means than the build's."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from communique.article import read_article

DATASET = Path(__file__).resolve().parents[2] / "dataset"
STATS = json.loads((DATASET / "stats.json").read_text(encoding="utf-8"))
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


def test_the_consistency_of_stances_lies_below_one():
    """Passes that differ in a stance differ in the number too, and among shared entities they agree better than among all."""
    for stated in (STATS["consistency"], *STATS["consistency_by_batch"].values()):
        assert stated["stances_f1"] <= stated["stances_f1_shared_entities"] < 1
        assert stated["relations_f1"] <= stated["relations_f1_shared_entities"] < 1
