"""Ten thousand spoilt prediction files: each gives a clear error or a score, never another exception."""

import json
import random
import subprocess
import sys
from copy import deepcopy

import pytest

from communique.columns import InputError
from communique.corpus import read_gold
from communique.evaluation import evaluate
from communique.predictions import read_predictions

TEXT = "Aida Bek of Ardenia 🌍 met Bolt e\u0301lan in Caf\u00e9 Zürich."
ROW = {
    "id": "a",
    "entities": [
        {"id": "x", "type": "PERSON", "mentions": [[0, 8]]},
        {"id": "y", "type": "STATE", "mentions": [[12, 19], {"start": 41, "end": 47}]},
    ],
    "relations": [{"head": "x", "type": "represents", "tail": "y", "modality": "alleged", "evidence": [0]}],
    "stances": [{"holder": "x", "target": "y", "polarity": "support", "by": ["y"], "cue": [[0, 4]]}],
}
GOLD = [{**ROW, "event": "v", "text": TEXT}, {"id": "b", "event": "w", "text": "Nobody came.", "entities": []}]
FILES = 10_000

ODD = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        3.5,
        -0.0,
        1e308,
        10**40,
        2**63,
        2**53,
        "",
        "a",
        "author",
        "x",
        "\x00",
        "\ud800",
        "🌍" * 5,
        "e\u0301",
        "\x1f",
    ),
    *([], {}, [[]], [None], [[0, 8]], {"start": 0}, {"id": "x"}, [[[[[]]]]], ["x"], [0, 8]),
]
SHAPES = [
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"[" * 5000,
    b"{" * 500,
    b'"',
    b"\\",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x00",
    b"\r\n",
    b"\r",
]
SHAPES += [b"\n", b"\xef\xbb\xbf", b'{"id": "a"}', b",", b"}", b"]", b"1" * 5000, b"\xe2\x80\xa8", b'"id": "b", ']


def spots(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from spots(item, (*path, key))


def change(rows, chance):
    """Replace, drop, double or rename something somewhere."""
    path = chance.choice(list(spots(rows))[1:])
    parent = rows
    for key in path[:-1]:
        parent = parent[key]
    kind = chance.randrange(5)
    if kind == 0:
        del parent[path[-1]]
    elif kind == 1 and isinstance(parent, list):
        parent.insert(path[-1], deepcopy(parent[path[-1]]))
    elif kind == 2 and isinstance(parent, dict):
        parent[chance.choice(["id", "type", "Mentions", "head", "", "entities ", "by"])] = parent.pop(path[-1])
    else:
        parent[path[-1]] = deepcopy(chance.choice(ODD))
    return rows


def spoil(chance, rows=(ROW, {"id": "b", "entities": [], "relations": [], "stances": []})):
    rows = deepcopy(list(rows))
    for _ in range(chance.randrange(3)):
        if rows:
            rows = change(rows, chance)
    lines = [json.dumps(row, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass") for row in rows]
    data = chance.choice([b"\n", b"\r\n", b"\n\n"]).join(lines)
    for _ in range(chance.randrange(3)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(3)
        if kind == 0:
            data = data[:at]
        elif kind == 1:
            data = data[:at] + chance.choice(SHAPES) + data[at:]
        else:
            data = data[:at] + data[at + chance.randrange(1, 9) :]
    return data


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in GOLD), encoding="utf-8")
    return read_gold(path)


def test_spoilt_files_give_a_clear_error_or_a_score(gold, tmp_path):
    chance = random.Random(20)
    path = tmp_path / "p.jsonl"
    scored = failed = 0
    message = str(path)
    for number in range(FILES):
        data = spoil(chance)
        path.write_bytes(data)
        try:
            result = evaluate(gold, read_predictions(path, gold), resamples=0)
        except InputError as error:
            failed += 1
            message = str(error)
        except Exception as error:
            raise AssertionError(f"file {number}: {type(error).__name__}: {error}\n{data!r}") from error
        else:
            scored += 1
            message = str(path)
            f1 = result.scores.get("entities", {}).get("strict", {}).get("micro", {}).get("f1")
            assert f1 is None or 0 <= f1 <= 1
        assert message.startswith(str(path)), (number, data, message)
    assert scored > FILES // 50
    assert failed > FILES // 2


MEASURE = """
import re, sys
from pathlib import Path
from communique.columns import InputError
from communique.corpus import read_gold
from communique.predictions import read_predictions

gold = read_gold(Path(sys.argv[1]))
try:
    read_predictions(Path(sys.argv[2]), gold)
except InputError as error:
    print(str(error)[:300], file=sys.stderr)
# Not ru_maxrss, which counts what the parent held when this process was begun.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1)) / 1024)
"""
FLOOR = 200
"""Megabytes: Python, numpy and pyarrow, and one line at its longest."""


@pytest.mark.parametrize(
    ("piece", "times", "message"),
    [
        ("[0, 8], ", 20_000_000, "longer than"),
        ("x" * 1000, 150_000, "longer than"),
        ('{"id": "a"}\n', 8_000_000, "already in line"),
        ("\n", 100_000_000, "nothing to score"),
    ],
    ids=["a list without end", "a text without end", "the same article again and again", "empty lines"],
)
def test_memory_stays_within_twice_the_file(tmp_path, piece, times, message):
    gold, path = tmp_path / "gold.jsonl", tmp_path / "p.jsonl"
    gold.write_text(json.dumps(GOLD[0]) + "\n", encoding="utf-8")
    head = (
        ""
        if piece.endswith("\n")
        else '{"id": "a", "entities": [{"id": "x", "type": "'
        if piece[0] == "x"
        else '{"id": "a", "entities": [['
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for _ in range(100):
            file.write(piece * (times // 100))
    size = path.stat().st_size / 2**20
    found = subprocess.run([sys.executable, "-c", MEASURE, str(gold), str(path)], capture_output=True, text=True, check=True)
    assert message in found.stderr
    assert float(found.stdout) < 2 * size + FLOOR
