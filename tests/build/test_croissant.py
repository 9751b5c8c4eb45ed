"""The Croissant description: valid, true of the files, and its records load."""

import hashlib
import json
import logging

import pytest

import communique
from communique.build.card import ROW_IS
from communique.build.croissant import CONTEXT, RESPONSIBLE_AI, croissant
from communique.build.tables import SCHEMAS
from communique.labels import SPLITS

mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")


@pytest.fixture(scope="module")
def described(dataset):
    return json.loads((dataset / "croissant.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def loaded(dataset):
    return mlcroissant.Dataset(str(dataset / "croissant.json"))


def test_it_is_valid_without_a_warning(loaded, caplog):
    with caplog.at_level(logging.WARNING):
        again = mlcroissant.Dataset(str(loaded.metadata.ctx.folder / "croissant.json"))
    assert again.metadata.ctx.issues.report() == ""
    assert not caplog.records
    assert again.metadata.ctx.conforms_to.value == "http://mlcommons.org/croissant/1.1"


def test_the_context_is_the_standard_one(loaded):
    from mlcroissant._src.core.rdf import make_context

    assert make_context(loaded.metadata.ctx) == CONTEXT


def test_every_responsible_ai_field_is_read(loaded):
    # A key that the reader does not know passes silently, so each is looked for on the other side.
    text = json.dumps(loaded.metadata.to_json())
    assert RESPONSIBLE_AI
    for key, value in RESPONSIBLE_AI.items():
        if key == "rai:dataManipulationProtocol":  # stands for readers that spell it so
            continue
        assert key in text, key
        for words in value if isinstance(value, list) else [value]:
            assert json.dumps(words) in text, key


def test_the_files_are_those_on_disk(described, dataset):
    objects = {part["contentUrl"]: part for part in described["distribution"] if part["@type"] == "cr:FileObject"}
    assert set(objects) == {str(path.relative_to(dataset).as_posix()) for path in (dataset / "data").rglob("*.parquet")}
    for name, part in objects.items():
        content = (dataset / name).read_bytes()
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        assert part["contentSize"] == f"{len(content)} B"


@pytest.mark.parametrize("name", SCHEMAS)
def test_records_are_the_rows(loaded, name):
    records = list(loaded.records(name))
    rows = [(split, row) for split in SPLITS for row in communique.load(name, split)]
    assert len(records) == len(rows)

    def key(split, row):
        return split, row.get("pass", ""), row["id"]

    by_key = {key(split, row): row for split, row in rows}
    for record in records:
        found = {field.removeprefix(f"{name}/"): _plain(value, name) for field, value in record.items()}
        row = by_key.pop(key(found.pop("split"), found))
        assert set(found) == set(row)
        for column, value in found.items():
            assert value == _seen(row[column], value), column
    assert not by_key


def _plain(value, name):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, list):
        return [_plain(item, name) for item in value]
    if isinstance(value, dict):
        return {field.rsplit("/", 1)[1]: _plain(item, name) for field, item in value.items()}
    return value


def _seen(value, like):
    """A value of a row without what Croissant cannot say: a list in a list of records; an empty list of records reads as empty."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        parts = set(like[0])
        return [{part: item for part, item in each.items() if part in parts} for each in value]
    return value


def test_the_same_input_gives_the_same_text():
    files = {f"data/{name}/{split}.parquet": ("0" * 64, 1) for name in SCHEMAS for split in SPLITS}
    one, two = (json.dumps(croissant({"version": "1.0.0", "hash": "ab"}, files, what=ROW_IS)) for _ in range(2))
    assert one == two
    assert json.dumps(croissant({"version": "1.0.0", "hash": "cd"}, files, what=ROW_IS)) != one


def test_the_card_is_one_that_the_hub_reads(dataset):
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(dataset / "README.md")
    assert card.data.license == "cc-by-4.0"
    assert card.data.language == ["en"]
    assert card.data.pretty_name == "communique"
    assert {config["config_name"] for config in card.data.to_dict()["configs"]} == set(SCHEMAS)
    assert card.text.lstrip().startswith("# communique")
