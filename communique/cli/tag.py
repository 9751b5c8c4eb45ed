"""Annotate plain text with the baselines, end to end.

FILES are text files or folders of them (`*.txt`); `-` reads standard input. The first line of a text is its headline, blank lines part
paragraphs. Gives article files in Markdown (to be corrected by hand), JSON Lines of rows like those of `documents`, or marked HTML pages:
to `--out`, or to standard output for a single text. On first use the model is trained from the packaged data and kept in the user's
cache. Needs the extra `models`; HTML needs `report`.

Examples: `communique tag speech.txt`; `cat speech.txt | communique tag -`; `communique tag texts/ --out tagged --to jsonl`;
`communique tag speech.txt --to html --out page`; `communique tag speech.txt --model model.skops`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.messages import fail

_FORMATS = {"markdown": "md", "jsonl": "jsonl", "html": "html"}


def run(
    files: Annotated[list[str], typer.Argument(help="Text files, folders, or - for standard input.")],
    to: Annotated[str, typer.Option(help="markdown, jsonl or html.")] = "markdown",
    out: Annotated[Path | None, typer.Option(help="A folder to write to; standard output by default, for one text.")] = None,
    model: Annotated[Path | None, typer.Option(help="A model that `communique train` made.")] = None,
) -> int:
    """Annotate; gives the exit code: 1 if some file could not be read."""
    if to not in _FORMATS:
        fail(f"--to is one of {', '.join(_FORMATS)}, not '{to}'")
    names = list(_names(files))
    if not names:
        fail(f"no text file (*.txt) in {', '.join(files)}")
    if len(names) > 1 and out is None:
        fail(f"{len(names)} texts need a folder: --out DIR")
    try:
        from communique.models.store import ModelError
        from communique.tagging import key_of

        extractor = _model(model)
    except ImportError as error:
        fail(f"{error}; install communique[models]")
    except OSError as error:
        fail(str(error))
    except ModelError as error:
        typer.echo(f"communique: {error}", err=True)
        return 1
    bad = 0
    for name in _progress(names):
        try:
            shown = _tagged(extractor, name, to)
        except (OSError, UnicodeDecodeError, ValueError) as error:
            bad += 1
            typer.echo(f"communique: {name}: {error}", err=True)
            continue
        if out is None:
            typer.echo(shown, nl=False)
        else:
            from communique.files import write_text

            write_text(out / f"{key_of('text' if name == '-' else name)}.{_FORMATS[to]}", shown)
    if bad:
        typer.echo(f"communique: {bad} of {len(names)} texts could not be read; the others were annotated", err=True)
    return 1 if bad else 0


def _names(files: list[str]) -> Iterator[str]:
    for file in files:
        if file != "-" and Path(file).is_dir():
            yield from (str(path) for path in sorted(Path(file).rglob("*.txt")))
        else:
            yield file


def _progress(names: list[str]) -> Any:
    if len(names) < 2 or not sys.stderr.isatty():
        return names
    from rich.console import Console
    from rich.progress import track

    return track(names, description="annotating", console=Console(stderr=True))


def _model(path: Path | None) -> Any:
    from communique.corpus import data_files, load, stamp
    from communique.models.presets import extractor
    from communique.models.store import cached
    from communique.models.store import load as load_model

    if path is not None:
        return load_model(path)

    def make() -> Any:
        typer.echo("training the model on the packaged data; this is done once", err=True)
        return extractor().fit(load("documents", "train"), validation=load("documents", "validation"))

    return cached(make, stamp(data_files("documents", "train")))[0]


def _tagged(extractor: Any, name: str, to: str) -> str:
    from communique.article import format_article
    from communique.build.rows import document_row
    from communique.registers import Registers
    from communique.tagging import row_of, tag

    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    (article,) = tag(extractor, [row_of(text, "text" if name == "-" else name)])
    if to == "markdown":
        return format_article(article)
    row = document_row(article, Registers(), unseen=False)
    if to == "jsonl":
        return json.dumps({key: value for key, value in row.items() if key not in ("canary", "unseen")}, ensure_ascii=False) + "\n"
    from communique.report.page import page

    return page(row)
