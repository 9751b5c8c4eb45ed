"""Relations by classification of entity pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np

from communique.models.pairs import PairModel, Scored, signatures
from communique.models.rows import Record, Row

GROUPS = ("types", "names", "between", "around", "distance", "sentence", "document")


class RelationClassifier(PairModel):
    """Relations between the entities of an article, given or predicted.

    A linear support vector machine for each relation type judges the pairs of entities whose types stood in that relation in training, by
    their names and the words between and around them (features in the tradition of Zhou et al. 2005). A stronger model would encode the
    whole article, and so find relations that are told over several sentences or in words that training has not.

    Parameters
    ----------
    C : float, default=2.0
        Inverse strength of regularisation.
    reach : float, default=2
        How many sentences the nearest mentions of a pair may be apart; infinity for pairs of any distance.
    symmetric : tuple of str, default=()
        Relation types without direction: learnt in both, predicted once.
    groups : tuple of str, default=GROUPS
        Groups of features; see `PairReader`. Without ``names`` the model reads masked text only.
    columns : transformer, optional
        Makes rows of a matrix from lists of features; binary columns weighted by rarity if not given.
    threshold : float, optional
        Margin from which a relation is predicted; 0 unless chosen by `tune` if not given.
    min_rows : int, default=1
        At how many pairs of training a feature must occur.
    random_state : int, default=0
        Order in which the machines visit the pairs.

    Attributes
    ----------
    classes_ : ndarray of shape (n_types,)
        Relation types met in training.
    signatures_ : list of tuple
        Head type, relation type and tail type met together.
    columns_ : transformer
    models_ : dict of str to LinearSVC
        By relation type; a type all or none of whose pairs stand in it has none.
    threshold_ : float
    """

    def __init__(
        self,
        C: float = 2.0,  # noqa: N803
        *,
        reach: float = 2,
        symmetric: tuple[str, ...] = (),
        groups: tuple[str, ...] = GROUPS,
        columns: Any = None,
        threshold: float | None = None,
        min_rows: int = 1,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.reach = reach
        self.symmetric = symmetric
        self.groups = groups
        self.columns = columns
        self.threshold = threshold
        self.min_rows = min_rows
        self.random_state = random_state

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> Self:  # noqa: N803
        """Learn from articles with entities and their relations.

        Parameters
        ----------
        X : sequence of dict of length n_articles
            Articles with ``text``, ``sentences``, ``tokens`` and ``entities``.
        y : sequence of length n_articles
            For each article its relations as (head id, type, tail id).
        """
        held = [self._held(records) for records in y]
        self.signatures_ = signatures(X, [sorted(records) for records in held])
        allowed = set(self.signatures_)
        self.classes_ = np.unique([label for _, label, _ in self.signatures_])
        self.models_ = {}
        self.threshold_ = 0.0 if self.threshold is None else self.threshold
        found = self._candidates(X, {(one, two) for one, _, two in allowed})
        self.columns_ = self._columns()
        matrix = self.columns_.fit_transform([pair.features for pair in found]) if found else None
        for label in self.classes_.tolist():
            rows = np.flatnonzero([(pair.types[0], label, pair.types[1]) in allowed for pair in found])
            target = np.array([(found[at].first, label, found[at].second) in held[found[at].article] for at in rows.tolist()], dtype=bool)
            if matrix is not None and target.any() and not target.all():
                self.models_[label] = self._machine(matrix[rows], target, self.C)
        return self

    def _scored(self, X: Sequence[Row]) -> Iterator[Scored]:  # noqa: N803
        allowed = set(self.signatures_)
        found = self._candidates(X, {(one, two) for one, _, two in allowed})
        if not found or not self.models_:
            return
        matrix = self.columns_.transform([pair.features for pair in found])
        for label, model in self.models_.items():
            margins = {
                (pair.article, pair.first, pair.second): margin
                for pair, margin in zip(found, model.decision_function(matrix).tolist(), strict=True)
                if (pair.types[0], label, pair.types[1]) in allowed
            }
            for (article, one, two), margin in margins.items():
                if label not in self.symmetric:
                    yield Scored(article, (one, label, two), margin)
                elif one < two:
                    yield Scored(article, (one, label, two), max(margin, margins.get((article, two, one), margin)))

    def _held(self, records: Sequence[Record]) -> set[Record]:
        return {*records, *((two, label, one) for one, label, two in records if label in self.symmetric)}
