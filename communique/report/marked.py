"""Text with its mentions marked, as pieces that a template can print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A mention to mark: where, its type, a remark, and its entity."""

    start: int
    end: int
    type: str
    remark: str = ""
    entity: str = ""


class Piece(NamedTuple):
    """A stretch of text, marked if it has a type."""

    text: str
    type: str = ""
    remark: str = ""
    entity: str = ""


def pieces(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut a stretch of text at its mentions. Of mentions that overlap, the first and longest is marked."""
    last = len(text) if end is None else end
    found, at = [], start
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < at or span.end > last:
            continue
        if span.start > at:
            found.append(Piece(text[at : span.start]))
        found.append(Piece(text[span.start : span.end], span.type, span.remark, span.entity))
        at = span.end
    if at < last:
        found.append(Piece(text[at:last]))
    return found


def blocks(row: dict[str, Any], spans: Sequence[Span]) -> list[tuple[int, list[Piece]]]:
    """Headline, headings and paragraphs of an article: level (0 for a paragraph) and pieces."""
    known = row.get("blocks") or [{"start": 0, "end": len(row["text"]), "level": 0}]
    return [
        (block["level"], pieces(row["text"], [s for s in spans if block["start"] <= s.start < block["end"]], block["start"], block["end"]))
        for block in known
    ]
