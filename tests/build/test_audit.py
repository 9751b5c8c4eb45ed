"""The error estimate by hand."""

import pytest

from communique.build.audit import read_audit


def test_rates_and_intervals(tmp_path):
    path = tmp_path / "audit.tsv"
    path.write_text("article\tlayer\tlabels\twrong\tmissing\na-1\tstances\t20\t1\t1\nb-1\tstances\t30\t0\t4\na-1\tmentions\t50\t0\t0\n")
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
