"""Consistency of two annotations: hand-derived figures, and the same in either order."""

from fractions import Fraction

import pytest

from communique.agreement import agreement, cohen_kappa, krippendorff_alpha
from communique.corpus import gold_from_rows

TEXT = "Aida met Bolt in Cardia."
ENTITIES = [
    {"id": "a", "type": "PERSON", "mentions": [[0, 4]]},
    {"id": "b", "type": "PERSON", "mentions": [[9, 13]]},
    {"id": "c", "type": "STATE", "mentions": [[17, 23]]},
]


def annotated(stances, entities=ENTITIES):
    rows = [dict(zip(("holder", "polarity", "target"), stance, strict=True)) for stance in stances]
    return gold_from_rows([{"id": "x", "text": TEXT, "entities": entities, "relations": [], "stances": rows}]).annotations


def test_kappa_by_hand():
    # 3 of 4 agree; chance: (1/2 · 1/4) + (1/2 · 3/4) = 1/2
    assert cohen_kappa("aabb", "abbb") == pytest.approx(float((Fraction(3, 4) - Fraction(1, 2)) / Fraction(1, 2)))


def test_alpha_by_hand():
    # Coincidences of 8 values, 3 a and 5 b: observed 2/8, expected 2·3·5/(8·7).
    assert krippendorff_alpha(list("aabb"), list("abbb")) == pytest.approx(float(1 - Fraction(2, 8) / Fraction(2 * 3 * 5, 8 * 7)))
    assert krippendorff_alpha(["a"], ["a"]) is None


def test_stances_of_shared_entities():
    one = annotated([("a", "support", "b"), ("a", "oppose", "c")])
    two = annotated([("a", "oppose", "b"), ("a", "oppose", "c")])
    found = agreement(one, two, frozenset())
    assert found["stances"]["micro"]["f1"] == pytest.approx(1 / 2)
    assert found["polarity"] == {"pairs": 2, "accuracy": 0.5, "kappa": pytest.approx(0.0)}
    # Six ordered pairs: four say nothing on both sides, one agrees, one differs. Of 12 values, 8 none, 1 support, 3 oppose.
    expected = Fraction(12 * 12 - 8 * 8 - 1 - 3 * 3, 12 * 11)
    assert found["stances"]["alpha"] == pytest.approx(float(1 - Fraction(2, 12) / expected))


def test_either_order_gives_the_same():
    one = annotated([("a", "support", "b"), ("b", "mixed", "c")])
    two = annotated([("a", "oppose", "b")], [*ENTITIES[:2], {"id": "z", "type": "PLACE", "mentions": [[17, 23]]}])
    first, second = agreement(one, two, frozenset()), agreement(two, one, frozenset())
    for name in ("mentions", "relations", "stances", "stances_all"):
        assert first[name]["micro"]["f1"] == second[name]["micro"]["f1"]
    assert first["stances"]["alpha"] == second["stances"]["alpha"]
