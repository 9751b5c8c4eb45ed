"""Relations and stances: hand-derived values on both tracks."""

import pytest

import communique

TEXT = "y" * 60
GOLD = {
    "id": "a",
    "text": TEXT,
    "entities": [
        {"id": "g1", "type": "STATE", "mentions": [[0, 5], [10, 15]]},
        {"id": "g2", "type": "STATE", "mentions": [[20, 25]]},
        {"id": "g3", "type": "EVENT", "mentions": [[30, 35], [40, 45]]},
    ],
    "relations": [
        {"head": "g1", "type": "participates_in", "tail": "g3"},
        {"head": "g2", "type": "participates_in", "tail": "g3"},
        {"head": "g1", "type": "meets", "tail": "g2"},
    ],
    "stances": [
        {"holder": "g1", "target": "g3", "polarity": "support"},
        {"holder": "g2", "target": "g1", "polarity": "oppose"},
        {"holder": "author", "target": "g3", "polarity": "mixed"},
    ],
}


def score(**layers):
    return communique.score([GOLD], [{"id": "a", **layers}])


def entities(*specs):
    return [{"id": key, "type": kind, "mentions": spans} for key, kind, spans in specs]


SAME = entities(("x", "STATE", [[0, 5], [10, 15]]), ("y", "STATE", [[20, 25]]), ("z", "EVENT", [[30, 35], [40, 45]]))


def f1(result, task, mode):
    return result[task][mode]["micro"]["f1"] if task == "relations" or mode == "triple" else result[task][mode]["f1"]


def test_given_entities_direction_and_symmetry():
    result = score(
        relations=[
            {"head": "g3", "type": "participates_in", "tail": "g1"},  # wrong way round
            {"head": "g2", "type": "participates_in", "tail": "g3"},
            {"head": "g2", "type": "meets", "tail": "g1"},  # symmetric: either way is right
        ]
    )
    assert "track:given-entities" in result.signature
    assert f1(result, "relations", "strict") == f1(result, "relations", "boundaries") == pytest.approx(2 / 3)
    assert "entities" not in result.scores
    assert "stance" not in result.scores


def test_a_symmetric_relation_given_both_ways_is_right_once():
    both = [{"head": "g1", "type": "meets", "tail": "g2"}, {"head": "g2", "type": "meets", "tail": "g1"}]
    micro = score(relations=both)["relations"]["strict"]["micro"]
    assert (micro["tp"], micro["fp"], micro["fn"]) == (1, 1, 2)


def test_end_to_end_with_ids_of_ones_own():
    result = score(entities=SAME, relations=[{"head": "x", "type": "participates_in", "tail": "z"}], stances=[])
    micro = result["relations"]["strict"]["micro"]
    assert (micro["precision"], micro["recall"]) == (1, pytest.approx(1 / 3))
    assert result["stance"]["triple"]["micro"]["recall"] == 0
    assert result["stance"]["triple"]["micro"]["precision"] is None


def test_a_wrong_entity_type_fails_strict_but_not_boundaries():
    wrong = entities(("x", "PLACE", [[0, 5], [10, 15]]), ("z", "EVENT", [[30, 35]]))
    result = score(entities=wrong, relations=[{"head": "x", "type": "participates_in", "tail": "z"}])
    assert result["relations"]["strict"]["micro"]["tp"] == 0
    assert result["relations"]["boundaries"]["micro"]["tp"] == 1


def test_alignment_takes_the_larger_share():
    # x shares two mentions with g1 (phi4 = 2*2/(2+3)), w one (2*1/(2+1)); both claim g1, the better one gets it.
    split = entities(("x", "STATE", [[0, 5]]), ("w", "STATE", [[10, 15], [50, 55], [56, 58]]), ("z", "EVENT", [[30, 35]]))
    right = score(entities=split, stances=[{"holder": "x", "target": "z", "polarity": "support"}])
    wrong = score(entities=split, stances=[{"holder": "w", "target": "z", "polarity": "support"}])
    assert right["stance"]["triple"]["micro"]["tp"] == 1
    assert wrong["stance"]["triple"]["micro"]["tp"] == 0


def test_alignment_is_the_best_sum_and_not_greedy():
    # p aligns with g1 or g2, q only with g1: the best sum gives p to g2, though p and g1 share as much.
    mixed = entities(("p", "STATE", [[0, 5], [20, 25]]), ("q", "STATE", [[10, 15]]), ("z", "EVENT", [[30, 35]]))
    stances = [{"holder": "p", "target": "q", "polarity": "oppose"}]
    assert score(entities=mixed, stances=stances)["stance"]["triple"]["micro"]["tp"] == 1


def test_an_entity_without_an_exact_mention_matches_nothing():
    near = entities(("x", "STATE", [[0, 4]]), ("z", "EVENT", [[30, 35]]))
    assert score(entities=near, stances=[{"holder": "x", "target": "z", "polarity": "support"}])["stance"]["pair"]["tp"] == 0


def test_stance_pair_polarity_and_f_avg():
    result = score(
        stances=[
            {"holder": "g1", "target": "g3", "polarity": "oppose"},  # right pair, wrong polarity
            {"holder": "g2", "target": "g1", "polarity": "oppose"},  # right
            {"holder": "author", "target": "g3", "polarity": "mixed"},  # right
            {"holder": "g1", "target": "g2", "polarity": "support"},  # no such pair
        ]
    )["stance"]
    assert result["triple"]["micro"]["f1"] == pytest.approx(4 / 7)
    assert result["pair"]["f1"] == pytest.approx(6 / 7)
    assert result["polarity_accuracy"] == pytest.approx(2 / 3)
    assert result["triple"]["per_polarity"]["support"]["f1"] == 0
    assert result["triple"]["per_polarity"]["oppose"]["f1"] == pytest.approx(2 / 3)
    assert result["f_avg"] == pytest.approx(1 / 3)
    assert result["triple"]["macro"]["f1"] == pytest.approx((0 + 2 / 3 + 1) / 3)


def test_reports_by_others_are_one_triple():
    gold = {**GOLD, "stances": [*GOLD["stances"], {"holder": "g1", "target": "g3", "polarity": "support", "by": ["g2"]}]}
    assert communique.score([gold], [gold])["stance"]["triple"]["micro"]["tp"] == 3


def test_a_repeated_record_is_matched_once():
    result = score(stances=[{"holder": "g1", "target": "g3", "polarity": "support"}] * 3)
    micro = result["stance"]["triple"]["micro"]
    assert (micro["tp"], micro["fp"], micro["fn"]) == (1, 2, 2)
    assert any("2 stances are given more than once" in warning for warning in result.warnings)


def test_overall_is_the_mean_of_the_three():
    result = communique.score([GOLD], [{**GOLD, "relations": GOLD["relations"][:1]}])
    parts = [result["entities"]["strict"]["micro"]["f1"], f1(result, "relations", "strict"), f1(result, "stance", "triple")]
    assert parts == [1, pytest.approx(1 / 2), 1]
    assert result["overall"]["f1"] == pytest.approx(sum(parts) / 3)
