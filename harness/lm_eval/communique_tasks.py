"""Functions of the task files: the dataset with labels as words, prompts, items of a score, scores of all items."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import datasets

from communique.evaluation import plain_rows
from communique.harness import extraction_item, extraction_scores, relation_item, relation_scores, stance_item, stance_scores
from communique.prompts import extraction_prompt, relation_prompt, stance_prompt

__all__ = ["extraction_prompt", "relation_prompt", "stance_prompt"]

FOLDER = Path(__file__).resolve().parents[2] / "dataset"


def load(configuration: str, data: str | None = None, revision: str | None = None, **_: Any) -> dict[str, Any]:
    """Splits of a configuration, from the dataset folder or the Hub repository that ``--metadata '{"data": ...}'`` names."""
    loaded = datasets.load_dataset(data or str(FOLDER), configuration, revision=revision)
    return {split: datasets.Dataset.from_list(plain_rows(part)) for split, part in loaded.items()}


documents = partial(load, "documents")
relations = partial(load, "relations")
stance = partial(load, "stance")


def extraction_target(row: dict[str, Any]) -> str:
    """The perfect answer."""
    import json

    from communique.harness import answer_of

    return json.dumps(answer_of(row), ensure_ascii=False)


def relation_target(row: dict[str, Any]) -> str:
    """The perfect answer."""
    return ", ".join(row["labels"]) or "no_relation"


# A score is a function of all items together, so each metric gets the items and its aggregation makes the number of them.


def extraction_results(row: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """The item of an article, under each metric."""
    return dict.fromkeys(("entities_f1", "relations_f1", "stance_f1", "overall_f1", "readable"), extraction_item(row, results[0]))


def stance_results(row: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """The item of a pair, under each metric."""
    return dict.fromkeys(("stance_f1", "pair_f1", "accuracy", "readable"), stance_item(row, results[0]))


def relation_results(row: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """The item of a pair, under each metric."""
    return dict.fromkeys(("relations_f1", "relations_macro_f1", "accuracy", "readable"), relation_item(row, results[0]))


def _one(scores: Any, metric: str, items: list[dict[str, Any]]) -> float:
    return float(scores(items)[metric])


extraction_entities_f1 = partial(_one, extraction_scores, "entities_f1")
extraction_relations_f1 = partial(_one, extraction_scores, "relations_f1")
extraction_stance_f1 = partial(_one, extraction_scores, "stance_f1")
extraction_overall_f1 = partial(_one, extraction_scores, "overall_f1")
extraction_readable = partial(_one, extraction_scores, "readable")
stance_stance_f1 = partial(_one, stance_scores, "stance_f1")
stance_pair_f1 = partial(_one, stance_scores, "pair_f1")
stance_accuracy = partial(_one, stance_scores, "accuracy")
stance_readable = partial(_one, stance_scores, "readable")
relation_relations_f1 = partial(_one, relation_scores, "relations_f1")
relation_relations_macro_f1 = partial(_one, relation_scores, "relations_macro_f1")
relation_accuracy = partial(_one, relation_scores, "accuracy")
relation_readable = partial(_one, relation_scores, "readable")
