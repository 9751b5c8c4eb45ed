"""Features of tokens and of pairs of entities, as strings for a hashing vectorizer."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
Features = list[str]

_SHAPES = ((re.compile(r"[A-Z]"), "X"), (re.compile(r"[a-z]"), "x"), (re.compile(r"\d"), "9"))
BOUNDARY = "<>"
AUTHOR = "author"


def shape(word: str) -> str:
    """Letters and digits by kind, runs shortened: ``Ankara`` → ``Xx``, ``AH-64`` → ``X-9``."""
    for pattern, mark in _SHAPES:
        word = pattern.sub(mark, word)
    return re.sub(r"(.)\1+", r"\1", word)


def token_features(row: Row, *, document: bool = True) -> list[list[Features]]:
    """Features of every token: word, shape, affixes, neighbours, place in the sentence, other places of the same word.

    The last kind, features from the other occurrences of a word in the article, follows Chieu and Ng (2002).

    Parameters
    ----------
    row
        An article with ``text``, ``sentences`` and ``tokens``.
    document
        Whether features from other occurrences are included.

    Returns
    -------
    list of list of list of str
        By sentence and token.
    """
    sentences = [[row["text"][t["start"] : t["end"]] for t in tokens] for tokens in sentence_tokens(row)]
    elsewhere = _elsewhere(sentences) if document else {}
    return [[_token(words, i, elsewhere.get(words[i].lower(), ())) for i in range(len(words))] for words in sentences]


def sentence_tokens(row: Row) -> list[list[Row]]:
    """Tokens of each sentence."""
    starts = [token["start"] for token in row["tokens"]]
    return [row["tokens"][bisect_left(starts, s["start"]) : bisect_left(starts, s["end"])] for s in row["sentences"]]


def _token(words: Sequence[str], i: int, elsewhere: Iterable[str]) -> Features:
    word = words[i]
    lower = word.lower()
    found = ["bias", f"w={lower}", f"s={shape(word)}", f"W={word}"]
    found += [f"p{n}={lower[:n]}" for n in (1, 2, 3, 4) if len(lower) > n]
    found += [f"e{n}={lower[-n:]}" for n in (1, 2, 3, 4) if len(lower) > n]
    for offset in (-3, -2, -1, 1, 2, 3):
        at = i + offset
        near = words[at] if 0 <= at < len(words) else BOUNDARY
        found.append(f"{offset}w={near.lower()}")
        if abs(offset) < 3:
            found += [f"{offset}s={shape(near)}", f"{offset}e={near[-3:].lower()}"]
    before = words[i - 1].lower() if i else BOUNDARY
    after = words[i + 1].lower() if i + 1 < len(words) else BOUNDARY
    found += [f"-1w0={before}_{lower}", f"0w1={lower}_{after}", f"-1s0s1={shape(before)}{shape(word)}{shape(after)}"]
    if i > 1:
        found.append(f"-2-1={words[i - 2].lower()}_{before}")
    if i == 0:
        found.append("first")
    if all(w.isupper() or not w.isalpha() for w in words):
        found.append("capitals")
    found += elsewhere
    return found


def _elsewhere(sentences: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """What the places of a word in the article have in common."""
    shapes: dict[str, Counter[str]] = defaultdict(Counter)
    near: dict[str, set[str]] = defaultdict(set)
    for words in sentences:
        for i, word in enumerate(words):
            lower = word.lower()
            if not any(ch.isalpha() for ch in lower):
                continue
            if i:
                shapes[lower][shape(word)] += 1
                near[lower].add(f"d-1={words[i - 1].lower()}")
                if words[i - 1][:1].isupper():
                    near[lower].add("d-cap")
            if i + 1 < len(words):
                near[lower].add(f"d+1={words[i + 1].lower()}")
                if words[i + 1][:1].isupper():
                    near[lower].add("d+cap")
    found = {}
    for lower, places in near.items():
        capital = sum(count for kind, count in shapes[lower].items() if kind[:1] == "X")
        small = sum(shapes[lower].values()) - capital
        found[lower] = [*sorted(places)[:20], f"dcap={int(capital > 0)}{int(small > 0)}"]
    return found


class PairReader:
    """Makes the features of pairs of entities of one article.

    The two are masked by their roles and other entities by their types, so that a model learns wordings rather than names.
    """

    def __init__(self, row: Row) -> None:
        self.row = row
        self.words: list[list[str]] = []
        self.places: dict[str, dict[int, list[tuple[int, int]]]] = {AUTHOR: {}}
        tokens = sentence_tokens(row)
        owner: list[dict[int, tuple[str, str]]] = []
        starts = [s["start"] for s in row["sentences"]]
        spans: list[dict[int, tuple[int, str, str]]] = [{} for _ in starts]
        for entity in row["entities"]:
            for mention in entity["mentions"]:
                number = max(bisect_left(starts, mention["start"] + 1) - 1, 0)
                inside = [i for i, t in enumerate(tokens[number]) if t["start"] >= mention["start"] and t["end"] <= mention["end"]]
                if inside:
                    spans[number].setdefault(inside[0], (inside[-1] + 1, entity["id"], entity["type"]))
        for number, sentence in enumerate(tokens):
            words: list[str] = []
            mask: dict[int, tuple[str, str]] = {}
            i = 0
            while i < len(sentence):
                if i in spans[number]:
                    end, key, kind = spans[number][i]
                    mask[len(words)] = (key, kind)
                    self.places.setdefault(key, {}).setdefault(number, []).append((len(words), len(words) + 1))
                    words.append(f"@{kind}")
                    i = max(end, i + 1)
                else:
                    token = sentence[i]
                    words.append(row["text"][token["start"] : token["end"]].lower())
                    i += 1
            self.words.append(words)
            owner.append(mask)
        self.owner = owner
        self.types = {entity["id"]: entity["type"] for entity in row["entities"]} | {AUTHOR: AUTHOR}
        self.count = {key: sum(len(p) for p in places.values()) for key, places in self.places.items()}

    def shared(self, one: str, two: str) -> list[int]:
        """Sentences in which both are mentioned."""
        return sorted(self.places.get(one, {}).keys() & self.places.get(two, {}).keys())

    def features(self, one: str, two: str) -> Features:
        """Features of an ordered pair."""
        kinds = f"{self.types[one]}>{self.types[two]}"
        found = {"bias", f"t={kinds}", f"t1={self.types[one]}", f"t2={self.types[two]}"}
        shared = self.shared(one, two)
        found.add(f"n={min(len(shared), 3)}")
        for number in shared:
            self._sentence(number, one, two, kinds, found)
        if not shared:
            found.add(f"apart={kinds}")
            for role, key in (("1", one), ("2", two)):
                for number in sorted(self.places.get(key, {}))[:2]:
                    found |= {f"far{role}={word}" for word in self.words[number] if word.isalpha()}
        return sorted(found)

    def _sentence(self, number: int, one: str, two: str, kinds: str, found: set[str]) -> None:
        words = self.words[number]
        gaps = [(abs(i - j), i, j) for i, _ in self.places[one][number] for j, _ in self.places[two][number]]
        distance, i, j = min(gaps)
        order = "<" if i < j else ">"
        left, right = min(i, j), max(i, j)
        between = words[left + 1 : right]
        others = sum(word.startswith("@") for word in between)
        tag = f"{kinds}{order}"
        found |= {f"o={tag}", f"dist={tag}{min(distance, 12) // 3}", f"between={order}{min(others, 4)}"}
        found |= {f"b={order}{word}" for word in between}
        found |= {f"bt={tag}{word}" for word in between if not word.startswith("@")}
        found |= {f"bb={order}{x}_{y}" for x, y in pairwise(between)}
        if len(between) <= 4:
            found.add(f"path={tag}{' '.join(between)}")
        for name, at in (("1", i), ("2", j)):
            before = words[max(at - 3, 0) : at]
            after = words[at + 1 : at + 4]
            found |= {f"l{name}={word}" for word in before} | {f"r{name}={word}" for word in after}
            found.add(f"l{name}!={before[-1] if before else BOUNDARY}")
            found.add(f"r{name}!={after[0] if after else BOUNDARY}")
            found.add(f"r{name}!!={' '.join(after[:2])}")
            found.add(f"l{name}!!={' '.join(before[-2:])}")
        found |= {f"s={word}" for word in words if word.isalpha()}
        if number == 0:
            found.add("headline")
