"""Annotated articles as the estimators read them: rows like those of ``documents``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

Mention = tuple[int, int, str]
"""Start, end and type."""

Record = tuple[str, str, str]
"""First entity id, label, second entity id."""

AUTHOR = "author"
EDITORIAL = "editorial"


def sentence_tokens(row: Row) -> list[list[Row]]:
    """Tokens of each sentence."""
    starts = [token["start"] for token in row["tokens"]]
    return [row["tokens"][bisect_left(starts, s["start"]) : bisect_left(starts, s["end"])] for s in row["sentences"]]


def sentence_words(row: Row) -> list[list[str]]:
    """Words of each sentence."""
    return [[row["text"][t["start"] : t["end"]] for t in tokens] for tokens in sentence_tokens(row)]


def gold_mentions(row: Row) -> list[Mention]:
    """An annotated article's mentions, as `MentionTagger.fit` wants them."""
    return sorted((m["start"], m["end"], e["type"]) for e in row["entities"] for m in e["mentions"])


def gold_relations(row: Row) -> list[Record]:
    """An annotated article's relations, as `RelationClassifier.fit` wants them."""
    return [(r["head"], r["type"], r["tail"]) for r in row.get("relations") or ()]


def gold_stances(row: Row) -> list[Record]:
    """An annotated article's stances, as `StanceClassifier.fit` wants them."""
    return [(s["holder"], s["polarity"], s["target"]) for s in row.get("stances") or ()]


def entity_types(row: Row) -> dict[str, str]:
    """Type of each entity of an article, the author among them."""
    return {entity["id"]: entity["type"] for entity in row["entities"]} | {AUTHOR: AUTHOR}


def plain_words(words: Sequence[str]) -> list[str]:
    """Those words that consist of letters."""
    return [word for word in words if word.isalpha()]
