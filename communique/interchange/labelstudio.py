"""Label Studio: a list of tasks as JSON, with one annotation each.

Label Studio counts UTF-16 units, as JavaScript does; offsets are converted both ways. A mention carries its entity key in its ``meta``;
details of relations and stances, which Label Studio drops, stand in the task's data and find their record again by its ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from communique.article import Article
from communique.interchange.parts import STANCE, ConversionError, Joined, Marked, assemble, head_of, parts_of
from communique.labels import Labels


def to_task(article: Article) -> dict[str, Any]:
    """One article as a task."""
    marked, records = parts_of(article)
    units = _units(article.text)
    result: list[dict[str, Any]] = []
    for number, mention in enumerate(marked):
        value = {
            "start": units[mention.start],
            "end": units[mention.end],
            "text": article.text[mention.start : mention.end],
            "labels": [mention.type],
        }
        region = {"id": f"m{number}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
        result.append({**region, "meta": {"text": [mention.key]}})
    kept, author = [], []
    for record in records:
        if record.first is None:
            author.append({"label": record.label, "target": f"m{record.second}", "details": record.details})
            continue
        ends = {"from_id": f"m{record.first}", "to_id": f"m{record.second}"}
        result.append({**ends, "type": "relation", "direction": "right", "labels": [record.label]})
        kept.append({**ends, "label": record.label, "details": record.details})
    data = {"text": article.text, "id": article.id, "head": head_of(article), "records": kept, "author": author}
    return {"data": data, "annotations": [{"result": result}]}


def configuration(labels: Labels) -> str:
    """The labelling interface that shows the labels of the scheme."""
    kinds = "\n".join(f'    <Label value="{name}"/>' for name in labels.entity_types)
    names = [*labels.relation_types, *(STANCE + polarity for polarity in labels.polarities)]
    records = "\n".join(f'    <Relation value="{name}"/>' for name in names)
    text = '  <Text name="text" value="$text"/>'
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{kinds}\n  </Labels>\n  <Relations>\n{records}\n  </Relations>\n{text}\n</View>\n'
    )


def read_tasks(path: Path) -> list[Article]:
    """Read an export ("JSON") of tasks that `to_task` made; of several annotations of a task, the last counts.

    Raises
    ------
    ConversionError
        If the file is not of that form.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConversionError(f"{path}: not JSON: {error}") from None
    if not isinstance(tasks, list):
        raise ConversionError(f"{path}: holds {type(tasks).__name__} where a list of tasks is expected")
    return [_article(task, f"{path}: task {number}") for number, task in enumerate(tasks, 1)]


def _article(task: Any, source: str) -> Article:
    try:
        data = task["data"]
        text, head = data["text"], data["head"]
        result = task["annotations"][-1]["result"]
    except (KeyError, IndexError, TypeError) as error:
        raise ConversionError(f"{source}: {error} is missing; export as JSON the tasks that were made by `communique convert`") from None
    points = {unit: point for point, unit in enumerate(_units(text))}
    marked: dict[str, Marked] = {}
    joined: list[tuple[str, str, str]] = []
    for item in result:
        if item.get("type") == "labels":
            value = item["value"]
            if value["start"] not in points or value["end"] not in points:
                raise ConversionError(f"{source}: [{value['start']}, {value['end']}] cuts a character in two, or lies outside the text")
            span = points[value["start"]], points[value["end"]]
            if value.get("text") not in (None, text[slice(*span)]):
                raise ConversionError(f"{source}: the mention {value['text']!r} does not stand at [{value['start']}, {value['end']}]")
            notes = (item.get("meta") or {}).get("text") or [None]
            marked[item["id"]] = Marked(*span, value["labels"][0], notes[0] if isinstance(notes, list) else notes)
        elif item.get("type") == "relation" and item.get("labels"):
            ends = (item["from_id"], item["to_id"]) if item.get("direction") != "left" else (item["to_id"], item["from_id"])
            joined += [(ends[0], label, ends[1]) for label in item["labels"]]
    order = {name: place for place, name in enumerate(marked)}
    for one, label, two in joined:
        if one not in order or two not in order:
            raise ConversionError(f"{source}: '{label}' joins a region that is not there")
    kept = [(r["from_id"], r["label"], r["to_id"], r["details"]) for r in data.get("records", ())]
    records = [Joined(order[one], label, order[two], _details(one, label, two, kept)) for one, label, two in joined]
    for stance in data.get("author", ()):
        if stance["target"] in order:
            records.append(Joined(None, stance["label"], order[stance["target"]], stance["details"]))
    return assemble(text, head, list(marked.values()), records, source)


def _details(one: str, label: str, two: str, kept: list[tuple[str, str, str, dict[str, Any]]]) -> dict[str, Any]:
    """Details of the same record; else of one of the same kind whose label was changed."""
    for exact in (True, False):
        for at, (first, name, second, details) in enumerate(kept):
            kind = name == label if exact else name.startswith(STANCE) == label.startswith(STANCE)
            if (first, second) == (one, two) and kind:
                del kept[at]
                return details
    return {}


def _units(text: str) -> Sequence[int]:
    """UTF-16 offset of each code point, and of the end."""
    return list(accumulate((2 if ord(ch) > 0xFFFF else 1 for ch in text), initial=0))
