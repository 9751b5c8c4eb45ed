"""Put article files into their one canonical form.

Formatting twice changes nothing more, and nothing of an article is lost. With `--check`, files are only named that would change (exit
code 1).

Example: `communique format dataset/articles/some-event-1.md`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.article import format_article, read_article
from communique.cli.messages import fail, show_findings
from communique.files import write_text
from communique.validation import Finding


def run(
    paths: Annotated[list[Path], typer.Argument(help="Article files, or folders of them.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 if a file is not canonical.")] = False,
) -> int:
    """Format files; gives the exit code."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            fail(f"{path} does not exist")
        files += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    findings, changed = [], 0
    for file in files:
        article, problems = read_article(file)
        if article is None:
            findings += [Finding(str(file), p.line, p.rule, p.message) for p in problems]
            continue
        canonical = format_article(article)
        if canonical != file.read_bytes().decode("utf-8"):
            changed += 1
            if check:
                typer.echo(f"{file}: would be formatted")
            else:
                write_text(file, canonical)
    show_findings(findings, as_json=False)
    typer.echo(f"{len(files)} files: {changed} {'would change' if check else 'changed'}, {len(findings)} problems", err=True)
    return 1 if findings or (check and changed) else 0
