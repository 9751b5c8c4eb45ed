"""Runs of words that two articles share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from communique.article import Article

RUN = 8
"""Words in a row that no two articles share, names and set terms apart."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class SharedRun(NamedTuple):
    """A run of `length` words that stands in two articles; `line` is that of the first."""

    first: str
    second: str
    line: int
    length: int
    words: str


def shared_runs(articles: Sequence[Article], names: Iterable[str] = (), length: int = RUN) -> Iterator[SharedRun]:
    """Yield the maximal runs of at least `length` words that two articles share, each pair of places once.

    Words inside mentions and registered names do not count toward the length: a run must hold `length` words beyond them.
    """
    words = {article.id: _words(article, names) for article in articles}
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for article_id, row in words.items():
        for at in range(len(row) - length + 1):
            places[tuple(word for word, *_ in row[at : at + length])].append((article_id, at))
    done: set[tuple[str, str, int, int]] = set()
    for found in places.values():
        for index, (one, i) in enumerate(found):
            for two, j in found[index + 1 :]:
                if one == two or (one, two, i, j) in done:
                    continue
                size = 0
                a, b = words[one][i:], words[two][j:]
                while size < min(len(a), len(b)) and a[size][0] == b[size][0]:
                    done.add((one, two, i + size, j + size))
                    size += 1
                own = sum(not named for _, _, named in a[:size])
                if own >= length:
                    yield SharedRun(one, two, a[0][1], size, " ".join(word for word, *_ in a[:size]))


def _words(article: Article, names: Iterable[str]) -> list[tuple[str, int, bool]]:
    inside = [(mention.start, mention.end) for mention in article.mentions]
    inside += [span for name in names if " " in name and name in article.text for span in article.occurrences(name)]
    inside.sort()
    row = []
    for block in article.blocks:
        for match in _WORD.finditer(article.text, block.start, block.end):
            named = any(start <= match.start() and match.end() <= end for start, end in inside)
            row.append((match.group().lower(), block.line, named))
    return row
