"""What the models of relations and of stances have in common: candidate pairs, their features, a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self

from sklearn.base import BaseEstimator, clone
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from communique.models.hashing import FeatureColumns
from communique.models.pairfeatures import PairReader
from communique.models.rows import AUTHOR, EDITORIAL, Record, Row, entity_types
from communique.models.thresholds import best_threshold


class Candidate(NamedTuple):
    """An ordered pair of entities that may stand in a record."""

    article: int
    first: str
    second: str
    types: tuple[str, str]
    features: list[str]


class Scored(NamedTuple):
    """A record that may be predicted, with its article and margin."""

    article: int
    record: Record
    margin: float


class PairModel(BaseEstimator):  # type: ignore[misc]
    """Scores records of pairs of entities and predicts those above a threshold.

    A subclass has the parameters `C`, `reach`, `groups`, `columns`, `threshold`, `min_rows` and `random_state`, and scores candidates with
    `_scored`.
    """

    proxy: str | None = None

    def tune(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> Self:  # noqa: N803
        """Choose the threshold with the best micro-F1 on held-out articles; does nothing if `threshold` was given.

        Parameters
        ----------
        X, y
            As for `fit`.
        """
        check_is_fitted(self)
        if self.threshold is None:
            truth = [self._held(records) for records in y]
            scored = ((found.margin, found.record in truth[found.article]) for found in self._scored(X))
            self.threshold_ = best_threshold(scored, sum(map(len, y)))
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Record]]:  # noqa: N803
        """Records of each article as (first id, label, second id)."""
        check_is_fitted(self)
        found: list[list[Record]] = [[] for _ in X]
        for article, record, margin in self._scored(X):
            if margin > self.threshold_:
                found[article].append(record)
        return found

    def _held(self, records: Sequence[Record]) -> set[Record]:
        return set(records)

    def _scored(self, X: Sequence[Row]) -> Iterator[Scored]:  # noqa: N803
        raise NotImplementedError

    def _candidates(self, X: Sequence[Row], allowed: set[tuple[str, str]]) -> list[Candidate]:  # noqa: N803
        """Pairs of allowed types at most `reach` sentences apart; in editorials also the author with every entity."""
        found = []
        for number, row in enumerate(X):
            reader = PairReader(row, self.groups, self.proxy)
            types = reader.types
            for one in types:
                for two in types:
                    if two in (one, AUTHOR) or (types[one], types[two]) not in allowed:
                        continue
                    if row.get("genre") == EDITORIAL if one == AUTHOR else reader.distance(one, two) <= self.reach:
                        found.append(Candidate(number, one, two, (types[one], types[two]), reader.features(one, two)))
        return found

    def _columns(self) -> Any:
        return make_pipeline(FeatureColumns(self.min_rows), TfidfTransformer()) if self.columns is None else clone(self.columns)

    def _machine(self, matrix: Any, target: Any, C: float) -> LinearSVC:  # noqa: N803
        return LinearSVC(C=C, tol=1e-2, random_state=self.random_state).fit(matrix, target)


def signatures(X: Sequence[Row], y: Sequence[Sequence[Record]]) -> list[tuple[str, str, str]]:  # noqa: N803
    """Type, label and type that meet in a record of annotated articles, in order."""
    found = set()
    for row, records in zip(X, y, strict=True):
        types = entity_types(row)
        found |= {(types[one], label, types[two]) for one, label, two in records}
    return sorted(found)
