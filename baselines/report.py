"""Make the results table of the README from the result files in ``baselines/results``, or check that it is up to date.

``python -m baselines.report`` writes it; ``--check`` exits with 1 if the README or a result file is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from baselines.systems import SYSTEMS
from communique.corpus import load_gold
from communique.evaluation import evaluate
from communique.files import write_text
from communique.predictions import read_predictions
from communique.report.tables import number
from communique.results import Result, read_result

CHECKOUT = Path(__file__).resolve().parent.parent
RESULTS = CHECKOUT / "baselines" / "results"
_CURE = "run python -m baselines --out baselines/results"
_PART = re.compile(r"(<!-- generated: results -->\n).*?(<!-- end -->)", re.DOTALL)


def main(arguments: list[str] | None = None) -> int:
    """Write or check; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m baselines.report", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if anything is stale")
    options = parser.parse_args(arguments)
    gold = load_gold("test", data=str(CHECKOUT / "dataset"))
    version = gold.data.partition(":")[0]
    results, stale = {}, []
    for name in SYSTEMS:
        folder = RESULTS / name / version
        if not (folder / "result.json").is_file():
            print(f"{folder.relative_to(CHECKOUT)}: missing; run python -m baselines --out baselines/results", file=sys.stderr)
            return 1
        results[name] = read_result(folder / "result.json")
        anew = evaluate(gold, read_predictions(folder / "predictions.jsonl", gold))
        if anew.as_dict() != results[name].as_dict():
            stale.append(f"{(folder / 'result.json').relative_to(CHECKOUT)}: does not follow from its predictions; {_CURE}")
    readme = CHECKOUT / "README.md"
    present = readme.read_text(encoding="utf-8")
    wanted = _PART.sub(lambda match: f"{match.group(1)}{table(results)}\n{match.group(2)}", present)
    if options.check:
        stale += ["README.md: the results table is stale; run python -m baselines.report"] if wanted != present else []
        print("\n".join(stale) or f"{len(results)} results and the table are up to date", file=sys.stderr)
        return 1 if stale else 0
    write_text(readme, wanted)
    return 0


def table(results: dict[str, Result]) -> str:
    """The results as a Markdown table: F1 in percent."""
    rows = [
        "| system | track | entities | relations | stance | stance pair | overall |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, result in results.items():
        scores = result.scores
        cells = [
            scores["entities"]["strict"]["micro"]["f1"] if "entities" in scores else None,
            scores["relations"]["strict"]["micro"]["f1"],
            scores["stance"]["triple"]["micro"]["f1"],
            scores["stance"]["pair"]["f1"],
            scores["overall"]["f1"] if "overall" in scores else None,
        ]
        track = "end to end" if "entities" in scores else "given entities"
        rows.append(f"| `{name}` | {track} | {' | '.join(number(cell) for cell in cells)} |")
    mark = next(iter(results.values())).signature
    parts = dict(part.split(":", 1) for part in mark.split("|"))
    rows += ["", f"F1 in percent on the {parts['articles']} articles of the test split, data {parts['data']}."]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
