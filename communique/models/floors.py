"""Floors: what the types or names of a pair alone tell, and what a list of words does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from communique.models.lexicon import leaning
from communique.models.pairfeatures import PairReader
from communique.models.pairs import signatures
from communique.models.rows import AUTHOR, EDITORIAL, Record, Row

NOTHING = ""


class PairMemory(BaseEstimator):  # type: ignore[misc]
    """Predicts for every ordered pair of entities what it most often stood in when it occurred together in training.

    Parameters
    ----------
    by : {"type", "key"}, default="key"
        What a pair is known by: the types of its entities (the majority class of the pair of types), or their register keys (the
        longest mention where there is none), with nothing predicted for pairs that training has not.

    Attributes
    ----------
    labels_ : dict
        By the first and then by the second of a pair, its most frequent label; the empty string for nothing.
    """

    def __init__(self, by: str = "key") -> None:
        self.by = by

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> PairMemory:  # noqa: N803
        """Learn from articles with entities and their records as (first id, label, second id)."""
        if self.by not in ("type", "key"):
            raise ValueError(f"by={self.by!r}; it must be 'type' or 'key'")
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for row, records in zip(X, y, strict=True):
            name = self._names(row)
            held = {(one, two): label for one, label, two in records}
            for one in name:
                for two in name:
                    if two not in (one, AUTHOR):
                        counts[name[one], name[two]][held.get((one, two), NOTHING)] += 1
        self.labels_: dict[str, dict[str, str]] = {}
        for (one, two), labels in sorted(counts.items()):
            self.labels_.setdefault(one, {})[two] = min(labels, key=lambda label: (-labels[label], label))
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Record]]:  # noqa: N803
        """Records of each article as (first id, label, second id)."""
        check_is_fitted(self)
        found = []
        for row in X:
            name = self._names(row)
            found.append(
                [(one, label, two) for one in name for two in name if two not in (one, AUTHOR) and (label := self._label(name, one, two))]
            )
        return found

    def _label(self, name: dict[str, str], one: str, two: str) -> str:
        return self.labels_.get(name[one], {}).get(name[two], NOTHING)

    def _names(self, row: Row) -> dict[str, str]:
        names = {entity["id"]: str(entity.get(self.by) or _longest(row["text"], entity)) for entity in row["entities"]}
        return names | ({AUTHOR: AUTHOR} if row.get("genre") == EDITORIAL else {})


def _longest(text: str, entity: Row) -> str:
    """What an entity without a key is known by: the longest of its mentions."""
    return max((text[m["start"] : m["end"]].lower() for m in entity["mentions"]), key=len, default="")


class LexiconStance(BaseEstimator):  # type: ignore[misc]
    """Stances by a list of words: whoever is named last before a word of support or opposition holds it toward whoever is named next.

    Parameters
    ----------
    support, oppose : str
        The two labels.

    Attributes
    ----------
    signatures_ : list of tuple
        Types of holder and target met together in training; no others are predicted.
    """

    def __init__(self, *, support: str = "support", oppose: str = "oppose") -> None:
        self.support = support
        self.oppose = oppose

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> LexiconStance:  # noqa: N803
        """Learn which types take sides, from articles with entities and their stances as (holder id, polarity, target id)."""
        self.signatures_ = sorted({(one, two) for one, _, two in signatures(X, y)})
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Record]]:  # noqa: N803
        """Stances of each article as (holder id, polarity, target id)."""
        check_is_fitted(self)
        return [self._article(row) for row in X]

    def _article(self, row: Row) -> list[Record]:
        reader = PairReader(row, ())
        allowed = set(self.signatures_)
        sums: Counter[tuple[str, str]] = Counter()
        for number, words in enumerate(reader.words):
            named = sorted((at, key) for key, places in reader.places.items() for at in places.get(number, ()))
            for (left, one), (right, two) in pairwise(named):
                if one != two and (reader.types[one], reader.types[two]) in allowed:
                    sums[one, two] += sum(map(leaning, words[left + 1 : right]))
        return [(one, self.support if total > 0 else self.oppose, two) for (one, two), total in sums.items() if total]
