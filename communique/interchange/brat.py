"""brat standoff: ``ID.txt`` with the text, ``ID.ann`` with the annotation, ``ID.json`` with what brat has no place for.

Mentions are T lines whose note is the entity key; relations and stances (``stance-support``) are R lines whose note holds the details.
A stance of the author of an editorial, who has no mention, is a note of type ``AuthorStance`` at its target. brat counts code points.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from communique.article import Article
from communique.files import write_text
from communique.interchange.parts import STANCE, ConversionError, Joined, Marked, assemble, head_of, parts_of
from communique.labels import Labels


def write_brat(article: Article, folder: Path) -> list[Path]:
    """Write the three files of an article; gives their paths."""
    marked, records = parts_of(article)
    rows: list[str] = []
    notes: list[str] = []

    def note(kind: str, target: str, text: str) -> None:
        notes.append(f"#{len(notes) + 1}\t{kind} {target}\t{text}")

    for number, mention in enumerate(marked, 1):
        words = article.text[mention.start : mention.end].replace("\n", " ")
        rows.append(f"T{number}\t{mention.type} {mention.start} {mention.end}\t{words}")
        note("AnnotatorNotes", f"T{number}", mention.key or "")
    joined = 0
    for record in records:
        details = json.dumps(record.details, ensure_ascii=False)
        if record.first is None:
            note("AuthorStance", f"T{record.second + 1}", f"{record.label} {details}")
            continue
        joined += 1
        rows.append(f"R{joined}\t{record.label} Arg1:T{record.first + 1} Arg2:T{record.second + 1}")
        note("AnnotatorNotes", f"R{joined}", details)
    found = {
        "txt": article.text,
        "ann": "\n".join([*rows, *notes]) + "\n",
        "json": json.dumps(head_of(article), ensure_ascii=False, indent=1) + "\n",
    }
    paths = []
    for ending, content in found.items():
        path = folder / f"{article.id}.{ending}"
        write_text(path, content)
        paths.append(path)
    return paths


def configuration(labels: Labels) -> str:
    """What ``annotation.conf`` must hold for brat to show the labels."""
    rows = ["[entities]", *labels.entity_types, "", "[relations]"]
    for name, kind in labels.relation_types.items():
        rows.append(f"{name}\tArg1:{'|'.join(sorted(kind.heads))}, Arg2:{'|'.join(sorted(kind.tails))}")
    actors = "|".join(sorted(labels.actors))
    rows += [f"{STANCE}{polarity}\tArg1:{actors}, Arg2:<ENTITY>" for polarity in labels.polarities]
    return "\n".join([*rows, "", "[events]", "", "[attributes]", ""])


def read_brat(path: Path) -> Article:
    """Read ``ID.ann`` with its neighbours ``ID.txt`` and ``ID.json``.

    Raises
    ------
    ConversionError
        If a file is missing, or a line is not of its form.
    """
    text, head = _neighbours(path)
    marked: dict[str, Marked] = {}
    joined: dict[str, Joined] = {}
    waiting: list[tuple[int, str, str, str, str]] = []
    notes: list[tuple[int, str, str, str]] = []
    for number, row in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not row.strip():
            continue
        columns = row.split("\t")
        name, body = columns[0], columns[1].split() if len(columns) > 1 else []
        if name.startswith("T") and len(body) == 3 and body[1].isdigit() and body[2].isdigit():
            marked[name] = Marked(int(body[1]), int(body[2]), body[0])
            words = text[int(body[1]) : int(body[2])].replace("\n", " ")
            if len(columns) > 2 and columns[2] != words:
                raise ConversionError(f"{path}:{number}: {name} is {columns[2]!r}, the text has {words!r} there; offsets count code points")
        elif name.startswith("R") and len(body) == 3:
            one, two = (part.partition(":")[2] for part in body[1:])
            waiting.append((number, name, body[0], one, two))
        elif name.startswith("#") and len(body) == 2 and len(columns) > 2:
            notes.append((number, body[0], body[1], "\t".join(columns[2:])))
        else:
            raise ConversionError(f"{path}:{number}: {row[:60]!r} is no T, R or # line of brat standoff with one span")
    order = {name: place for place, name in enumerate(marked)}
    for number, name, label, one, two in waiting:
        for end in (one, two):
            if end not in order:
                raise ConversionError(f"{path}:{number}: {name} joins '{end}', and there is no such T line")
        joined[name] = Joined(order[one], label, order[two])
    written: list[Joined] = []
    for number, kind, target, content in notes:
        if kind == "AuthorStance":
            label, _, details = content.partition(" ")
            written.append(Joined(None, label, order[target], _details(details, path, number)))
        elif target in marked:
            marked[target].key = content.strip() or None
        elif target in joined:
            joined[target].details = _details(content, path, number)
    return assemble(text, head, list(marked.values()), [*joined.values(), *written], str(path))


def _neighbours(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        head = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConversionError(f"{error.filename} is missing; {path.name} needs the two files beside it that were written with it") from None
    except ValueError as error:
        raise ConversionError(f"{path.with_suffix('.json')}: not JSON: {error}") from None
    if not isinstance(head, dict) or "blocks" not in head:
        raise ConversionError(f"{path.with_suffix('.json')}: has no 'blocks'; it must be the file that the conversion wrote")
    return text, head


def _details(text: str, path: Path, number: int) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ConversionError(f"{path}:{number}: the note {text[:60]!r} is no JSON object; leave the notes of relations as they are")
    return found
