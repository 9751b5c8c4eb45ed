"""Build the dataset from its sources: Parquet files, statistics, card and JSON Schemas.

The same sources give the same bytes. With `--check`, nothing is written and stale files are named (exit code 1). Sources with errors are
not built.

Examples: `communique build`; `communique build --check`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail, show_findings
from communique.labels import labels
from communique.resources import CHECKOUT


def run(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if a generated file is stale.")] = False,
    checkout: Annotated[Path, typer.Option("--checkout", help="The checkout whose dataset/ is built.", show_default=False)] = CHECKOUT,
) -> int:
    """Build or compare; gives the exit code."""
    from communique.build.dataset import build, stale, write
    from communique.validation import check_corpus

    dataset = checkout / "dataset"
    try:
        corpus, findings = check_corpus(dataset)
        card = (dataset / "README.md").read_text(encoding="utf-8")
    except OSError as error:
        fail(f"{error}; run from a checkout, or name one with --checkout")
    errors = [finding for finding in findings if finding.level == "error"]
    if errors or corpus is None:
        show_findings(errors, as_json=False)
        typer.echo(f"{len(errors)} errors in the sources; nothing is built", err=True)
        return 1
    try:
        built = build(corpus, labels(), card)
    except (OSError, ValueError) as error:
        fail(str(error), code=1)
    if not check:
        write(built, checkout)
        typer.echo(f"built data {built.stamp['version']} ({built.stamp['hash']}) from {len(corpus.articles)} articles", err=True)
        return 0
    differing = stale(built, checkout)
    for name in differing:
        typer.echo(f"{name}: stale; run `communique build`")
    typer.echo(f"{len(differing)} of the generated files are stale", err=True)
    return 1 if differing else 0
