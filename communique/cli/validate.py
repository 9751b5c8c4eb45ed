"""Check article files, or a whole dataset folder with its registers, passes and splits.

Prints `file:line: level rule: message`. Exit code 0: no errors; 1: errors; 2: wrong usage.

Examples: `communique validate` checks `dataset/`; `communique validate dataset/articles/some-event-1.md` one file;
`communique validate --explain wrong-signature` tells what a rule means and how to mend a breach.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail, show_findings
from communique.validation import Finding, check_corpus, check_file, rules


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Article files or dataset folders; `dataset` by default.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as one JSON array.")] = False,
    explain: Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Say what a rule means, and check nothing.")] = None,
) -> int:
    """Check files; gives the exit code."""
    if explain is not None:
        return _explain(explain)
    findings: list[Finding] = []
    files = 0
    for path in paths or [Path("dataset")]:
        try:
            found, count = _check(path)
        except OSError as error:
            fail(str(error))
        findings += found
        files += count
    show_findings(findings, as_json=as_json)
    errors = sum(finding.level == "error" for finding in findings)
    if not as_json:
        typer.echo(f"{files} files: {errors} errors, {len(findings) - errors} warnings", err=True)
    return 1 if errors else 0


def _check(path: Path) -> tuple[list[Finding], int]:
    if path.is_dir() and (path / "articles").is_dir():
        corpus, findings = check_corpus(path)
        return findings, sum(1 for folder in ("articles", "passes") for _ in (path / folder).rglob("*.md")) if corpus else 0
    if path.is_dir():
        found = [check_file(file)[1] for file in sorted(path.glob("*.md"))]
        if not found:
            raise FileNotFoundError(f"{path} holds no article (*.md) and no folder 'articles'")
        return [finding for each in found for finding in each], len(found)
    written = path.parent.parent.name != "passes"
    return check_file(path, written=written)[1], 1


def _explain(name: str) -> int:
    rule = rules().get(name)
    if rule is None:
        fail(f"no rule '{name}'; the rules are: {', '.join(rules())}")
    typer.echo(f"{rule.id} ({rule.level}, stage {rule.stage})\nwhy:  {rule.why}\nmend: {rule.mend}")
    return 0
