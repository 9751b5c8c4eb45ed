"""The whole build: sources in, every generated file out."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from communique.article import Article
from communique.build.card import ROW_IS, render_card
from communique.build.croissant import croissant
from communique.build.rows import Row, document_row, relation_rows, sentence_rows, stance_rows
from communique.build.schemas import json_schemas
from communique.build.stats import statistics
from communique.build.tables import SCHEMAS, content_hash, to_table, write_parquet
from communique.files import write_text, write_with
from communique.labels import SPLITS, Labels
from communique.registers import Registers, read_version
from communique.validation import Corpus

Rows = dict[str, dict[str, list[Row]]]
"""Rows by configuration and split."""

MAIN_ACTORS = 3


@dataclass(frozen=True)
class Built:
    """Everything that a build writes, in memory.

    Attributes
    ----------
    rows : dict
        By configuration and split.
    stamp : dict
        Data version and content hash.
    texts : dict
        Content of each generated text file, by its path relative to the checkout.
    parquet : dict
        Content of each Parquet file, likewise.
    """

    rows: Rows
    stamp: Mapping[str, str]
    texts: Mapping[str, str]
    parquet: Mapping[str, bytes]


def build(corpus: Corpus, labels: Labels, card: str) -> Built:
    """Make every generated file from a checked corpus.

    Parameters
    ----------
    corpus
        Articles, passes and registers that `validation.check_corpus` finds no error in.
    labels
        The label set.
    card
        The present dataset card; its generated parts are replaced, the rest is kept.

    Raises
    ------
    OSError
        If the folder has no ``VERSION``.
    ValueError
        If the card lacks a mark, or a quotation cannot be located.
    """
    rows = make_rows(corpus, labels)
    stamp = {"version": read_version(corpus.root), "hash": content_hash(rows["documents"])}
    stats = statistics(corpus, rows, labels, stamp)
    texts = {"dataset/stats.json": json.dumps(stats, ensure_ascii=False, indent=1) + "\n"}
    texts["dataset/README.md"] = render_card(card, labels, stats, stamp)
    texts |= {
        f"schema/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in json_schemas().items()
    }
    parquet = parquet_files(rows, stamp)
    digests = {name.removeprefix("dataset/"): (hashlib.sha256(content).hexdigest(), len(content)) for name, content in parquet.items()}
    described = croissant(stamp, digests, what=ROW_IS)
    texts["dataset/croissant.json"] = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return Built(rows, stamp, texts, parquet)


def parquet_files(rows: Rows, stamp: Mapping[str, str]) -> dict[str, bytes]:
    """Content of every Parquet file, by its path relative to the checkout."""
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        aside = Path(scratch) / "rows.parquet"
        for configuration, splits in rows.items():
            for split, part in splits.items():
                write_parquet(aside, to_table(configuration, part), stamp)
                found[f"dataset/data/{configuration}/{split}.parquet"] = aside.read_bytes()
    return found


def make_rows(corpus: Corpus, labels: Labels) -> Rows:
    """Rows of every configuration and split, articles in the order of their ids."""
    split_of = corpus.registers.split_of
    unseen = unseen_articles(corpus.articles.values(), corpus.registers, labels)
    rows: Rows = {name: {split: [] for split in SPLITS} for name in SCHEMAS}
    for article_id, article in sorted(corpus.articles.items()):
        split = split_of[article.story or ""]
        row = document_row(article, corpus.registers, unseen=article_id in unseen)
        rows["documents"][split].append(row)
        rows["entities"][split] += sentence_rows(row)
        rows["relations"][split] += relation_rows(row, labels)
        rows["stance"][split] += stance_rows(row, labels)
        for annotator in ("a", "b"):
            other = corpus.passes[annotator][article_id]
            rows["passes"][split].append({"pass": annotator, **document_row(other, corpus.registers, unseen=article_id in unseen)})
    return rows


def unseen_articles(articles: Sequence[Article] | Any, registers: Registers, labels: Labels) -> frozenset[str]:
    """Articles outside training none of whose main actors occurs in training.

    The main actors are the three actors with most mentions, the earlier first among equals.
    """
    split_of = registers.split_of
    train = {
        key
        for a in articles
        if split_of.get(a.story or "") == "train"
        for key, entity in a.entities.items()
        if entity.type in labels.actors
    }
    found = set()
    for article in articles:
        if split_of.get(article.story or "") == "train":
            continue
        actors = [key for key, entity in article.entities.items() if entity.type in labels.actors and article.mentions_of[key]]
        actors.sort(key=lambda key: (-len(article.mentions_of[key]), article.mentions_of[key][0].start))
        if not train.intersection(actors[:MAIN_ACTORS]):
            found.add(article.id)
    return frozenset(found)


def write(built: Built, checkout: Path) -> None:
    """Write every generated file."""
    for name, content in built.parquet.items():
        write_with(checkout / name, partial(_write, content))
    for name, text in built.texts.items():
        write_text(checkout / name, text)


def _write(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def stale(built: Built, checkout: Path) -> list[str]:
    """Generated files whose content differs from what a build makes now, or that are missing."""
    every = {name: text.encode("utf-8") for name, text in built.texts.items()} | dict(built.parquet)
    return sorted(name for name, content in every.items() if _read(checkout / name) != content)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
