"""Rows of ``documents``, or predictions with their text, as articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from communique.article import Article, Block
from communique.interchange.parts import STANCE, ConversionError, Joined, Marked, assemble, quote_at
from communique.labels import AUTHOR

_FIELDS = ("id", "event", "story", "date", "region", "kind", "genre", "canary")
_DEFAULTS = {"date": "1970-01-01", "region": "europe", "kind": "diplomatic_ties", "genre": "report"}


def article_of(row: Mapping[str, Any], source: str = "row") -> Article:
    """An article from a row.

    Entities without a ``key`` get one made of their longest mention; records without evidence get the words that join their ends in a
    sentence, else the words of both ends. Fields of the front matter that the row lacks get a default, to be mended by hand.

    Raises
    ------
    ConversionError
        If the row is not of that form.
    """
    try:
        return _assembled(row, source)
    except (KeyError, TypeError, IndexError) as error:
        raise ConversionError(f"{source}: {error} is missing or of another form than in the configuration `documents`") from None


def _assembled(row: Mapping[str, Any], source: str) -> Article:
    text: str = row["text"]
    blocks = [[block["start"], block["end"], block["level"]] for block in row.get("blocks") or ()] or _blocks(text)
    head = {**_DEFAULTS, "event": row["id"].rpartition("-")[0] or row["id"], **{k: row[k] for k in _FIELDS if row.get(k) is not None}}
    head |= {"blocks": blocks, "sources": list(row.get("sources") or ())}
    marked: list[Marked] = []
    places: dict[str, list[int]] = {AUTHOR: []}
    keys: dict[str, str] = {AUTHOR: AUTHOR}
    taken = {AUTHOR} | {entity["key"] for entity in row["entities"] if entity.get("key")}
    for entity in row["entities"]:
        spans = sorted((m["start"], m["end"]) if isinstance(m, Mapping) else (m[0], m[1]) for m in entity["mentions"])
        key = entity.get("key") or _key(max((text[start:end] for start, end in spans), key=len), taken)
        taken.add(key)
        keys[entity["id"]] = key
        places[entity["id"]] = list(range(len(marked), len(marked) + len(spans)))
        marked += [Marked(start, end, entity["type"], key) for start, end in spans]
    bare = Article(**_bare(head), text=text, blocks=tuple(Block(*b) for b in blocks), entities={}, mentions=(), relations=(), stances=())
    records = []
    for r in row.get("relations") or ():
        details = {"modality": r.get("modality") or "asserted", "by": [keys[k] for k in r.get("by") or ()]}
        details |= {"denied_by": [keys[k] for k in r.get("denied_by") or ()]}
        records.append(_joined(bare, places, marked, r["head"], r["type"], r["tail"], details | {"evidence": r.get("evidence")}))
    for s in row.get("stances") or ():
        details = {"expression": s.get("expression") or "verbal", "was": s.get("was"), "by": [keys[k] for k in s.get("by") or ()]}
        label = STANCE + s["polarity"]
        records.append(_joined(bare, places, marked, s["holder"], label, s["target"], details | {"cue": s.get("cue")}))
    return assemble(text, head, marked, records, source)


def _bare(head: Mapping[str, Any]) -> dict[str, Any]:
    return {name: head.get(name) for name in _FIELDS} | {"sources": tuple(head["sources"])}


def _blocks(text: str) -> list[list[int]]:
    """Headline and paragraphs of plain text: the first line, then what blank lines cut."""
    found, level = [], 1
    for match in re.finditer(r"\S(?:.*?\S)??(?=\s*\n\s*\n|\s*\Z)", text, re.DOTALL):
        found.append([match.start(), match.end(), level])
        level = 0
    return found


def _key(words: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or "entity"
    key, count = base, 1
    while key in taken:
        count += 1
        key = f"{base}-{count}"
    return key


def _joined(  # noqa: PLR0917
    bare: Article, places: Mapping[str, list[int]], marked: list[Marked], one: str, label: str, two: str, details: dict[str, Any]
) -> Joined:
    name = "cue" if label.startswith(STANCE) else "evidence"
    given = [place for place in details[name] or () if isinstance(place, Mapping) and "start" in place]
    if given:
        spans = [(place["start"], place["end"]) for place in given]
    else:
        spans = _joining(bare, [marked[n] for n in places[one]], [marked[n] for n in places[two]])
    details[name] = [[quote.text, quote.nth] for quote in (quote_at(bare, *span) for span in spans)]
    return Joined(places[one][0] if places[one] else None, label, places[two][0], {k: v for k, v in details.items() if v})


def _joining(bare: Article, ones: list[Marked], twos: list[Marked]) -> list[tuple[int, int]]:
    """The shortest stretch of one sentence that holds a mention of each, else a mention of each."""
    spans = [(min(a.start, b.start), max(a.end, b.end)) for a in ones for b in twos]
    near = [span for span in sorted(spans, key=lambda s: (s[1] - s[0], s)) if bare.sentence_of(span) is not None]
    return near[:1] or [(m.start, m.end) for m in (*ones[:1], *twos[:1])]
