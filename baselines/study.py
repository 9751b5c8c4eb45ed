"""What the table does not show: learning curves, seeds, an ablation of feature groups, coreference on its own, time and memory.

``python -m baselines.study`` measures on the splits of the dataset and writes ``baselines/results/study.json``; ``--check`` measures anew
all but time and memory and exits with 1 if the file says otherwise.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from baselines.ablation import ablations
from baselines.chain import extractor
from baselines.entities import clusterer
from baselines.measure import f1, percent, scored
from baselines.report import CHECKOUT
from baselines.splits import Splits, of_dataset, plain
from baselines.systems import SYSTEMS
from communique.files import write_text
from communique.models.rows import gold_mentions

FILE = CHECKOUT / "baselines" / "results" / "study.json"
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
SEEDS = (0, 1, 2, 3, 4)
CHANCE = ("linear", "linear-given", "pair", "text")
"""Systems whose training visits examples in an order left to chance; the others have none."""

MEASURED = "cost"
"""What differs from run to run, and is not compared."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and write, or check; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m baselines.study", description=__doc__)
    parser.add_argument("--data", help="a dataset folder or Hub repository; the packaged data by default")
    parser.add_argument("--out", type=Path, default=FILE, metavar="FILE", help="where to write")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the file is stale")
    options = parser.parse_args(arguments)
    splits = of_dataset(options.data)
    found = study(splits)
    if options.check:
        known = json.loads(options.out.read_text(encoding="utf-8")) if options.out.is_file() else {}
        stale = {key for key in found.keys() | known.keys() if key != MEASURED and found.get(key) != known.get(key)}
        print(f"{options.out.name}: {'stale in ' + ', '.join(sorted(stale)) if stale else 'up to date'}", file=sys.stderr)
        return 1 if stale else 0
    write_text(options.out, json.dumps(found | {MEASURED: cost(splits)}, indent=1) + "\n")
    return 0


def study(splits: Splits) -> dict[str, Any]:
    """Everything that is the same in every run."""
    return {
        "data": splits.gold.data,
        "learning_curve": [point(splits, share) for share in SHARES],
        "seeds": {name: seeds(splits, name) for name in CHANCE} | {name: "no chance" for name in SYSTEMS if name not in CHANCE},
        "ablation": ablations(splits),
        "coreference_on_gold_mentions": coreference(splits),
    }


def point(splits: Splits, share: float) -> dict[str, Any]:
    """Scores after training on a share of the events: those that come first in an order drawn once."""
    events = np.random.default_rng(0).permutation(sorted({row["event"] for row in splits.train}))
    kept = set(events[: max(1, round(share * len(events)))].tolist())
    part = replace(splits, train=[row for row in splits.train if row["event"] in kept])
    given = f1(part, SYSTEMS["linear-given"](part), "relations", "stance")
    whole = f1(part, SYSTEMS["linear"](part), "entities", "overall")
    return {"share": share, "articles": len(part.train), **whole, **{f"{task}, given entities": value for task, value in given.items()}}


def seeds(splits: Splits, name: str) -> dict[str, Any]:
    """Mean and standard deviation over `SEEDS`."""
    columns = ("entities", "relations", "stance") if name == "linear" else ("relations", "stance")
    runs = [f1(splits, SYSTEMS[name](replace(splits, seed=seed)), *columns) for seed in SEEDS]
    found = {}
    for column in columns:
        values = [run[column] or 0.0 for run in runs]
        found[column] = {"mean": round(statistics.mean(values), 2), "sd": round(statistics.stdev(values), 2), "runs": values}
    return found


def coreference(splits: Splits) -> dict[str, float | None]:
    """Scores of the clusterer on its own: mentions and their types are given."""
    clusters = clusterer().fit(splits.train).cluster(plain(splits.test), [gold_mentions(row) for row in splits.test])
    result = scored(splits, [{"id": row["id"], "entities": found} for row, found in zip(splits.test, clusters, strict=True)])
    return {name: percent(part["f1"]) for name, part in result["coreference"].items()}


def cost(splits: Splits) -> dict[str, float]:
    """Processor seconds, speed and peak memory of the chain end to end."""
    start = time.process_time()
    model = extractor().fit(splits.train, validation=splits.validation)
    trained = time.process_time()
    test = plain(splits.test)
    mentions = model.tagger_.predict(test)
    tagged = time.process_time()
    model.clusterer_.cluster(test, mentions)
    model.predict(test)
    done = time.process_time()
    return {
        "train_seconds": round(trained - start, 2),
        "tagged_articles_per_second": round(len(test) / (tagged - trained), 1),
        "predicted_articles_per_second": round(len(test) / (done - tagged), 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
    }


if __name__ == "__main__":
    sys.exit(main())
