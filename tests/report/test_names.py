"""Short names of files tell them apart."""

from pathlib import Path

from communique.report.names import short_names


def test_stems_folders_and_versions():
    assert short_names([Path("a.jsonl"), Path("b.jsonl")]) == ["a", "b"]
    assert short_names([Path("r/one/predictions.jsonl"), Path("r/two/predictions.jsonl")]) == ["one", "two"]
    assert short_names([Path("r/one/0.3.0/result.json")]) == ["one 0.3.0"]
    versions = [Path("r/one/0.3.0/result.json"), Path("r/two/0.3.0/result.json")]
    assert short_names(versions) == ["one", "two"]
