"""Spark gives the numbers of one machine, bit for bit."""

import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import communique
from benchmarks.corpus import MENTIONS, write_partitions
from communique.cli import main
from communique.columns import InputError
from communique.distributed import BUCKET, score_with_spark

ARTICLES = 25_000

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17")


@pytest.fixture(scope="module")
def session():
    from communique.distributed import _local

    session = _local()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large")
    write_partitions(folder, ARTICLES)
    return folder


def whole(folder, name):
    """The parts of a folder as one file."""
    path = folder / f"{name}.parquet"
    parts = sorted((folder / name).glob("*.parquet"))
    with pq.ParquetWriter(path, pq.read_schema(parts[0])) as writer:
        for part in parts:
            writer.write_table(pq.ParquetFile(part).read())
    return path


def test_two_million_mentions_score_as_on_one_machine(session, large):
    assert 2 * ARTICLES * MENTIONS >= 2_000_000
    spark = score_with_spark(str(large / "gold"), str(large / "predicted"), session=session, resamples=20)
    local = communique.score(whole(large, "gold"), whole(large, "predicted"), resamples=20)
    assert spark.scores == local.scores
    assert spark["entities"]["strict"]["micro"]["tp"] > 500_000


def test_what_a_task_holds_is_bounded(session, large):
    from pyspark.sql import functions as f

    gold = session.read.parquet(str(large / "gold"))
    buckets = -(-ARTICLES // BUCKET)
    largest = gold.groupBy(f.pmod(f.xxhash64("id"), f.lit(buckets))).count().agg(f.max("count")).head()[0]
    assert largest < 1.3 * BUCKET


ROWS = [
    {
        "id": f"a{n}",
        "event": f"v{n // 2}",
        "text": "Aida met Bolt in Cardia.",
        "sentences": [{"start": 0, "end": 24}],
        "entities": [
            {"id": "x", "type": "PERSON", "mentions": [{"start": 0, "end": 4}]},
            {"id": "y", "type": "STATE", "mentions": [{"start": 17, "end": 23}]},
        ],
        "relations": [
            {"head": "x", "type": "represents", "tail": "y", "modality": "asserted", "evidence": [{"sentence": 0, "start": 0, "end": 4}]}
        ],
        "stances": [
            {
                "holder": "x",
                "target": "y",
                "polarity": ("support", "oppose")[n % 2],
                "by": [],
                "cue": [{"sentence": 0, "start": 5, "end": 8}],
            }
        ],
    }
    for n in range(5)
]


def files(folder, gold, predicted):
    for name, rows in (("gold", gold), ("predicted", predicted)):
        (folder / name).mkdir()
        pq.write_table(pa.Table.from_pylist(rows), folder / name / "part.parquet")
    return str(folder / "gold"), str(folder / "predicted")


@pytest.mark.parametrize("track", ["end-to-end", "given-entities"])
def test_evidence_cues_modality_and_given_pairs_too(session, tmp_path, track):
    keys = ("id", "entities", "relations", "stances") if track == "end-to-end" else ("id", "relations", "stances")
    predicted = [{key: row[key] for key in keys} for row in ROWS[:4]]
    predicted[0]["stances"] = []
    gold_path, path = files(tmp_path, ROWS, predicted)
    spark = score_with_spark(gold_path, path, session=session, resamples=10)
    local = communique.score(f"{gold_path}/part.parquet", f"{path}/part.parquet", resamples=10)
    assert spark.scores == local.scores
    assert spark.warnings == local.warnings
    assert f"track:{track}" in spark.signature
    assert {"evidence", "modality_accuracy"} <= spark["relations"].keys()
    assert "cue" in spark["stance"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[0].update(id="zz"), "article 'zz': id: is no article of the gold"),
        (lambda rows: rows.append(rows[0]), "article 'a0': id: stands more than once"),
        (lambda rows: rows[0]["entities"][0].update(mentions=[{"start": 0, "end": 99}]), r"\[0, 99\] is no span"),
        (lambda rows: rows[0]["relations"][0].update(head="q"), "entity id 'q' is unknown"),
    ],
)
def test_bad_input_is_named(session, tmp_path, change, message):
    predicted = json.loads(json.dumps([{key: row[key] for key in ("id", "entities", "relations", "stances")} for row in ROWS]))
    change(predicted)
    gold_path, path = files(tmp_path, ROWS, predicted)
    with pytest.raises(InputError, match=message):
        score_with_spark(gold_path, path, session=session, resamples=0)


def test_the_command_says_what_it_takes(tmp_path, capsys):
    assert main(["score", "p", "--engine", "flink"]) == 2
    assert "local or spark" in capsys.readouterr().err
    assert main(["score", "p", "--engine", "spark"]) == 2
    assert "--gold" in capsys.readouterr().err
