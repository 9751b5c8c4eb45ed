"""Level 4: quotations stand in the text, mentions keep to words and sentences, and no marked name is left unmarked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from communique.article import Article, Quote
from communique.article.segment import tokens
from communique.labels import Labels
from communique.resources import CANARY
from communique.validation.references import Hit

MAX_QUOTED_WORDS = 6
MIN_SOURCES = 2
LENGTH = (170, 620)
_QUOTED = re.compile(r"[\"“]([^\"”\n]+)[\"”]")


def check_quotations(article: Article, labels: Labels) -> Iterator[Hit]:
    """Yield line, rule and message of every breach in evidence, cues, mentions and names of one article."""
    for r in article.relations:
        yield from _located(article, r.evidence, r.line, f"evidence of {r.type} {r.head} → {r.tail}")
    for s in article.stances:
        yield from _located(article, s.cue, s.line, f"cue of the stance {s.holder} → {s.target}")
    yield from _mentions(article)
    yield from _unmarked_names(article, labels)
    yield from _unmarked_phrases(article)


def check_writing(article: Article) -> Iterator[Hit]:
    """Yield line, rule and message where an article of the corpus breaks a rule of its writing."""
    for block in article.blocks:
        for match in _QUOTED.finditer(article.text, block.start, block.end):
            count = len(re.findall(r"\w+(?:['’-]\w+)*", match.group(1)))
            if count > MAX_QUOTED_WORDS:
                yield block.line, "long-quotation", f"{count} quoted words: {match.group(1)[:60]!r}; at most {MAX_QUOTED_WORDS}"
    if article.canary != CANARY:
        yield (
            article.lines.get("canary", 1),
            "missing-canary",
            f"found {article.canary!r}; every file of the corpus bears 'canary: {CANARY}'",
        )
    if len(set(article.sources)) < MIN_SOURCES:
        yield (
            article.lines.get("sources", 1),
            "too-few-sources",
            f"{len(set(article.sources))} sources; at least {MIN_SOURCES} public reports",
        )
    count = len(re.findall(r"\w+(?:['’-]\w+)*", article.text))
    if not LENGTH[0] <= count <= LENGTH[1]:
        yield 1, "bad-length", f"{count} words; {LENGTH[0]} to {LENGTH[1]} are allowed"


def _located(article: Article, quotes: Iterable[Quote], line: int, what: str) -> Iterator[Hit]:
    for quote in quotes:
        found = article.occurrences(quote.text)
        if not found:
            hint = "it ends or begins inside a word" if quote.text in article.text else "copy the words exactly, without link marks"
            yield line, "quote-not-found", f"{what}: {quote.text!r} is not in the text; {hint}"
        elif quote.nth is None and len(found) > 1:
            yield (
                line,
                "quote-ambiguous",
                f"{what}: {quote.text!r} occurs {len(found)} times; say which (nth: 1 to {len(found)}) or quote more",
            )
        elif quote.nth is not None and quote.nth > len(found):
            yield line, "quote-not-found", f"{what}: {quote.text!r} occurs {len(found)} times, not {quote.nth}"
        else:
            span = article.locate(quote)
            if span is not None and article.sentence_of(span) is None:
                yield line, "quote-crosses-sentence", f"{what}: {quote.text!r} runs over the end of a sentence"


def _mentions(article: Article) -> Iterator[Hit]:
    starts = {start for start, _ in article.tokens}
    ends = {end for _, end in article.tokens}
    for mention in article.mentions:
        words = article.surface(mention)
        if mention.start not in starts or mention.end not in ends:
            yield mention.line, "part-of-word", f"the mention {words!r} begins or ends inside a word"
        elif article.sentence_of((mention.start, mention.end)) is None:
            yield mention.line, "mention-crosses-sentence", f"the mention {words!r} runs over the end of a sentence"


def _unmarked_names(article: Article, labels: Labels) -> Iterator[Hit]:
    surfaces: dict[tuple[str, ...], set[str]] = {}
    for mention in article.mentions:
        entity = article.entities.get(mention.key)
        name = article.surface(mention)
        if entity and entity.type in labels.names and name[0].isupper():
            surfaces.setdefault(_words(name), set()).add(mention.key)
    text_tokens = article.tokens
    words = [article.text[start:end] for start, end in text_tokens]
    marked = _marked_tokens(article)
    longest = max((len(name) for name in surfaces), default=0)
    at = 0
    while at < len(words):
        length = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in surfaces and not any(marked[at : at + n])), 0)
        if length:
            start, end = text_tokens[at][0], text_tokens[at + length - 1][1]
            shown = article.text[start:end]
            keys = "', '".join(sorted(surfaces[tuple(words[at : at + length])]))
            if _inside_longer_name(article, words, at, at + length, marked):
                message = f"{shown!r} is unmarked here inside a longer name, and marked as '{keys}' elsewhere"
                yield _line_at(article, start), "unmarked-name-in-name", message
            else:
                yield _line_at(article, start), "unmarked-name", f"{shown!r} is unmarked here and marked as '{keys}' elsewhere"
        at += max(length, 1)


def _unmarked_phrases(article: Article) -> Iterator[Hit]:
    """Lower-case nouns of EVENT and INSTRUMENT that recur with "the", unmarked: often the same thing, to be looked at."""
    marked = {span for span, flag in zip(article.tokens, _marked_tokens(article), strict=True) if flag}
    seen: set[int] = set()
    for mention in article.mentions:
        entity = article.entities.get(mention.key)
        words = article.surface(mention)
        if not entity or entity.type not in ("EVENT", "INSTRUMENT") or not words.islower():
            continue
        for start, end in article.occurrences(f"the {words}"):
            if start + 4 not in seen and not any(start + 4 <= s and e <= end for s, e in marked):
                seen.add(start + 4)
                message = f"'the {words}' is unmarked here and '{words}' marked as '{mention.key}' elsewhere"
                yield _line_at(article, start), "unmarked-phrase", message


def _words(name: str) -> tuple[str, ...]:
    return tuple(name[start:end] for start, end in tokens(name))


def _marked_tokens(article: Article) -> list[bool]:
    inside, mentions = [], list(article.mentions)
    for start, end in article.tokens:
        while mentions and mentions[0].end <= start:
            mentions.pop(0)
        inside.append(bool(mentions) and mentions[0].start < end)
    return inside


def _inside_longer_name(article: Article, words: list[str], start: int, end: int, marked: list[bool]) -> bool:
    sentence_starts = {s for s, _ in article.sentences}
    spans = article.tokens
    after = end < len(words) and words[end][0].isupper() and not marked[end] and spans[end][0] == spans[end - 1][1] + 1
    before = (
        start > 0
        and words[start - 1][0].isupper()
        and not marked[start - 1]
        and spans[start - 1][0] not in sentence_starts
        and spans[start][0] == spans[start - 1][1] + 1
    )
    return after or before


def _line_at(article: Article, offset: int) -> int:
    return next((block.line for block in article.blocks if block.start <= offset <= block.end), 1)
