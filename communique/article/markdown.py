"""Markdown out: the one canonical file for an article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from communique.article.model import Article, Quote, Relation, Stance
from communique.labels import AUTHOR, labels

_INLINE = re.compile(r"[\\\[\]*`<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_UNPRINTABLE = re.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]")  # characters that YAML takes only escaped
_BLOCK_START = re.compile(r"([-+>#=~]|\d+(?=[.)]))")


def format_article(article: Article) -> str:
    """The article as canonical Markdown: fixed field order, records sorted, one record a line.

    Reading the result gives the same article; formatting it again gives the same text.
    """
    order = _Order(article)
    rows = ["---"]
    rows += [f"id: {article.id}", f"event: {article.event}"]
    rows += [f"story: {article.story}"] if article.story else []
    rows += [f"date: {article.date}", f"region: {article.region}", f"kind: {article.kind}", f"genre: {article.genre}"]
    rows += [f"canary: {_word(article.canary)}"] if article.canary else []
    rows += _section("sources", (f"- {source}" if _plain(source) else f"- {_quoted(source)}" for source in article.sources), "[]")
    rows += _section("entities", (f"  {key}: {article.entities[key].type}" for key in order.keys), "{}")
    rows += _section("relations", (f"  - {_relation(r)}" for r in sorted(article.relations, key=order.relation)), "[]")
    rows += _section("stances", (f"  - {_stance(s)}" for s in sorted(article.stances, key=order.stance)), "[]")
    rows += ["---"]
    return "\n".join(rows) + "\n" + "\n\n".join(_blocks(article)) + "\n"


class _Order:
    """Sort keys: entities by type and first mention, records by type and entities."""

    def __init__(self, article: Article) -> None:
        types = {name: rank for rank, name in enumerate(labels().entity_types)}
        self.types = {name: rank for rank, name in enumerate(labels().relation_types)}
        first: dict[str, int] = {}
        for mention in article.mentions:
            first.setdefault(mention.key, mention.start)
        last = len(article.text)
        self.keys = sorted(article.entities, key=lambda k: (types.get(article.entities[k].type, len(types)), first.get(k, last), k))
        self.rank = {key: rank for rank, key in enumerate(self.keys)} | {AUTHOR: -1}

    def of(self, key: str) -> tuple[int, str]:
        return self.rank.get(key, len(self.rank)), key

    def relation(self, r: Relation) -> tuple[object, ...]:
        return self.types.get(r.type, len(self.types)), r.type, self.of(r.head), self.of(r.tail), r.modality, r.by, _texts(r.evidence)

    def stance(self, s: Stance) -> tuple[object, ...]:
        return self.of(s.holder), self.of(s.target), s.by, s.polarity, _texts(s.cue)


def _texts(quotes: tuple[Quote, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((quote.text, quote.nth or 0) for quote in quotes)


def _section(name: str, rows: Iterable[str], empty: str) -> list[str]:
    rows = list(rows)
    return [f"{name}:", *rows] if rows else [f"{name}: {empty}"]


def _relation(r: Relation) -> str:
    fields = [f"head: {r.head}", f"type: {_word(r.type)}", f"tail: {r.tail}"]
    fields += [f"modality: {_word(r.modality)}"] if r.modality != "asserted" else []
    fields += [f"by: [{', '.join(r.by)}]"] if r.by else []
    fields += [f"denied_by: [{', '.join(r.denied_by)}]"] if r.denied_by else []
    return "{" + ", ".join(fields + _quotes("evidence", r.evidence)) + "}"


def _stance(s: Stance) -> str:
    fields = [f"holder: {s.holder}", f"target: {s.target}", f"polarity: {_word(s.polarity)}"]
    fields += [f"was: {_word(s.was)}"] if s.was else []
    fields += [f"expression: {_word(s.expression)}"]
    fields += [f"by: [{', '.join(s.by)}]"] if s.by else []
    return "{" + ", ".join(fields + _quotes("cue", s.cue)) + "}"


def _quotes(name: str, quotes: tuple[Quote, ...]) -> list[str]:
    if len(quotes) == 1:
        nth = [f"nth: {quotes[0].nth}"] if quotes[0].nth is not None else []
        return [f"{name}: {_quoted(quotes[0].text)}", *nth]
    items = (_quoted(q.text) if q.nth is None else f"{{quote: {_quoted(q.text)}, nth: {q.nth}}}" for q in quotes)
    return [f"{name}: [{', '.join(items)}]"]


def _quoted(text: str) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def _plain(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s'\"#{}\[\],&*!|>%@`]+(?<!:)", text) is not None


def _word(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z_][\w-]*", text) else _quoted(text)


def _blocks(article: Article) -> Iterable[str]:
    for block in article.blocks:
        parts, at = [], block.start
        for mention in article.mentions:
            if block.start <= mention.start and mention.end <= block.end:
                parts.append(_escape(article.text, at, mention.start))
                parts.append(f"[{_escape(article.text, mention.start, mention.end)}]({mention.key})")
                at = mention.end
        parts.append(_escape(article.text, at, block.end))
        words = "".join(parts)
        yield (
            f"{'#' * block.level} {words}"
            if block.level
            else _BLOCK_START.sub(_guard, words, count=1)
            if _BLOCK_START.match(words)
            else words
        )


def _guard(match: re.Match[str]) -> str:
    found = match.group()
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _escape(text: str, start: int, end: int) -> str:
    """Escape markup in text[start:end]. Only neighbours inside that part count: beside it stands the mark of a mention."""
    part = text[start:end]
    return "".join(f"\\{ch}" if ch in "\\[]*`<" or (ch in "_&" and _INLINE.match(part, i)) else ch for i, ch in enumerate(part))
