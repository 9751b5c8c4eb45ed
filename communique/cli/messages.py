"""What commands say when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NoReturn

import typer

from communique.validation.findings import Finding


def fail(message: str, code: int = 2) -> NoReturn:
    """Print `message` to standard error and leave with `code`."""
    typer.echo(f"communique: {message}", err=True)
    raise typer.Exit(code)


def show_findings(findings: Iterable[Finding], *, as_json: bool) -> None:
    """Print findings a line each, or one JSON array of records."""
    if as_json:
        typer.echo(json.dumps([finding.as_record() for finding in findings], ensure_ascii=False, indent=2))
        return
    for finding in findings:
        typer.echo(str(finding))
