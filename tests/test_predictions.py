"""Bad input: a clear message that names line, article and field, and nothing scored."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import communique
from communique import arrow
from communique.columns import InputError
from communique.corpus import load_gold, read_gold
from communique.predictions import read_predictions

GOLD = [
    {
        "id": "a",
        "event": "x",
        "text": "Ardenia met Borland 🌍.",
        "entities": [{"id": "e1", "type": "STATE", "mentions": [{"start": 0, "end": 7}]}],
    },
    {"id": "b", "event": "x", "text": "Nobody came.", "entities": [], "relations": [], "stances": []},
]


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in GOLD))
    return read_gold(path)


def message(gold, tmp_path, *lines):
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(
        b"\n".join(
            line if isinstance(line, bytes) else line.encode() if isinstance(line, str) else json.dumps(line).encode() for line in lines
        )
    )
    with pytest.raises(InputError) as caught:
        read_predictions(path, gold)
    return str(caught.value)


E1 = {"id": "x", "type": "STATE", "mentions": [[0, 7]]}
CASES = {
    "not JSON": (["{"], ["1:", "not JSON"]),
    "not UTF-8": ([b'{"id": "\xff"}'], ["1:", "UTF-8"]),
    "NaN": (['{"id": "a", "entities": [], "relations": NaN}'], ["1:", "NaN"]),
    "too deep": (["[" * 100_000], ["1:", "deep"]),
    "no object": (["[1, 2]"], ["1:", "an object with an 'id'"]),
    "no id": ([{"entities": []}], ["1:", "id", "missing"]),
    "id is a number": ([{"id": 5}], ["1:", "found 5"]),
    "unknown article": ([{"id": "c", "entities": []}], ["article 'c'", "no article of the split", "'a'"]),
    "article twice": ([{"id": "a", "entities": []}, {"id": "a", "entities": []}], [":2:", "already in line 1"]),
    "unknown field": ([{"id": "a", "relation": []}], ["relation", "unknown field"]),
    "nothing to score": ([{"id": "a"}], ["nothing to score"]),
    "mixed tracks": ([{"id": "a", "entities": []}, {"id": "b", "relations": []}], [":2:", "article 'b'", "entities in every row"]),
    "entities no list": ([{"id": "a", "entities": {}}], ["entities", "found {}", "list"]),
    "entity no object": ([{"id": "a", "entities": [7]}], ["entities", "found 7", "object"]),
    "entity without type": ([{"id": "a", "entities": [{"id": "x", "mentions": []}]}], ["entities.type", "missing"]),
    "mention no pair": ([{"id": "a", "entities": [{**E1, "mentions": [[1]]}]}], ["entities.mentions", "found [1]", "[start, end]"]),
    "mention of floats": ([{"id": "a", "entities": [{**E1, "mentions": [[0.0, 7.0]]}]}], ["entities.mentions", "whole numbers"]),
    "mention of booleans": ([{"id": "a", "entities": [{**E1, "mentions": [[False, True]]}]}], ["entities.mentions", "whole numbers"]),
    "huge offset": ([{"id": "a", "entities": [{**E1, "mentions": [[0, 10**30]]}]}], ["entities.mentions", "code points"]),
    "outside the text": ([{"id": "a", "entities": [{**E1, "mentions": [[0, 23]]}]}], ["[0, 23]", "22 code points"]),
    "negative": ([{"id": "a", "entities": [{**E1, "mentions": [[-1, 3]]}]}], ["[-1, 3]", "0 ≤ start"]),
    "empty span": ([{"id": "a", "entities": [{**E1, "mentions": [[3, 3]]}]}], ["[3, 3]", "empty"]),
    "entity id twice": ([{"id": "a", "entities": [E1, {**E1, "mentions": [[8, 11]]}]}], ["entities.id", "'x' is given to two"]),
    "reserved id": ([{"id": "a", "entities": [{**E1, "id": "author"}]}], ["'author'", "editorial"]),
    "unknown head": (
        [{"id": "a", "entities": [E1], "relations": [{"head": "z", "type": "meets", "tail": "x"}]}],
        ["relations.head", "'z' is unknown", "ids of this article: x"],
    ),
    "unknown given id": ([{"id": "a", "stances": [{"holder": "e1", "target": "e7", "polarity": "p"}]}], ["stances.target", "'e7'", "e1"]),
    "id of another article": (
        [{"id": "b", "stances": [{"holder": "e1", "target": "e1", "polarity": "p"}]}],
        ["article 'b'", "has no entities"],
    ),
    "holder is null": ([{"id": "a", "stances": [{"holder": None, "target": "e1", "polarity": "p"}]}], ["stances.holder", "found None"]),
    "by is text": ([{"id": "a", "stances": [{"holder": "e1", "target": "e1", "polarity": "p", "by": "e1"}]}], ["stances.by", "list"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_malformed_file_gives_a_message(name, gold, tmp_path):
    lines, wanted = CASES[name]
    text = message(gold, tmp_path, *lines)
    for part in wanted:
        assert part in text


def test_an_unknown_label_is_an_error_on_the_dataset(tmp_path):
    gold = load_gold("test")
    article = gold.columns.ids[0]
    text = message(gold, tmp_path, {"id": article, "entities": [{"id": "x", "type": "PERSN", "mentions": [[0, 1]]}]})
    assert f"article '{article}': entities.type: label 'PERSN' is unknown; allowed: PERSON, STATE" in text


def test_an_unknown_label_is_spurious_on_gold_of_ones_own(gold, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps({"id": "a", "entities": [{"id": "x", "type": "CITY", "mentions": [[0, 7]]}]}))
    result = communique.score(gold, path)
    assert result["entities"]["strict"]["micro"]["fp"] == 1
    assert any("'CITY' does not occur in the gold" in warning for warning in result.warnings)
    assert result.warnings[0].startswith("1 of 2 articles are missing")


def test_many_faults_are_cut_off(gold, tmp_path):
    text = message(gold, tmp_path, {"id": "a", "entities": [{"id": f"x{i}", "type": "STATE", "mentions": [[5, 5]]} for i in range(100)]})
    assert text.count("is empty") == 20
    assert "may be more" in text


def test_parquet_gives_the_same_scores_as_json_lines(gold, tmp_path):
    rows = [
        {"id": "a", "entities": [{**E1, "mentions": [[0, 7], [12, 19]]}], "relations": [], "stances": []},
        {"id": "b", "entities": [], "relations": [], "stances": []},
    ]
    kinds = pa.struct([("id", pa.string()), ("type", pa.string()), ("mentions", pa.list_(pa.list_(pa.int64())))])
    record = pa.struct([("head", pa.string()), ("type", pa.string()), ("tail", pa.string())])
    stance = pa.struct([("holder", pa.string()), ("target", pa.string()), ("polarity", pa.string())])
    schema = pa.schema([("id", pa.string()), ("entities", pa.list_(kinds)), ("relations", pa.list_(record)), ("stances", pa.list_(stance))])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), tmp_path / "p.parquet")
    (tmp_path / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert communique.score(gold, tmp_path / "p.parquet").as_dict() == communique.score(gold, tmp_path / "p.jsonl").as_dict()


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"entities": [[]]}, "id: the column is missing"),
        ({"id": [1]}, "id: holds int64"),
        ({"id": ["a", "b", "a"]}, "p.parquet: article 'a': id: stands more than once"),
        ({"id": ["a", None]}, "p.parquet: id: holds 1 nulls; none is allowed"),
        ({"id": ["a"], "entities": ["text"]}, "entities: holds string where a list"),
        ({"id": ["a"], "entities": [[{"id": "x", "type": "STATE", "mentions": [["0", "7"]]}]]}, "entities.mentions: holds string"),
        ({"id": ["a"], "entities": [[{"id": "x", "type": "STATE", "mentions": [[0, 7, 9]]}]]}, "a pair [start, end]"),
        ({"id": ["a"], "relations": [[{"head": "e1", "tail": "e1"}]]}, "relations.type: the field is missing"),
    ],
)
def test_malformed_parquet_gives_a_message(columns, wanted, gold, tmp_path):
    pq.write_table(pa.table(columns), tmp_path / "p.parquet")
    with pytest.raises(InputError) as caught:
        read_predictions(tmp_path / "p.parquet", gold)
    assert wanted in str(caught.value)


def test_an_article_that_stands_again_in_a_later_part_is_named(gold, tmp_path):
    ids = [f"x{number}" for number in range(arrow._BATCH)]
    pq.write_table(pa.table({"id": [*ids, "x7"]}), tmp_path / "p.parquet")
    with pytest.raises(InputError, match=r"p\.parquet: article 'x7': id: stands more than once"):
        read_predictions(tmp_path / "p.parquet", gold)


def test_a_truncated_parquet_file_gives_a_message(gold, tmp_path):
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "p.parquet")
    (tmp_path / "p.parquet").write_bytes((tmp_path / "p.parquet").read_bytes()[:60])
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        read_predictions(tmp_path / "p.parquet", gold)


def test_the_reader_and_the_schema_hold_the_same_opinion(checkout):
    import jsonschema

    schema = json.loads((checkout / "schema" / "prediction.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    good = {
        "id": "a",
        "entities": [E1],
        "relations": [{"head": "x", "type": "t", "tail": "x"}],
        "stances": [{"holder": "x", "target": "x", "polarity": "p"}],
    }
    assert validator.is_valid(good)
    form = (
        "no id",
        "id is a number",
        "unknown field",
        "entities no list",
        "entity no object",
        "entity without type",
        "mention no pair",
        "holder is null",
        "by is text",
    )
    for name in form:
        assert not validator.is_valid(CASES[name][0][0]), name


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "id": "y", "stances": []}',
        '{"id": "x", "stances": [{"holder": "a", "target": "b", "polarity": "support", "polarity": "oppose"}]}',
        '{"id": "x", "entities": [{"id": "a", "type": "STATE", "mentions": [{"start": 0, "start": 1, "end": 3}]}]}',
    ],
)
def test_a_key_that_stands_twice_is_refused(tmp_path, line):
    path = tmp_path / "p.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.jsonl:1: .*stands twice in one object"):
        read_predictions(path, load_gold("test"))
