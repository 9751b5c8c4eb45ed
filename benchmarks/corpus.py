"""Large files to measure on: articles of random mentions, relations and stances, with predictions that err at random.

Gold rows have the columns of ``documents``, text of a usual length included. Nothing of it is language; only the number of records,
their lengths and their overlaps matter to the time that scoring takes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TYPES = ("PERSON", "STATE", "GOV_BODY", "ARMED_GROUP", "IGO", "ORG", "PLACE", "EVENT", "INSTRUMENT", "ISSUE")
RELATIONS = ("represents", "party_to", "meets", "sanctions", "participates_in", "located_in")
POLARITIES = ("support", "oppose", "mixed", "neutral")
MENTIONS = 40
"""Mentions an article; every one is a token of its own with tokens between, so that tags and spans say the same."""
ENTITIES = 20
RECORDS = 20
WORD, GAP = 6, 50
STEP = WORD + GAP
WORDS = 8
BLOCK = 1000
"""Articles made at a time, so that files of any size take the same memory."""


def rows(first: int, count: int, wrong: float) -> Iterator[dict[str, Any]]:
    """Rows of ``documents`` from article `first` on; in predictions, a share `wrong` of spans, types and records differs."""
    for number in range(first, first + count):
        base, chance = np.random.default_rng([0, number]), np.random.default_rng([1, number])
        owner = base.integers(0, ENTITIES, MENTIONS)
        owner[:ENTITIES] = np.arange(ENTITIES)
        kind = base.integers(0, len(TYPES), ENTITIES)
        ends = base.integers(0, ENTITIES, (2 * RECORDS, 2))
        label = base.integers(0, 24, 2 * RECORDS)
        letters = base.integers(97, 123, MENTIONS * STEP, dtype=np.uint8).reshape(MENTIONS, STEP)
        letters[:, WORD], letters[:, WORD + 5 :: 8], letters[:, -1] = 32, 32, 32
        text = letters.tobytes().decode("ascii")
        start = np.arange(MENTIONS) * STEP
        length = np.full(MENTIONS, WORD)
        if wrong:
            length[chance.random(MENTIONS) < wrong] = WORD + 5
            kind = np.where(chance.random(ENTITIES) < wrong, (kind + 1) % len(TYPES), kind)
            label = np.where(chance.random(2 * RECORDS) < wrong, label + 1, label)
        spans: list[list[dict[str, Any]]] = [[] for _ in range(ENTITIES)]
        for entity, at, size in zip(owner.tolist(), start.tolist(), length.tolist(), strict=True):
            spans[entity].append({"start": at, "end": at + size, "text": text[at : at + size]})
        records = [(f"e{one}", f"e{two}", int(code)) for (one, two), code in zip(ends.tolist(), label, strict=True)]
        cuts = list(range(0, len(text), 2 * STEP))
        yield {
            "id": f"article-{number}",
            "event": f"event-{number}",
            "title": text[:40],
            "text": text,
            "sentences": [{"start": at, "end": at + 2 * STEP - 1} for at in cuts],
            "entities": [
                {"id": f"e{i}", "type": TYPES[kind[i]], "name": spans[i][0]["text"], "key": spans[i][0]["text"], "mentions": spans[i]}
                for i in range(ENTITIES)
            ],
            "relations": [{"head": h, "type": RELATIONS[c % len(RELATIONS)], "tail": t} for h, t, c in records[:RECORDS]],
            "stances": [{"holder": h, "target": t, "polarity": POLARITIES[c % len(POLARITIES)]} for h, t, c in records[RECORDS:]],
        }


def tags(row: dict[str, Any]) -> list[str]:
    """BIO tags of an article's words as one sequence, for scorers that read tags."""
    found = ["O"] * (WORDS * MENTIONS)
    for entity in row["entities"]:
        for span in entity["mentions"]:
            first = WORDS * (span["start"] // STEP)
            found[first] = f"B-{entity['type']}"
            if span["end"] - span["start"] > WORD:
                found[first + 1] = f"I-{entity['type']}"
    return found


def prediction(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a prediction file has it."""
    spans = [{"id": e["id"], "type": e["type"], "mentions": [[m["start"], m["end"]] for m in e["mentions"]]} for e in row["entities"]]
    return {"id": row["id"], "entities": spans, "relations": row["relations"], "stances": row["stances"]}


def write(folder: Path, articles: int) -> None:
    """Write gold and predictions in every form; nothing if they are there."""
    done = folder / "done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, wrong in (("gold", 0.0), ("predicted", 0.1)):
        writers: dict[str, pq.ParquetWriter] = {}
        for first in range(0, articles, BLOCK):
            made = list(rows(first, min(BLOCK, articles - first), wrong))
            shown = made if name == "gold" else [prediction(row) for row in made]
            forms = {"tags": [{"id": row["id"], "tags": tags(row)} for row in made], "all": shown}
            forms["entities"] = [{k: v for k, v in row.items() if k not in ("relations", "stances")} for row in shown]
            for form, part in forms.items():
                table = pa.Table.from_pylist(part)
                path = folder / f"{name}-{form}.parquet"
                if form not in writers:
                    writers[form] = pq.ParquetWriter(path, table.schema, compression="zstd")
                writers[form].write_table(table)
                if form != "tags":
                    with path.with_suffix(".jsonl").open("w" if first == 0 else "a", encoding="utf-8") as file:
                        file.writelines(json.dumps(row) + "\n" for row in part)
        for writer in writers.values():
            writer.close()
    done.touch()


def write_partitions(folder: Path, articles: int) -> None:
    """Write gold and predictions with all layers as Parquet in parts of `BLOCK` articles, the predictions in another order."""
    for name, wrong in (("gold", 0.0), ("predicted", 0.1)):
        (folder / name).mkdir(parents=True)
        for first in range(0, articles, BLOCK):
            made = rows(first, min(BLOCK, articles - first), wrong)
            part = list(made) if name == "gold" else [prediction(row) for row in made][::-1]
            pq.write_table(pa.Table.from_pylist(part), folder / name / f"part-{(first if name == 'gold' else articles - first):09}.parquet")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
