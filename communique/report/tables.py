"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from communique.results import Result


def number(value: float | None) -> str:
    """A ratio as a percentage with one decimal; an undefined one as a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def headline(result: Result) -> Table:
    """One row per task and mode: precision, recall, F1 and counts."""
    table = Table(box=None, pad_edge=False)
    for name in ("task", "measure", "P", "R", "F1", "tp", "fp", "fn"):
        table.add_column(name, justify="left" if name in ("task", "measure") else "right")
    for task, modes in (("entities", result.scores.get("entities", {})), ("relations", result.scores.get("relations", {}))):
        for mode, part in modes.items():
            _add(table, task, mode, part["micro"])
    stance = result.scores.get("stance")
    if stance:
        _add(table, "stance", "triple", stance["triple"]["micro"])
        for name, row in stance["triple"]["per_polarity"].items():
            _add(table, "stance", f"  {name}", row)
        _add(table, "stance", "pair", stance["pair"])
        table.add_row("stance", "polarity accuracy", "", "", number(stance["polarity_accuracy"]))
        table.add_row("stance", "F avg (support, oppose)", "", "", number(stance["f_avg"]))
    if "overall" in result.scores:
        table.add_row("overall", "mean of the headlines", "", "", number(result.scores["overall"]["f1"]))
    return table


def _add(table: Table, task: str, measure: str, row: Mapping[str, Any]) -> None:
    counts = [f"{row[name]:g}" for name in ("tp", "fp", "fn")]
    table.add_row(task, measure, number(row["precision"]), number(row["recall"]), number(row["f1"]), *counts)
