"""Rows of whole numbers as single numbers, so that they can be sorted and compared at once."""

from __future__ import annotations

import numpy as np

from communique.annotations import Ints

_ROOM = 2.0**62


def pack(*tables: Ints) -> list[Ints]:
    """One number for each row, the same for equal rows of any of the tables and in the order of the rows.

    Parameters
    ----------
    tables
        Arrays of shape (n, k) with the same k.

    Returns
    -------
    list of ndarray of shape (n,)
        One for each table.
    """
    filled = [table for table in tables if len(table)]
    if not filled:
        return [np.empty(0, dtype=np.int64) for _ in tables]
    low = np.min([table.min(axis=0) for table in filled], axis=0)
    width = np.max([table.max(axis=0) for table in filled], axis=0) - low + 1
    if float(np.prod(width.astype(float))) < _ROOM:
        return [_polynomial(table, low, width) for table in tables]
    # Too wide for one number: number the distinct values of each column first.
    whole = np.concatenate(tables)
    dense = np.stack([np.unique(column, return_inverse=True)[1].reshape(-1) for column in whole.T], axis=1)
    if float(np.prod(dense.max(axis=0).astype(float) + 1)) < _ROOM:
        codes = _polynomial(dense, np.zeros(dense.shape[1], dtype=np.int64), dense.max(axis=0) + 1)
    else:
        codes = np.unique(dense, axis=0, return_inverse=True)[1].reshape(-1)
    return np.split(codes, np.cumsum([len(table) for table in tables])[:-1])


def _polynomial(table: Ints, low: Ints, width: Ints) -> Ints:
    code = np.zeros(len(table), dtype=np.int64)
    for column in range(table.shape[1]):
        code = code * width[column] + (table[:, column] - low[column])
    return code


def distinct(table: Ints) -> tuple[Ints, Ints]:
    """Distinct rows in order, and how often each occurs."""
    (codes,) = pack(table)
    _, first, counts = np.unique(codes, return_index=True, return_counts=True)
    rows: Ints = table[first]
    return rows, counts


def contained(rows: Ints, other: Ints) -> np.ndarray:
    """Which of `rows` stand in `other`; arrays of shape (n, k) and (m, k)."""
    one, two = pack(rows, other)
    return np.isin(one, two)
