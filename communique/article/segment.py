"""Sentences and tokens as offsets.

Both are deterministic, language-specific to edited English, and part of the data: a sentence index in a file means the sentence found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)+"  # 1,200 and 3.5 and 10:30
    r"|['’](?:s|re|ve|ll|d|m|t)\b"  # clitics
    r"|\w+"
    r"|[^\w\s]"
)

_END = re.compile(r"[.?!]+[\"'”’)]*(?=\s+[\"'“‘(]?[\w$€£])")
_LAST_WORD = re.compile(r"([\w.]+)[.?!]+[\"'”’)]*$")
_TITLES = frozenset(
    "mr mrs ms dr prof gen col maj capt lt sgt adm cmdr brig sen rep gov pres hon rev st vs cf e.g i.e".split()  # noqa: SIM905
)
_BEFORE_NUMBERS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec no nos art para".split())  # noqa: SIM905


def tokens(text: str) -> list[Span]:
    """Tokens of `text` as half-open offsets in code points; possessives, hyphens and punctuation stand alone."""
    return [match.span() for match in TOKEN.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Sentences of one block of `text` as half-open offsets in code points, without the white space around them."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Span]:
    start = len(text) - len(text.lstrip())
    for match in _END.finditer(text):
        if _is_end(text, start, match):
            yield start, match.end()
            rest = text[match.end() :]
            start = match.end() + len(rest) - len(rest.lstrip())
    end = len(text.rstrip())
    if end > start:
        yield start, end


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip().lstrip("\"'“‘(")[:1]
    if following.islower():
        return False
    if match.group()[0] != "." or len(match.group().rstrip("\"'”’)")) > 1:
        return True
    before = _LAST_WORD.search(text, start, match.end())
    if before is None:
        return True
    word = before.group(1).rstrip(".").lower()
    if word in _TITLES or (word in _BEFORE_NUMBERS and following.isdigit()):
        return False
    # An initial ("K. D. Dewal") or "U.S." goes on when a capitalised word follows directly.
    initial = re.fullmatch(r"(?:[a-z]\.)*[a-z]", word) is not None
    return not (initial and match.group() == ".")
