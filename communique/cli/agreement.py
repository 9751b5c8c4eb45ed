"""Compare two annotations of the same texts: two files, or two folders of article files.

Prints F1 after alignment for mentions, relations and stances (relations and stances also among the entities that both have),
Krippendorff's α over pairs of entities (if `krippendorff` is installed), Cohen's κ for the polarity of shared pairs, and the worst
articles. The figures are the same in either order of A and B, precision and recall apart.

Examples: `communique agreement dataset/passes/a dataset/passes/b`;
`communique agreement --differences a/some-event-1.md b/some-event-1.md`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.messages import fail


def run(
    first: Annotated[Path, typer.Argument(help="An article file, or a folder of them.")],
    second: Annotated[Path, typer.Argument(help="The same articles, annotated by somebody else.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    differences: Annotated[bool, typer.Option("--differences", help="List every difference instead, article by article.")] = False,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst articles to name.")] = 5,
) -> int:
    """Compare and print; gives the exit code."""
    from communique.agreement import agreement, list_differences
    from communique.labels import labels

    one, two = _read(first), _read(second)
    shared = sorted(one.keys() & two.keys())
    if not shared:
        fail(f"{first} and {second} have no article in common")
    for article_id in shared:
        if one[article_id]["text"] != two[article_id]["text"]:
            fail(f"{article_id}: the two texts differ", code=1)
    symmetric = labels().symmetric
    if differences:
        for article_id in shared:
            for line in list_differences(one[article_id], two[article_id], symmetric):
                typer.echo(f"{article_id}: {line}")
        return 0

    def compare(ids: list[str]) -> dict[str, Any]:
        return agreement(_annotations([one[i] for i in ids]), _annotations([two[i] for i in ids]), symmetric)

    whole = compare(shared)
    single = {article_id: compare([article_id]) for article_id in shared}
    if as_json:
        typer.echo(json.dumps({"articles": len(shared), "whole": whole, "by_article": single}, ensure_ascii=False, indent=1))
        return 0
    left_out = len(one.keys() ^ two.keys())
    typer.echo(f"{len(shared)} articles" + (f" ({left_out} stand on one side only)" if left_out else ""))
    for name in ("mentions", "relations", "relations_all", "stances", "stances_all"):
        row = whole[name]["micro"]
        label = name.replace("_all", "") if name.endswith("_all") or name == "mentions" else f"{name}, shared entities"
        typer.echo(f"{label:28} F1 {_show(row['f1'])}   both {row['tp']}, only A {row['fn']}, only B {row['fp']}")
    for name in ("relations", "stances"):
        typer.echo(f"{f'{name}, pairs of entities':28} α  {_show(whole[name]['alpha'])}")
    kappa, pairs = whole["polarity"]["kappa"], whole["polarity"]["pairs"]
    typer.echo(f"{'polarity on shared pairs':28} κ  {_show(kappa)}   {pairs} pairs, accuracy {_show(whole['polarity']['accuracy'])}")
    for name in ("mentions", "relations_all", "stances_all"):
        typer.echo(f"\n{name.removesuffix('_all')} by label")
        for label, row in whole[name]["per_type"].items():
            typer.echo(f"  {label:16} F1 {_show(row['f1'])}   both {row['tp']}, only A {row['fn']}, only B {row['fp']}")
    if worst and len(shared) > 1:
        typer.echo("\nworst articles (F1 of mentions, relations, stances)")
        for article_id in sorted(shared, key=lambda i: (single[i]["stances_all"]["micro"]["f1"] or 0, i))[:worst]:
            scores = [_show(single[article_id][name]["micro"]["f1"]) for name in ("mentions", "relations_all", "stances_all")]
            typer.echo(f"  {article_id:44} {'  '.join(scores)}")
    return 0


def _show(value: float | None) -> str:
    return "  –  " if value is None else f"{value:.3f}"


def _read(path: Path) -> dict[str, dict[str, Any]]:
    from communique.article import read_article
    from communique.build.rows import document_row
    from communique.registers import Registers

    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    rows = {}
    for file in files:
        try:
            article, problems = read_article(file)
        except OSError as error:
            fail(str(error))
        if article is None:
            fail(f"{file}:{problems[0].line}: {problems[0].rule}: {problems[0].message}", code=1)
        try:
            rows[article.id] = document_row(article, Registers(), unseen=False)
        except (ValueError, KeyError) as error:
            fail(f"{file}: {error}; run `communique validate {file}`", code=1)
    return rows


def _annotations(rows: list[dict[str, Any]]) -> Any:
    from communique.columns import resolve
    from communique.rowreader import from_rows

    return resolve(from_rows(enumerate(rows, 1), "annotation", gold=True), "annotation", unit="row")
