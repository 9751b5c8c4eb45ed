"""Features of pairs of entities, as strings."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from communique.models.rows import AUTHOR, Row, sentence_tokens
from communique.models.tokenfeatures import BOUNDARY

Features = list[str]


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
