"""Expected values are derived by hand, as fractions, over one text of 40 characters."""

from fractions import Fraction

import pytest

import communique

TEXT = "x" * 40
MODES = ("strict", "exact", "type", "partial")


def row(*mentions, article="a"):
    return {
        "id": article,
        "text": TEXT,
        "entities": [{"id": f"e{i}", "type": kind, "mentions": [[s, e]]} for i, (s, e, kind) in enumerate(mentions)],
    }


def scores(gold, predicted):
    result = communique.score([gold], [{key: value for key, value in predicted.items() if key != "text"}])
    return {mode: result["entities"][mode]["micro"] for mode in MODES}


SCENARIOS = {
    # name: gold, predicted, (correct strict, exact, type, partial), gold total, predicted total
    "the same": ([(0, 5, "A")], [(0, 5, "A")], (1, 1, 1, 1), 1, 1),
    "missed": ([(0, 5, "A")], [], (0, 0, 0, 0), 1, 0),
    "spurious": ([], [(0, 5, "A")], (0, 0, 0, 0), 0, 1),
    "wrong type": ([(0, 5, "A")], [(0, 5, "B")], (0, 1, 0, 1), 1, 1),
    "wrong boundary": ([(0, 5, "A")], [(1, 5, "A")], (0, 0, 1, Fraction(1, 2)), 1, 1),
    "wrong boundary and type": ([(0, 5, "A")], [(1, 5, "B")], (0, 0, 0, Fraction(1, 2)), 1, 1),
    "touching is not overlapping": ([(0, 5, "A")], [(5, 9, "A")], (0, 0, 0, 0), 1, 1),
    "one character is enough": ([(0, 5, "A")], [(4, 9, "A")], (0, 0, 1, Fraction(1, 2)), 1, 1),
    "one prediction over two golds": ([(0, 5, "A"), (6, 9, "A")], [(0, 9, "A")], (0, 0, 1, Fraction(1, 2)), 2, 1),
    "two predictions in one gold": ([(0, 9, "A")], [(0, 4, "A"), (5, 9, "A")], (0, 0, 1, Fraction(1, 2)), 1, 2),
    "exact goes before overlap": ([(0, 9, "A"), (10, 15, "A")], [(5, 15, "A"), (10, 15, "A")], (1, 1, 2, Fraction(3, 2)), 2, 2),
    "exact type goes before exact span": ([(0, 5, "A")], [(0, 5, "B"), (0, 5, "A")], (1, 1, 1, 1), 1, 2),
    "same type goes before longer overlap": ([(0, 9, "A")], [(0, 8, "B"), (7, 9, "A")], (0, 0, 1, Fraction(1, 2)), 1, 2),
    "a chain takes both": ([(0, 5, "A"), (6, 12, "A")], [(4, 7, "A"), (10, 14, "A")], (0, 0, 2, 1), 2, 2),
    # Overlaps of 2 or of 1 + 1, one pair of the same type either way: two pairs are better than one.
    "more pairs among equals": ([(14, 18, "A"), (19, 20, "B")], [(1, 15, "A"), (16, 20, "A")], (0, 0, 1, 1), 2, 2),
    "given twice": ([(0, 5, "A")], [(0, 5, "A"), (0, 5, "A")], (1, 1, 1, 1), 1, 2),
    # The B that is left for the A at 20 must not be spent on the exact span: both choices there are equal but for what follows.
    "an equal choice serves what follows": ([(0, 5, "C"), (3, 9, "A")], [(0, 5, "A"), (0, 5, "B")], (0, 1, 1, Fraction(3, 2)), 2, 2),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name):
    gold, predicted, correct, n_gold, n_predicted = SCENARIOS[name]
    found = scores(row(*gold), row(*predicted))
    for mode, credit in zip(MODES, correct, strict=True):
        right = Fraction(credit)
        want = {
            "precision": right / n_predicted if n_predicted else None,
            "recall": right / n_gold if n_gold else None,
            "f1": 2 * right / (n_gold + n_predicted),
        }
        for key, value in want.items():
            assert found[mode][key] == (None if value is None else pytest.approx(float(value))), (mode, key)
        assert found[mode]["tp"] + found[mode]["fn"] == n_gold
        assert found[mode]["tp"] + found[mode]["fp"] == n_predicted


def test_both_empty_is_undefined():
    result = communique.score([row()], [{"id": "a", "entities": []}])
    micro = result["entities"]["strict"]["micro"]
    assert (micro["precision"], micro["recall"], micro["f1"]) == (None, None, None)
    assert result["entities"]["strict"]["macro"]["f1"] is None


def test_rows_per_type_sum_to_the_total():
    gold, predicted = row((0, 5, "A"), (6, 9, "B"), (10, 12, "A")), row((0, 5, "B"), (6, 9, "B"), (11, 14, "C"))
    result = communique.score([gold], [{"id": "a", "entities": predicted["entities"]}])
    for mode in MODES:
        part = result["entities"][mode]
        for key in ("tp", "fp", "fn"):
            assert sum(kind[key] for kind in part["per_type"].values()) == part["micro"][key], (mode, key)
    strict = result["entities"]["strict"]["per_type"]
    assert (strict["A"]["tp"], strict["A"]["fn"], strict["A"]["fp"]) == (0, 2, 0)
    assert (strict["B"]["tp"], strict["B"]["fn"], strict["B"]["fp"]) == (1, 0, 1)
    assert (strict["C"]["tp"], strict["C"]["fn"], strict["C"]["fp"]) == (0, 0, 1)


def test_macro_is_the_mean_over_types_in_gold_or_prediction():
    gold, predicted = row((0, 5, "A"), (6, 9, "B")), row((0, 5, "A"), (20, 25, "C"))
    macro = communique.score([gold], [{"id": "a", "entities": predicted["entities"]}])["entities"]["strict"]["macro"]
    assert macro["f1"] == pytest.approx(1 / 3)
