"""Relations and stances by classification of entity pairs: linear models over hashed features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction import FeatureHasher
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from communique.models.pairfeatures import Features, PairReader
from communique.models.rows import AUTHOR, EDITORIAL, Record, Row, entity_types


class _PairModel(BaseEstimator):  # type: ignore[misc]
    """One linear classifier per label over ordered pairs; a label is predicted where its margin passes a threshold.

    Pairs are considered if their types stood in a record of the training data and the two meet in a sentence.
    """

    exclusive = False
    with_author = False

    def __init__(self, C: float = 0.1, *, threshold: float | None = None, n_features: int = 2**20) -> None:  # noqa: N803
        self.C = C
        self.threshold = threshold
        self.n_features = n_features

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> _PairModel:  # noqa: N803
        """Learn from articles with entities and their records.

        Parameters
        ----------
        X
            Articles with ``text``, ``sentences``, ``tokens`` and ``entities``.
        y
            For each article its records as (first id, label, second id).
        """
        self.classes_ = np.unique([label for records in y for _, label, _ in records])
        found = {
            (kinds[one], label, kinds[two])
            for row, records in zip(X, y, strict=True)
            for kinds in [entity_types(row)]
            for one, label, two in records
        }
        self.signatures_ = sorted(found)
        features, truth = self._training(X, y)
        self.models_ = {}
        if len(truth):
            matrix = self._matrix(features)
            for label in self.classes_:
                target = np.array([label in labels for labels in truth])
                if target.any() and not target.all():
                    self.models_[label] = LinearSVC(C=self.C, max_iter=5000, random_state=0).fit(matrix, target)
        self.threshold_ = 0.0 if self.threshold is None else self.threshold
        return self

    def tune(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> _PairModel:  # noqa: N803
        """Choose the threshold with the best micro-F1 on held-out articles; does nothing if one was given."""
        check_is_fitted(self)
        if self.threshold is not None:
            return self
        truth = [set(records) for records in y]
        total = sum(len(records) for records in truth)
        scored = [(margin, record in truth[number]) for number, record, margin in self._scored(X)]
        scored.sort(key=lambda item: -item[0])
        best, right = (-1.0, 0.0), 0
        for count, (margin, correct) in enumerate(scored, 1):
            right += correct
            f1 = 2 * right / (count + total) if count + total else 0.0
            if f1 > best[0]:
                best = (f1, margin)
        self.threshold_ = float(best[1]) - 1e-9 if scored else 0.0
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Record]]:  # noqa: N803
        """Records of each article as (first id, label, second id)."""
        check_is_fitted(self)
        found: list[dict[Any, tuple[float, Record]]] = [{} for _ in X]
        for number, record, margin in self._scored(X):
            slot = (record[0], record[2]) if self.exclusive else record
            if margin > self.threshold_ and (slot not in found[number] or margin > found[number][slot][0]):
                found[number][slot] = (margin, record)
        return [[record for _, record in records.values()] for records in found]

    def _scored(self, X: Sequence[Row]) -> Iterator[tuple[int, Record, float]]:  # noqa: N803
        pairs = [(number, pair, features) for number, row in enumerate(X) for pair, features in self._candidates(row)]
        if not pairs or not self.models_:
            return
        matrix = self._matrix([features for *_, features in pairs])
        kinds = [entity_types(row) for row in X]
        signatures = set(self.signatures_)
        for label, model in self.models_.items():
            margins = model.decision_function(matrix)
            for (number, (one, two), _), margin in zip(pairs, margins.tolist(), strict=True):
                if (kinds[number][one], label, kinds[number][two]) in signatures:
                    yield number, (one, str(label), two), margin

    def _training(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> tuple[list[Features], list[set[str]]]:  # noqa: N803
        features, truth = [], []
        for row, records in zip(X, y, strict=True):
            held: dict[tuple[str, str], set[str]] = {}
            for one, label, two in records:
                held.setdefault((one, two), set()).add(label)
            for pair, found in self._candidates(row, held):
                features.append(found)
                truth.append(held.get(pair, set()))
        return features, truth

    def _candidates(self, row: Row, held: Any = ()) -> Iterator[tuple[tuple[str, str], Features]]:
        reader = PairReader(row)
        kinds = entity_types(row)
        allowed = {(one, two) for one, _, two in self.signatures_}
        for one in kinds:
            for two in kinds:
                if two in (one, AUTHOR) or (kinds[one], kinds[two]) not in allowed:
                    continue
                if one == AUTHOR and not (self.with_author and row.get("genre") == EDITORIAL):
                    continue
                if one == AUTHOR or (one, two) in held or reader.shared(one, two):
                    yield (one, two), self._features(reader, one, two)

    def _features(self, reader: PairReader, one: str, two: str) -> Features:
        return reader.features(one, two)

    def _matrix(self, features: Sequence[Features]) -> Any:
        matrix = FeatureHasher(self.n_features, input_type="string", alternate_sign=False).transform(features)
        matrix.data[:] = 1.0
        return sparse.csr_matrix(matrix)


class RelationClassifier(_PairModel):
    """Relations between the entities of an article, given or predicted.

    A linear support vector machine per relation type over the words between and around two entities (features in the tradition of Zhou et
    al. 2005), each
    signature learnt from the training data. A stronger model would encode the sentence and join evidence across sentences.

    Parameters
    ----------
    C : float, default=0.1
        Inverse strength of regularisation.
    threshold : float, optional
        Margin from which a label is predicted; chosen by `tune` if not given.
    n_features : int, default=2**20
        Width of the hashed feature space.

    Attributes
    ----------
    classes_ : ndarray of str
        Relation types met in training.
    signatures_ : list of tuple
        Head type, relation type and tail type met together.
    models_ : dict of str to LinearSVC
    threshold_ : float
    """


class StanceClassifier(_PairModel):
    """Stances of the actors of an article toward each other and toward its events, instruments and issues.

    Parameters and attributes are those of `RelationClassifier`; labels are polarities, of which a pair gets one at most. In editorials
    the author is a holder too.
    """

    exclusive = True
    with_author = True

    def _features(self, reader: PairReader, one: str, two: str) -> Features:
        found = reader.features(one, two)
        if one == AUTHOR:
            places = reader.places.get(two, {})
            found = sorted({*found, *(f"a={word}" for number in places for word in reader.words[number] if word.isalpha())})
        return found
