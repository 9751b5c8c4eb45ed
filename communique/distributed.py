"""The same scores over data that no one machine holds: PySpark cuts, this package counts, and sums of counts come back.

Gold and predictions are partitioned Parquet, keyed by article id. Articles are dealt to buckets by a hash of their id, both sides of a
bucket meet in one task, and the counting function that serves one machine runs on their Arrow tables. Counts are multiples of a small
power of two (see `scoring.tally`), so sums are the same, bit for bit, whatever the order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from communique.annotations import Annotations
from communique.arrow import from_table
from communique.columns import LAYERS, TWICE, Fault, InputError, resolve
from communique.corpus import Gold, coded
from communique.details import details_of
from communique.evaluation import besides, check_tasks
from communique.labels import labels
from communique.predictions import TRACKS, checked
from communique.results import Result, scores_with_intervals, signature
from communique.scoring.besides import Besides
from communique.scoring.extras import Details
from communique.scoring.resampling import RESAMPLES
from communique.scoring.tally import TASKS, Layout, Tally, tally

BUCKET = 2000
"""Articles that meet in one task, about; what a worker holds is bounded by it."""

_NONE = np.empty((0, 2), dtype=np.int64)
_NO_PAIRS = np.empty((0, 4), dtype=np.int64)
_RESULT = "event string, counts array<double>, fault string"


@dataclass(frozen=True)
class _Plan:
    """What every task must know of the whole, so that all count in the same columns."""

    gold: dict[str, tuple[str, ...]]
    predicted: dict[str, tuple[str, ...]]
    has: dict[str, bool]
    gives_evidence: bool
    gives_cues: bool
    gives_pairs: bool
    tasks: tuple[str, ...]
    symmetric: tuple[str, ...]
    by_event: bool


def score_with_spark(
    gold: str, predictions: str, *, session: Any = None, tasks: Collection[str] = TASKS, resamples: int = RESAMPLES, seed: int = 0
) -> Result:
    """Score partitioned Parquet.

    Parameters
    ----------
    gold, predictions
        Files or folders that Spark can read, with the columns of ``documents`` and of a prediction file.
    session
        A running ``SparkSession``; a local one over all cores by default, which is stopped afterwards.
    tasks, resamples, seed
        As for `evaluation.score`. With resamples the counts of each event come to the driver, without them only their sum.

    Raises
    ------
    InputError
        As for `evaluation.score`.
    ImportError
        If PySpark is not installed (extra ``spark``).
    """
    own = session is None
    session = session or _local()
    try:
        return _score(session, gold, predictions, tasks, resamples, seed)
    finally:
        if own:
            session.stop()


def _local() -> Any:
    import os
    import sys

    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[*]").appName("communique")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BUCKET),
        "spark.log.level": "ERROR",
    }.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def _score(session: Any, gold: str, predictions: str, tasks: Collection[str], resamples: int, seed: int) -> Result:  # noqa: PLR0917
    from pyspark.sql import functions as f

    check_tasks(tasks)
    one, two = session.read.parquet(gold), session.read.parquet(predictions)
    _check_ids(one, two, gold, predictions)
    articles = one.count()
    missing = articles - two.count()
    plan = _plan(one, two, tuple(tasks), by_event=bool(resamples), sources=(gold, predictions))
    layout = _layout(plan)
    if not layout.blocks:
        raise ValueError(f"the predictions have nothing to score for {', '.join(tasks) or 'no task'}")
    buckets = max(1, -(-articles // BUCKET))

    def dealt(frame: Any) -> Any:
        return frame.withColumn("bucket", f.pmod(f.xxhash64("id"), f.lit(buckets))).groupBy("bucket")

    counted = dealt(one).cogroup(dealt(two)).applyInArrow(_counter(plan, gold, predictions), _RESULT)
    fault = None
    sums: dict[str, np.ndarray] = {}
    for row in counted.toLocalIterator():
        if row["fault"]:
            fault = fault or row["fault"]
        elif not fault:
            values = np.array(row["counts"])
            sums[row["event"]] = sums[row["event"]] + values if row["event"] in sums else values
    if fault:
        raise InputError(predictions, [Fault(0, None, "", fault)], unit="row")
    events = sorted(sums)
    counts = Tally(np.stack([sums[event] for event in events]), layout)
    scores = scores_with_intervals(counts, events, resamples=resamples, seed=seed)
    mark = signature(
        data=f"custom:{_fingerprint(one)}",
        split="custom",
        track=TRACKS[0] if plan.has["entities"] else TRACKS[1],
        articles=articles,
        resamples=resamples,
        seed=seed,
    )
    warnings = [f"{missing} of {articles} articles are missing; they count as predicted empty"] if missing else []
    for layer, name in (("entities.type", "entity_types"), ("relations.type", "relation_types"), ("stances.polarity", "polarities")):
        strange = [label for label in plan.predicted[name] if label not in plan.gold[name]]
        warnings += [f"{layer} '{label}' does not occur in the gold; its records count as spurious" for label in strange]
    return Result(mark, scores, warnings)


def _check_ids(one: Any, two: Any, gold: str, predictions: str) -> None:
    for frame, source in ((one, gold), (two, predictions)):
        if "id" not in frame.columns:
            raise InputError(source, [Fault(0, None, "id", "the column is missing")], unit="row")
        twice = frame.groupBy("id").count().where("count > 1").select("id").head(1)
        if twice:
            raise InputError(source, [Fault(0, twice[0]["id"], "id", TWICE)], unit="row")
    strange = two.select("id").join(one.select("id"), "id", "left_anti").head(1)
    if strange:
        raise InputError(predictions, [Fault(0, strange[0]["id"], "id", "is no article of the gold")], unit="row")


def _plan(one: Any, two: Any, tasks: tuple[str, ...], *, by_event: bool, sources: tuple[str, str]) -> _Plan:
    fields = {"entity_types": ("entities", "type"), "relation_types": ("relations", "type"), "polarities": ("stances", "polarity")}
    names = [{name: _distinct(frame, *path) for name, path in fields.items()} for frame in (one, two)]
    modalities = [_distinct(frame, "relations", "modality", absent="") for frame in (one, two)]
    has = {layer: layer in two.columns and two.where(f"{layer} is not null").head(1) != [] for layer in LAYERS}
    if not any(has.values()):
        raise InputError(sources[1], [Fault(0, None, "", "no row has entities, relations or stances: there is nothing to score")], "row")
    return _Plan(
        gold=names[0] | {"modalities": modalities[0]},
        predicted=names[1] | {"modalities": modalities[1]},
        has=has,
        gives_evidence=_given(two, "relations", "evidence"),
        gives_cues=_given(two, "stances", "cue"),
        gives_pairs=has["stances"] and not has["entities"] and "stance" in tasks and "sentences" in one.columns,
        tasks=tasks,
        symmetric=tuple(labels().symmetric),
        by_event=by_event,
    )


def _field(frame: Any, layer: str, name: str) -> bool:
    kind = dict(frame.dtypes).get(layer, "")
    return f"{name}:" in kind


def _distinct(frame: Any, layer: str, name: str, absent: str | None = None) -> tuple[str, ...]:
    from pyspark.sql import functions as f

    if not _field(frame, layer, name):
        return () if absent is None else (absent,)
    found = frame.select(f.explode(f"{layer}.{name}").alias("label")).distinct().collect()
    values = {row["label"] for row in found}
    return tuple(sorted(absent or "" if value is None else value for value in values | ({None} if absent is not None else set())))


def _given(frame: Any, layer: str, name: str) -> bool:
    return _field(frame, layer, name) and bool(frame.where(f"exists({layer}, item -> size(item.{name}) > 0)").head(1))


def _fingerprint(frame: Any) -> str:
    from pyspark.sql import functions as f

    mixed = frame.select(f.xxhash64("id", "text", f.to_json(f.struct("entities"))).alias("hash"))
    value = mixed.select(f.bit_xor("hash")).head()[0] or 0
    return f"{value & 0xFFFFFFFF:08x}"


def _counter(plan: _Plan, gold: str, predictions: str) -> Callable[[Any, Any, Any], Any]:
    """The function that Spark runs on both sides of a bucket."""

    def count(key: Any, left: Any, right: Any) -> Any:  # noqa: ARG001
        import pyarrow as pa

        schema = pa.schema([("event", pa.string()), ("counts", pa.list_(pa.float64())), ("fault", pa.string())])
        try:
            counted = _bucket(plan, left, right, gold, predictions)
            rows = [{"event": event, "counts": values.tolist(), "fault": None} for event, values in counted]
        except InputError as error:
            rows = [{"event": None, "counts": None, "fault": str(error)}]
        return pa.Table.from_pylist(rows, schema)

    return count


def _bucket(plan: _Plan, left: Any, right: Any, gold: str, predictions: str) -> Iterator[tuple[str, np.ndarray]]:
    columns = from_table(left, gold, gold=True)
    annotations = _coded(resolve(columns, gold, unit="row"), plan.gold)

    def rows(names: Sequence[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = left.select([name for name in names if name in left.column_names]).to_pylist()
        return found

    known = Gold(columns, annotations, "custom", "custom", own_labels=False, rows=rows)
    read = from_table(right, predictions, gold=False)
    read.has = dict(plan.has)
    predicted = checked(read, known, predictions, "row")
    predicted = replace(predicted, annotations=_coded(predicted.annotations, plan.predicted))
    extra = besides(known, predicted, plan.tasks)
    if plan.gives_evidence or plan.gives_cues:
        order = np.arange(len(columns.ids))
        own, theirs = extra.details or (details_of(columns, columns, order, gold, unit="row"), Details(_NONE, _NONE, ()))
        extra = replace(extra, details=(own, replace(theirs, gives_evidence=plan.gives_evidence, gives_cues=plan.gives_cues)))
    extra = replace(extra, pairs=extra.pairs if extra.pairs is not None or not plan.gives_pairs else _NO_PAIRS)
    counts = tally(known.annotations, predicted.annotations, plan.symmetric, extra, tasks=plan.tasks)
    events, groups = np.unique(np.asarray(columns.events if plan.by_event else [""] * len(columns.ids), dtype=str), return_inverse=True)
    yield from zip(events.tolist(), counts.by(groups, len(events)).counts, strict=True)


def _coded(annotations: Annotations, names: dict[str, tuple[str, ...]]) -> Annotations:
    return coded(annotations, **names)


def _layout(plan: _Plan) -> Layout:
    """Where the counts stand: that of a tally of nothing."""
    empty = Annotations(documents=1, entity_types=(), relation_types=(), polarities=())
    layers: dict[str, Any] = {f"has_{layer}": given for layer, given in plan.has.items()}
    gold, predicted = coded(empty, **plan.gold), replace(coded(empty, **plan.predicted), **layers)
    details = None
    if plan.gives_evidence or plan.gives_cues:
        empty_details = Details(_NONE, _NONE, (), plan.gives_evidence, plan.gives_cues)
        details = empty_details, empty_details
    pairs = _NO_PAIRS if plan.gives_pairs else None
    return tally(gold, predicted, plan.symmetric, Besides(details, pairs=pairs), tasks=plan.tasks).layout
