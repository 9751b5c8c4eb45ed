from pathlib import Path

import pytest

from communique.validation import check_corpus, check_file, rules

INVALID = Path(__file__).parent.parent / "invalid"
FIXTURES = sorted(path for path in INVALID.iterdir() if path.is_dir())
FILE_STAGES = ("readable", "references", "labels", "quotations", "writing")


def rule_of(fixture: Path) -> str:
    return fixture.name.partition(".")[0]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_the_fixture_breaks_its_rule_and_no_other_of_the_stage(fixture):
    rule = rules()[rule_of(fixture)]
    if (fixture / "articles").is_dir():
        _, findings = check_corpus(fixture)
        findings = [finding for finding in findings if rules()[finding.rule].stage == "corpus"]
    else:
        (file,) = fixture.iterdir()
        _, findings = check_file(file, written=rule.stage == "writing")
    assert {finding.rule for finding in findings} == {rule.id}
    assert all(finding.line >= 1 and finding.level == rule.level for finding in findings)


def test_every_rule_has_a_fixture():
    assert {rule_of(fixture) for fixture in FIXTURES} == set(rules())


@pytest.mark.parametrize(
    ("fixture", "line"),
    [
        ("wrong-signature", 19),
        ("quote-not-found", 22),
        ("unmarked-name", 26),
        ("duplicate-field", 17),
        ("bad-field.date", 5),
        ("unknown-label.region", 6),
    ],
)
def test_the_finding_names_the_line(fixture, line):
    (file,) = (INVALID / fixture).iterdir()
    _, findings = check_file(file, written=False)
    assert [finding.line for finding in findings] == [line]


def test_messages_name_what_was_found_and_what_is_allowed():
    (file,) = (INVALID / "unknown-label").iterdir()
    _, (finding,) = check_file(file, written=False)
    assert "'leads'" in finding.message
    assert "represents" in finding.message
