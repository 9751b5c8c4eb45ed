"""Floors that read no text: what the types or the names of a pair alone tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from communique.models.rows import AUTHOR, EDITORIAL, Record, Row

NOTHING = ""


class PairMemory(BaseEstimator):  # type: ignore[misc]
    """Predicts for every ordered pair of entities what it most often stood in when it occurred together in training.

    Parameters
    ----------
    by : {"type", "key"}, default="key"
        What a pair is known by: the types of its entities (the majority class of the pair of types), or their register keys, with nothing
        predicted for
        pairs that training has not.

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
        names = {entity["id"]: str(entity.get(self.by) or entity["id"]) for entity in row["entities"]}
        return names | ({AUTHOR: AUTHOR} if row.get("genre") == EDITORIAL else {})
