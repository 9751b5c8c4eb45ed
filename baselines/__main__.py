"""Train the baselines on the dataset, score them on its test split and print one table.

With ``--out``, predictions and result files are written to ``OUT/<system>/<data version>/``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

import communique
from baselines.systems import SYSTEMS
from communique.columns import InputError
from communique.corpus import load_gold
from communique.evaluation import evaluate
from communique.files import write_text
from communique.predictions import predictions_from_rows
from communique.report.tables import number
from communique.results import Result


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m baselines", description=__doc__)
    parser.add_argument("--system", nargs="+", choices=sorted(SYSTEMS), metavar="NAME", help=f"of {', '.join(SYSTEMS)}; all by default")
    parser.add_argument("--data", help="a dataset folder or Hub repository; the packaged data by default")
    parser.add_argument("--out", type=Path, help="write predictions and result files to this folder")
    options = parser.parse_args(arguments)
    try:
        train, validation, test = (communique.load("documents", split, data=options.data) for split in ("train", "validation", "test"))
        gold = load_gold("test", data=options.data)
    except (OSError, ValueError, InputError) as error:
        print(f"baselines: {error}", file=sys.stderr)
        return 2
    print(f"{len(train)} train, {len(validation)} validation, {len(test)} test articles", file=sys.stderr)
    results: dict[str, tuple[Result, float]] = {}
    for name in options.system or SYSTEMS:
        start = time.perf_counter()
        predictions = SYSTEMS[name](train, validation, test)
        seconds = time.perf_counter() - start
        results[name] = evaluate(gold, predictions_from_rows(predictions, gold)), seconds
        print(f"{name}: {seconds:.1f} s", file=sys.stderr)
        if options.out:
            folder = options.out / name / gold.data.partition(":")[0]
            write_text(folder / "predictions.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions))
            results[name][0].write(folder / "result.json")
    console = Console(width=110)
    console.print(_table(results))
    console.print(f"F1 in percent on {len(test)} test articles; data {gold.data}. Given: gold entities are handed in.", style="dim")
    return 0


def _table(results: dict[str, tuple[Result, float]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("system")
    table.add_column("track")
    for name in ("entities", "relations", "stance", "stance pair", "overall", "seconds"):
        table.add_column(name, justify="right")
    for name, (result, seconds) in results.items():
        scores = result.scores
        table.add_row(
            name,
            "end to end" if "entities" in scores else "given",
            number(scores["entities"]["strict"]["micro"]["f1"]) if "entities" in scores else "–",
            number(scores["relations"]["strict"]["micro"]["f1"]) if "relations" in scores else "–",
            number(scores["stance"]["triple"]["micro"]["f1"]) if "stance" in scores else "–",
            number(scores["stance"]["pair"]["f1"]) if "stance" in scores else "–",
            number(scores["overall"]["f1"]) if "overall" in scores else "–",
            f"{seconds:.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
