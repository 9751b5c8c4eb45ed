"""The command, and what systems may read."""

import json

import pytest

import communique
from baselines.__main__ import main
from baselines.splits import Splits, plain, with_entities
from baselines.systems import PARTS, SYSTEMS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    for split in ("train", "validation", "test"):
        rows = communique.load("documents", split)[:6]
        lines = [json.dumps({**row, "date": str(row["date"])}, ensure_ascii=False) for row in rows]
        (folder / f"{split}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def own(files):
    return [part for split in ("train", "validation", "test") for part in (f"--{split}", str(files / f"{split}.jsonl"))]


def other(row):
    """The row with another annotation: no relations or stances, and entities of another type elsewhere."""
    entities = [{"id": "e1", "type": "PLACE", "name": "x", "key": "x", "mentions": [{"start": 0, "end": 1, "text": row["text"][:1]}]}]
    return {**row, "entities": entities, "relations": [], "stances": []}


@pytest.mark.parametrize("name", ["linear", "entities"])
def test_end_to_end_the_annotation_of_test_rows_is_not_read(name, splits):
    changed = Splits(splits.train, splits.validation, [other(row) for row in splits.test], splits.gold)
    assert (SYSTEMS | PARTS)[name](changed) == (SYSTEMS | PARTS)[name](splits)


@pytest.mark.parametrize("name", sorted((SYSTEMS | PARTS).keys() - {"linear", "entities"}))
def test_with_given_entities_nothing_else_is_read(name, splits):
    changed = [{**row, "relations": [], "stances": []} for row in splits.test]
    found = (SYSTEMS | PARTS)[name](splits)
    assert (SYSTEMS | PARTS)[name](Splits(splits.train, splits.validation, changed, splits.gold)) == found
    assert all("entities" not in row for row in found)


def test_who_the_actors_are_is_all_that_the_pair_probe_reads(splits):
    blank = []
    for row in splits.test:
        inside = {i for e in row["entities"] for m in e["mentions"] for i in range(m["start"], m["end"])}
        blank.append({**row, "text": "".join(ch if i in inside or ch.isspace() else "x" for i, ch in enumerate(row["text"]))})
    assert SYSTEMS["pair"](Splits(splits.train, splits.validation, blank, splits.gold)) == SYSTEMS["pair"](splits)


def test_the_text_probe_does_not_know_names(splits):
    renamed = []
    for row in splits.test:
        text = list(row["text"])
        for entity in row["entities"]:
            for mention in entity["mentions"]:
                for i in range(mention["start"], mention["end"]):
                    text[i] = "Q" if text[i].isalpha() else text[i]
        renamed.append({**row, "text": "".join(text), "entities": [{**e, "name": "Q", "key": "q"} for e in row["entities"]]})
    hidden = Splits(splits.train, splits.validation, renamed, splits.gold)
    assert SYSTEMS["text"](hidden) == SYSTEMS["text"](splits)
    assert SYSTEMS["linear-given"](hidden) != SYSTEMS["linear-given"](splits)


def test_rows_are_laid_bare(splits):
    assert not {"entities", "relations", "stances"} & plain(splits.test)[0].keys()
    assert not {"relations", "stances"} & with_entities(splits.test)[0].keys()


def test_the_same_seed_writes_the_same_bytes(files, tmp_path):
    for folder in ("one", "two"):
        assert main([*own(files), "--system", "linear", "--out", str(tmp_path / folder)]) == 0
    [one], [two] = ([*(tmp_path / folder).rglob("predictions.jsonl")] for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert one.with_name("result.json").read_bytes() == two.with_name("result.json").read_bytes()
    assert one.parent.name.startswith("custom-")


def test_own_files_may_lack_layers(files, tmp_path, capsys):
    bare = tmp_path / "bare"
    bare.mkdir()
    for path in files.glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kept = [{key: row[key] for key in ("id", "text", "sentences", "tokens", "entities")} for row in rows]
        (bare / path.name).write_text("\n".join(map(json.dumps, kept)), encoding="utf-8")
    assert main([*own(bare), "--system", "linear", "linear-given", "--out", str(tmp_path / "out")]) == 0
    [path] = (tmp_path / "out").rglob("predictions.jsonl")
    assert path.parent.parent.name == "linear"
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0]).keys() == {"id", "entities"}
    assert "linear-given: left out" in capsys.readouterr().err


def test_a_task_left_out_is_neither_predicted_nor_shown(files, tmp_path, capsys):
    assert main([*own(files), "--task", "relations", "--system", "linear-given", "--out", str(tmp_path)]) == 0
    [path] = tmp_path.rglob("predictions.jsonl")
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0]).keys() == {"id", "relations"}
    assert "stance" not in capsys.readouterr().out


def test_without_validation_the_threshold_stays(files, capsys):
    assert main(["--train", str(files / "train.jsonl"), "--test", str(files / "test.jsonl"), "--system", "relations"]) == 0
    assert " 0 validation" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--train", "x"], "together"), (["--train", "x", "--test", "y", "--data", "z"], "exclude"), (["--system", "none"], "invalid choice")],
)
def test_arguments_that_make_no_sense_are_refused(arguments, message, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert message in capsys.readouterr().err


def test_a_file_that_is_none_is_named(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": 1}\n', encoding="utf-8")
    assert main(["--train", str(path), "--test", str(path)]) == 2
    assert "a.jsonl" in capsys.readouterr().err
