"""Predictions to show beside the gold, by article."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from communique.columns import Fault, InputError
from communique.corpus import Gold, read_columns
from communique.predictions import checked


def read_predicted(path: Path, golds: Mapping[str, Gold]) -> dict[str, dict[str, Any]]:
    """Rows of a prediction file, or of the one beside a result file, checked as for scoring.

    Parameters
    ----------
    path
        A prediction file, or a ``.json`` file with ``predictions.jsonl`` or ``predictions.parquet`` in its folder.
    golds
        The splits that are shown; the file must belong to one of them.

    Raises
    ------
    InputError
        If the file is not as scoring requires.
    FileNotFoundError
        If no predictions stand beside a result file.
    """
    if path.suffix == ".json":
        beside = [path.parent / f"predictions.{suffix}" for suffix in ("jsonl", "parquet")]
        path = next((each for each in beside if each.is_file()), path)
        if path.suffix == ".json":
            raise FileNotFoundError(f"{path}: no predictions.jsonl or predictions.parquet stands beside it")
    columns, unit = read_columns(path, gold=False)
    if not columns.ids:
        return {}
    gold = next((each for each in golds.values() if columns.ids[0] in set(each.columns.ids)), None)
    if gold is None:
        fault = Fault(columns.numbers[0], columns.ids[0], "id", f"is no article of the splits shown ({', '.join(golds)})")
        raise InputError(str(path), [fault], unit)
    checked(columns, gold, str(path), unit)
    return {row["id"]: row for row in _rows(path)}


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open("rb") as file:
        if file.read(4) == b"PAR1":
            return list(pq.ParquetFile(path).read().to_pylist())
        file.seek(0)
        return [json.loads(line) for line in file if not line.isspace()]
