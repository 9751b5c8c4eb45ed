"""Stances by classification of pairs of holder and target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np

from communique.models.pairs import PairModel, Scored, signatures
from communique.models.rows import Record, Row

GROUPS = ("types", "between", "around", "distance", "sentence", "document", "speech", "proxy", "lexicon")


class StanceClassifier(PairModel):
    """Stances of the actors of an article toward each other and toward its events, instruments and issues.

    One linear support vector machine tells whether a holder takes a stance on a target, others which. Both read the words that join the
    two, whose names are masked (the targeted features of Jiang et al. 2011, without a parser; negation as in Das and Chen 2001). In
    editorials the author is a holder too. A pair gets one stance at most. A stronger model would encode the article once for each pair,
    and so tell whose words are reported and what a whole paragraph implies.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of regularisation.
    reach : float, default=2
        How many sentences the nearest mentions of a pair may be apart; infinity for pairs of any distance.
    proxy : str, optional
        Relation type whose head speaks for its tail, read from the ``relations`` of the articles.
    groups : tuple of str, default=GROUPS
        Groups of features; see `PairReader`.
    columns : transformer, optional
        Makes rows of a matrix from lists of features; binary columns weighted by rarity if not given.
    threshold : float, optional
        Margin from which a stance is predicted; 0 unless chosen by `tune` if not given.
    min_rows : int, default=1
        At how many pairs of training a feature must occur.
    random_state : int, default=0
        Order in which the machines visit the pairs.

    Attributes
    ----------
    classes_ : ndarray of shape (n_polarities,)
        Polarities met in training.
    signatures_ : list of tuple
        Types of holder and target met together.
    columns_ : transformer
    presence_ : LinearSVC or None
        Whether there is a stance; None if all or none of the pairs have one.
    polarity_ : LinearSVC or None
        Which; None if training has one polarity only.
    threshold_ : float
    """

    def __init__(
        self,
        C: float = 1.0,  # noqa: N803
        *,
        reach: float = 2,
        proxy: str | None = None,
        groups: tuple[str, ...] = GROUPS,
        columns: Any = None,
        threshold: float | None = None,
        min_rows: int = 1,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.reach = reach
        self.proxy = proxy
        self.groups = groups
        self.columns = columns
        self.threshold = threshold
        self.min_rows = min_rows
        self.random_state = random_state

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Record]]) -> Self:  # noqa: N803
        """Learn from articles with entities and their stances.

        Parameters
        ----------
        X : sequence of dict of length n_articles
            Articles with ``text``, ``sentences``, ``tokens`` and ``entities``; with ``relations`` if there is a `proxy`.
        y : sequence of length n_articles
            For each article its stances as (holder id, polarity, target id). Of several on one pair the first counts.
        """
        self.signatures_ = sorted({(one, two) for one, _, two in signatures(X, y)})
        found = self._candidates(X, set(self.signatures_))
        held = [{(one, two): label for one, label, two in reversed(records)} for records in y]
        labels = np.array([held[pair.article].get((pair.first, pair.second), "") for pair in found], dtype=str)
        there = labels != ""
        self.columns_ = self._columns()
        matrix = self.columns_.fit_transform([pair.features for pair in found]) if found else np.empty((0, 0))
        self.classes_ = np.unique(labels[there])
        self.presence_ = self._machine(matrix, there, self.C) if there.any() and not there.all() else None
        self.polarity_ = self._machine(matrix[there], labels[there], self.C) if len(self.classes_) > 1 else None
        self.threshold_ = 0.0 if self.threshold is None else self.threshold
        return self

    def _scored(self, X: Sequence[Row]) -> Iterator[Scored]:  # noqa: N803
        found = self._candidates(X, set(self.signatures_))
        if not found or not len(self.classes_):
            return
        matrix = self.columns_.transform([pair.features for pair in found])
        labels = self.polarity_.predict(matrix) if self.polarity_ is not None else np.repeat(self.classes_, len(found))
        margins = self.presence_.decision_function(matrix) if self.presence_ is not None else np.ones(len(found))
        for pair, label, margin in zip(found, labels.tolist(), margins.tolist(), strict=True):
            yield Scored(pair.article, (pair.first, label, pair.second), margin)
