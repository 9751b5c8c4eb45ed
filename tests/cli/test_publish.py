"""Publishing: what is listed is what is sent, and nothing is asked for."""

import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from communique.cli import main

huggingface_hub = pytest.importorskip("huggingface_hub", reason="huggingface_hub is not installed")


@pytest.fixture
def out(capsys):
    return capsys.readouterr


@pytest.fixture
def sent(monkeypatch):
    """Calls that would reach the Hub."""
    calls = []

    class Api:
        def __init__(self, token):
            assert token == "a-token"

        def create_repo(self, repo, **options):
            calls.append(("create_repo", repo, options))

        def create_commit(self, repo, operations, **options):
            calls.append(("create_commit", repo, {**options, "files": [operation.path_in_repo for operation in operations]}))
            return SimpleNamespace(oid="abc", commit_url="an-address")

        def create_tag(self, repo, **options):
            calls.append(("create_tag", repo, options))

    monkeypatch.setattr(huggingface_hub, "HfApi", Api)
    monkeypatch.setattr(huggingface_hub, "get_token", lambda: "a-token")
    return calls


def listed(text):
    return [line.split(maxsplit=1)[1] for line in text.splitlines()]


def test_dry_run_lists_the_folder_and_sends_nothing(checkout, sent, out):
    assert main(["publish", "owner/name", "--dry-run"]) == 0
    shown = out()
    tracked = subprocess.run(["git", "ls-files", "dataset"], cwd=checkout, capture_output=True, text=True, check=False)
    if tracked.returncode == 0 and tracked.stdout:
        assert set(listed(shown.out)) >= {name.removeprefix("dataset/") for name in tracked.stdout.splitlines()}
    assert {"README.md", "croissant.json", "data/documents/test.parquet"} <= set(listed(shown.out))
    assert "nothing was sent" in shown.err
    assert not sent


def test_what_is_sent_is_what_was_listed(sent, out):
    assert main(["publish", "owner/name", "--dry-run"]) == 0
    names = listed(out().out)
    assert main(["publish", "owner/name"]) == 0
    ((call, repo, options),) = sent
    assert (call, repo, options["files"], options["repo_type"]) == ("create_commit", "owner/name", names, "dataset")


def test_repository_and_tag_are_made_on_request_only(sent):
    assert main(["publish", "owner/name", "--create", "--private", "--tag", "v1"]) == 0
    assert [call for call, *_ in sent] == ["create_repo", "create_commit", "create_tag"]
    assert sent[0][2]["private"] is True
    assert sent[2][2] == {"tag": "v1", "repo_type": "dataset", "revision": "abc"}


def test_hidden_files_stay_and_links_out_are_refused(dataset, tmp_path, out):
    copy = tmp_path / "dataset"
    shutil.copytree(dataset, copy, ignore=shutil.ignore_patterns("articles"))
    (copy / ".secret").write_text("x")
    (copy / ".cache").mkdir()
    (copy / ".cache" / "file").write_text("x")
    assert main(["publish", "owner/name", "--dry-run", "--dataset", str(copy)]) == 0
    names = listed(out().out)
    assert not [name for name in names if "secret" in name or "cache" in name]
    (tmp_path / "outside").write_text("x")
    (copy / "link").symlink_to(tmp_path / "outside")
    assert main(["publish", "owner/name", "--dry-run", "--dataset", str(copy)]) == 2
    assert "link out of the folder" in out().err


def test_a_stale_folder_is_not_published(dataset, tmp_path, sent, out):
    copy = tmp_path / "dataset"
    shutil.copytree(dataset, copy, ignore=shutil.ignore_patterns("articles"))
    shutil.copy(copy / "data" / "documents" / "test.parquet", copy / "data" / "documents" / "train.parquet")
    (copy / "data" / "stance" / "test.parquet").unlink()
    (copy / "data" / "stance" / "more.parquet").write_bytes(b"x")
    assert main(["publish", "owner/name", "--dataset", str(copy)]) == 1
    text = out().err
    assert "data/documents/train.parquet: not the file" in text
    assert "data/stance/test.parquet: described" in text
    assert "data/stance/more.parquet: not described" in text
    assert not sent


@pytest.mark.parametrize(
    "arguments", [["name"], ["owner/name/more"], ["owner/name", "--private"], ["owner/name", "--dataset", "no-such-folder"]]
)
def test_wrong_usage(arguments, sent, out):
    assert main(["publish", *arguments]) == 2
    assert out().err.startswith("communique: ")
    assert not sent


def run_apart(tmp_path, **more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "HUGGING"))}
    environment |= {"HF_HOME": str(tmp_path), "HF_ENDPOINT": "http://127.0.0.1:9", **more}
    command = [sys.executable, "-m", "communique", "publish", "owner/name"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, timeout=120, check=False)


def test_without_a_token_it_says_so(tmp_path):
    done = run_apart(tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("communique: no token for the Hub")
    assert "Traceback" not in done.stderr


def test_without_a_network_it_says_so(tmp_path):
    done = run_apart(tmp_path, HF_TOKEN="hf_not_a_token")
    assert done.returncode == 2
    assert "communique: the Hub was not reached or refused" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.dumps(done.stderr).count("hf_not_a_token") == 0
