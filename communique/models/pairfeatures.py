"""Features of ordered pairs of entities of an article, as strings."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise

from communique.models.lexicon import leaning
from communique.models.rows import AUTHOR, Row, entity_types, sentence_tokens
from communique.models.tokenfeatures import BOUNDARY

GROUPS = ("types", "names", "keys", "between", "around", "distance", "sentence", "document", "speech", "proxy", "lexicon", "context")
MASK = "@"
CONTEXT = "context="

_NEGATIONS = frozenset(("not", "n't", "never", "no", "without", "nor", "neither", "cannot"))
_NEGATED = 3
_PLACES = 3
_REPORTING = re.compile(
    r"(say|said|tell|told|stat(e|ing)|declar|announc|warn|accus|charg|condemn|denounc|criticis|criticiz|welcom|prais|hail|thank|urg|call|demand|"
    r"reject|insist|argu|deni|deny|vow|pledg|promis|claim|complain|regret|reaffirm|back|support|oppos|voic|express|wrote|writ|spoke|speak)"
)
_SPEECH = 5


class PairReader:
    """Makes the features of pairs of entities of one article.

    Mentions are masked by the types of their entities, so that a model learns wordings rather than names. Features are those of Zhou et al.
    (2005) that need no parser: types, words between and around, order and distance. Negated words are marked (Das and Chen 2001).

    Parameters
    ----------
    row
        An article with ``text``, ``sentences``, ``tokens`` and ``entities``.
    groups
        Which of `GROUPS` are included.
    proxy
        Relation type whose head stands for its tail, as a spokesman does: where the head meets another entity, the tail is told of it. Read
        from the ``relations`` of the row.
    """

    def __init__(self, row: Row, groups: Collection[str] = GROUPS, proxy: str | None = None) -> None:
        self.groups = frozenset(groups)
        self.types = entity_types(row)
        self.words: list[list[str]] = []
        self._bags: dict[tuple[str, int], frozenset[str]] = {}
        self.places: dict[str, dict[int, list[int]]] = {key: {} for key in self.types}
        mentions = _mentions(row)
        for number, tokens in enumerate(sentence_tokens(row)):
            self.words.append(self._mask(number, tokens, mentions[number], row["text"]))
        self.names = {
            e["id"]: max((row["text"][m["start"] : m["end"]] for m in e["mentions"]), key=len, default=BOUNDARY).lower().split()
            for e in row["entities"]
        }
        self.keys = {entity["id"]: entity.get("key") for entity in row["entities"]}
        self.proxies: dict[str, list[str]] = {}
        for record in row.get("relations") or () if proxy else ():
            if record["type"] == proxy:
                self.proxies.setdefault(record["tail"], []).append(record["head"])

    def _mask(self, number: int, tokens: Sequence[Row], mentions: dict[int, tuple[int, str]], text: str) -> list[str]:
        words: list[str] = []
        negated, until = 0, -1
        for token in tokens:
            if token["start"] in mentions and token["start"] >= until:
                until, key = mentions[token["start"]]
                self.places[key].setdefault(number, []).append(len(words))
                words.append(MASK + self.types[key])
            elif token["start"] >= until:
                word = text[token["start"] : token["end"]].lower()
                words.append(f"not_{word}" if negated and word.isalpha() else word)
                negated = _NEGATED if word in _NEGATIONS else max(negated - 1, 0)
        return words

    def distance(self, one: str, two: str) -> float:
        """How many sentences the nearest mentions of two entities are apart; infinity if either has none."""
        return min((abs(i - j) for i in self.places[one] for j in self.places[two]), default=math.inf)

    def features(self, one: str, two: str) -> list[str]:
        """Features of an ordered pair."""
        if one == AUTHOR:
            return self._alone(two)
        kinds = f"{self.types[one]}>{self.types[two]}" if "types" in self.groups else ""
        found = {"bias"}
        if kinds:
            found |= {f"t={kinds}", f"t1={self.types[one]}", f"t2={self.types[two]}"}
        if "names" in self.groups:
            self._named(one, two, found)
        if "keys" in self.groups:
            found |= {f"k1={self.keys[one]}", f"k2={self.keys[two]}", f"kk={self.keys[one]}>{self.keys[two]}"}
        nearest = sorted((abs(i - j), i, j) for i in self.places[one] for j in self.places[two])
        for distance, i, j in nearest[:_PLACES]:
            if distance == 0:
                self._within(i, one, two, kinds, found)
            elif distance == nearest[0][0]:
                self._across((i, one), (j, two), kinds, found)
        if "document" in self.groups:
            self._document(one, two, nearest, found)
        if "speech" in self.groups:
            self._speech(one, two, found)
        if "context" in self.groups and nearest:
            found.add(CONTEXT + self._context(*nearest[0][1:], one, two))
        if "proxy" in self.groups:
            self._proxies(one, two, found)
        return sorted(found)

    def _named(self, one: str, two: str, found: set[str]) -> None:
        first, second = self.names[one], self.names[two]
        found |= {f"e1={word}" for word in first} | {f"e2={word}" for word in second}
        found |= {f"h1={first[-1]}", f"h2={second[-1]}", f"hh={first[-1]}>{second[-1]}"}

    def _context(self, i: int, j: int, one: str, two: str) -> str:
        """The sentence or the two sentences in which a pair is nearest, as running text that names roles and types only."""
        sentences = []
        for number in sorted({i, j}):
            roles = dict.fromkeys(self.places[one].get(number, ()), "first") | dict.fromkeys(self.places[two].get(number, ()), "second")
            words = (f"the {roles[at]} {word}" if at in roles else word for at, word in enumerate(self.words[number]))
            sentences.append(" ".join(words).replace(MASK, "").replace("_", " ").lower())
        return " ".join(sentences)

    def _speech(self, one: str, two: str, found: set[str]) -> None:
        """Whether the first, as a subject before a reporting verb, speaks where the second is named, and with which verb."""
        for number in self.places[one].keys() & self.places[two].keys():
            words = self.words[number]
            verbs = [
                w for at in self.places[one][number] for w in words[at + 1 : at + 1 + _SPEECH] if _REPORTING.match(w.removeprefix("not_"))
            ]
            found |= {f"speaks={verb}" for verb in verbs}
            found.add(f"speaks={bool(verbs)}")

    def _proxies(self, one: str, two: str, found: set[str]) -> None:
        """What the sentences say that name the second together with whoever speaks for the first."""
        for proxy in self.proxies.get(one, ()):
            if proxy == two:
                found.add("ownproxy")
                continue
            for number in sorted(self.places[proxy].keys() & self.places[two].keys())[:_PLACES]:
                near: set[str] = set()
                self._within(number, proxy, two, "", near)
                found.add("v")
                found |= {f"v:{feature}" for feature in near}

    def _within(self, number: int, one: str, two: str, kinds: str, found: set[str]) -> None:
        words = self.words[number]
        _, i, j = min((abs(i - j), i, j) for i in self.places[one][number] for j in self.places[two][number])
        left, right = min(i, j), max(i, j)
        order = "<" if i < j else ">"
        between = words[left + 1 : right]
        if "distance" in self.groups:
            others = sum(word.startswith(MASK) for word in between)
            found |= {f"o={order}", f"ot={kinds}{order}", f"far={order}{min(len(between), 15) // 3}", f"others={order}{min(others, 3)}"}
            found |= {f"rival{role}={order}{rank}" for role, rank in (("1", _rank(words, j, i)), ("2", _rank(words, i, j)))}
        if "between" in self.groups:
            found |= {f"b={order}{word}" for word in between}
            found |= {f"bb={order}{a}_{b}" for a, b in pairwise([BOUNDARY, *between, BOUNDARY])}
            path = _without_list(between, words[left])
            if len(path) <= 5:
                found |= {f"path={order}{' '.join(path)}", f"path={kinds}{order}{' '.join(path)}"}
        if "around" in self.groups:
            _around("1", words, i, found)
            _around("2", words, j, found)
            found |= {f"L={order}{word}" for word in words[max(left - 3, 0) : left]}
            found |= {f"R={order}{word}" for word in words[right + 1 : right + 4]}
        if "lexicon" in self.groups:
            outside = (("l", words[:left]), ("r", words[right + 1 :]), ("s", words))
            for name, part in (("b", between), ("r1", words[i + 1 : i + 6]), ("l2", words[max(j - 5, 0) : j]), *outside):
                _lean(name, order, part, found)
        if "sentence" in self.groups:
            found |= self._bag("s", number)

    def _bag(self, name: str, number: int) -> frozenset[str]:
        """The words of a sentence as features; made once, as many pairs meet in it."""
        known = self._bags.get((name, number))
        if known is None:
            words = self.words[number]
            known = frozenset(f"{name}={word}" for word in words if word.isalpha() or word.startswith(("not_", MASK)))
            self._bags[name, number] = known
        return known

    def _across(self, first: tuple[int, str], second: tuple[int, str], kinds: str, found: set[str]) -> None:
        i, j = first[0], second[0]
        gap = f"{'<' if i < j else '>'}{min(abs(i - j), 3)}"
        if "distance" in self.groups:
            found |= {f"gap={gap}", f"gap={gap}{kinds}"}
        for role, (number, key) in (("1", first), ("2", second)):
            words, at = self.words[number], self.places[key][number][0]
            if "around" in self.groups:
                _around(role, words, at, found)
            if "lexicon" in self.groups:
                _lean(f"x{role}", "", words, found)
            if "sentence" in self.groups:
                found |= self._bag(f"x{role}", number)

    def _document(self, one: str, two: str, nearest: Sequence[tuple[int, int, int]], found: set[str]) -> None:
        shared = sum(distance == 0 for distance, _, _ in nearest)
        found |= {f"n={min(shared, 3)}", f"d={min(nearest[0][0], 4) if nearest else None}"}
        for role, key in (("1", one), ("2", two)):
            places = self.places[key]
            count = sum(map(len, places.values()))
            found |= {f"n{role}={min(count, 4)}", f"head{role}={0 in places}"}
        if shared and 0 in self.places[one] and 0 in self.places[two]:
            found.add("headline")

    def _alone(self, target: str) -> list[str]:
        """Features of a pair whose holder is the author: the target, the words around it and in its sentences."""
        found = {"a"}
        if "types" in self.groups:
            found.add(f"at={self.types[target]}")
        if "names" in self.groups:
            found |= {f"an={word}" for word in self.names[target]}
        if "keys" in self.groups:
            found.add(f"ak={self.keys[target]}")
        if "context" in self.groups and self.places[target]:
            first = min(self.places[target])
            found.add(CONTEXT + self._context(first, first, AUTHOR, target))
        if "document" in self.groups:
            found.add(f"ac={min(sum(map(len, self.places[target].values())), 4)}")
        for number, places in self.places[target].items():
            words = self.words[number]
            if "sentence" in self.groups:
                found |= {f"as={word}" for word in words if word.isalpha() or word.startswith("not_")}
            if "lexicon" in self.groups:
                _lean("a", "", words, found)
            if "around" in self.groups:
                for at in places:
                    _around("a", words, at, found)
        return sorted(found)


def _rank(words: Sequence[str], centre: int, at: int) -> int:
    """How many mentions of the type of the one at `at` are nearer to `centre`, up to two."""
    reach = abs(at - centre)
    return min(sum(word == words[at] and abs(i - centre) < reach for i, word in enumerate(words) if i != centre), 2)


def _without_list(between: Sequence[str], first: str) -> list[str]:
    """Words after a mention without the rest of its list: ``, @PLACE and @PLACE in`` → ``in``."""
    end = 0
    for i, word in enumerate(between):
        if word == first:
            end = i + 1
        elif word not in (",", "and", "or", ";"):
            break
    return list(between[end:])


def _around(role: str, words: Sequence[str], at: int, found: set[str]) -> None:
    before, after = [BOUNDARY, *words[max(at - 3, 0) : at]], [*words[at + 1 : at + 4], BOUNDARY]
    found |= {f"l{role}={word}" for word in before} | {f"r{role}={word}" for word in after}
    found |= {f"l{role}!={before[-1]}", f"r{role}!={after[0]}", f"l{role}!!={' '.join(before[-2:])}", f"r{role}!!={' '.join(after[:2])}"}


def _lean(name: str, order: str, words: Sequence[str], found: set[str]) -> None:
    signs = [sign for word in words if (sign := leaning(word))]
    found |= {f"+{name}={order}{sign}" for sign in signs}
    found.add(f"+{name}=net{(sum(signs) > 0) - (sum(signs) < 0)}")


def _mentions(row: Row) -> list[dict[int, tuple[int, str]]]:
    """By sentence and start, end and entity of each mention; the longest of those that start together."""
    starts = [sentence["start"] for sentence in row["sentences"]]
    found: list[dict[int, tuple[int, str]]] = [{} for _ in starts]
    for entity in row["entities"]:
        for mention in entity["mentions"]:
            places = found[max(bisect_right(starts, mention["start"]) - 1, 0)]
            if mention["end"] > places.get(mention["start"], (-1, ""))[0]:
                places[mention["start"]] = (mention["end"], entity["id"])
    return found
