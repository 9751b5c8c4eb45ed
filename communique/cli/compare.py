"""Compare two or more predictions of the same articles, and say which differences hold.

Prints each difference with its 95 % interval (paired bootstrap over events), its p-value (paired approximate randomisation over events,
two-sided, Holm's correction
over all rows of the table), and the verdict in words. All files must be on one track.

Examples: `communique compare a.jsonl b.jsonl`; `communique compare a.jsonl b.jsonl c.jsonl --split validation --json -`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail


def run(  # noqa: PLR0917
    predictions: Annotated[list[Path], typer.Argument(help="JSON Lines or Parquet, two files at least.")],
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
    data: Annotated[str | None, typer.Option(help="A dataset folder or Hub repository; the packaged data by default.")] = None,
    gold: Annotated[Path | None, typer.Option(help="Gold of your own, as for `score`.")] = None,
    rounds: Annotated[int, typer.Option(min=100, help="Rounds of the randomisation.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Of resampling and randomisation.")] = 0,
    out: Annotated[Path | None, typer.Option("--json", help="Write the differences here; '-' prints them instead of the table.")] = None,
) -> int:
    """Compare and print; gives the exit code."""
    from rich.console import Console

    from communique.columns import InputError
    from communique.comparison import compare
    from communique.corpus import load_gold, read_gold
    from communique.files import write_text
    from communique.predictions import read_predictions
    from communique.report.names import short_names
    from communique.report.tables import differences

    if gold is not None and data is not None:
        fail("--gold and --data exclude each other: --gold is the gold itself")
    try:
        known = read_gold(gold) if gold is not None else load_gold(split, data=data)
        read = [(path, read_predictions(path, known)) for path in predictions]
        names = short_names(predictions)
        found = compare(known, [(name, each) for name, (_, each) in zip(names, read, strict=True)], rounds=rounds, seed=seed)
    except InputError as error:
        typer.echo(str(error), err=True)
        return 1
    except (OSError, ValueError) as error:
        fail(str(error))
    for path, each in read:
        for warning in each.warnings:
            typer.echo(f"warning: {path}: {warning}", err=True)
    records = json.dumps([asdict(d) | {"verdict": d.verdict} for d in found], ensure_ascii=False, indent=1) + "\n"
    if out is not None and str(out) == "-":
        typer.echo(records, nl=False)
        return 0
    if out is not None:
        write_text(out, records)
    Console(width=120).print(differences(found))
    events = len(set(known.columns.events or ()))
    typer.echo(f"{events} events, {rounds} rounds, seed {seed}; p after Holm's correction over {len(found)} comparisons")
    return 0
