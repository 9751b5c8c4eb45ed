"""The error estimate by hand."""

from pathlib import Path

import pytest

from communique.build.audit import HEAD, LAYERS, read_audit


def audit(counts):
    lines = [f"{article}\t{layer}\t{cells}" for article, rows in counts.items() for layer, cells in zip(LAYERS, rows, strict=True)]
    return "\n".join(["\t".join(HEAD), *lines]) + "\n"


def test_rates_and_intervals(tmp_path):
    path = tmp_path / "audit.tsv"
    counts = {"a-1": ("50\t0\t0", "0\t0\t0", "20\t1\t1"), "b-1": ("0\t0\t0", "0\t0\t0", "30\t0\t4")}
    path.write_text(audit(counts))
    found = read_audit(path)
    assert found["articles"] == 2
    assert found["stances"]["wrong_rate"] == 1 / 50
    assert found["stances"]["missing_rate"] == round(5 / 54, 4)
    # Wilson by hand for 0 of 50: upper bound z²/(n + z²).
    assert found["mentions"]["wrong_ci"] == [0.0, pytest.approx(1.959964**2 / (50 + 1.959964**2), abs=1e-4)]
    assert found["relations"]["wrong_rate"] is None


def test_no_file_is_no_estimate(tmp_path):
    assert read_audit(tmp_path / "audit.tsv") == {}


@pytest.mark.parametrize("row", ["a-1\tstances\t20\t21\t0", "a-1\twords\t1\t0\t0", "a-1\tstances\t20\t1", "a-1\tstances\tx\t1\t1"])
def test_bad_lines_are_named(tmp_path, row):
    path = tmp_path / "audit.tsv"
    path.write_text("article\tlayer\tlabels\twrong\tmissing\n" + row + "\n")
    with pytest.raises(ValueError, match=r"audit\.tsv:2"):
        read_audit(path)


def test_a_line_twice_or_lacking_is_named(tmp_path):
    path = tmp_path / "audit.tsv"
    whole = audit({"a-1": ("1\t0\t0",) * 3})
    path.write_text(whole + "a-1\tstances\t1\t0\t0\n")
    with pytest.raises(ValueError, match=r"audit\.tsv:5: layer 'stances' of 'a-1'"):
        read_audit(path)
    path.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(ValueError, match=r"'a-1' lacks the line of stances"):
        read_audit(path)


def test_the_audited_articles_are_in_the_dataset():
    root = Path(__file__).resolve().parents[2] / "dataset"
    named = {line.split("\t")[0] for line in (root / "audit.tsv").read_text(encoding="utf-8").splitlines()[1:]}
    assert named <= {path.stem for path in (root / "articles").glob("*.md")}
