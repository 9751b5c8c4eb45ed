"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from communique.comparison import Difference
from communique.results import Result


def number(value: float | None) -> str:
    """A ratio as a percentage with one decimal; an undefined one as a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def headline(result: Result) -> Table:
    """One row per task and mode: precision, recall, F1 and counts."""
    table = Table(box=None, pad_edge=False)
    for name in ("task", "measure", "P", "R", "F1", "95 %", "tp", "fp", "fn"):
        table.add_column(name, justify="left" if name in ("task", "measure") else "right")
    coreference = result.scores.get("coreference", {})
    for task, modes in (("entities", result.scores.get("entities", {})), ("relations", result.scores.get("relations", {}))):
        for mode, part in modes.items():
            if mode == "modality_accuracy":
                table.add_row(task, "modality accuracy", "", "", number(part), span(modes.get("modality_accuracy_ci")))
            elif isinstance(part, Mapping):
                _add(table, task, mode.replace("_", " "), part.get("micro", part))
        if task == "entities":
            for metric, row in coreference.items():
                ratios = [number(row.get(name)) for name in ("precision", "recall", "f1")]
                table.add_row("coreference", metric, *(ratios if "precision" in row else ["", "", ratios[2]]), span(row.get("f1_ci")))
    stance = result.scores.get("stance")
    if stance:
        _add(table, "stance", "triple", stance["triple"]["micro"])
        for name, row in stance["triple"]["per_polarity"].items():
            _add(table, "stance", f"  {name}", row)
        _add(table, "stance", "pair", stance["pair"])
        table.add_row("stance", "polarity accuracy", "", "", number(stance["polarity_accuracy"]), span(stance.get("polarity_accuracy_ci")))
        table.add_row("stance", "F avg (support, oppose)", "", "", number(stance["f_avg"]), span(stance.get("f_avg_ci")))
        if "cue" in stance:
            _add(table, "stance", "cue words", stance["cue"])
        pairs = stance.get("given_pairs")
        if pairs:
            for name, row in pairs["per_label"].items():
                _add(table, "stance", f"given pairs: {name}", row)
            macro = [number(pairs["macro"][key]) for key in ("precision", "recall", "f1")]
            table.add_row("stance", "given pairs: macro", *macro, span(pairs["macro"].get("f1_ci")))
            table.add_row("stance", "given pairs: F avg", "", "", number(pairs["f_avg"]), span(pairs.get("f_avg_ci")))
    if "overall" in result.scores:
        table.add_row(
            "overall", "mean of the headlines", "", "", number(result.scores["overall"]["f1"]), span(result.scores["overall"].get("f1_ci"))
        )
    return table


def _add(table: Table, task: str, measure: str, row: Mapping[str, Any]) -> None:
    counts = [f"{row[name]:g}" for name in ("tp", "fp", "fn")]
    table.add_row(task, measure, number(row["precision"]), number(row["recall"]), number(row["f1"]), span(row.get("f1_ci")), *counts)


def span(interval: Sequence[float] | None) -> str:
    """An interval as percentages."""
    return f"{100 * interval[0]:.1f} to {100 * interval[1]:.1f}" if interval else ""


def differences(found: Sequence[Difference]) -> Table:
    """One row per measure and pair of systems."""
    table = Table(box=None, pad_edge=False)
    for name in ("measure", "A", "B", "F1 A", "F1 B", "B - A", "95 %", "p", "verdict"):
        table.add_column(name, justify="right" if name in ("F1 A", "F1 B", "B - A", "p") else "left")
    for d in found:
        p = f"{d.p_adjusted:.4f}" if d.p_adjusted >= 0.0001 else "<0.0001"
        scores = [number(score) for score in d.scores]
        table.add_row(d.measure, d.first, d.second, *scores, f"{100 * d.difference:+.1f}", span(d.ci), p, d.verdict)
    return table
