"""Writing the site: an index to search and filter, and a page for each article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from communique.corpus import load
from communique.explore.beside import counterparts, mentions, unmatched
from communique.explore.graph import selection_data, stances_of
from communique.explore.lit import Light, Mark, lit_blocks
from communique.explore.versions import Record, Version, version_of
from communique.files import write_text, write_with
from communique.labels import AUTHOR, labels
from communique.report.templates import render

GENERATOR = '<meta name="generator" content="communique explore">'
STATIC = ("cytoscape.min.js", "cytoscape.LICENSE.txt", "graph.js", "selection.js", "article.js")

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def write_site(
    out: Path, splits: Sequence[str], *, data: str | Path | None = None, systems: Mapping[str, Mapping[str, Any]] | None = None
) -> int:
    """Write the site and give the number of its articles.

    Parameters
    ----------
    out
        The folder; files of the same names are replaced, and pages of an earlier run that have no place in this one go.
    splits
        Splits to show.
    data
        Where from; see `communique.corpus.data_files`.
    systems
        By system the checked predictions by article.

    Raises
    ------
    ImportError
        If Jinja is not installed (extra ``report``).
    OSError, ValueError
        If the data cannot be read, the folder cannot be written, or an article's id is no file name.
    """
    articles = []
    for split in splits:
        passes: dict[str, list[dict[str, Any]]] = {}
        for row in _passes(split, data):
            passes.setdefault(row["id"], []).append(row)
        for row in load("documents", split, data=data):
            if not _SAFE.fullmatch(row["id"]):
                raise ValueError(f"the article id {row['id']!r} cannot be a file name")
            versions = [version_of("Adjudicated", row, row)]
            versions += [
                version_of(f"Pass {each['pass']}", each, row) for each in sorted(passes.get(row["id"], []), key=lambda p: p["pass"])
            ]
            versions += [version_of(name, rows[row["id"]], row) for name, rows in (systems or {}).items() if row["id"] in rows]
            articles.append((row, split, versions))
    articles.sort(key=lambda each: (each[0]["date"], each[0]["id"]))
    for name in STATIC:
        content = resources.files("communique.explore").joinpath("static", name).read_bytes()
        write_with(out / "static" / name, lambda aside, content=content: aside.write_bytes(content))  # type: ignore[misc]
    write_text(out / "static" / "style.css", render("explore_style.css.j2", entity_types=labels().entity_types))
    for row, split, versions in articles:
        write_text(out / "articles" / f"{row['id']}.html", article_page(row, split, versions))
    _remove_stale(out / "articles", {row["id"] for row, *_ in articles})
    write_text(out / "index.html", index_page([(row, split, versions[0]) for row, split, versions in articles]))
    return len(articles)


def _remove_stale(folder: Path, present: Collection[str]) -> None:
    """Pages of an earlier run whose articles this one does not show; files that are not ours stay."""
    for page in folder.glob("*.html"):
        if page.stem not in present and GENERATOR in page.read_text(encoding="utf-8", errors="replace")[:2000]:
            page.unlink()


def _passes(split: str, data: str | Path | None) -> list[dict[str, Any]]:
    try:
        return load("passes", split, data=data)
    except FileNotFoundError:  # a dataset of one's own may have none
        return []


def index_page(articles: list[tuple[dict[str, Any], str, Version]]) -> str:
    """The list with search, filters and the graph of the selection."""
    found = selection_data(articles)
    values = {
        name: dict(sorted(Counter(each[name] for each in found["articles"]).items())) for name in ("region", "kind", "genre", "split")
    }
    actors = Counter(key for each in found["articles"] for key in each["actors"])
    return render(
        "explore_index.html.j2",
        {"words": _words},
        data=found,
        choices=values,
        actors=sorted(((found["nodes"][key][0], key, count) for key, count in actors.items()), key=lambda a: (a[0].casefold(), a[1])),
        polarities=labels().polarities,
    )


def article_page(row: dict[str, Any], split: str, versions: Sequence[Version]) -> str:
    """One article in all its versions; the first is the adjudicated one."""
    return render(
        "explore_article.html.j2",
        {"words": _words},
        article=row,
        split=split,
        versions=[_shown(row, version, versions[0], f"v{number}") for number, version in enumerate(versions)],
    )


def _shown(row: dict[str, Any], version: Version, gold: Version, prefix: str) -> dict[str, Any]:
    numbers = {entity.id: f"{prefix}-e{number}" for number, entity in enumerate(version.entities)}
    names = {entity.id: entity.name for entity in version.entities} | {AUTHOR: "the author"}
    gold_names = {entity.id: entity.name for entity in gold.entities} | {AUTHOR: "the author"}
    own, theirs, into = mentions(version), mentions(gold), counterparts(version, gold)
    marks = [
        Mark(start, end, e.type, numbers[e.id], "" if (start, end, e.type) in theirs else "only here")
        for e in version.entities
        for start, end in e.mentions
    ]
    marks += [Mark(start, end, kind, "", "missing here") for start, end, kind in sorted(theirs - own)]
    lights: list[Light] = []
    layers = []
    for layer, letter, records, others in (
        ("Stances", "s", version.stances, gold.stances),
        ("Relations", "r", version.relations, gold.relations),
    ):
        alone, missing = unmatched(records, others, into)
        rows = []
        for number, record in enumerate(records):
            name = f"{prefix}-{letter}{number}"
            lights += [Light(start, end, name) for start, end in record.evidence]
            ends = {"from": numbers.get(record.source, ""), "to": numbers.get(record.target, "")}
            rows.append(_told(record, names) | ends | {"id": name, "alone": version is not gold and number in alone})
        lacking = layer.lower() in version.lacks
        layers.append(
            {"name": layer, "rows": rows, "lacking": lacking, "missing": [] if lacking else [_told(r, gold_names) for r in missing]}
        )
    nodes, edges = stances_of(row["id"], version)
    return {
        "id": prefix,
        "name": version.name,
        "given": version.given_entities,
        "blocks": lit_blocks(row, marks, lights),
        "layers": layers,
        "entities": [(e.name, e.type, len(e.mentions), numbers[e.id]) for e in version.entities],
        "graph": {"nodes": nodes, "edges": [[*edge, f"{prefix}-s{number}"] for number, edge in enumerate(edges)]},
    }


def _told(record: Record, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "source": names.get(record.source, record.source),
        "label": record.label,
        "target": names.get(record.target, record.target),
        "notes": record.notes,
        "quotes": record.quotes,
    }


def _words(label: str) -> str:
    return label.replace("_", " ")
