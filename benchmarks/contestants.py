"""One measured piece of work a name, run alone in a process of its own: ``python -m benchmarks.contestants NAME FOLDER``.

Prints one JSON object with what it found, so that a wrong result shows.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAIR = ("gold", "predicted")


def bare_parquet(folder: Path, layers: str = "entities") -> Any:
    """Reading both files, no more."""
    import pyarrow.parquet as pq

    return [pq.ParquetFile(folder / f"{name}-{layers}.parquet").read().num_rows for name in PAIR]


def bare_json(folder: Path, layers: str = "entities") -> Any:
    """Parsing both files line by line, no more."""
    count = 0
    for name in PAIR:
        with (folder / f"{name}-{layers}.jsonl").open("rb") as file:
            for line in file:
                count += bool(json.loads(line))
    return count


def communique_parquet(folder: Path, layers: str = "entities", suffix: str = "parquet") -> Any:
    """All four match modes of mentions; with all layers coreference, relations and stances besides."""
    import communique

    tasks = ("entities",) if layers == "entities" else ("entities", "coreference", "relations", "stance")
    files = [folder / f"{name}-{layers}.{suffix}" for name in PAIR]
    result = communique.score(*files, tasks=tasks, resamples=0)
    return {mode: result["entities"][mode]["micro"]["f1"] for mode in ("strict", "exact", "type", "partial")}


def seqeval_strict(folder: Path) -> Any:
    """seqeval, strict mode, IOB2."""
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2

    return {"strict": float(f1_score(*_tags(folder), mode="strict", scheme=IOB2))}


def nervaluate(folder: Path) -> Any:
    """nervaluate, all its strategies."""
    from nervaluate import Evaluator

    from benchmarks.corpus import TYPES

    found = Evaluator(*_tags(folder), tags=list(TYPES), loader="list").evaluate()
    return {"strict": found["overall"]["strict"].f1}


def bootstrap(folder: Path) -> Any:
    """2,000 resamples of the counts of as many articles as the folder holds, timed inside, as it is a part and no process."""
    import time

    from communique.corpus import read_gold
    from communique.predictions import read_predictions
    from communique.results import scores_with_intervals
    from communique.scoring.tally import tally

    gold = read_gold(folder / "gold-entities.parquet")
    counts = tally(gold.annotations, read_predictions(folder / "predicted-entities.parquet", gold).annotations, ())
    took = []
    for _ in range(3):
        start = time.perf_counter()
        scores_with_intervals(counts, gold.columns.events or [], resamples=2000)
        took.append(time.perf_counter() - start)
    return {"seconds": min(took)}


def _tags(folder: Path) -> list[list[list[str]]]:
    import pyarrow.parquet as pq

    return [pq.ParquetFile(folder / f"{name}-tags.parquet").read()["tags"].to_pylist() for name in PAIR]


CONTESTANTS: dict[str, Callable[[Path], Any]] = {
    "read Parquet": bare_parquet,
    "communique, Parquet": communique_parquet,
    "parse JSON Lines": bare_json,
    "communique, JSON Lines": lambda folder: communique_parquet(folder, suffix="jsonl"),
    "read Parquet, all layers": lambda folder: bare_parquet(folder, "all"),
    "communique, Parquet, all layers": lambda folder: communique_parquet(folder, "all"),
    "bootstrap": bootstrap,
    "seqeval, strict": seqeval_strict,
    "nervaluate": nervaluate,
}


if __name__ == "__main__":
    answer = CONTESTANTS[sys.argv[1]](Path(sys.argv[2]))
    # Not ru_maxrss, which counts what the parent held when this process was begun.
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps({"answer": answer, "peak_mb": round(int(peak.group(1)) / 1024) if peak else None}))
