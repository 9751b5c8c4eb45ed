"""Train the extractor that `communique tag` uses, on the dataset or on data of your own, and keep it in a file.

Training and validation files are JSON Lines or Parquet of rows like those of `documents`; labels are learnt from them. Models are kept
with skops. Needs the extra `models`.

Examples: `communique train --out model.skops`; `communique train --train mine.jsonl --validation held-out.jsonl --out model.skops`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import fail


def run(
    out: Annotated[Path, typer.Option(help="Where to keep the model.")],
    data: Annotated[str | None, typer.Option(help="A dataset folder or Hub repository; the packaged data by default.")] = None,
    train: Annotated[Path | None, typer.Option(help="Rows of your own to learn from.")] = None,
    validation: Annotated[Path | None, typer.Option(help="Rows of your own to tune thresholds on.")] = None,
) -> int:
    """Train; gives the exit code."""
    from communique.columns import InputError
    from communique.corpus import load, read_rows

    if train is not None and data is not None:
        fail("--train and --data exclude each other")
    if validation is not None and train is None:
        fail("--validation goes with --train")
    try:
        from communique.models.presets import extractor
        from communique.models.store import save

        rows = read_rows(train) if train is not None else load("documents", "train", data=data)
        held = (read_rows(validation) if validation else []) if train is not None else load("documents", "validation", data=data)
        typer.echo(f"training on {len(rows)} articles", err=True)
        save(extractor().fit(rows, validation=held), out)
    except InputError as error:
        typer.echo(str(error), err=True)
        return 1
    except ImportError as error:
        fail(f"{error}; install communique[models]")
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(str(out), err=True)
    return 0
