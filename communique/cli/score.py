"""Score predictions against a split of the dataset, or against gold of your own.

PREDICTIONS is JSON Lines, one object an article, or Parquet with the same columns: `id`, and `entities`, `relations`, `stances`, each of
which may be left out. With
`entities` the ids are your own (end-to-end track); without, they are the gold's (given entities). Offsets are half-open and count code
points. If anything in the
file is not as it must be, nothing is scored, and the message says where (exit code 1).

Examples: `communique score predictions.jsonl`; `communique score predictions.jsonl --split validation --json result.json`;
`communique score predictions.jsonl --gold my-gold.jsonl`; `communique score tags.conll --bio`;
`communique score predictions.jsonl --errors errors.json`;
`communique score predictions/ --gold gold/ --engine spark`.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.messages import fail


def run(  # noqa: PLR0917
    predictions: Annotated[Path, typer.Argument(help="JSON Lines or Parquet.")],
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
    data: Annotated[
        str | None, typer.Option(help="A dataset folder or Hub repository (owner/name[@revision]); the packaged data by default.")
    ] = None,
    gold: Annotated[Path | None, typer.Option(help="Gold of your own: JSON Lines or Parquet of rows like those of `documents`.")] = None,
    bio: Annotated[
        bool, typer.Option("--bio", help="PREDICTIONS is CoNLL BIO: a token and its tag a line, blank lines between sentences.")
    ] = False,
    lenient: Annotated[bool, typer.Option("--lenient", help="With --bio: an I- that continues nothing begins a mention.")] = False,
    task: Annotated[
        list[str] | None, typer.Option(help="entities, coreference, relations or stance; may be given again. All by default.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="local, or spark: PREDICTIONS and --gold are partitioned Parquet (extra `spark`, Java 17).")
    ] = "local",
    resamples: Annotated[int, typer.Option(min=0, help="Bootstrap resamples for the 95 % intervals; 0 for none.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
    out: Annotated[Path | None, typer.Option("--json", help="Write the result file here; '-' prints it instead of the table.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write every miss with its class and sentence, confusion matrices and breakdowns here, as JSON.")
    ] = None,
) -> int:
    """Score and print; gives the exit code."""
    from communique.columns import InputError
    from communique.corpus import load_gold, read_gold
    from communique.evaluation import evaluate
    from communique.predictions import read_predictions
    from communique.scoring.tally import TASKS

    if gold is not None and (data is not None or bio):
        fail("--gold excludes --data and --bio: it is the gold itself, and BIO files follow the sentences of the dataset")
    if lenient and not bio:
        fail("--lenient goes with --bio")
    if engine not in ("local", "spark"):
        fail(f"--engine is local or spark, not '{engine}'")
    tasks = tuple(task) if task else TASKS
    try:
        if engine == "spark":
            if gold is None or bio or errors is not None:
                fail("--engine spark takes --gold, and neither --bio nor --errors")
            from communique.distributed import score_with_spark

            return _show(score_with_spark(str(gold), str(predictions), tasks=tasks, resamples=resamples, seed=seed), out)
        known = read_gold(gold) if gold is not None else load_gold(split, data=data)
        read = _read_bio(predictions, known, split, data, lenient) if bio else read_predictions(predictions, known)
        result = evaluate(known, read, tasks=tasks, resamples=resamples, seed=seed)
    except InputError as error:
        typer.echo(str(error), err=True)
        typer.echo("communique: nothing was scored", err=True)
        return 1
    except ImportError as error:
        fail(f"{error}; install communique[spark]")
    except (OSError, ValueError) as error:
        fail(str(error))
    if errors is not None:
        from communique.analysis import analyse
        from communique.files import write_text

        try:
            write_text(
                errors, json.dumps({"signature": result.signature} | analyse(known, read).as_dict(), ensure_ascii=False, indent=1) + "\n"
            )
        except OSError as error:
            fail(str(error))
    return _show(result, out)


def _show(result: Any, out: Path | None) -> int:
    from rich.console import Console

    from communique.report.tables import headline

    for warning in result.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if out is not None and str(out) == "-":
        typer.echo(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))
        return 0
    if out is not None:
        try:
            result.write(out)
        except OSError as error:
            fail(str(error))
    typer.echo(result.signature)
    Console(width=max(100, shutil.get_terminal_size().columns)).print(headline(result))
    return 0


def _read_bio(path: Path, gold: Any, split: str, data: str | None, lenient: bool) -> Any:
    from communique.bio import read_bio
    from communique.corpus import load
    from communique.predictions import predictions_from_rows

    return predictions_from_rows(read_bio(path, load("entities", split, data=data), lenient=lenient), gold)
