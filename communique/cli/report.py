"""Make one HTML page of results: scores with intervals, differences that hold, confusion, errors by class, the worst articles.

FILES are prediction files, or result files that `communique score --json` wrote; a result file is joined with the `predictions.jsonl` or
`predictions.parquet` in its folder, and shows its scores alone where there is none. The page opens from disk and needs no network. Needs
the extra `report`.

Examples: `communique report baselines/results/linear/*/result.json --html report.html`;
`communique report a.jsonl b.jsonl --html report.html`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail


def run(  # noqa: PLR0917
    files: Annotated[list[Path], typer.Argument(help="Prediction files or result files.")],
    html: Annotated[Path, typer.Option(help="The page to write.")],
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "test",
    data: Annotated[str | None, typer.Option(help="A dataset folder or Hub repository; the packaged data by default.")] = None,
    gold: Annotated[Path | None, typer.Option(help="Gold of your own, as for `score`.")] = None,
    resamples: Annotated[int, typer.Option(min=0, help="Bootstrap resamples for predictions without a result file.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
) -> int:
    """Write the page; gives the exit code."""
    from communique.columns import InputError
    from communique.corpus import load_gold, read_gold
    from communique.evaluation import evaluate
    from communique.files import write_text
    from communique.predictions import read_predictions
    from communique.report.html import System, report
    from communique.report.names import short_names
    from communique.results import read_result

    if gold is not None and data is not None:
        fail("--gold and --data exclude each other: --gold is the gold itself")
    try:
        known = read_gold(gold) if gold is not None else load_gold(split, data=data)
        systems = []
        for path, name in zip(files, short_names(files), strict=True):
            if path.suffix == ".json":
                result = read_result(path)
                beside = next((p for p in (path.parent / "predictions.jsonl", path.parent / "predictions.parquet") if p.is_file()), None)
                read = read_predictions(beside, known) if beside else None
                systems.append(System(name, evaluate(known, read, resamples=resamples, seed=seed) if read else result, read))
            else:
                read = read_predictions(path, known)
                systems.append(System(name, evaluate(known, read, resamples=resamples, seed=seed), read))
        write_text(html, report(known, systems))
    except InputError as error:
        typer.echo(str(error), err=True)
        return 1
    except ImportError as error:
        fail(f"{error}; install communique[report]")
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(f"{html}: {len(systems)} systems", err=True)
    return 0
