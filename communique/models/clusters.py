"""Mentions to entities: a small sieve over names, with aliases learnt from training."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from communique.models.rows import Mention, Row

_ADJECTIVE = re.compile(r"[A-Z]\w+(?:an|ans|ian|ians|ien|i|is|ese|ish)")


class NameClusterer(BaseEstimator):  # type: ignore[misc]
    """Joins the mentions of an article into entities.

    A sieve after Lee et al. (2011), each pass over what those before have made: the same words; names that an entity of the training data
    bore; a capital and its state; an adjective and its country; an abbreviation in brackets after a name, or the initials of one; a part of
    just one longer name (a last name, a group's short name); for descriptions the same last word. Mentions of different types are never
    joined. A stronger model would read what surrounds a description, and so join "the pact" and "the deal".

    Parameters
    ----------
    described : tuple of str, default=("EVENT", "INSTRUMENT", "ISSUE")
        Types whose mentions are descriptions rather than names.
    capitals : dict of str to tuple of str, optional
        By capital the names of its state, in lower case.

    Attributes
    ----------
    aliases_ : dict
        By type and then by words in lower case, the register key most often meant in training.
    """

    def __init__(
        self, *, described: tuple[str, ...] = ("EVENT", "INSTRUMENT", "ISSUE"), capitals: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.described = described
        self.capitals = capitals

    def fit(self, X: Sequence[Row], y: Any = None) -> NameClusterer:  # noqa: N803, ARG002
        """Learn aliases from articles with ``entities``; rows without a ``key`` teach none."""
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row in X:
            for entity in row["entities"]:
                if entity.get("key") and entity["type"] not in self.described:
                    for mention in entity["mentions"]:
                        words = row["text"][mention["start"] : mention["end"]].lower()
                        counts[entity["type"], words][entity["key"]] += 1
        self.aliases_: dict[str, dict[str, str]] = {}
        for (kind, words), keys in sorted(counts.items()):
            self.aliases_.setdefault(kind, {})[words] = min(keys, key=lambda key: (-keys[key], key))
        return self

    def cluster(self, X: Sequence[Row], mentions: Sequence[Sequence[Mention]]) -> list[list[Row]]:  # noqa: N803
        """Entities of each article as objects with ``id``, ``type`` and ``mentions``, in text order."""
        check_is_fitted(self)
        return [self._article(row["text"], sorted(found)) for row, found in zip(X, mentions, strict=True)]

    def _article(self, text: str, mentions: Sequence[Mention]) -> list[Row]:
        found = Clusters(len(mentions))
        words = [text[start:end] for start, end, _ in mentions]
        self._same(mentions, words, found)
        self._adjectives(mentions, words, found)
        self._abbreviations(text, mentions, words, found)
        self._parts(mentions, words, found)
        return [
            {"id": f"e{number}", "type": mentions[members[0]][2], "mentions": [[mentions[i][0], mentions[i][1]] for i in members]}
            for number, members in enumerate(found.members(), 1)
        ]

    def _same(self, mentions: Sequence[Mention], words: Sequence[str], found: Clusters) -> None:
        """The same words, register key, state or, of descriptions, last word."""
        groups: dict[tuple[str, str, str], int] = {}
        for i, (_, _, kind) in enumerate(mentions):
            lower = words[i].lower()
            names = [("words", lower)]
            if kind in self.described:
                names.append(("last", lower.split()[-1]))
            else:
                names += [("words", state) for state in (self.capitals or {}).get(lower, ())]
                names += [("key", key)] if (key := self.aliases_.get(kind, {}).get(lower)) else []
            for how, name in names:
                found.join(groups.setdefault((kind, how, name), i), i)

    def _adjectives(self, mentions: Sequence[Mention], words: Sequence[str], found: Clusters) -> None:
        for i, j in self._pairs_of_names(mentions):
            if _ADJECTIVE.fullmatch(words[j]) and words[j].startswith(_stem(words[i])) and words[i] != words[j]:
                found.join(i, j)

    def _abbreviations(self, text: str, mentions: Sequence[Mention], words: Sequence[str], found: Clusters) -> None:
        for i, j in self._pairs_of_names(mentions):
            if words[j].isupper() and " " not in words[j]:
                follows = text[mentions[i][1] : mentions[j][0]] == " (" and text[mentions[j][1] :].startswith(")")
                if follows or _initials(words[i]) == words[j]:
                    found.join(i, j)

    def _parts(self, mentions: Sequence[Mention], words: Sequence[str], found: Clusters) -> None:
        longer: dict[int, set[int]] = defaultdict(set)
        for i, j in self._pairs_of_names(mentions):
            if words[j][:1].isupper() and not words[j].isupper() and words[i] != words[j] and f" {words[j]} " in f" {words[i]} ":
                longer[j].add(i)
        wholes = {j: {found.root(i) for i in candidates} for j, candidates in longer.items()}
        for j, roots in wholes.items():
            if len(roots) == 1:
                found.join(min(roots), j)

    def _pairs_of_names(self, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
        for i, (_, _, kind) in enumerate(mentions):
            if kind not in self.described:
                yield from ((i, j) for j, (_, _, other) in enumerate(mentions) if i != j and kind == other)


class Clusters:
    """Disjoint sets of the numbers below `size`, each known by its least member."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        """The least member of the set that `i` is in."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Make the sets of two members one."""
        one, two = sorted((self.root(i), self.root(j)))
        self._parent[two] = one

    def members(self) -> list[list[int]]:
        """Every set, in order of its least member."""
        sets: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            sets[self.root(i)].append(i)
        return [members for _, members in sorted(sets.items())]


def _stem(country: str) -> str:
    """What a country shares with its adjective: ``Morocco`` → ``Morocc``; nothing usable of names of several words."""
    return country.rstrip("aeoy") if country.isalpha() and len(country) > 3 else "\0"


def _initials(name: str) -> str:
    words = re.split(r"[\s-]+", name)
    return "".join(word[0] for word in words if word[:1].isupper()) if len(words) > 1 else ""
