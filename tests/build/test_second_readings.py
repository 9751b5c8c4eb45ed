"""What the card says of second readings follows from their records in ``drafts``."""

import re
from collections import Counter

DECIDED = re.compile(r"^- ([a-z0-9-]+), ([a-z, ]+), (wrong|missing): ", re.MULTILINE)


def test_the_findings_of_the_second_critic(checkout):
    rows = (checkout / "drafts" / "critic" / "decisions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    decisions = Counter(row.split("\t")[1] for row in rows)
    assert set(decisions) == {"accepted", "refused"}
    card = (checkout / "dataset" / "README.md").read_text(encoding="utf-8")
    assert f"{decisions['accepted']} of {decisions.total()} were accepted" in card


def test_the_stances_toward_issues(checkout):
    rows = [row.split("\t") for row in (checkout / "drafts" / "critic" / "issues.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    card = (checkout / "dataset" / "README.md").read_text(encoding="utf-8")
    assert f"{len(rows)} stances in {len({row[0] for row in rows})} articles were added" in card
    for name, holder, issue, polarity in rows:
        article = (checkout / "dataset" / "articles" / f"{name}.md").read_text(encoding="utf-8")
        assert f"{{holder: {holder}, target: {issue}, polarity: {polarity}," in article


def test_the_error_estimate_counts_what_was_decided(checkout):
    decided = Counter()
    for name, layers, kind in DECIDED.findall((checkout / "drafts" / "fresh" / "decided.md").read_text(encoding="utf-8")):
        decided.update((name, layer, kind) for layer in re.split(r", | and ", layers))
    rows = (checkout / "dataset" / "audit.tsv").read_text(encoding="utf-8").splitlines()[1:]
    counted = Counter()
    for name, layer, _, wrong, missing in (row.split("\t") for row in rows):
        counted += Counter({(name, layer, "wrong"): int(wrong), (name, layer, "missing"): int(missing)})
    assert decided == counted
    read = {path.stem for path in (checkout / "drafts" / "fresh").glob("*.md")} - {"decided"}
    assert {row.split("\t")[0] for row in rows} == read
