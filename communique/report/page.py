"""One annotated article as a page."""

from __future__ import annotations

from typing import Any

from communique.labels import AUTHOR, labels
from communique.report.marked import Span, blocks
from communique.report.templates import render


def page(row: dict[str, Any]) -> str:
    """A row of ``documents`` as HTML: the text with its mentions marked, its relations and stances below.

    Raises
    ------
    ImportError
        If Jinja is not installed (extra ``report``).
    """
    names = {entity["id"]: entity["name"] for entity in row["entities"]} | {AUTHOR: "the author"}
    spans = [Span(m["start"], m["end"], entity["type"], "", entity["id"]) for entity in row["entities"] for m in entity["mentions"]]

    def words(places: list[dict[str, int]]) -> str:
        return " … ".join(row["text"][place["start"] : place["end"]] for place in places)

    return render(
        "article.html.j2",
        title=row["title"],
        blocks=blocks(row, spans),
        entity_types=labels().entity_types,
        relations=[(names[r["head"]], r["type"], names[r["tail"]], r["modality"], words(r["evidence"])) for r in row["relations"]],
        stances=[(names[s["holder"]], s["polarity"], names[s["target"]], s["expression"], words(s["cue"])) for s in row["stances"]],
    )
