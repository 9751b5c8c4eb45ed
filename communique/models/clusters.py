"""Mentions to entities: a small sieve over names, with aliases learnt from training."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from communique.models.rows import Mention, Row


class NameClusterer(BaseEstimator):  # type: ignore[misc]
    """Joins the mentions of an article into entities.

    Passes, each over what the ones before have made (after Lee et al. 2011): the same words; an abbreviation in brackets directly after a
    name; names that an entity
    of the training data bore together (a capital and its state); for persons, a last name after a full name; for other names, initials;
    for events and
    instruments, the same last word.

    Parameters
    ----------
    person : str, default="PERSON"
        Type whose bare last names are joined to full names.
    described : tuple of str, default=("EVENT", "INSTRUMENT", "ISSUE")
        Types whose mentions are descriptions; they join by their last word.

    Attributes
    ----------
    aliases_ : dict
        By type and then by words in lower case, the register key most often meant in training.
    """

    def __init__(self, *, person: str = "PERSON", described: tuple[str, ...] = ("EVENT", "INSTRUMENT", "ISSUE")) -> None:
        self.person = person
        self.described = described

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

    def predict(self, X: Sequence[Row], mentions: Sequence[Sequence[Mention]]) -> list[list[Row]]:  # noqa: N803
        """Entities of each article as objects with ``id``, ``type`` and ``mentions``, in text order."""
        check_is_fitted(self)
        return [self._cluster(row["text"], sorted(found)) for row, found in zip(X, mentions, strict=True)]

    def _cluster(self, text: str, mentions: Sequence[Mention]) -> list[Row]:
        parent = list(range(len(mentions)))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        def join(i: int, j: int) -> None:
            one, two = sorted((root(i), root(j)))
            parent[two] = one

        words = [text[start:end] for start, end, _ in mentions]
        groups: dict[tuple[str, str], int] = {}
        for i, (_, _, kind) in enumerate(mentions):
            names = [words[i].lower()]
            key = self.aliases_.get(kind, {}).get(names[0])
            names += [f"\0{key}"] if key else []
            if kind in self.described:
                names.append(f"\1{words[i].lower().split()[-1]}")
            for name in names:
                join(groups.setdefault((kind, name), i), i)
        self._brackets(text, mentions, words, join)
        self._short(mentions, words, join)
        clusters: dict[int, list[int]] = defaultdict(list)
        for i in range(len(mentions)):
            clusters[root(i)].append(i)
        return [
            {"id": f"e{number}", "type": mentions[first][2], "mentions": [[mentions[i][0], mentions[i][1]] for i in members]}
            for number, (first, members) in enumerate(sorted(clusters.items()), 1)
        ]

    def _brackets(self, text: str, mentions: Sequence[Mention], words: Sequence[str], join: Any) -> None:
        for i in range(1, len(mentions)):
            gap = text[mentions[i - 1][1] : mentions[i][0]]
            if gap == " (" and text[mentions[i][1] :].startswith(")") and mentions[i - 1][2] == mentions[i][2] and words[i].isupper():
                join(i - 1, i)

    def _short(self, mentions: Sequence[Mention], words: Sequence[str], join: Any) -> None:
        for i, (_, _, kind) in enumerate(mentions):
            if kind in self.described:
                continue
            parts = words[i].split()
            for j, (_, _, other) in enumerate(mentions):
                if kind != other or i == j:
                    continue
                longer = words[j].split()
                if kind == self.person and len(parts) < len(longer) and (longer[-len(parts) :] == parts or longer[: len(parts)] == parts):
                    join(j, i)
                    break
                if kind != self.person and words[i].isupper() and len(parts) == 1 and _initials(longer) == words[i]:
                    join(j, i)
                    break


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", " ".join(words)) if word and word[0].isupper()) if len(words) > 1 else ""
