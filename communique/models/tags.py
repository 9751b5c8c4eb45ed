"""Mentions as tags of tokens and back: BIO, or BILOU, which tells last and single tokens apart (Ratinov and Roth 2009)."""

from __future__ import annotations

from collections.abc import Sequence

from communique.models.rows import Mention, Row, sentence_tokens

OUTSIDE = "O"
SCHEMES = ("BIO", "BILOU")


def encode(row: Row, mentions: Sequence[Mention], scheme: str) -> list[list[str]]:
    """Tags of each sentence's tokens. Of mentions that overlap the first one is kept."""
    starting = {start: (end, kind) for start, end, kind in sorted(mentions, reverse=True)}
    return [_encode(tokens, starting, scheme) for tokens in sentence_tokens(row)]


def _encode(tokens: Sequence[Row], starting: dict[int, tuple[int, str]], scheme: str) -> list[str]:
    tags = [OUTSIDE] * len(tokens)
    at = 0
    while at < len(tokens):
        end, kind = starting.get(tokens[at]["start"], (-1, ""))
        size = 0
        while at + size < len(tokens) and tokens[at + size]["end"] <= end:
            tags[at + size] = f"{_prefix(size, scheme)}-{kind}"
            size += 1
        if size and scheme == "BILOU":
            tags[at + size - 1] = f"{'U' if size == 1 else 'L'}-{kind}"
        at += max(size, 1)
    return tags


def _prefix(place: int, scheme: str) -> str:  # noqa: ARG001
    return "I" if place else "B"


def decode(tags: Sequence[str], tokens: Sequence[Row]) -> list[Mention]:
    """Mentions of a sentence whose tags follow one another as `allowed` has it."""
    found: list[Mention] = []
    for tag, token in zip(tags, tokens, strict=True):
        if tag[0] in "BU":
            found.append((token["start"], token["end"], str(tag[2:])))
        elif tag[0] in "IL":
            found[-1] = (found[-1][0], token["end"], found[-1][2])
    return found


def allowed(before: str, after: str, scheme: str) -> bool:
    """Whether one tag may follow another; `OUTSIDE` stands for both ends of a sentence."""
    inside = before[0] in "BI"
    if after[0] in "IL":
        return inside and before[2:] == after[2:]
    return scheme == "BIO" or not inside
