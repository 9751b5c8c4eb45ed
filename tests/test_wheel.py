"""The wheel: built, installed apart from the checkout, and used from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import communique

pytest.importorskip("hatchling", reason="hatchling is not installed")


@pytest.fixture(scope="module")
def apart(checkout, tmp_path_factory):
    """An environment with the wheel in it and nothing of the checkout; what the wheel depends on is borrowed from the present one."""
    room = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(room / "dist")]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True, timeout=120)
    (wheel,) = (room / "dist").glob("*.whl")
    venv.create(room / "env", with_pip=False)
    bin_ = room / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = bin_ / "python"
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, env=environment, timeout=300)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, text=True, env=environment).stdout.strip())
    # A path in a .pth file comes after the environment's own, and the .pth files in that folder (of the editable install) are not read.
    (site / "borrowed.pth").write_text("\n".join(dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))))
    return bin_, environment


def run(apart, folder, *command):
    bin_, environment = apart
    first, *rest = command
    return subprocess.run([str(bin_ / first), *rest], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_it_is_the_wheel_that_runs(apart, checkout, tmp_path):
    code = "import communique, communique.resources as r; print(communique.__file__, r.schema_dir(), r.data_dir(), sep='\\n')"
    done = run(apart, tmp_path, "python", "-c", code)
    assert done.returncode == 0, done.stderr
    places = [Path(line) for line in done.stdout.splitlines()]
    assert len(places) == 3
    assert all(not place.is_relative_to(checkout) for place in places)
    assert [place.name for place in places] == ["__init__.py", "_schema", "_data"]


def test_version(apart, tmp_path):
    done = run(apart, tmp_path, "communique", "--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"communique {communique.__version__}"), done.stderr


def test_score_from_another_folder(apart, tmp_path):
    rows = communique.load("documents", "test")
    lines = [json.dumps({key: row[key] for key in ("id", "entities", "relations", "stances")}) for row in rows]
    (tmp_path / "predictions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(apart, tmp_path, "communique", "score", "predictions.jsonl", "--json", "result.json", "--resamples", "10")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result["overall"]["f1"] == 1.0
    assert f"articles:{len(rows)}|" in result["signature"]


def test_templates_and_every_command_are_there(apart, tmp_path, checkout):
    from communique.cli import COMMANDS

    for command in COMMANDS:
        assert run(apart, tmp_path, "communique", command, "--help").returncode == 0, command
    code = "import communique, pathlib; p = pathlib.Path(communique.__file__).parent; print(*sorted(x.name for x in p.rglob('*.j2')))"
    shipped = run(apart, tmp_path, "python", "-c", code).stdout.split()
    assert shipped == sorted(path.name for path in (checkout / "communique").rglob("*.j2"))
    assert shipped


def test_explore_and_tag_from_another_folder(apart, tmp_path, monkeypatch):
    """Both work from the packaged data; a proxy that nobody answers would show a call to the network."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setitem(apart[1], name, "http://127.0.0.1:9")
    monkeypatch.setitem(apart[1], "XDG_CACHE_HOME", str(tmp_path / "cache"))
    done = run(apart, tmp_path, "communique", "explore", "--out", "site", "--split", "test")
    assert done.returncode == 0, done.stderr
    articles = communique.load("documents", "test")
    assert len(list((tmp_path / "site" / "articles").glob("*.html"))) == len(articles)
    (tmp_path / "speech.txt").write_text(
        "France thanks Kenya\n\nFrench President Emmanuel Macron thanked Kenya on Monday.\n", encoding="utf-8"
    )
    done = run(apart, tmp_path, "communique", "tag", "speech.txt")
    assert done.returncode == 0, done.stderr
    assert "[Emmanuel Macron](emmanuel-macron)" in done.stdout
    assert list((tmp_path / "cache").rglob("*.skops")), "the trained model is kept in the user's cache"
