"""The published examples of the reference scorer (Pradhan et al. 2014) and of LEA (Moosavi and Strube 2016), and cases by hand."""

from fractions import Fraction

import pytest

import communique

METRICS = ("muc", "b3", "ceafe", "lea")


def row(clusters):
    entities = []
    for number, cluster in enumerate(clusters):
        spans = [[2 * ord(name) - 100, 2 * ord(name) - 99] for name in cluster]
        entities.append({"id": f"e{number}", "type": "T", "mentions": spans})
    return {"id": "x", "text": "x" * 400, "entities": entities}


def score(key, response):
    found = communique.score([row(key)], [row(response)], resamples=0)["coreference"]
    return {metric: (found[metric]["recall"], found[metric]["precision"], found[metric]["f1"]) for metric in METRICS}


# Key {a b c} {d e f g}, response {a b} {c d} {f g h i}: the worked example of Pradhan et al. 2014, section 5.
KEY, RESPONSE = ["abc", "defg"], ["ab", "cd", "fghi"]


@pytest.mark.parametrize(
    ("metric", "recall", "precision"),
    [
        # MUC: parts of the key are {ab}{c} and {d}{e}{fg}: (3-2)+(4-3) of 2+3; of the response {ab}, {c}{d}, {fg}{h}{i}:
        # (2-1)+(2-2)+(4-3) of 1+1+3.
        ("muc", Fraction(2, 5), Fraction(2, 5)),
        # B3 recall: (2²/3 + 1/3 + 1/4 + 2²/4) / 7; precision: (2²/2 + 1/2 + 1/2 + 2²/4) / 8.
        ("b3", Fraction(5, 12), Fraction(1, 2)),
        # CEAF-e: φ4 of {abc}-{ab} is 4/5, of {defg}-{fghi} 4/8; recall over 2, precision over 3.
        ("ceafe", Fraction(13, 20), Fraction(13, 30)),
        # LEA recall: (3·1/3 + 4·1/6) / 7; precision: (2·1 + 2·0 + 4·1/6) / 8.
        ("lea", Fraction(5, 21), Fraction(1, 3)),
    ],
)
def test_worked_example(metric, recall, precision):
    found = score(KEY, RESPONSE)[metric]
    f1 = 2 * recall * precision / (recall + precision)
    assert found == pytest.approx((float(recall), float(precision), float(f1)))


def test_conll_is_the_mean_of_three():
    found = communique.score([row(KEY)], [row(RESPONSE)], resamples=0)["coreference"]
    assert found["conll"]["f1"] == pytest.approx(sum(found[metric]["f1"] for metric in ("muc", "b3", "ceafe")) / 3)


@pytest.mark.parametrize(
    ("key", "response", "metric", "recall", "precision"),
    [
        (["abc"], ["abc"], "b3", 1, 1),
        (["a", "b"], ["a", "b"], "lea", 1, 1),  # clusters of one resolve to themselves
        (["a", "b"], ["ab"], "lea", 0, 0),
        (["a", "b"], ["ab"], "b3", 1, Fraction(1, 2)),
        (["abcd"], ["ab", "cd"], "muc", Fraction(2, 3), 1),
        (["abcd"], ["ab", "cd"], "b3", Fraction(1, 2), 1),
        (["abcd"], ["ab", "cd"], "ceafe", Fraction(2, 3), Fraction(1, 3)),
        (["abc"], ["xyz"], "ceafe", 0, 0),
        # The entity-centric weighting of LEA: missing the larger entity costs more than the smaller.
        (["abc", "de"], ["de"], "lea", Fraction(2, 5), 1),
        (["abc", "de"], ["abc"], "lea", Fraction(3, 5), 1),
    ],
)
def test_by_hand(key, response, metric, recall, precision):
    found = score(key, response)[metric]
    assert found[:2] == pytest.approx((float(recall), float(precision)))


def test_clusters_of_one_have_no_muc():
    assert score(["a", "b"], ["a", "b"])["muc"] == (None, None, None)


def test_a_span_in_two_entities_counts_once():
    double = [
        {
            "id": "x",
            "text": "x" * 400,
            "entities": [*row(["ab", "c"])["entities"], {"id": "again", "type": "T", "mentions": row(["c"])["entities"][0]["mentions"]}],
        }
    ]
    found = communique.score([row(["ab", "c"])], double, resamples=0)["coreference"]
    assert found["b3"]["f1"] == 1
