"""What the formats share: articles in parts that know neither Markdown nor each other's offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from communique.article import Article, Block, Entity, Mention, Quote, Relation, Stance
from communique.article.markdown import format_article
from communique.article.source import parse_article
from communique.labels import AUTHOR

STANCE = "stance-"
"""Before a polarity, where a format knows relations only."""

_HEAD = ("id", "event", "story", "date", "region", "kind", "genre", "canary")


class ConversionError(Exception):
    """A file of another tool cannot become an article; the message names the file and says what was found and what is allowed."""


@dataclass
class Marked:
    """A mention as another tool has it: offsets in code points, its type, and its key if the tool kept it."""

    start: int
    end: int
    type: str
    key: str | None = None


@dataclass
class Joined:
    """A record between two mentions, by their place in the list of mentions; the author of an editorial is None.

    Attributes
    ----------
    label : str
        A relation type, or `STANCE` and a polarity.
    details : dict
        What the tool does not show: evidence or cue, modality, and so on; empty for a record that was made there.
    """

    first: int | None
    label: str
    second: int
    details: dict[str, Any] = field(default_factory=dict)


def head_of(article: Article) -> dict[str, Any]:
    """Everything of an article but its text and annotation, for JSON."""
    found = {name: getattr(article, name) for name in _HEAD}
    blocks = [[block.start, block.end, block.level] for block in article.blocks]
    return {**found, "sources": list(article.sources), "blocks": blocks}


def parts_of(article: Article) -> tuple[list[Marked], list[Joined]]:
    """Mentions in text order, and records between first mentions."""
    marked = [Marked(m.start, m.end, article.entities[m.key].type, m.key) for m in article.mentions]
    first: dict[str, int] = {}
    for number, mention in enumerate(article.mentions):
        first.setdefault(mention.key, number)
    records = [
        Joined(first[r.head], r.type, first[r.tail], _plain(modality=r.modality, by=r.by, denied_by=r.denied_by, evidence=r.evidence))
        for r in article.relations
    ]
    for s in article.stances:
        details = _plain(expression=s.expression, was=s.was, by=s.by, cue=s.cue)
        records.append(Joined(None if s.holder == AUTHOR else first[s.holder], STANCE + s.polarity, first[s.target], details))
    return marked, records


def _plain(**details: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in details.items():
        if name in ("evidence", "cue"):
            found[name] = [[quote.text, quote.nth] for quote in value]
        elif value:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def assemble(text: str, head: Mapping[str, Any], marked: Sequence[Marked], records: Sequence[Joined], source: str) -> Article:
    """An article from its parts.

    A mention without a key gets that of the entity with the same words and type, or a new one made of its words. A record without
    evidence gets the words from one mention to the other where both stand in one sentence.

    Raises
    ------
    ConversionError
        If a span lies outside the text, mentions overlap, mentions of one key differ in type, or a record made in the tool joins mentions
        that share no sentence.
    """
    order = sorted(range(len(marked)), key=lambda n: (marked[n].start, marked[n].end))
    last = 0
    for number in order:
        mention = marked[number]
        if not 0 <= mention.start < mention.end <= len(text):
            raise ConversionError(f"{source}: [{mention.start}, {mention.end}] is no span of the text, which has {len(text)} code points")
        if mention.start < last:
            words = text[mention.start : mention.end]
            raise ConversionError(f"{source}: the mention {words!r} at {mention.start} overlaps the one before it; mentions never do")
        last = mention.end
    keys = _keys(text, marked, order)
    entities: dict[str, Entity] = {}
    for number in order:
        known = entities.setdefault(keys[number], Entity(keys[number], marked[number].type))
        if known.type != marked[number].type:
            words, kind = text[marked[number].start : marked[number].end], marked[number].type
            raise ConversionError(
                f"{source}: {words!r} at {marked[number].start} is {kind}, another mention of '{known.key}' is {known.type}; "
                "change both, or give one another key"
            )
    fields: dict[str, Any] = {name: head.get(name) for name in _HEAD}
    article = Article(
        **fields,
        sources=tuple(head.get("sources", ())),
        text=text,
        blocks=tuple(Block(start, end, level) for start, end, level in head["blocks"]),
        entities=entities,
        mentions=tuple(Mention(marked[n].start, marked[n].end, keys[n]) for n in order),
        relations=(),
        stances=(),
    )
    relations = [_relation(article, r, marked, keys, source) for r in records if not r.label.startswith(STANCE)]
    stances = [_stance(article, r, marked, keys, source) for r in records if r.label.startswith(STANCE)]
    whole = replace(article, relations=tuple(dict.fromkeys(relations)), stances=tuple(dict.fromkeys(stances)))
    # The canonical file settles the order of everything.
    found, problems = parse_article(format_article(whole))
    if found is None:
        raise ConversionError(f"{source}: {problems[0].message}")
    return found


def _keys(text: str, marked: Sequence[Marked], order: Sequence[int]) -> list[str]:
    known: dict[tuple[str, str], str] = {}
    for number in order:
        mention = marked[number]
        if mention.key:
            known.setdefault((text[mention.start : mention.end].casefold(), mention.type), mention.key)
    taken = {mention.key for mention in marked if mention.key}
    keys = [mention.key or "" for mention in marked]
    for number in order:
        if keys[number]:
            continue
        words = text[marked[number].start : marked[number].end]
        place = words.casefold(), marked[number].type
        if place not in known:
            base = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-") or marked[number].type.lower().replace("_", "-")
            key, count = base, 1
            while key in taken or key == AUTHOR:
                count += 1
                key = f"{base}-{count}"
            known[place] = key
            taken.add(key)
        keys[number] = known[place]
    return keys


def _relation(article: Article, r: Joined, marked: Sequence[Marked], keys: Sequence[str], source: str) -> Relation:
    if r.first is None:
        raise ConversionError(f"{source}: the author of an editorial stands in no relation ('{r.label}')")
    d = r.details
    evidence = _quotes(d.get("evidence")) or _between(article, r, marked, keys, source)
    return Relation(
        keys[r.first],
        r.label,
        keys[r.second],
        d.get("modality", "asserted"),
        evidence,
        tuple(d.get("by", ())),
        tuple(d.get("denied_by", ())),
    )


def _stance(article: Article, r: Joined, marked: Sequence[Marked], keys: Sequence[str], source: str) -> Stance:
    d = r.details
    cue = _quotes(d.get("cue")) or _between(article, r, marked, keys, source)
    holder = AUTHOR if r.first is None else keys[r.first]
    polarity = r.label.removeprefix(STANCE)
    was = d.get("was")
    return Stance(
        holder, keys[r.second], polarity, d.get("expression", "verbal"), cue, tuple(d.get("by", ())), None if was == polarity else was
    )


def _quotes(raw: Any) -> tuple[Quote, ...]:
    return tuple(Quote(text, nth) for text, nth in raw or ())


def _between(article: Article, r: Joined, marked: Sequence[Marked], keys: Sequence[str], source: str) -> tuple[Quote, ...]:
    """The words from one of the two mentions to the other."""
    one = marked[r.second] if r.first is None else marked[r.first]
    two = marked[r.second]
    span = min(one.start, two.start), max(one.end, two.end)
    if article.sentence_of(span) is None:
        names = f"'{'author' if r.first is None else keys[r.first]}' and '{keys[r.second]}'"
        raise ConversionError(
            f"{source}: '{r.label}' joins {names} in two sentences and has no evidence; join two mentions of one sentence"
        )
    return (quote_at(article, *span),)


def quote_at(article: Article, start: int, end: int) -> Quote:
    """The quotation of a span of whole words."""
    words = article.text[start:end]
    places = article.occurrences(words)
    return Quote(words, places.index((start, end)) + 1 if len(places) > 1 else None)
