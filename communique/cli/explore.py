"""Make a static site to look at the dataset: search and filter articles, see what shows each stance and relation, and who stands where.

Each article has a page with its adjudicated version, the two passes it was made from, and the predictions of systems given with `--result`:
a prediction file, or a result file with `predictions.jsonl` or `predictions.parquet` beside it. The site opens from disk and needs no
network. Needs the extra `report`.

Examples: `communique explore --out site`;
`communique explore --out site --split test --result baselines/results/linear/0.3.0/result.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail


def run(
    out: Annotated[Path, typer.Option(help="The folder to write to; open its index.html.")],
    split: Annotated[list[str] | None, typer.Option(help="train, validation or test; may be given more than once. All by default.")] = None,
    result: Annotated[list[Path] | None, typer.Option(help="Predictions to show; may be given more than once.")] = None,
    data: Annotated[str | None, typer.Option(help="A dataset folder or Hub repository; the packaged data by default.")] = None,
) -> int:
    """Write the site; gives the exit code."""
    from communique.columns import InputError
    from communique.corpus import data_files, load_gold
    from communique.explore.predicted import read_predicted
    from communique.explore.site import write_site
    from communique.labels import SPLITS
    from communique.report.names import short_names

    try:
        splits = list(dict.fromkeys(split)) if split else _present(SPLITS, data)
        for each in splits:
            data_files("documents", each, data)
        files = result or []
        golds = {each: load_gold(each, data=data) for each in splits} if files else {}
        systems = {name: read_predicted(path, golds) for name, path in zip(short_names(files), files, strict=True)}
        count = write_site(out, splits, data=data, systems=systems)
    except InputError as error:
        typer.echo(str(error), err=True)
        return 1
    except ImportError as error:
        fail(f"{error}; install communique[report]")
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(f"{out / 'index.html'}: {count} articles", err=True)
    return 0


def _present(splits: tuple[str, ...], data: str | None) -> list[str]:
    """Those that the data has; a dataset of one's own need not have all."""
    from communique.corpus import data_files

    found, missing = [], None
    for each in splits:
        try:
            data_files("documents", each, data)
        except FileNotFoundError as error:
            missing = missing or error
        else:
            found.append(each)
    if not found and missing is not None:
        raise missing
    return found
