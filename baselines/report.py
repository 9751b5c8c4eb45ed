"""Make the results table of the README, the signature in docs/scores.md and the summary of the probes from the result files, or check them.

``python -m baselines.report`` writes all three; ``--check`` exits with 1 if one of them or a result file is stale.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baselines.output import HEADLINES, headline, track
from baselines.systems import OPTIONAL, SYSTEMS
from communique.build.generated import fill
from communique.corpus import load_gold
from communique.evaluation import evaluate
from communique.files import write_text
from communique.predictions import read_predictions
from communique.report.tables import number
from communique.results import Result, read_result

CHECKOUT = Path(__file__).resolve().parent.parent
PROBE, MODEL = "pair", "linear-given"

_CURE = "run python -m baselines --out baselines/results"


def main(arguments: list[str] | None = None) -> int:
    """Write or check; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m baselines.report", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if anything is stale")
    parser.add_argument("--root", type=Path, default=CHECKOUT, help="the checkout; by default the one this file is in")
    options = parser.parse_args(arguments)
    root = options.root
    gold = load_gold("test", data=str(root / "dataset"))
    version = gold.data.partition(":")[0]
    results, stale = {}, []
    for name in (*SYSTEMS, *OPTIONAL):
        folder = root / "baselines" / "results" / name / version
        if not (folder / "result.json").is_file():
            if name in OPTIONAL:
                continue
            print(f"{folder.relative_to(root)}: missing; {_CURE}", file=sys.stderr)
            return 1
        results[name] = read_result(folder / "result.json")
        anew = evaluate(gold, read_predictions(folder / "predictions.jsonl", gold))
        if anew.as_dict() != results[name].as_dict():
            cure = f"{_CURE} --system {name}"
            stale.append(f"{(folder / 'result.json').relative_to(root)}: does not follow from its predictions; {cure}")
    summary = root / "baselines" / "results" / "summary.json"
    wanted = {summary: json.dumps(probes(results), indent=1) + "\n"}
    for path, parts in (
        (root / "README.md", {"results": table(results)}),
        (root / "docs" / "scores.md", {"signature": f"`{results[MODEL].signature}`"}),
    ):
        try:
            wanted[path] = fill(path.read_text(encoding="utf-8"), parts)
        except ValueError as error:
            print(f"{path.relative_to(root)}: {error}", file=sys.stderr)
            return 1
    if options.check:
        for path, text in wanted.items():
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(f"{path.relative_to(root)}: is stale; run python -m baselines.report")
        print("\n".join(stale) or f"{len(results)} results and the table are up to date", file=sys.stderr)
        return 1 if stale else 0
    for path, text in wanted.items():
        write_text(path, text)
    return 0


def table(results: Mapping[str, Result]) -> str:
    """The results as a Markdown table: F1 in percent with intervals."""
    rows = [f"| system | track | {' | '.join(HEADLINES)} |", f"| --- | --- |{' ---: |' * len(HEADLINES)}"]
    for name, result in results.items():
        cells = [cell(headline(result, column)) for column in HEADLINES]
        rows.append(f"| `{name}` | {track(result)} | {' | '.join(cells)} |")
    parts = dict(part.split(":", 1) for part in next(iter(results.values())).signature.split("|"))
    rows += [
        "",
        f"F1 in percent on the {parts['articles']} articles of the test split, data {parts['data']}, with 95 % intervals over events.",
    ]
    told = [f"{100 * found['share']:.0f} % on {task}" for task, found in probes(results)["shares"].items() if found["share"] is not None]
    if told:
        rows[-1] += f" Knowing only who a pair is, `{PROBE}` reaches of the F1 of `{MODEL}` {' and '.join(told)}."
    return "\n".join(rows)


def cell(scores: Mapping[str, Any]) -> str:
    """An F1 with its interval, the latter small."""
    if scores.get("f1") is None:
        return "–"
    low, high = scores["f1_ci"]
    return f"{number(scores['f1'])} <sub>{number(low)}–{number(high)}</sub>"


def probes(results: Mapping[str, Result]) -> dict[str, Any]:
    """Which share of the F1 of the model that reads, the probe that does not read reaches."""
    shares = {}
    for task in ("relations", "stance"):
        blind, reading = (headline(results[name], task).get("f1") for name in (PROBE, MODEL))
        share = None if blind is None or not reading else round(blind / reading, 4)
        shares[task] = {PROBE: blind, MODEL: reading, "share": share}
    return {"data": results[MODEL].signature.split("|")[1].removeprefix("data:"), "probe": PROBE, "model": MODEL, "shares": shares}


if __name__ == "__main__":
    sys.exit(main())
