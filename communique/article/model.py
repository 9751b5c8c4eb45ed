"""The document model: what one annotated article holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.article.segment import Span, sentences, tokens


@dataclass(frozen=True, slots=True)
class Block:
    """A headline (level 1), heading (level 2 or more) or paragraph (level 0), as offsets in the text."""

    start: int
    end: int
    level: int = 0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that refers to the entity `key`; half-open, in code points."""

    start: int
    end: int
    key: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Entity:
    """A declared entity: its key and type."""

    key: str
    type: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words quoted from one sentence of the text; `nth` counts their occurrences from 1 where there are several."""

    text: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed relation between two entities of the article."""

    head: str
    type: str
    tail: str
    modality: str
    evidence: tuple[Quote, ...]
    by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Stance:
    """Where `holder` stands toward `target`, with the words that show it."""

    holder: str
    target: str
    polarity: str
    expression: str
    cue: tuple[Quote, ...]
    by: tuple[str, ...] = ()
    was: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Article:
    """An article with its annotation. Offsets are half-open and count Unicode code points of `text`."""

    id: str
    event: str
    story: str | None
    date: str
    region: str
    kind: str
    genre: str
    sources: tuple[str, ...]
    canary: str | None
    text: str
    blocks: tuple[Block, ...]
    entities: Mapping[str, Entity]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    stances: tuple[Stance, ...]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def title(self) -> str:
        """The headline."""
        return self.text[self.blocks[0].start : self.blocks[0].end] if self.blocks else ""

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in order; no sentence crosses a block."""
        return tuple((b.start + s, b.start + e) for b in self.blocks for s, e in sentences(self.text[b.start : b.end]))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        """Tokens in order."""
        return tuple(tokens(self.text))

    @cached_property
    def mentions_of(self) -> dict[str, tuple[Mention, ...]]:
        """Mentions by entity key, in text order."""
        found: dict[str, list[Mention]] = {key: [] for key in self.entities}
        for mention in self.mentions:
            found.setdefault(mention.key, []).append(mention)
        return {key: tuple(mentions) for key, mentions in found.items()}

    def surface(self, mention: Mention) -> str:
        """The words of a mention."""
        return self.text[mention.start : mention.end]

    def occurrences(self, words: str) -> list[Span]:
        """Where `words` stand in the text as whole words, as half-open offsets."""
        spans, at = [], self.text.find(words) if words else -1
        while at >= 0:
            end = at + len(words)
            if not _inside_word(self.text, at) and not _inside_word(self.text, end):
                spans.append((at, end))
            at = self.text.find(words, at + 1)
        return spans

    def locate(self, quote: Quote) -> Span | None:
        """Offsets of a quotation, or None if it is not found or its occurrence is not told."""
        found = self.occurrences(quote.text)
        if quote.nth is None:
            return found[0] if len(found) == 1 else None
        return found[quote.nth - 1] if 1 <= quote.nth <= len(found) else None

    def sentence_of(self, span: Span) -> int | None:
        """Index of the sentence that holds the whole of `span`, or None."""
        for index, (start, end) in enumerate(self.sentences):
            if start <= span[0] and span[1] <= end:
                return index
        return None


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
