"""Inspect tasks: stance of a pair, relation of a pair, full extraction."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import SampleScore, Score, Scorer, Target, metric, scorer
from inspect_ai.solver import TaskState, generate

from communique.evaluation import plain_rows
from communique.harness import (
    answer_of,
    extraction_item,
    extraction_scores,
    relation_item,
    relation_scores,
    stance_item,
    stance_scores,
)
from communique.prompts import extraction_prompt, relation_prompt, stance_prompt

FOLDER = Path(__file__).resolve().parents[2] / "dataset"


@task
def stance(data: str | None = None, split: str = "test", revision: str | None = None) -> Task:
    """Stance of a holder toward a target; `data` is a dataset folder or a Hub repository."""
    return _task("stance", stance_prompt, lambda row: row["label"], stance_scorer(), data, split, revision)


@task
def relation(data: str | None = None, split: str = "test", revision: str | None = None) -> Task:
    """Relation from a head to a tail."""
    return _task(
        "relations", relation_prompt, lambda row: ", ".join(row["labels"]) or "no_relation", relation_scorer(), data, split, revision
    )


@task
def extraction(data: str | None = None, split: str = "test", revision: str | None = None) -> Task:
    """Entities, relations and stances of an article, as JSON."""

    def target(row: dict[str, Any]) -> str:
        return json.dumps(answer_of(row), ensure_ascii=False)

    return _task("documents", extraction_prompt, target, extraction_scorer(), data, split, revision)


def _task(  # noqa: PLR0917
    configuration: str,
    prompt: Callable[[dict[str, Any]], str],
    target: Callable[[dict[str, Any]], str],
    judge: Scorer,
    data: str | None,
    split: str,
    revision: str | None,
) -> Task:
    import datasets

    # Labels become words by the features of the data itself, whatever label set is installed.
    rows = plain_rows(datasets.load_dataset(data or str(FOLDER), configuration, split=split, revision=revision))
    samples = [Sample(input=prompt(row), target=target(row), id=row["id"], metadata={"row": row}) for row in rows]
    return Task(dataset=MemoryDataset(samples, name=f"communique-{configuration}"), solver=generate(), scorer=judge)


def _summed(scores_of: Callable[[list[dict[str, Any]]], dict[str, float]]) -> Any:
    """A metric over all samples together: F1 is no mean of samples."""

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        items = [each.score.metadata["item"] for each in scores if each.score.metadata]
        return scores_of(items) if items else {}

    return compute


@metric
def stance_f1() -> Any:
    """Scores of stances on given pairs."""
    return _summed(stance_scores)


@metric
def relation_f1() -> Any:
    """Scores of relations on given pairs."""
    return _summed(relation_scores)


@metric
def extraction_f1() -> Any:
    """Scores of extraction."""
    return _summed(extraction_scores)


def _judge(item_of: Callable[[dict[str, Any], str], dict[str, Any]]) -> Scorer:
    async def judge(state: TaskState, target: Target) -> Score:  # noqa: ARG001
        item = item_of(state.metadata["row"], state.output.completion)
        return Score(value=1 if item["read"] else 0, answer=state.output.completion, metadata={"item": item})

    return judge


@scorer(metrics=[stance_f1()])
def stance_scorer() -> Scorer:
    """Reads a polarity."""
    return _judge(stance_item)


@scorer(metrics=[relation_f1()])
def relation_scorer() -> Scorer:
    """Reads relation types."""
    return _judge(relation_item)


@scorer(metrics=[extraction_f1()])
def extraction_scorer() -> Scorer:
    """Reads the JSON object."""
    return _judge(extraction_item)
