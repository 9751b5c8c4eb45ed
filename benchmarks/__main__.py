"""Measure time and memory of scoring as ratios against peers in one run: ``python -m benchmarks`` (``make speed``).

Every piece of work runs in a process of its own, import included; of several runs the quickest counts. Writes
``benchmarks/results/speed.json`` and ``speed.svg``, with the versions of what ran.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.contestants import CONTESTANTS
from benchmarks.corpus import MENTIONS
from benchmarks.plot import draw

HOME = Path(__file__).resolve().parent
ARTICLES = 25_000
SIZES = (250, 2_500, 25_000, 100_000)
BASES = {
    "communique, Parquet": "read Parquet",
    "communique, JSON Lines": "parse JSON Lines",
    "communique, Parquet, all layers": "read Parquet, all layers",
    "seqeval, strict": "communique, Parquet",
    "nervaluate": "communique, Parquet",
}
"""What each is compared with: its time is so many times that of the other."""
SLOW = ("seqeval, strict", "nervaluate", "bootstrap")
GROWING = ("communique, Parquet", "communique, Parquet, all layers")


def main(arguments: list[str] | None = None) -> int:
    """Measure, write and print; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=HOME.parent / ".cache" / "benchmarks", help="where the large files are made")
    parser.add_argument("--runs", type=int, default=3, help="runs of each quick piece of work")
    parser.add_argument("--out", type=Path, default=HOME / "results", help="where the results are written")
    options = parser.parse_args(arguments)
    for articles in SIZES:
        print(f"making {articles * MENTIONS:,} mentions", file=sys.stderr)
        make = [sys.executable, "-m", "benchmarks.corpus", str(options.data / str(articles)), str(articles)]
        subprocess.run(make, cwd=HOME.parent, check=True)
    measured = {}
    for name in CONTESTANTS:
        measured[name] = _best(name, options.data / str(ARTICLES), 1 if name in SLOW else options.runs)
    growth = {name: {str(n * MENTIONS): _best(name, options.data / str(n), options.runs) for n in SIZES} for name in GROWING}
    packages = ("communique", "numpy", "pyarrow", "scipy", "seqeval", "nervaluate")
    report = {
        "machine": {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()},
        "versions": {name: version(name) for name in packages},
        "articles": ARTICLES,
        "mentions": ARTICLES * MENTIONS,
        "work": measured,
        "ratios": {name: round(measured[name]["seconds"] / measured[base]["seconds"], 2) for name, base in BASES.items()},
        "growth": growth,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "speed.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    draw(growth, options.out / "speed.svg")
    _show(report)
    return 0


def _best(name: str, folder: Path, runs: int) -> dict[str, Any]:
    print(f"{name}, {folder.name} articles", file=sys.stderr)
    return min((_run(name, folder) for _ in range(runs)), key=lambda found: found["seconds"])


def _run(name: str, folder: Path) -> dict[str, Any]:
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.contestants", name, str(folder)], stdout=subprocess.PIPE, cwd=HOME.parent)
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"benchmarks: {name} failed on {folder}")
    found = json.loads(printed)
    answer = found["answer"]
    # The bootstrap is a part of a process, timed inside.
    inside = answer.get("seconds") if isinstance(answer, dict) else None
    return {
        "seconds": round(inside if inside is not None else seconds, 3),
        "processor_seconds": round(usage.ru_utime + usage.ru_stime, 3),
        "peak_mb": found["peak_mb"],
        "answer": answer,
    }


def _show(report: dict[str, Any]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("work", "seconds", "processor s", "peak MB", "times", "of"):
        table.add_column(column, justify="left" if column in ("work", "of") else "right")
    for name, row in report["work"].items():
        ratio = report["ratios"].get(name)
        cells = (f"{row['seconds']:.2f}", f"{row['processor_seconds']:.2f}", str(row["peak_mb"]))
        table.add_row(name, *cells, "" if ratio is None else f"{ratio:g}", BASES.get(name, ""))
    Console(width=110).print(table)
    for name, sizes in report["growth"].items():
        line = "; ".join(f"{int(size):,} mentions {row['seconds']:.2f} s, {row['peak_mb']} MB" for size, row in sizes.items())
        print(f"{name}: {line}")


if __name__ == "__main__":
    sys.exit(main())
