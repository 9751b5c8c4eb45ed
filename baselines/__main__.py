"""Train the baselines, score them on test articles and print one table.

On the splits of the dataset by default; on any JSON Lines of rows like those of ``documents`` with --train, --validation and --test. Rows
may lack ``relations`` or ``stances``: what training lacks is not predicted. With --out, predictions and result files are written to
``OUT/<system>/<data version>/``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console

from baselines.encoder import installed
from baselines.output import Run, table, write
from baselines.splits import TASKS, Splits, of_dataset, of_files
from baselines.systems import EVERY, OPTIONAL, PARTS, SYSTEMS
from communique.columns import InputError
from communique.evaluation import evaluate
from communique.predictions import predictions_from_rows


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m baselines", description=__doc__)
    parser.add_argument("--system", nargs="+", choices=sorted(EVERY), metavar="NAME", help=f"of {', '.join(EVERY)}; the table's by default")
    parser.add_argument("--task", nargs="+", choices=sorted(TASKS), help="train and score these only")
    parser.add_argument("--data", help="a dataset folder or Hub repository; the packaged data by default")
    parser.add_argument("--train", type=Path, metavar="FILE", help="annotated articles of your own")
    parser.add_argument("--validation", type=Path, metavar="FILE", help="those on which thresholds are tuned")
    parser.add_argument("--test", type=Path, metavar="FILE", help="those to predict and to score against")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write predictions and result files to this folder")
    parser.add_argument("--seed", type=int, default=0, help="of whatever is left to chance")
    options = parser.parse_args(arguments)
    own = bool(options.train and options.test)
    if not own and (options.train or options.validation or options.test):
        parser.error("files of your own are given with --train and --test together (and --validation, if there is one)")
    if own and options.data:
        parser.error("--data and files of your own exclude each other")
    if not installed() and any(name in OPTIONAL for name in options.system or ()):
        parser.error(f"{', '.join(OPTIONAL)} needs the extra 'encoder': pip install 'communique[encoder]'")
    try:
        tasks = options.task or tuple(TASKS)
        if own:
            splits = of_files(options.train, options.validation, options.test, tasks=tasks, seed=options.seed)
        else:
            splits = of_dataset(options.data, tasks=tasks, seed=options.seed)
    except (OSError, ValueError, InputError) as error:
        print(f"baselines: {error}", file=sys.stderr)
        return 2
    print(f"{len(splits.train)} train, {len(splits.validation)} validation, {len(splits.test)} test articles", file=sys.stderr)
    runs = []
    for name in options.system or SYSTEMS:
        found = run(name, splits)
        if found is None:
            print(f"{name}: left out, since the training articles have nothing for it to learn", file=sys.stderr)
            continue
        print(f"{name}: {found.seconds:.1f} s", file=sys.stderr)
        runs.append(found)
        if options.out:
            write(found, options.out / name / splits.version)
    console = Console(width=110)
    console.print(table(runs, options.task or tuple(TASKS)))
    console.print(
        f"F1 in percent on {len(splits.test)} test articles; data {splits.gold.data}. Given: gold entities are handed in.", style="dim"
    )
    return 0


def run(name: str, splits: Splits) -> Run | None:
    """Train, predict and score one system; None if it has nothing to predict. Seconds are of processor time."""
    needed = TASKS[name] if name in PARTS else "entities"
    if not splits.has(needed):
        return None
    start = time.process_time()
    predictions = EVERY[name](splits)
    seconds = time.process_time() - start
    if not any(field in row for row in predictions for field in TASKS.values()):
        return None
    return Run(name, predictions, evaluate(splits.gold, predictions_from_rows(predictions, splits.gold)), seconds)


if __name__ == "__main__":
    sys.exit(main())
