"""Rows of whole numbers as single numbers, so that they can be sorted and compared at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from communique.annotations import Ints

_ROOM = 2.0**62

Table = Ints | Sequence[Ints]
"""Rows of whole numbers: an array of shape (n, k), or its k columns of shape (n,)."""


def pack(*tables: Table) -> list[Ints]:
    """One number for each row, the same for equal rows of any of the tables and in the order of the rows.

    Parameters
    ----------
    tables
        Tables with the same number of columns.

    Returns
    -------
    list of ndarray of shape (n,)
        One for each table.
    """
    parts = [_columns(table) for table in tables]
    filled = [columns for columns in parts if len(columns[0])]
    if not filled:
        return [np.empty(0, dtype=np.int64) for _ in tables]
    low = [min(int(column.min()) for column in same) for same in zip(*filled, strict=True)]
    width = [max(int(column.max()) for column in same) - start + 1 for same, start in zip(zip(*filled, strict=True), low, strict=True)]
    if _product(width) < _ROOM:
        return [_polynomial(columns, low, width) for columns in parts]
    # Too wide for one number: number the distinct values of each column first.
    whole = [np.concatenate(same) for same in zip(*parts, strict=True)]
    dense = [np.unique(column, return_inverse=True)[1].reshape(-1) for column in whole]
    width = [int(column.max()) + 1 for column in dense]
    if _product(width) < _ROOM:
        codes = _polynomial(dense, [0] * len(dense), width)
    else:
        codes = np.unique(np.stack(dense, axis=1), axis=0, return_inverse=True)[1].reshape(-1)
    return np.split(codes, np.cumsum([len(columns[0]) for columns in parts])[:-1])


def _columns(table: Table) -> Sequence[Ints]:
    return list(table.T) if isinstance(table, np.ndarray) else table


def _product(widths: Sequence[int]) -> float:
    return float(np.prod(np.array(widths, dtype=float)))


def _polynomial(columns: Sequence[Ints], low: Sequence[int], width: Sequence[int]) -> Ints:
    code: Ints = columns[0] - low[0]
    for column, start, size in zip(columns[1:], low[1:], width[1:], strict=True):
        code *= size
        code += column
        if start:
            code -= start
    return code


def groups(codes: Ints) -> tuple[Ints, Ints, Ints]:
    """Equal codes side by side.

    Returns
    -------
    order : ndarray of shape (n,)
        Indices that sort the codes, equal ones as they came.
    first : ndarray of shape (m,)
        Where in the order each distinct code begins.
    counts : ndarray of shape (m,)
        How often it occurs.
    """
    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    edge = np.ones(len(codes), dtype=bool)
    np.not_equal(ranked[1:], ranked[:-1], out=edge[1:])
    first = np.flatnonzero(edge)
    return order, first, np.diff(first, append=len(codes))


def distinct(table: Table) -> tuple[Ints, Ints]:
    """Distinct rows in order, as shape (m, k), and how often each occurs."""
    (codes,) = pack(table)
    order, first, counts = groups(codes)
    at = order[first]
    rows: Ints = table[at] if isinstance(table, np.ndarray) else np.stack([column[at] for column in table], axis=1)
    return rows, counts


def repeats(table: Table) -> int:
    """How many rows stand in the table already."""
    (codes,) = pack(table)
    codes.sort()
    return int(np.count_nonzero(codes[1:] == codes[:-1]))


def contained(rows: Table, other: Table) -> np.ndarray:
    """Which of `rows` stand in `other`; tables of as many columns."""
    one, two = pack(rows, other)
    two.sort()
    if not len(two):
        return np.zeros(len(one), dtype=bool)
    found: np.ndarray = two[np.minimum(np.searchsorted(two, one), len(two) - 1)] == one
    return found


def shared(one: Ints, two: Ints) -> tuple[Ints, Ints]:
    """Places of the codes that stand in both of two rising sequences without repeats; arrays of the same length."""
    if not len(one) or not len(two):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(two, one), len(two) - 1)
    both = np.flatnonzero(two[at] == one)
    return both, at[both]
