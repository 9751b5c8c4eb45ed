"""Features of tokens, as strings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from communique.models.rows import Row, sentence_words

GROUPS = ("word", "shape", "affix", "ngram", "context", "position", "document")
BOUNDARY = "<>"

_SHAPES = ((re.compile(r"[^\W\d_]"), lambda match: "X" if match[0].isupper() else "x"), (re.compile(r"\d"), "9"))
_RUNS = re.compile(r"(.)\1+")
_REACH = 3
_PLACES = 12


@lru_cache(maxsize=2**16)
def shape(word: str) -> str:
    """Letters and digits by kind, runs shortened: ``Ankara`` → ``Xx``, ``AH-64`` → ``X-9``."""
    for pattern, mark in _SHAPES:
        word = pattern.sub(mark, word)
    return _RUNS.sub(r"\1", word)


def token_features(row: Row, groups: Collection[str] = GROUPS, gazetteer: Mapping[str, str] | None = None) -> list[list[list[str]]]:
    """Features of every token.

    Word, shape, affixes, character n-grams, neighbours and sentence position, in the tradition of Ratinov and Roth (2009); what the other
    places of the
    same word in the article look like, after Chieu and Ng (2002).

    Parameters
    ----------
    row
        An article with ``text``, ``sentences`` and ``tokens``.
    groups
        Which of `GROUPS` are included.
    gazetteer
        Types of names in lower case; a token that stands in one sees its type.

    Returns
    -------
    list of list of list of str
        By sentence and token.
    """
    sentences = sentence_words(row)
    wanted = tuple(group for group in GROUPS if group in groups)
    elsewhere = _elsewhere(sentences) if "document" in wanted else {}
    listed = [_listed(words, gazetteer) for words in sentences] if gazetteer else [{} for _ in sentences]
    return [_sentence(words, wanted, elsewhere, known) for words, known in zip(sentences, listed, strict=True)]


def _sentence(words: Sequence[str], groups: tuple[str, ...], elsewhere: Mapping[str, list[str]], listed: dict[int, str]) -> list[list[str]]:
    padded = [BOUNDARY] * _REACH + list(words) + [BOUNDARY] * _REACH
    capitals = "position" in groups and all(word.isupper() or not word.isalpha() for word in words)
    found = []
    for i, word in enumerate(words):
        features = ["bias", *_own(word, groups)]
        if "context" in groups:
            at = i + _REACH
            for offset in (-3, -2, -1, 1, 2, 3):
                features += _near(offset, padded[at + offset], groups)
            features += _around(*padded[at - 2 : at + 3])
        if "position" in groups:
            features.append(f"at={min(i, 2)},{min(len(words) - i, 2)}")
            if i == 0:
                features.append(f"first={shape(word)}")
            if capitals:
                features.append("capitals")
        features += elsewhere.get(word.lower(), ())
        if i in listed:
            features += (f"g={listed[i]}", f"g1={listed.get(i - 1)}_{listed[i]}_{listed.get(i + 1)}")
        found.append(features)
    return found


@lru_cache(maxsize=2**16)
def _own(word: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    lower, found = word.lower(), []
    if "word" in groups:
        found += [f"w={lower}", f"W={word}"]
    if "shape" in groups:
        found += [f"s={shape(word)}", f"length={min(len(word), 8)}"]
        found += [name for name in ("isupper", "istitle", "isdigit", "isalpha") if getattr(word, name)()]
    if "affix" in groups:
        found += [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4, 5) if len(lower) > n]
        found += [f"e{n}={lower[-n:]}" for n in (1, 2, 3, 4, 5) if len(lower) > n]
    if "ngram" in groups:
        marked = f"<{lower}>"
        found += [f"c={marked[i : i + n]}" for n in (3, 4) for i in range(len(marked) - n + 1)]
    return tuple(found)


@lru_cache(maxsize=2**17)
def _near(offset: int, word: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    lower = word.lower()
    found = [f"{offset}w={lower}"]
    if abs(offset) < _REACH:
        if "shape" in groups:
            found.append(f"{offset}s={shape(word)}")
        if "affix" in groups:
            found += [f"{offset}e={lower[-3:]}", f"{offset}p={lower[:3]}"]
    return tuple(found)


def _around(before2: str, before: str, word: str, after: str, after2: str) -> tuple[str, ...]:
    low, shapes = [w.lower() for w in (before2, before, word, after, after2)], [shape(w) for w in (before, word, after)]
    return (
        f"-1w0={low[1]}_{low[2]}",
        f"0w1={low[2]}_{low[3]}",
        f"-1w1={low[1]}_{low[3]}",
        f"-2w-1={low[0]}_{low[1]}",
        f"1w2={low[3]}_{low[4]}",
        f"-1s0={shapes[0]}_{shapes[1]}",
        f"0s1={shapes[1]}_{shapes[2]}",
        f"-1s0s1={'_'.join(shapes)}",
    )


def _elsewhere(sentences: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """What the places of a word in the article have in common, for words that stand there at least once within a sentence."""
    shapes: dict[str, Counter[str]] = defaultdict(Counter)
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for words in sentences:
        for i, word in enumerate(words):
            lower = word.lower()
            if not lower[:1].isalpha():
                continue
            if i:
                shapes[lower][shape(word)] += 1
                near[lower][f"d-1={words[i - 1].lower()}"] += 1
                if words[i - 1][:1].isupper():
                    near[lower]["d-cap"] += 1
            if i + 1 < len(words):
                near[lower][f"d+1={words[i + 1].lower()}"] += 1
                if words[i + 1][:1].isupper():
                    near[lower]["d+cap"] += 1
    found = {}
    for lower, places in near.items():
        capital = sum(count for kind, count in shapes[lower].items() if kind[:1] == "X")
        small = sum(shapes[lower].values()) - capital
        often = sorted(places, key=lambda place: (-places[place], place))[:_PLACES]
        found[lower] = [*often, f"dcap={int(capital > 0)}{int(small > 0)}"]
    return found


def _listed(words: Sequence[str], gazetteer: Mapping[str, str]) -> dict[int, str]:
    """Places covered by the longest names of a gazetteer, each with its type and its place in the name."""
    lower = [word.lower() for word in words]
    found: dict[int, str] = {}
    at = 0
    while at < len(words):
        for end in range(min(at + 6, len(words)), at, -1):
            kind = gazetteer.get(" ".join(lower[at:end]))
            if kind is not None:
                found |= {i: f"{kind}{'B' if i == at else 'I'}" for i in range(at, end)}
                at = end
                break
        else:
            at += 1
    return found
