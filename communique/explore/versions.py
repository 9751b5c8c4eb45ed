"""An article as somebody annotated it: the adjudicated version, a pass, or what a system predicts, all in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from communique.labels import AUTHOR

Span = tuple[int, int]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Entity:
    """An entity and where it is mentioned; `key` is None where nobody gave one."""

    id: str
    name: str
    type: str
    key: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True)
class Record:
    """A relation or a stance: from one entity to another, with a label, further words on it, and the spans that show it.

    `attributed` if it is not the article that says so but somebody in it.
    """

    source: str
    label: str
    target: str
    notes: tuple[str, ...]
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    attributed: bool = False


@dataclass(frozen=True)
class Version:
    """One annotation of an article; `lacks` names the layers that it does not give at all."""

    name: str
    entities: tuple[Entity, ...]
    relations: tuple[Record, ...]
    stances: tuple[Record, ...]
    lacks: tuple[str, ...] = ()
    given_entities: bool = False


def version_of(name: str, row: Row, article: Row) -> Version:
    """Bring a row of ``documents`` or ``passes``, or a checked prediction, into one form.

    Parameters
    ----------
    name
        What the version is called on the page.
    row
        The annotation; a prediction without entities has those of the article.
    article
        The row of ``documents`` with text and sentences.
    """
    text = article["text"]
    given = row.get("entities") is None
    entities = tuple(_entity(each, text) for each in (article if given else row)["entities"])
    names = {entity.id: entity.name for entity in entities} | {AUTHOR: "the author"}
    relations = tuple(_relation(each, names, article) for each in row.get("relations") or ())
    stances = tuple(_stance(each, names, text) for each in row.get("stances") or ())
    lacks = tuple(layer for layer in ("relations", "stances") if row.get(layer) is None)
    return Version(name, entities, relations, stances, lacks, given)


def _entity(raw: Row, text: str) -> Entity:
    mentions = tuple(_span(each) for each in raw["mentions"])
    longest = max(mentions, key=lambda span: span[1] - span[0], default=(0, 0))
    return Entity(raw["id"], raw.get("name") or text[slice(*longest)] or raw["id"], raw["type"], raw.get("key"), mentions)


def _relation(raw: Row, names: Mapping[str, str], article: Row) -> Record:
    evidence: list[Span] = []
    for each in _listed(raw.get("evidence")):
        if isinstance(each, Mapping) and "start" in each:
            evidence.append(_span(each))
            continue
        number = each["sentence"] if isinstance(each, Mapping) else each
        if number < len(article["sentences"]):
            evidence.append(_span(article["sentences"][number]))
    modality = raw.get("modality") or ""
    notes = [
        "" if modality == "asserted" else modality,
        _by("according to", raw.get("by"), names),
        _by("denied by", raw.get("denied_by"), names),
    ]
    return _record(raw["head"], raw["type"], raw["tail"], notes, evidence, article["text"])


def _stance(raw: Row, names: Mapping[str, str], text: str) -> Record:
    cue: list[Span] = []
    for each in _listed(raw.get("cue")):
        if isinstance(each, str):
            start = text.find(each)
            if start >= 0 and each:
                cue.append((start, start + len(each)))
        else:
            cue.append(_span(each))
    was = f"before: {raw['was']}" if raw.get("was") else ""
    notes = [raw.get("expression") or "", _by("according to", raw.get("by"), names), was]
    return replace(_record(raw["holder"], raw["polarity"], raw["target"], notes, cue, text), attributed=bool(raw.get("by")))


def _record(source: str, label: str, target: str, notes: list[str], evidence: list[Span], text: str) -> Record:  # noqa: PLR0917
    quotes = tuple(text[start:end] for start, end in evidence)
    return Record(source, label, target, tuple(note for note in notes if note), tuple(evidence), quotes)


def _by(words: str, ids: list[str] | None, names: Mapping[str, str]) -> str:
    return f"{words} {', '.join(names.get(each, each) for each in ids)}" if ids else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _span(raw: Any) -> Span:
    return (raw["start"], raw["end"]) if isinstance(raw, Mapping) else (raw[0], raw[1])
