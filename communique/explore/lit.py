"""Text cut into mentions, which may nest, and stretches that light up as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

DEEPEST = 4
"""Mentions inside mentions that are still marked."""


class Light(NamedTuple):
    """A span that shows the record called `record`."""

    start: int
    end: int
    record: str


class Mark(NamedTuple):
    """A mention to mark: where, type, page-wide name of its entity, and a remark."""

    start: int
    end: int
    type: str
    entity: str
    remark: str = ""


@dataclass(frozen=True)
class Stretch:
    """Text without a border in it, and the records that it shows."""

    text: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marked:
    """A mention with what is in it."""

    mark: Mark
    inside: tuple[Stretch | Marked, ...]


def lit_blocks(row: dict[str, Any], marks: Sequence[Mark], lights: Sequence[Light]) -> list[tuple[int, tuple[Stretch | Marked, ...]]]:
    """Headline, headings and paragraphs: level (0 for a paragraph) and what is in them."""
    known = row.get("blocks") or [{"start": 0, "end": len(row["text"]), "level": 0}]
    return [(b["level"], lit(row["text"], b["start"], b["end"], marks, lights)) for b in known]


def lit(text: str, start: int, end: int, marks: Sequence[Mark], lights: Sequence[Light]) -> tuple[Stretch | Marked, ...]:
    """Cut ``text[start:end]``. Of mentions that cross, the first is marked."""
    here = sorted((m for m in marks if start <= m.start and m.end <= end), key=lambda m: (m.start, -m.end))
    near = [light for light in lights if light.start < end and start < light.end]
    return _inside(text, start, end, here, near, DEEPEST)


def _inside(text: str, start: int, end: int, marks: Sequence[Mark], lights: Sequence[Light], depth: int) -> tuple[Stretch | Marked, ...]:  # noqa: PLR0917
    found: list[Stretch | Marked] = []
    at, number = start, 0
    while depth and number < len(marks):
        mark = marks[number]
        number += 1
        if mark.start < at or mark.end > end:
            continue
        found += _stretches(text, at, mark.start, lights)
        first = number
        while number < len(marks) and marks[number].start < mark.end:
            number += 1
        found.append(Marked(mark, _inside(text, mark.start, mark.end, marks[first:number], lights, depth - 1)))
        at = mark.end
    return (*found, *_stretches(text, at, end, lights))


def _stretches(text: str, start: int, end: int, lights: Sequence[Light]) -> list[Stretch]:
    near = [light for light in lights if light.start < end and start < light.end]
    cuts = sorted({start, end, *(cut for light in near for cut in light[:2] if start < cut < end)})
    return [
        Stretch(text[left:right], tuple(dict.fromkeys(light.record for light in near if light.start <= left and right <= light.end)))
        for left, right in pairwise(cuts)
    ]
