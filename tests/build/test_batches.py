"""Batches: which article was annotated when, and the consistency of each."""

import json

import pytest

from communique.build.batches import read_batches


def test_every_article_has_a_batch(dataset, articles):
    assert set(read_batches(dataset / "batches.tsv")) == set(articles)


def test_each_batch_has_its_consistency(dataset):
    stats = json.loads((dataset / "stats.json").read_text(encoding="utf-8"))
    found = stats["consistency_by_batch"]
    assert sum(batch["articles"] for batch in found.values()) == stats["whole"]["articles"]
    low = min(batch["mentions_f1"] for batch in found.values())
    high = max(batch["mentions_f1"] for batch in found.values())
    assert low <= stats["consistency"]["mentions_f1"] <= high


@pytest.mark.parametrize("line", ["one", "one\ttwo", "one\t1\t2", "known\t2"])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "batches.tsv"
    path.write_text(f"article\tbatch\nknown\t1\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"batches\.tsv:3"):
        read_batches(path)


def test_no_file_is_no_batches(tmp_path):
    assert read_batches(tmp_path / "batches.tsv") == {}
