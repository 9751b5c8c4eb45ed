import json
from fractions import Fraction

import numpy as np
import pytest

import communique
from communique.comparison import compare
from communique.corpus import load_gold
from communique.predictions import predictions_from_rows
from communique.scoring.resampling import bootstrap, holm, interval, p_value, swap


def test_bootstrap_draws_as_many_events_as_there_are():
    counts = np.eye(5)
    sums = bootstrap(counts, 500, seed=3)
    assert (sums.sum(axis=1) == 5).all()
    assert sums.mean(axis=0) == pytest.approx([1] * 5, abs=0.15)
    assert np.array_equal(sums, bootstrap(counts, 500, seed=3))
    assert not np.array_equal(sums, bootstrap(counts, 500, seed=4))


def test_chunks_change_nothing(monkeypatch):
    counts = np.arange(12.0).reshape(4, 3)
    whole = bootstrap(counts, 50, seed=1)
    monkeypatch.setattr("communique.scoring.resampling._CHUNK", 4 * 7)
    parts = bootstrap(counts, 50, seed=1)
    assert np.array_equal(whole, parts)


def test_swapping_keeps_the_total():
    one, two = np.array([[1.0, 5.0], [2.0, 0.0]]), np.array([[3.0, 1.0], [4.0, 4.0]])
    first, second = swap(one, two, 200, seed=0)
    assert (first + second == one.sum(axis=0) + two.sum(axis=0)).all()
    assert {tuple(row) for row in first} == {(3, 5), (5, 1), (5, 9), (7, 5)}


def test_interval_is_the_percentiles_of_what_is_defined():
    assert interval(np.array([np.nan, *np.arange(101.0)])) == pytest.approx((2.5, 97.5))
    assert interval(np.array([np.nan])) is None


def test_p_counts_the_observed_split():
    assert p_value(3.0, np.array([0.0, 1.0, -3.0, 2.0])) == 2 / 5
    assert p_value(9.0, np.zeros(99)) == 1 / 100


@pytest.mark.parametrize(
    ("raw", "adjusted"),
    [
        ([0.01, 0.04, 0.03], [Fraction(3, 100), Fraction(6, 100), Fraction(6, 100)]),
        ([0.5, 0.9], [1, 1]),
        ([], []),
    ],
)
def test_holm(raw, adjusted):
    assert holm(raw) == pytest.approx([float(value) for value in adjusted])


def test_events_are_resampled_and_not_articles():
    text = "x" * 20
    entity = {"id": "e", "type": "T", "mentions": [[0, 5]]}
    gold = [{"id": f"a{i}", "event": "one", "text": text, "entities": [entity]} for i in range(6)]
    predicted = [{"id": f"a{i}", "entities": [entity] if i % 2 else []} for i in range(6)]
    micro = communique.score(gold, predicted)["entities"]["strict"]["micro"]
    assert micro["recall"] == 0.5
    assert micro["recall_ci"] == [0.5, 0.5]
    apart = [{**row, "event": row["id"]} for row in gold]
    low, high = communique.score(apart, predicted)["entities"]["strict"]["micro"]["recall_ci"]
    assert low < 0.5 < high


def test_the_seed_is_in_the_signature_and_gives_the_same_numbers():
    rows = communique.load("documents", "test")
    part = [{**row, "relations": row["relations"][::2]} for row in rows]
    one, two = communique.score("test", part, seed=1), communique.score("test", part, seed=1)
    assert one.as_dict() == two.as_dict()
    assert one.signature.endswith("bootstrap:events:2000|seed:1")
    assert communique.score("test", part, resamples=0).signature.endswith("bootstrap:none")


def test_a_real_difference_is_found_and_none_is_not():
    gold = load_gold("test")
    rows = [{"id": row["id"], "stances": row["stances"], "relations": row["relations"]} for row in communique.load("documents", "test")]
    full = predictions_from_rows(rows, gold)
    half = predictions_from_rows([{**row, "stances": row["stances"][::2]} for row in rows], gold)
    found = {d.measure: d for d in compare(gold, [("half", half), ("full", full)], resamples=200, rounds=1000)}
    assert found["relations"].difference == 0
    assert found["relations"].verdict == "no difference that holds"
    assert found["stance"].difference > 0
    assert found["stance"].ci[0] > 0
    assert "overall" not in found


def test_tracks_are_not_mixed():
    gold = load_gold("test")
    rows = communique.load("documents", "test")
    whole, given = predictions_from_rows(rows, gold), predictions_from_rows([{"id": row["id"], "stances": []} for row in rows], gold)
    with pytest.raises(ValueError, match="not comparable"):
        compare(gold, [("a", whole), ("b", given)])
    with pytest.raises(ValueError, match="at least two"):
        compare(gold, [("a", whole)])


def test_results_are_plain_json():
    rows = communique.load("documents", "test")
    result = communique.score("test", rows, resamples=50)
    text = json.dumps(result.as_dict(), allow_nan=False)
    assert json.loads(text) == result.as_dict()
