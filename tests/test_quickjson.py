"""Arrow's parser reads what the careful reader reads, and leaves alone whatever is not plainly regular."""

import json
import random

import numpy as np
import pytest

from communique.columns import WORD_COLUMNS, InputError
from communique.corpus import _json_lines, read_gold
from communique.predictions import read_predictions
from communique.quickjson import quick_columns
from communique.rowreader import from_rows

GOLD = {
    "id": "a",
    "event": "v",
    "text": "Aida Bek of Ardenia 🌍 met Bolt in Zürich.",
    "date": "2024-01-02",
    "entities": [{"id": "x", "type": "PERSON", "mentions": [{"start": 0, "end": 8}]}, {"id": "y", "type": "STATE", "mentions": []}],
    "relations": [{"head": "x", "type": "represents", "tail": "y", "evidence": [{"sentence": 0, "start": 0, "end": 4}]}],
    "stances": [{"holder": "x", "target": "y", "polarity": "support", "by": ["y"], "cue": [{"sentence": 0, "start": 0, "end": 4}]}],
}
PREDICTED = {
    "id": "a",
    "entities": [{"id": "x", "type": "PERSON", "mentions": [[0, 8], [12, 19]]}],
    "relations": [{"head": "x", "type": "represents", "tail": "x", "modality": "alleged", "evidence": [0, 2]}],
    "stances": [{"holder": "x", "target": "x", "polarity": "support", "cue": ["met Bolt"]}],
}


def same(path, *, gold):
    quick = quick_columns(path, gold=gold)
    assert quick is not None
    slow = from_rows(_json_lines(path), str(path), gold=gold)
    for name in ("ids", "numbers", "events", "has"):
        assert getattr(quick, name) == getattr(slow, name), name
    for name in ("lengths", "entity_row", "mention_entity", "mention_start", "mention_end", "relation_row", "stance_row"):
        np.testing.assert_array_equal(getattr(quick, name), getattr(slow, name), err_msg=name)
    for name in WORD_COLUMNS:
        one, two = getattr(quick, name), getattr(slow, name)
        assert [one.names[code] for code in one.codes] == [two.names[code] for code in two.codes], name
    for one, two in zip(quick.marks(), slow.marks(), strict=True):
        assert list(one) == list(two)
    return quick


@pytest.mark.parametrize(("row", "gold"), [(GOLD, True), (PREDICTED, False)], ids=["gold", "predictions"])
def test_regular_files_read_the_same(tmp_path, row, gold):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps({**row, "id": f"a{n}"}, ensure_ascii=n % 2 == 0) + "\n" for n in range(40)), encoding="utf-8")
    same(path, gold=gold)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b'{"id": "b", "entities": []} {"id": "c", "entities": []}',
        b'{"id": "b", "entities": [], "relation": []}',
        b'{"id": "b"}',
        b'{"id": "b", "entities": [{"id": "", "type": "T", "mentions": []}]}',
        b'{"id": "b", "entities": [{"id": "e", "type": "T", "mentions": null}]}',
        b'{"id": "b", "entities": [{"id": "e", "type": "T", "mentions": [[0, 1.5]]}]}',
        b'{"id": "b", "entities": [{"id": "e", "type": "T", "mentions": [[0, 9007199254740993]]}]}',
        b'{"id": "b", "entities": [{"id": "e", "type": "T", "id": "f", "mentions": [[0, 1]]}]}',
        b'{"id": "b", "entities": [{"id": "\xff", "type": "T", "mentions": [[0, 1]]}]}',
        b'{"id": "b", "entities": [], "relations": [{"head": "e", "type": "r", "tail": "f", "evidence": [-1]}]}',
        b'{"id": "b", "entities": [], "stances": [{"holder": "e", "target": "f", "polarity": "p", "cue": [[4, 2]]}]}',
        b'{"id": "b", "entities": [], "stances": [{"holder": "e", "target": "f", "polarity": "p", "by": "e"}]}',
        b'{"id": "b", "entities": NaN}',
    ],
)
def test_what_is_not_regular_is_left_to_the_careful_reader(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(json.dumps(PREDICTED).encode() + b"\n" + line + b"\n")
    assert quick_columns(path, gold=False) is None


def test_spoilt_files_read_the_same_or_not_at_all(tmp_path):
    """Whatever both readers accept must mean the same; the quick one accepts nothing that the careful one refuses."""
    from tests.test_fuzz import spoil

    chance = random.Random(5)
    path = tmp_path / "p.jsonl"
    accepted = 0
    for _ in range(1500):
        path.write_bytes(spoil(chance, [{**PREDICTED, "id": "a"}, {**PREDICTED, "id": "b"}]))
        if quick_columns(path, gold=False) is not None:
            same(path, gold=False)
            accepted += 1
    assert accepted > 50


def test_scores_of_a_large_file_do_not_depend_on_the_reader(tmp_path, monkeypatch):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps({**PREDICTED, "relations": [], "stances": []}) + "\n", encoding="utf-8")
    read = {}
    for limit in (0, 10**9):
        monkeypatch.setattr("communique.corpus.WORTHWHILE", limit)
        known = read_gold(gold)
        read[limit] = read_predictions(path, known).annotations
    assert read[0].mention_start.tolist() == read[10**9].mention_start.tolist() == [0, 12]


def test_errors_of_a_large_file_name_the_line(tmp_path, monkeypatch):
    monkeypatch.setattr("communique.corpus.WORTHWHILE", 0)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps(PREDICTED) + "\n" + '{"id": "b", "entities": 5}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.jsonl:2: article 'b': entities: found 5"):
        read_predictions(path, read_gold(gold))
