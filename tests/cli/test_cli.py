"""The command line through ``main``: exit codes, messages, nothing half-written."""

import json
import shutil

import pytest

import communique
from communique.cli import COMMANDS, main


@pytest.fixture
def out(capsys):
    return capsys.readouterr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command, out):
    assert main([command, "--help"]) == 0
    assert "Example" in out().out


def test_version(out):
    assert main(["--version"]) == 0
    assert communique.__version__ in out().out


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["score"], ["validate", "--explain", "no-such-rule"], ["validate", "nowhere"], ["score", "nowhere.jsonl"]],
)
def test_wrong_usage_is_2(arguments, out):
    assert main(arguments) == 2
    assert "Traceback" not in out().err


def test_the_dataset_is_valid(dataset, out):
    assert main(["validate", str(dataset)]) == 0


def test_findings_exit_with_1_and_are_records_on_request(checkout, out):
    file = checkout / "tests" / "invalid" / "wrong-signature" / "border-talks-2025-1.md"
    assert main(["validate", str(file)]) == 1
    text = out().out
    assert text.startswith(f"{file}:19: error wrong-signature: represents cannot hold from STATE (ardenia) to PERSON (aida-bek)")
    assert main(["validate", "--json", str(file)]) == 1
    (record,) = json.loads(out().out)
    assert (record["file"], record["line"], record["level"], record["rule"]) == (str(file), 19, "error", "wrong-signature")


def test_explain(out):
    assert main(["validate", "--explain", "wrong-signature"]) == 0
    assert "mend:" in out().out


def test_format_is_idempotent_and_check_changes_nothing(dataset, tmp_path, out):
    source = next((dataset / "articles").glob("*.md"))
    file = tmp_path / source.name
    canonical = source.read_text(encoding="utf-8")
    loose = canonical.replace("genre: ", "genre:    ", 1)
    file.write_text(loose, encoding="utf-8")
    assert main(["format", "--check", str(file)]) == 1
    assert file.read_text(encoding="utf-8") == loose
    assert main(["format", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == canonical
    assert main(["format", "--check", str(file)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_format_leaves_a_file_that_it_cannot_read(checkout, tmp_path, out):
    file = tmp_path / "border-talks-2025-1.md"
    shutil.copy(checkout / "tests" / "invalid" / "comment" / "border-talks-2025-1.md", file)
    before = file.read_bytes()
    assert main(["format", str(file)]) == 1
    assert file.read_bytes() == before
    assert "error comment" in out().out


def test_score_writes_the_result_that_it_prints(tmp_path, out):
    rows = communique.load("documents", "test")
    path = tmp_path / "p.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["score", str(path), "--json", str(tmp_path / "r.json")]) == 0
    written = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert written["overall"]["f1"] == 1.0
    assert written["signature"] in out().out
    assert main(["score", str(path), "--json", "-"]) == 0
    assert json.loads(out().out) == written


def test_a_bad_prediction_file_exits_with_1_and_writes_nothing(tmp_path, out):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "nowhere", "entities": []}', encoding="utf-8")
    assert main(["score", str(path), "--json", str(tmp_path / "r.json")]) == 1
    captured = out()
    assert "nothing was scored" in captured.err
    assert captured.out == ""
    assert not (tmp_path / "r.json").exists()


def test_gold_and_data_exclude_each_other(tmp_path, out):
    assert main(["score", "x", "--gold", "y", "--data", "z"]) == 2


def test_agreement_of_the_passes(dataset, out):
    assert main(["agreement", str(dataset / "passes" / "a"), str(dataset / "passes" / "b")]) == 0
    assert "worst articles" in out().out
    file = next((dataset / "passes" / "a").glob("*.md"))
    assert main(["agreement", "--json", str(file), str(file)]) == 0
    whole = json.loads(out().out)["whole"]
    assert whole["mentions"]["micro"]["f1"] == whole["relations"]["micro"]["f1"] == whole["stances"]["micro"]["f1"] == 1


def test_every_difference_is_listed(dataset, tmp_path, out):
    file = next((dataset / "passes" / "a").glob("*.md"))
    assert main(["agreement", "--differences", str(file), str(file)]) == 0
    assert out().out == ""
    changed = tmp_path / file.name
    changed.write_text(file.read_text(encoding="utf-8").replace("polarity: support", "polarity: neutral", 1), encoding="utf-8")
    assert main(["agreement", "--differences", str(file), str(changed)]) == 0
    lines = out().out.splitlines()
    assert len(lines) == 2
    assert {" support " in line for line in lines} == {True, False}


def test_build_check_names_stale_files(checkout, tmp_path, out):
    copy = tmp_path / "a checkout with spaces"
    shutil.copytree(checkout / "dataset", copy / "dataset")
    shutil.copytree(checkout / "schema", copy / "schema")
    assert main(["build", "--check", "--checkout", str(copy)]) == 0
    stats = copy / "dataset" / "stats.json"
    before = stats.read_text(encoding="utf-8")
    stats.write_text(before.replace('"articles"', '"article"', 1), encoding="utf-8")
    parquet = copy / "dataset" / "data" / "stance" / "test.parquet"
    good = parquet.read_bytes()
    parquet.unlink()
    assert main(["build", "--check", "--checkout", str(copy)]) == 1
    assert {line.split(":")[0] for line in out().out.splitlines()} == {"dataset/stats.json", "dataset/data/stance/test.parquet"}
    assert main(["build", "--checkout", str(copy)]) == 0
    assert stats.read_text(encoding="utf-8") == before
    assert parquet.read_bytes() == good


def test_build_refuses_sources_with_errors(checkout, tmp_path, out):
    shutil.copytree(checkout / "dataset", tmp_path / "dataset")
    article = next((tmp_path / "dataset" / "articles").glob("*.md"))
    article.write_text(article.read_text(encoding="utf-8").replace("type: represents", "type: leads", 1), encoding="utf-8")
    assert main(["build", "--checkout", str(tmp_path)]) == 1
    assert "unknown-label" in out().out
