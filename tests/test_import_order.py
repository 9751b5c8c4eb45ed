"""Data flows one way: a module may import only modules of its own line or of the lines above it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

LINES = [
    "resources files",
    "labels",
    "article",
    "registers",
    "validation",
    "annotations",
    "columns",
    "arrow rowreader bio",
    "quickjson",
    "corpus",
    "scoring",
    "details",
    "predictions",
    "agreement",
    "build",
    "results",
    "evaluation comparison",
    "distributed analysis",
    "report",
    "explore",
    "prompts",
    "harness",
    "interchange",
    "tagging",
    "models",
    "cli",
    "__main__",
]
LEVEL = {room: level for level, line in enumerate(LINES) for room in line.split()}
PACKAGE = Path(__file__).parent.parent / "communique"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path):
    if room(path) == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        assert parts[0] != "baselines", name
        if parts[0] == "communique" and len(parts) > 1:
            assert LEVEL[parts[1]] <= LEVEL[room(path)], f"{room(path)} imports {name}"


def test_every_room_has_a_line():
    assert {room(path) for path in MODULES} - {"__init__"} == set(LEVEL)


def test_scoring_knows_arrays_only():
    for path in (PACKAGE / "scoring").glob("*.py"):
        tops = {name.split(".")[0] for name in imported(path)}
        assert tops <= {"__future__", "collections", "communique", "dataclasses", "numpy", "scipy", "typing"}, path.name


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, communique; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert not loaded & {"numpy", "pandas", "pyarrow", "scipy", "sklearn", "pydantic", "typer", "yaml", "datasets"}


def test_the_public_names_are_there():
    import communique

    assert {name for name in communique.__all__ if not hasattr(communique, name)} == set()
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        communique.nothing_of_the_kind  # noqa: B018


def test_every_test_file_is_collected():
    """A folder that pytest passes over by its name would be a room whose tests never run."""
    tests = PACKAGE.parent / "tests"
    run = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-q", "--no-header", "-p", "no:cacheprovider"]
    listed = subprocess.run(run, cwd=PACKAGE.parent, capture_output=True, text=True, check=False).stdout
    files = [path for path in tests.rglob("test_*.py") if "importorskip" not in path.read_text(encoding="utf-8")]
    assert files
    assert [name for path in files if (name := path.relative_to(PACKAGE.parent).as_posix()) not in listed] == []
