import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.cli import main
from communique.corpus import data_files

SCRIPT = "<script>window.hit = 1</script>"
TEXT = f"Cardia scolds Dorn\n\n\U0001f30d {SCRIPT} Cardia sharply condemned the raid by Dorn. Bela Kún of Dorn thanked Elandia."


def span(words, nth=0, text=TEXT):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words)}


def mention(words, nth=0):
    return span(words, nth) | {"text": words}


def entity(name, kind, words, nths=(0,)):
    return {"id": name, "type": kind, "name": words, "key": words.lower().replace(" ", "-"), "mentions": [mention(words, n) for n in nths]}


def stance(holder, polarity, target, sentence, words, by=()):
    cue = [{"sentence": sentence, **span(words)}]
    return {"holder": holder, "target": target, "polarity": polarity, "expression": "verbal", "by": list(by), "was": None, "cue": cue}


def row(**changes):
    start = TEXT.index("\U0001f30d")
    sentences = [{"start": 0, "end": 18}, {"start": start, "end": TEXT.index(" Bela")}, {"start": TEXT.index("Bela"), "end": len(TEXT)}]
    whole = {
        "id": "first-1",
        "event": "first",
        "story": "first",
        "title": f"Cardia scolds Dorn {SCRIPT}",
        "text": TEXT,
        "date": "2024-03-01",
        "region": "europe",
        "kind": "sanctions",
        "genre": "report",
        "canary": "c",
        "sources": ["https://example.org/a", "javascript:alert(1)"],
        "unseen": False,
        "blocks": [{"start": 0, "end": 18, "level": 1}, {"start": start, "end": len(TEXT), "level": 0}],
        "sentences": sentences,
        "tokens": [{"start": 0, "end": 6}],
        "entities": [
            entity("e1", "STATE", "Cardia", (0, 1)),
            entity("e2", "STATE", "Dorn", (0, 1, 2)),
            entity("e3", "PERSON", "Bela Kún"),
            entity("e4", "STATE", "Elandia"),
        ],
        "relations": [
            {"head": "e3", "type": "represents", "tail": "e2", "modality": "asserted", "by": [], "denied_by": []}
            | {"evidence": [{"sentence": 2, **span("Bela Kún of Dorn")}]}
        ],
        "stances": [stance("e1", "oppose", "e2", 1, "sharply condemned the raid"), stance("e3", "support", "e4", 2, "thanked", by=["e1"])],
    }
    return whole | changes


def write(folder, configuration, rows):
    schema = pq.ParquetFile(data_files(configuration, "test")).schema_arrow
    path = folder / "data" / configuration / "test.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


@pytest.fixture(scope="session")
def dorn(tmp_path_factory):
    """A dataset of two articles, passes of the first, and predictions for it."""
    folder = tmp_path_factory.mktemp("dorn")
    first = row()
    second = row(id="second-1", title="Elsewhere", date="2025-06-01", region="pacific", genre="brief", stances=first["stances"][1:])
    write(folder, "documents", [first, second])
    swapped = [entity("e1", "STATE", "Dorn", (0, 1, 2)), entity("e2", "STATE", "Cardia", (0, 1)), *first["entities"][2:]]
    relations = [first["relations"][0] | {"tail": "e1"}]
    passed = row(entities=swapped, relations=relations, stances=[first["stances"][0] | {"holder": "e2", "target": "e1"}])
    write(folder, "passes", [{"pass": "a", **passed}, {"pass": "b", **first}])
    predicted = {
        "id": "first-1",
        "entities": [{"id": "x 1", "type": "ORG", "mentions": [[0, 6]]}, {"id": "x2", "type": "STATE", "mentions": [[14, 18]]}],
        "stances": [{"holder": "x 1", "target": "x2", "polarity": "support", "cue": ["condemned"]}],
    }
    (folder / "robot.jsonl").write_text(json.dumps(predicted) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def site(dorn, tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    assert main(["explore", "--out", str(out), "--data", str(dorn), "--result", str(dorn / "robot.jsonl")]) == 0
    return out
