"""Each notebook runs, and its committed text is what it says now."""

import importlib.util
import time
from pathlib import Path

import nbformat
import pytest

HOME = Path(__file__).resolve().parents[2] / "notebooks"
_spec = importlib.util.spec_from_file_location("notebooks_run", HOME / "run.py")
run = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(run)


def test_all_four_are_there():
    assert [path.stem for path in run.notebooks()] == ["1-corpus", "2-your-model", "3-who-supports-whom", "4-where-baselines-fail"]


@pytest.mark.parametrize("path", run.notebooks(), ids=lambda path: path.stem)
def test_a_notebook_runs_and_says_what_it_said(path):
    start = time.monotonic()
    fresh = run.executed(path)
    assert time.monotonic() - start < run.LONGEST
    kept = nbformat.read(path, as_version=4)
    for (source, now), (_, before) in zip(run.shown(fresh), run.shown(kept), strict=True):
        assert now == before, source
    assert any("image/png" in output.get("data", {}) for cell in kept.cells for output in cell.get("outputs", ()))
