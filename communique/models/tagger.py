"""Mentions by token classification: a linear model over sparse features, decoded over BIO tags."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.feature_extraction import FeatureHasher
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from communique.models.features import Row, sentence_tokens, token_features

Mention = tuple[int, int, str]
OUTSIDE = "O"


class MentionTagger(BaseEstimator):  # type: ignore[misc]
    """Finds typed mentions in articles.

    A linear support vector machine scores the BIO tags of each token; the best valid sequence is found with Viterbi's algorithm over
    those scores
    and learnt transitions. A stronger model would read the sentence with a pretrained encoder.

    Parameters
    ----------
    C : float, default=0.3
        Inverse strength of regularisation.
    transition_weight : float, default=0.3
        Weight of log transition probabilities beside the margins.
    document_features : bool, default=True
        Whether a token sees the other places of its word in the article.
    n_features : int, default=2**20
        Width of the hashed feature space.

    Attributes
    ----------
    classes_ : ndarray of str
        BIO tags met in training.
    model_ : LinearSVC
    transitions_ : ndarray of shape (n_tags, n_tags)
        Log probabilities of one tag after another; minus infinity where BIO forbids it.
    starts_ : ndarray of shape (n_tags,)
        Likewise, at the beginning of a sentence.
    """

    def __init__(
        self,
        C: float = 0.3,  # noqa: N803
        *,
        transition_weight: float = 0.3,
        document_features: bool = True,
        n_features: int = 2**20,
    ) -> None:
        self.C = C
        self.transition_weight = transition_weight
        self.document_features = document_features
        self.n_features = n_features

    def fit(self, X: Sequence[Row], y: Sequence[Sequence[Mention]]) -> MentionTagger:  # noqa: N803
        """Learn from articles and their mentions.

        Parameters
        ----------
        X
            Articles with ``text``, ``sentences`` and ``tokens``.
        y
            For each article its mentions as (start, end, type).
        """
        tags = [tag for row, mentions in zip(X, y, strict=True) for tag in bio(row, mentions)]
        flat = np.array(list(chain.from_iterable(tags)))
        self.classes_ = np.unique(flat)
        self.starts_, self.transitions_ = self._transitions(tags)
        self.model_ = LinearSVC(C=self.C, max_iter=5000, random_state=0).fit(self._matrix(X), flat)
        return self

    def predict(self, X: Sequence[Row]) -> list[list[Mention]]:  # noqa: N803
        """Mentions of each article as (start, end, type), in text order."""
        check_is_fitted(self)
        margins = self.model_.decision_function(self._matrix(X))
        if margins.ndim == 1:
            margins = np.stack([-margins, margins], axis=1)
        at, found = 0, []
        for row in X:
            mentions: list[Mention] = []
            for tokens in sentence_tokens(row):
                path = self._viterbi(margins[at : at + len(tokens)])
                mentions += spans([self.classes_[tag] for tag in path], tokens)
                at += len(tokens)
            found.append(mentions)
        return found

    def _matrix(self, X: Sequence[Row]) -> Any:  # noqa: N803
        hasher = FeatureHasher(self.n_features, input_type="string", alternate_sign=False)
        features = (token for row in X for sentence in token_features(row, document=self.document_features) for token in sentence)
        matrix = hasher.transform(features)
        matrix.data[:] = 1.0
        return sparse.csr_matrix(matrix)

    def _transitions(self, tags: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
        place = {tag: index for index, tag in enumerate(self.classes_)}
        size = len(place)
        starts, counts = np.ones(size), np.ones((size, size))
        for sentence in tags:
            if sentence:
                starts[place[sentence[0]]] += 1
            for one, two in pairwise(sentence):
                counts[place[one], place[two]] += 1
        forbidden = np.array([[_forbidden(one, two) for two in self.classes_] for one in self.classes_])
        logs = np.log(counts / counts.sum(axis=1, keepdims=True))
        begin = np.where([tag.startswith("I-") for tag in self.classes_], -np.inf, np.log(starts / starts.sum()))
        return begin, np.where(forbidden, -np.inf, logs)

    def _viterbi(self, margins: np.ndarray) -> list[int]:
        if not len(margins):
            return []
        best = margins[0] + self.transition_weight * self.starts_
        back = []
        step = self.transition_weight * self.transitions_
        for row in margins[1:]:
            total = best[:, None] + step
            back.append(total.argmax(axis=0))
            best = total.max(axis=0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]


def _forbidden(one: str, two: str) -> bool:
    return two.startswith("I-") and one[2:] != two[2:]


def bio(row: Row, mentions: Sequence[Mention]) -> list[list[str]]:
    """BIO tags of each sentence's tokens."""
    inside = {}
    for start, end, kind in mentions:
        inside[start] = (end, kind)
    tags = []
    for tokens in sentence_tokens(row):
        sentence, until, kind = [], -1, ""
        for token in tokens:
            if token["start"] in inside and token["start"] >= until:
                until, kind = inside[token["start"]]
                sentence.append(f"B-{kind}")
            elif token["end"] <= until:
                sentence.append(f"I-{kind}")
            else:
                sentence.append(OUTSIDE)
        tags.append(sentence)
    return tags


def spans(tags: Sequence[str], tokens: Sequence[Row]) -> list[Mention]:
    """Mentions of a tagged sentence."""
    found: list[Mention] = []
    for tag, token in zip(tags, tokens, strict=True):
        if tag.startswith("B-"):
            found.append((token["start"], token["end"], str(tag[2:])))
        elif tag.startswith("I-") and found:
            found[-1] = (found[-1][0], token["end"], found[-1][2])
    return found


def gold_mentions(row: Row) -> list[Mention]:
    """An annotated article's mentions, as `fit` wants them."""
    return sorted((m["start"], m["end"], e["type"]) for e in row["entities"] for m in e["mentions"])
