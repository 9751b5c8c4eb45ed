"""Mentions by token classification: a linear model over sparse features, decoded over tags that follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from communique.models.hashing import FeatureColumns
from communique.models.rows import Mention, Row, sentence_tokens
from communique.models.tags import OUTSIDE, SCHEMES, allowed, decode, encode
from communique.models.tokenfeatures import GROUPS, token_features
from communique.models.viterbi import best_path


class MentionTagger(BaseEstimator):  # type: ignore[misc]
    """Finds typed mentions in articles.

    A linear support vector machine for each tag scores the tokens (features as in Ratinov and Roth 2009). Viterbi's algorithm finds the
    best sequence over its margins and how much more often than by chance one tag follows another in training; a conditional random field
    would learn both together. A stronger model would read the sentence with a pretrained encoder, and so know words that training has not.

    Parameters
    ----------
    C : float, default=0.1
        Inverse strength of regularisation.
    scheme : {"BILOU", "BIO"}, default="BILOU"
        What tags tell apart.
    transition_weight : float, default=0.1
        Weight of the transitions beside the margins.
    groups : tuple of str, default=GROUPS
        Groups of token features; see `token_features`.
    gazetteer : dict of str to str, optional
        Types of known names, in lower case and with single spaces between tokens. Names of test articles make the score one of memory.
    min_rows : int, default=2
        At how many tokens of training a feature must occur.
    random_state : int, default=0
        Order in which the machines visit the tokens.

    Attributes
    ----------
    classes_ : ndarray of shape (n_tags,)
        Tags met in training.
    columns_ : FeatureColumns
    model_ : LinearSVC
    transitions_ : ndarray of shape (n_tags, n_tags)
        Log of how much more often one tag (row) is before another (column) than by chance; minus infinity where the scheme forbids it.
    starts_, ends_ : ndarray of shape (n_tags,)
        Likewise, at either end of a sentence.
    """

    def __init__(
        self,
        C: float = 0.1,  # noqa: N803
        *,
        scheme: str = "BILOU",
        transition_weight: float = 0.1,
        groups: tuple[str, ...] = GROUPS,
        gazetteer: Mapping[str, str] | None = None,
        min_rows: int = 2,
        random_state: int = 0,
    ) -> None:
        self.C = C
        self.scheme = scheme
        self.transition_weight = transition_weight
        self.groups = groups
        self.gazetteer = gazetteer
        self.min_rows = min_rows
        self.random_state = random_state

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Mention]]) -> MentionTagger:  # noqa: N803
        """Learn from articles and their mentions.

        Parameters
        ----------
        X : sequence of dict of length n_articles
            Articles with ``text``, ``sentences`` and ``tokens``.
        y : sequence of length n_articles
            For each article its mentions as (start, end, type).
        """
        if self.scheme not in SCHEMES:
            raise ValueError(f"scheme={self.scheme!r}; it must be one of {', '.join(SCHEMES)}")
        tags = [sentence for row, mentions in zip(X, y, strict=True) for sentence in encode(row, mentions, self.scheme)]
        flat = np.array(list(chain.from_iterable(tags)))
        self.columns_ = FeatureColumns(self.min_rows)
        matrix = self.columns_.fit_transform(self._features(X))
        self.model_ = LinearSVC(C=self.C, tol=1e-2, random_state=self.random_state).fit(matrix, flat)
        self.classes_ = self.model_.classes_
        self._count(tags)
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Mention]]:  # noqa: N803
        """Mentions of each article as (start, end, type), in text order."""
        margins = self.decision_function(X)
        parts = (self.transition_weight * part for part in (self.transitions_, self.starts_, self.ends_))
        transitions, starts, ends = parts
        at, found = 0, []
        for row in X:
            mentions: list[Mention] = []
            for tokens in sentence_tokens(row):
                path = best_path(margins[at : at + len(tokens)], transitions, starts, ends)
                mentions += decode([self.classes_[tag] for tag in path], tokens)
                at += len(tokens)
            found.append(mentions)
        return found

    def decision_function(self, X: Sequence[Row]) -> np.ndarray:  # noqa: N803
        """Margins of the tags of all tokens, article after article: an array of shape (n_tokens, n_tags)."""
        check_is_fitted(self)
        features = list(self._features(X))
        if not features:
            return np.empty((0, len(self.classes_)))
        margins: np.ndarray = self.model_.decision_function(self.columns_.transform(features))
        return margins if margins.ndim == 2 else np.stack([-margins, margins], axis=1)

    def _features(self, X: Sequence[Row]) -> Iterator[list[str]]:  # noqa: N803
        return (token for row in X for sentence in token_features(row, self.groups, self.gazetteer) for token in sentence)

    def _count(self, tags: Sequence[Sequence[str]]) -> None:
        place = {tag: index for index, tag in enumerate(self.classes_)}
        names = self.classes_
        starts, ends, follow = np.ones(len(place)), np.ones(len(place)), np.ones((len(place), len(place)))
        often = np.ones(len(place))
        for sentence in tags:
            codes = [place[tag] for tag in sentence]
            np.add.at(often, codes, 1)
            if codes:
                starts[codes[0]] += 1
                ends[codes[-1]] += 1
            for one, two in pairwise(codes):
                follow[one, two] += 1
        chance = often / often.sum()
        follow[[[not allowed(one, two, self.scheme) for two in names] for one in names]] = 0
        starts[[not allowed(OUTSIDE, tag, self.scheme) for tag in names]] = 0
        ends[[not allowed(tag, OUTSIDE, self.scheme) for tag in names]] = 0
        with np.errstate(divide="ignore"):
            self.transitions_ = np.log(follow / follow.sum(axis=1, keepdims=True) / chance)
            self.starts_ = np.log(starts / starts.sum() / chance)
            self.ends_ = np.log(ends / ends.sum() / chance)
