"""What a run leaves: a table on the terminal, prediction and result files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from baselines.splits import Predictions
from communique.files import write_text
from communique.report.tables import number
from communique.results import Result

HEADLINES: dict[str, tuple[str, ...]] = {
    "entities": ("entities", "strict", "micro"),
    "relations": ("relations", "strict", "micro"),
    "stance": ("stance", "triple", "micro"),
    "stance pair": ("stance", "pair"),
    "overall": ("overall",),
}
"""Where in a result the scores of the table's columns stand."""


@dataclass(frozen=True)
class Run:
    """One system trained, run and scored once."""

    name: str
    predictions: Predictions
    result: Result
    seconds: float


def headline(result: Result, column: str) -> dict[str, Any]:
    """The scores of a column of the table; empty if the task was not scored."""
    part: Any = result.scores
    for key in HEADLINES[column]:
        part = part.get(key, {})
    return dict(part)


def track(result: Result) -> str:
    """What a system is given, in words."""
    return "end to end" if "|track:end-to-end|" in result.signature else "given entities"


def table(runs: Sequence[Run], tasks: Sequence[str]) -> Table:
    """F1 of each run, for these tasks."""
    columns = [column for column in HEADLINES if column.partition(" ")[0] in tasks or len(tasks) == 3]
    found = Table(box=None, pad_edge=False)
    found.add_column("system")
    found.add_column("track")
    for name in (*columns, "CPU s"):
        found.add_column(name, justify="right")
    for run in runs:
        scores = [number(headline(run.result, column).get("f1")) for column in columns]
        found.add_row(run.name, track(run.result), *scores, f"{run.seconds:.1f}")
    return found


def write(run: Run, folder: Path) -> None:
    """Write ``predictions.jsonl`` and ``result.json``; the same predictions make the same bytes."""
    write_text(folder / "predictions.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in run.predictions))
    run.result.write(folder / "result.json")
