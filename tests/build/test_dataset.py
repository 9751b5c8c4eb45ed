"""The built folder: what the card says is what the files hold, in every reader."""

import json
import subprocess
import sys

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml

import communique
from communique.build.tables import SCHEMAS, class_labels, content_hash
from communique.labels import AUTHOR, labels
from communique.registers import SPLITS, read_registers
from communique.resources import CANARY

LOAD = """
import json, sys, datasets
found = {}
for name in json.loads(sys.argv[2]):
    for split, part in datasets.load_dataset(sys.argv[1], name).items():
        found[f"{name}/{split}"] = len(part)
        first = part[0]
part = datasets.load_dataset(sys.argv[1], split="test")
kinds = part.features["entities"]
kinds = kinds[0]["type"] if isinstance(kinds, list) else kinds.feature["type"]
import communique
found["names"] = kinds.names
found["f1"] = communique.score(part, communique.load("documents", "test"))["overall"]["f1"]
print(json.dumps(found))
"""


def test_load_dataset_offline_with_a_fresh_cache(dataset, tmp_path):
    command = [sys.executable, "-c", LOAD, str(dataset), json.dumps(list(SCHEMAS))]
    environment = {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for name in SCHEMAS:
        for split in SPLITS:
            assert found[f"{name}/{split}"] == len(communique.load(name, split))
    assert found["names"] == list(labels().entity_types)
    assert found["f1"] == 1.0


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("split", SPLITS)
def test_the_files_read_as_they_stand(name, split, dataset):
    path = dataset / "data" / name / f"{split}.parquet"
    rows = communique.load(name, split, data=dataset)
    assert rows
    assert len(pd.read_parquet(path)) == len(pl.read_parquet(path)) == len(rows)
    assert pl.read_parquet(path).columns == list(rows[0]) == SCHEMAS[name].names


def test_the_card_declares_each_column(dataset):
    card = yaml.safe_load((dataset / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    declared = {info["config_name"]: [feature["name"] for feature in info["features"]] for info in card["dataset_info"]}
    assert declared == {name: schema.names for name, schema in SCHEMAS.items()}
    assert [config["config_name"] for config in card["configs"] if config.get("default")] == ["documents"]
    for config in card["configs"]:
        for file in config["data_files"]:
            assert (dataset / file["path"]).is_file()


def test_labels_in_the_files_are_declared():
    classes = class_labels(labels())
    for name, paths in classes.items():
        for path, names in paths.items():
            for split in SPLITS:
                for row in communique.load(name, split):
                    assert set(values(row, path.replace("[]", "").split("."))) <= set(names), (name, path)


def values(value, path):
    if isinstance(value, list):
        for item in value:
            yield from values(item, path)
    elif path:
        yield from values(value[path[0]], path[1:])
    else:
        yield value


def test_versions_hashes_and_canary_are_stamped(dataset):
    stats = json.loads((dataset / "stats.json").read_text(encoding="utf-8"))
    rows = {split: communique.load("documents", split) for split in SPLITS}
    assert stats["hash"] == content_hash(rows)
    for path in (dataset / "data").rglob("*.parquet"):
        stamp = json.loads(pq.ParquetFile(path).metadata.metadata[b"communique"])
        assert stamp == {"version": (dataset / "VERSION").read_text().strip(), "hash": stats["hash"], "canary": CANARY}
        assert CANARY.encode() in path.read_bytes()


@pytest.mark.parametrize("split", SPLITS)
def test_offsets_and_records_hold_together(split):
    for row in communique.load("documents", split):
        text = row["text"]
        ids = {entity["id"]: entity["type"] for entity in row["entities"]}
        assert len(ids) == len(row["entities"])
        for entity in row["entities"]:
            for mention in entity["mentions"]:
                assert text[mention["start"] : mention["end"]] == mention["text"]
        for relation in row["relations"]:
            assert labels().relation_types[relation["type"]].allows(ids[relation["head"]], ids[relation["tail"]])
        for stance in row["stances"]:
            assert stance["holder"] == AUTHOR or ids[stance["holder"]] in labels().actors
        for record, key in [*((r, "evidence") for r in row["relations"]), *((s, "cue") for s in row["stances"])]:
            assert record[key]
            for place in record[key]:
                sentence = row["sentences"][place["sentence"]]
                assert sentence["start"] <= place["start"] < place["end"] <= sentence["end"]


@pytest.mark.parametrize("split", SPLITS)
def test_bio_rows_say_what_the_documents_say(split):
    from communique.models.tags import decode

    found = {}
    for row in communique.load("entities", split):
        tokens = [{"start": start, "end": end} for start, end in zip(row["starts"], row["ends"], strict=True)]
        found.setdefault(row["document"], []).extend(decode(row["ner_tags"], tokens))
    for row in communique.load("documents", split):
        assert sorted(found[row["id"]]) == sorted((m["start"], m["end"], e["type"]) for e in row["entities"] for m in e["mentions"])


@pytest.mark.parametrize("split", SPLITS)
def test_pair_rows_hold_every_record(split):
    documents = {row["id"]: row for row in communique.load("documents", split)}
    relations = {(row["document"], row["head"], row["tail"]): row for row in communique.load("relations", split)}
    stances = {(row["document"], row["holder"], row["target"]): row for row in communique.load("stance", split)}
    for article, row in documents.items():
        for r in row["relations"]:
            assert r["type"] in relations[article, r["head"], r["tail"]]["labels"]
            if r["type"] in labels().symmetric:
                assert r["type"] in relations[article, r["tail"], r["head"]]["labels"]
        for s in row["stances"]:
            assert stances[article, s["holder"], s["target"]]["label"] != "none"
    for rows, one, two in ((relations, "head", "tail"), (stances, "holder", "target")):
        for row in rows.values():
            names = {entity["id"]: {m["text"] for m in entity["mentions"]} for entity in documents[row["document"]]["entities"]}
            for role in (one, two):
                for span in row[f"{role}_mentions"]:
                    assert row["text"][span["start"] : span["end"]] in names[row[role]]
    assert {row["label"] for row in relations.values()} & {"no_relation"}
    assert {row["label"] for row in stances.values()} & {"none"}


def test_no_story_is_in_two_splits_and_unseen_is_what_it_says():
    rows = {split: communique.load("documents", split) for split in SPLITS}
    stories = [{row["story"] for row in part} for part in rows.values()]
    assert not stories[0] & stories[1] | stories[0] & stories[2] | stories[1] & stories[2]
    seen = {e["key"] for row in rows["train"] for e in row["entities"] if e["type"] in labels().actors}
    for split in ("validation", "test"):
        for row in rows[split]:
            actors = [e for e in row["entities"] if e["type"] in labels().actors]
            actors.sort(key=lambda e: (-len(e["mentions"]), e["mentions"][0]["start"]))
            assert row["unseen"] == (not seen & {e["key"] for e in actors[:3]})
    assert not any(row["unseen"] for row in rows["train"])


def test_states_have_their_iso_codes(dataset):
    import pycountry

    without = {
        "kosovo",
        "abkhazia",
        "south-ossetia",
        "somaliland",
        "sahrawi-republic",
        "donetsk-peoples-republic",
        "luhansk-peoples-republic",
        "soviet-union",
        "transnistria",
        "yugoslavia",
    }
    for key, entry in read_registers(dataset).actors.items():
        if entry.type == "STATE" and key not in without:
            assert entry.iso, key
            assert pycountry.countries.get(alpha_3=entry.iso), key
        elif entry.type != "STATE":
            assert entry.iso is None, key
