"""Scoring as a user calls it: gold and predictions in, a result out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from communique.annotations import Ints
from communique.corpus import Gold, gold_from_rows, load_gold, read_gold
from communique.details import pairs_of_rows, seen_relations, triples_of
from communique.labels import SPLITS, labels
from communique.predictions import Predictions, predictions_from_rows, read_predictions
from communique.results import Result, scores_with_intervals, signature
from communique.scoring.besides import Besides
from communique.scoring.resampling import RESAMPLES
from communique.scoring.tally import TASKS, Tally, tally


def score(
    gold: Any,
    predictions: str | Path | Iterable[dict[str, Any]],
    *,
    tasks: Collection[str] = TASKS,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Result:
    """Score predictions against gold.

    Parameters
    ----------
    gold
        ``train``, ``validation`` or ``test`` (the packaged data); a path to JSON Lines or Parquet of rows like those of ``documents``;
        such rows in
        memory (a list of dict, as from `communique.load`, or a `datasets.Dataset`); or a `Gold`.
    predictions
        A path to JSON Lines or Parquet, or objects in memory. See ``schema/prediction.schema.json`` for the form.
    tasks
        Which of ``entities``, ``coreference``, ``relations``, ``stance`` to score; all that the predictions have by default.
    resamples
        How many bootstrap resamples the intervals are made from; 0 for none.
    seed
        Of the resampling.

    Returns
    -------
    Result
        Scores by task, with signature and warnings.

    Raises
    ------
    ValueError
        If a task is none of these, or the predictions have nothing for any of them.
    InputError
        If gold or predictions are not of their form; its message says where and what would be valid.
    OSError
        If a file cannot be opened.

    Examples
    --------
    >>> import communique
    >>> rows = communique.load("documents", "validation")
    >>> communique.score(rows, rows)["stance"]["triple"]["micro"]["f1"]
    1.0
    """
    known = as_gold(gold)
    if isinstance(predictions, (str, Path)):
        checked = read_predictions(Path(predictions), known)
    else:
        checked = predictions_from_rows(plain_rows(predictions), known)
    return evaluate(known, checked, tasks=tasks, resamples=resamples, seed=seed)


def evaluate(gold: Gold, predictions: Predictions, *, tasks: Collection[str] = TASKS, resamples: int = RESAMPLES, seed: int = 0) -> Result:
    """Score checked predictions; see `score`."""
    counts = count(gold, predictions, tasks=tasks)
    order = np.argsort(np.asarray(gold.columns.ids, dtype=str), kind="stable")
    counts = counts.take(order)
    names = gold.columns.events or gold.columns.ids
    events = [names[number] for number in order.tolist()]
    scores = scores_with_intervals(counts, events, resamples=resamples, seed=seed)
    articles = len(gold.columns.ids)
    mark = signature(data=gold.data, split=gold.split, track=predictions.track, articles=articles, resamples=resamples, seed=seed)
    return Result(mark, scores, predictions.warnings)


def count(gold: Gold, predictions: Predictions, *, tasks: Collection[str] = TASKS) -> Tally:
    """Everything that checked predictions are scored by, as counts per article in the order of the gold; see `score`."""
    check_tasks(tasks)
    counts = tally(gold.annotations, predictions.annotations, labels().symmetric, besides(gold, predictions, tasks), tasks=tasks)
    if not counts.layout.blocks:
        raise ValueError(f"the predictions have nothing to score for {', '.join(tasks) or 'no task'}")
    return counts


def check_tasks(tasks: Collection[str]) -> None:
    """Raise ValueError if there is no such task."""
    strange = set(tasks) - set(TASKS)
    if strange:
        raise ValueError(f"no task '{min(strange)}'; there are {', '.join(TASKS)}")


def besides(gold: Gold, predictions: Predictions, tasks: Collection[str] = TASKS) -> Besides:
    """What the scores need beside the annotations: evidence and cues, relations seen in training, given pairs."""
    seen = pairs = None
    if "relations" in tasks and predictions.annotations.has_relations and gold.train is not None:
        train = triples_of(gold.train(("entities", "relations")), labels().symmetric)
        seen = seen_relations(gold.rows(("entities", "relations")), train)
    if "stance" in tasks and predictions.annotations.has_stances and not predictions.annotations.has_entities:
        pairs = _pairs(gold)
    return Besides(predictions.details, seen, pairs)


def _pairs(gold: Gold) -> Ints | None:
    from communique.build.rows import NO_STANCE, stance_rows

    rows = gold.rows(("id", "event", "genre", "text", "sentences", "entities", "stances"))
    if not rows or not rows[0].get("sentences"):
        return None
    place = {name: number for number, name in enumerate(gold.columns.ids)}
    entities: list[dict[str, int]] = [{} for _ in rows]
    first = 0
    for number, row in enumerate(rows):
        entities[number] = {entity["id"]: first + index for index, entity in enumerate(row["entities"])}
        first += len(row["entities"])
    found = (pair for row in rows for pair in stance_rows(_full(row), labels()))
    return pairs_of_rows(found, place, entities, (NO_STANCE, *gold.annotations.polarities))


def _full(row: dict[str, Any]) -> dict[str, Any]:
    """A row of gold of one's own in the long form of ``documents``."""
    entities = []
    for entity in row["entities"]:
        spans = [m if isinstance(m, dict) else {"start": m[0], "end": m[1]} for m in entity["mentions"]]
        entities.append({"name": entity["id"], "key": entity["id"], **entity, "mentions": spans})
    stances = []
    for stance in row.get("stances") or []:
        cue = stance.get("cue")
        known = isinstance(cue, list) and cue and isinstance(cue[0], dict) and "start" in cue[0]
        stances.append({**stance, "by": stance.get("by") or [], "cue": cue if known else [{"start": 0}]})
    return {"event": "", "genre": "", **row, "entities": entities, "stances": stances}


def as_gold(gold: Any) -> Gold:
    """Whatever `score` accepts as gold, as a `Gold`."""
    if isinstance(gold, Gold):
        return gold
    if isinstance(gold, str) and gold in SPLITS:
        return load_gold(gold)
    if isinstance(gold, (str, Path)):
        return read_gold(Path(gold))
    return gold_from_rows(plain_rows(gold))


def plain_rows(rows: Any) -> list[dict[str, Any]]:
    """Rows as plain objects; the class labels of a `datasets.Dataset` become words again."""
    features = getattr(rows, "features", None)
    return [_decode(dict(row), features) if features is not None else dict(row) for row in rows]


def _decode(value: Any, feature: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        inner = feature if isinstance(feature, dict) else getattr(feature, "feature", {})
        return {key: _decode(item, inner.get(key)) if isinstance(inner, dict) else item for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        inner = feature[0] if isinstance(feature, list) and feature else getattr(feature, "feature", None)
        return [_decode(item, inner) for item in value]
    if type(value) is int and hasattr(feature, "int2str"):
        return feature.int2str(value)
    return value
