"""Scores to a result: intervals, signature, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from communique import __version__
from communique.files import write_text
from communique.scoring.resampling import RESAMPLES, bootstrap
from communique.scoring.scores import Scores, plain_scores, scores_of
from communique.scoring.tally import Tally


@dataclass(frozen=True)
class Result:
    """Scores of one prediction, with the signature that says what they mean.

    Two results with the same signature are comparable. Reads like the dictionary of its JSON form:
    ``result["entities"]["strict"]["micro"]["f1"]``.
    """

    signature: str
    scores: Scores
    warnings: list[str] = field(default_factory=list)

    def __getitem__(self, task: str) -> Any:
        return self.signature if task == "signature" else self.scores[task]

    def as_dict(self) -> Scores:
        """The content of a result file."""
        return {"signature": self.signature, **self.scores}

    def write(self, path: Path) -> None:
        """Write the result file."""
        write_text(path, json.dumps(self.as_dict(), ensure_ascii=False, indent=1) + "\n")


def read_result(path: Path) -> Result:
    """Read a result file.

    Raises
    ------
    ValueError
        If it is none.
    OSError
        If it cannot be opened.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, Mapping) or not isinstance(raw.get("signature"), str):
        raise ValueError(f"{path} is no result file: it has no signature")
    return Result(raw["signature"], {key: value for key, value in raw.items() if key != "signature"})


def signature(*, data: str, split: str, track: str, articles: int, resamples: int = 0, seed: int = 0) -> str:
    """What makes two results comparable, in one line."""
    parts = [f"communique:{__version__}", f"data:{data}", f"split:{split}", f"track:{track}", f"articles:{articles}"]
    parts += [f"bootstrap:events:{resamples}", f"seed:{seed}"] if resamples else ["bootstrap:none"]
    return "|".join(parts)


def scores_with_intervals(counts: Tally, events: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0) -> Scores:
    """Scores of a tally as plain numbers, with 95 % percentile intervals over events (``f1_ci`` beside ``f1``, and so on).

    Parameters
    ----------
    events
        Event of each article.
    resamples
        0 leaves the intervals out.
    """
    names, groups = np.unique(np.asarray(events, dtype=str), return_inverse=True)
    sums = counts.counts.sum(axis=0, keepdims=True)
    if resamples and len(names):
        sums = np.concatenate([sums, bootstrap(counts.by(groups, len(names)).counts, resamples, seed)])
    plain: Scores = plain_scores(scores_of(sums, counts.layout))
    return plain
