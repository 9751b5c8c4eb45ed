"""Convert articles to the formats of other tools, and back into article files.

`--to brat` writes `ID.txt`, `ID.ann`, `ID.json` and `annotation.conf`; `--to label-studio` writes `tasks.json` and the labelling
interface; `--to jsonl` writes rows of `documents`; `--to bio` writes CoNLL BIO; `--to spacy` writes a `DocBin` (extra `spacy`). Given
brat `.ann` files, a Label Studio export, rows or a `DocBin` (`--from`), article files are written, and a correction made in the tool
is a small difference of the Markdown file.

Examples: `communique convert dataset/articles/*.md --to label-studio --out work`;
`communique convert export.json --from label-studio --out dataset/articles`;
`communique convert work/*.ann --from brat --out dataset/articles`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.messages import fail

_READ = ("brat", "label-studio", "jsonl", "spacy")
_WRITTEN = (*_READ, "bio")


def run(
    files: Annotated[list[Path], typer.Argument(help="Article files, or files of another tool.")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    to: Annotated[str | None, typer.Option(help="brat, label-studio, jsonl, spacy or bio.")] = None,
    source: Annotated[str | None, typer.Option("--from", help="brat, label-studio, jsonl or spacy: make article files of it.")] = None,
) -> int:
    """Convert; gives the exit code."""
    from communique.interchange.parts import ConversionError

    if (to is None) == (source is None):
        fail("give one of --to and --from")
    if to is not None and to not in _WRITTEN:
        fail(f"--to is one of {', '.join(_WRITTEN)}, not '{to}'")
    if source is not None and source not in _READ:
        fail(f"--from is one of {', '.join(_READ)}, not '{source}'")
    try:
        written = _write(files, to, out) if to else _read(files, source or "", out)
    except ConversionError as error:
        typer.echo(f"communique: {error}", err=True)
        return 1
    except OSError as error:
        fail(str(error))
    typer.echo(f"{len(written)} files written to {out}", err=True)
    return 0


def _write(files: list[Path], to: str, out: Path) -> list[Path]:
    from communique.build.rows import document_row
    from communique.files import write_text
    from communique.interchange import brat, conll, docbin, labelstudio
    from communique.labels import labels
    from communique.registers import Registers

    articles = list(_articles(files))
    if to == "brat":
        paths = [path for article in articles for path in brat.write_brat(article, out)]
        write_text(out / "annotation.conf", brat.configuration(labels()))
        return [*paths, out / "annotation.conf"]
    if to == "label-studio":
        write_text(out / "tasks.json", json.dumps([labelstudio.to_task(a) for a in articles], ensure_ascii=False, indent=1) + "\n")
        write_text(out / "interface.xml", labelstudio.configuration(labels()))
        return [out / "tasks.json", out / "interface.xml"]
    if to == "jsonl":
        rows = (json.dumps(document_row(a, Registers(), unseen=False), ensure_ascii=False) for a in articles)
        write_text(out / "documents.jsonl", "".join(row + "\n" for row in rows))
        return [out / "documents.jsonl"]
    if to == "spacy":
        docbin.write_docbin(articles, out / "articles.spacy")
        return [out / "articles.spacy"]
    write_text(out / "entities.conll", conll.to_conll(articles))
    return [out / "entities.conll"]


def _articles(files: list[Path]) -> Iterator[Any]:
    from communique.article import read_article
    from communique.interchange.parts import ConversionError

    for path in files:
        article, problems = read_article(path)
        if article is None:
            raise ConversionError(f"{path}:{problems[0].line}: {problems[0].message}")
        yield article


def _read(files: list[Path], source: str, out: Path) -> list[Path]:
    from communique.article import format_article
    from communique.files import write_text
    from communique.interchange import brat, docbin, labelstudio
    from communique.interchange.parts import ConversionError
    from communique.interchange.rows import article_of

    found = []
    for path in files:
        if source == "brat":
            found.append(brat.read_brat(path))
        elif source == "label-studio":
            found += labelstudio.read_tasks(path)
        elif source == "spacy":
            found += docbin.read_docbin(path)
        else:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise ConversionError(f"{path}:{number}: not JSON: {error}") from None
                found.append(article_of(row, f"{path}:{number}"))
    for article in found:
        write_text(out / f"{article.id}.md", format_article(article))
    return [out / f"{article.id}.md" for article in found]
