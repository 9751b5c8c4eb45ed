"""Every command and every block of the README is run as it stands there."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import communique
from communique.cli import main
from communique.corpus import load_gold
from communique.evaluation import evaluate
from communique.predictions import predictions_from_rows

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SHELL = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
INLINE = re.findall(r"`(communique [a-z]+ --[^`]+)`", README)
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, request):
    """A folder with all the files that the commands name."""
    root = Path(__file__).resolve().parents[1]
    home = tmp_path_factory.mktemp("readme")
    (home / "dataset").symlink_to(root / "dataset")
    results = root / "baselines" / "results"
    for name, system in (("predictions", "linear"), ("a", "linear-given"), ("b", "pair")):
        (found,) = (folder for folder in (results / system).iterdir() if _current(folder, root))
        shutil.copy(found / "predictions.jsonl", home / f"{name}.jsonl")
    rows = [row for row in communique.load("entities", "test") if row["tokens"]]
    lines = [f"{token} {tag}" for row in rows for token, tag in [*zip(row["tokens"], row["ner_tags"], strict=True), ("", "")]]
    (home / "tags.conll").write_text("\n".join(line.strip() for line in lines) + "\n", encoding="utf-8")
    for folder in ("gold", "predictions"):
        table = pq.read_table(root / "dataset" / "data" / "documents" / "test.parquet")
        (home / folder).mkdir()
        pq.write_table(
            table if folder == "gold" else table.select(["id", "entities", "relations", "stances"]), home / folder / "part.parquet"
        )
    texts = communique.load("documents", "validation")[:2]
    (home / "texts").mkdir()
    for row in texts:
        (home / "texts" / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    (home / "speech.txt").write_text(texts[0]["text"], encoding="utf-8")
    mine = communique.load("documents", "train")[:12]
    (home / "mine.jsonl").write_text("".join(json.dumps(row) + "\n" for row in mine), encoding="utf-8")
    return home


def _current(folder, root):
    version = (root / "dataset" / "VERSION").read_text(encoding="utf-8").strip()
    return folder.name == version


def test_the_commands_are_read():
    assert SHELL[:2] == ["make benchmark", "make test"]
    assert len(SHELL) >= 12
    assert any(command.startswith("communique explore") for command in INLINE)


@pytest.mark.parametrize("command", [command for command in [*SHELL, *INLINE] if not command.startswith("make ")])
def test_a_command_runs(command, desk):
    # The shell opens up the stars; the console script is the one of this environment.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(command, shell=True, cwd=desk, capture_output=True, text=True, check=False, env=os.environ | {"PATH": path})
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr


def test_the_blocks_run(desk, monkeypatch):
    monkeypatch.chdir(desk)
    lines = [json.loads(line) for line in (desk / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    space = {"my_predictions": lines}
    for block in PYTHON:
        exec(block, space)
    assert len(space["articles"]) == len(communique.load("documents", "train"))
    assert 0 < space["result"]["stance"]["triple"]["micro"]["f1"] < 1


def test_the_command_is_found_as_the_page_says():
    """The page says how to get `communique` on the path before it first uses it, and that way leads there."""
    (said,) = re.findall(r"`source (\S+)/bin/activate`", README)
    makefile = (Path(__file__).resolve().parents[1] / "Makefile").read_text(encoding="utf-8")
    assert f"VENV := {said}\n" in makefile
    first = min(README.index(command) for command in SHELL if command.startswith("communique "))
    assert README.index("bin/activate") < first
    if sys.prefix != sys.base_prefix:
        shell = f"source {shlex.quote(sys.prefix)}/bin/activate && command -v communique"
        run = subprocess.run(["bash", "-c", shell], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
        assert run.stdout.strip() == str(Path(sys.prefix) / "bin" / "communique"), run.stderr


def test_the_prediction_shown_is_valid():
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    shown = json.loads(block)
    (gold,) = (gold for split in ("train", "validation", "test") if shown["id"] in (gold := load_gold(split)).columns.ids)
    scores = evaluate(gold, predictions_from_rows([shown], gold), resamples=0)
    for task, path in (("entities", ("strict", "micro")), ("relations", ("strict", "micro")), ("stance", ("triple", "micro"))):
        assert scores[task][path[0]][path[1]]["precision"] == 1, task


def test_the_make_targets_are_there():
    targets = (Path(__file__).resolve().parents[1] / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"`?(make [a-z]+)`?", README):
        assert f"\n{shlex.split(command)[1]}: " in targets


def test_help_of_every_command_has_an_example(capsys):
    from communique.cli import COMMANDS

    for name in COMMANDS:
        assert main([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert f"communique {name}" in " ".join(shown.split()).partition("Example")[2], name


def test_completion_is_offered(tmp_path):
    """What `--show-completion` prints completes the commands, asked as the shell would."""
    script = Path(sys.executable).parent / "communique"
    asked = {"_COMMUNIQUE_COMPLETE": "complete_bash", "COMP_WORDS": "communique va", "COMP_CWORD": "1"}
    run = subprocess.run([script], env=os.environ | asked, capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["validate"]
    asked = {"_COMMUNIQUE_COMPLETE": "complete_bash", "COMP_WORDS": "communique score --js", "COMP_CWORD": "2"}
    run = subprocess.run([script], env=os.environ | asked, capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["--json"]


def test_no_colour_where_none_is_wanted(desk):
    """Neither NO_COLOR nor a pipe gets escape sequences; a terminal that wants colour does."""
    script = Path(sys.executable).parent / "communique"
    for wish in ({"NO_COLOR": "1", "FORCE_COLOR": ""}, {}):
        run = subprocess.run(
            [script, "score", "predictions.jsonl"], cwd=desk, env=os.environ | wish, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        assert "\x1b" not in run.stdout + run.stderr
