"""Strings to columns of a sparse matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import murmurhash3_32
from sklearn.utils.validation import check_is_fitted

BITS = 24


class _Buckets(dict[str, int]):
    """Hash by feature; kept, as hashing is slower than looking up, and begun anew when there are too many."""

    def __missing__(self, feature: str) -> int:
        if len(self) >= MOST:
            self.clear()
        found = self[feature] = int(murmurhash3_32(feature, positive=True) % 2**BITS)
        return found


MOST = 2**20
_BUCKETS = _Buckets()


class FeatureColumns(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Binary columns for those features that training has often enough.

    Features are known by a hash of 24 bits (Weinberger et al. 2009), so that a fitted object holds no strings. The matrix is no wider than
    training has features.

    Parameters
    ----------
    min_rows : int, default=1
        In how many rows of training a feature must occur.

    Attributes
    ----------
    hashes_ : ndarray of shape (n_columns,)
        Hashes of the features, ascending.
    """

    def __init__(self, min_rows: int = 1) -> None:
        self.min_rows = min_rows

    def fit(self, X: Iterable[Sequence[str]], y: object = None) -> FeatureColumns:  # noqa: N803
        """Learn which features occur; each row of `X` is the features of one thing."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Iterable[Sequence[str]], y: object = None) -> sparse.csr_matrix:  # noqa: N803, ARG002
        """Learn which features occur, and give the matrix of these rows, of shape (n_rows, n_columns)."""
        hashes, rows, count = _hashed(X)
        self.hashes_, columns, often = np.unique(hashes, return_inverse=True, return_counts=True)
        kept = often >= self.min_rows
        self.hashes_ = self.hashes_[kept]
        place = np.where(kept, np.cumsum(kept) - 1, -1)[columns]
        return _matrix(place, rows, (count, len(self.hashes_)))

    def transform(self, X: Iterable[Sequence[str]]) -> sparse.csr_matrix:  # noqa: N803
        """The matrix of rows of features; those unknown are left out."""
        check_is_fitted(self)
        hashes, rows, count = _hashed(X)
        place = np.searchsorted(self.hashes_, hashes)
        place[place == len(self.hashes_)] = 0
        place = np.where(self.hashes_[place] == hashes, place, -1) if len(self.hashes_) else np.full(len(hashes), -1)
        return _matrix(place, rows, (count, len(self.hashes_)))


def _hashed(rows: Iterable[Sequence[str]]) -> tuple[np.ndarray, np.ndarray, int]:
    """Distinct hashes of each row, row after row, and the row of each."""
    found = [set(map(_BUCKETS.__getitem__, row)) for row in rows]
    lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    hashes = np.fromiter(chain.from_iterable(found), dtype=np.int32, count=int(lengths.sum()))
    return hashes, np.repeat(np.arange(len(found)), lengths), len(found)


def _matrix(columns: np.ndarray, rows: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    known = columns >= 0
    matrix = sparse.csr_matrix((np.ones(int(known.sum())), (rows[known], columns[known])), shape=shape)
    matrix.sort_indices()
    return matrix
