"""Counts, densities and consistency of the corpus, for ``dataset/stats.json`` and the card."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean, median, quantiles
from typing import Any

from communique.agreement import agreement
from communique.build.audit import read_audit
from communique.build.batches import read_batches
from communique.build.rows import Row
from communique.columns import resolve
from communique.labels import SPLITS, Labels
from communique.rowreader import from_rows
from communique.validation import Corpus

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def statistics(corpus: Corpus, rows: Mapping[str, Mapping[str, Sequence[Row]]], labels: Labels, stamp: Mapping[str, str]) -> dict[str, Any]:
    """All that the card states in numbers, from the rows that are published."""
    documents = rows["documents"]
    every = [row for split in SPLITS for row in documents[split]]
    return {
        "version": stamp["version"],
        "hash": stamp["hash"],
        "whole": _counts(every, labels),
        "splits": {split: _counts(documents[split], labels) for split in SPLITS},
        "rows": {name: {split: len(part) for split, part in splits.items()} for name, splits in rows.items()},
        "composition": {name: dict(sorted(Counter(row[name] for row in every).items())) for name in ("region", "kind", "genre")},
        "unseen": {split: sum(row["unseen"] for row in documents[split]) for split in SPLITS[1:]},
        "style": _style(every),
        "registers": {"actors": len(corpus.registers.actors), "issues": len(corpus.registers.issues)},
        "consistency": consistency(rows["passes"], labels),
        "consistency_by_batch": _by_batch(rows["passes"], labels, read_batches(corpus.root / "batches.tsv")),
        "error_estimate": read_audit(corpus.root / "audit.tsv"),
    }


def _counts(rows: Sequence[Row], labels: Labels) -> dict[str, Any]:
    tokens = sum(len(row["tokens"]) for row in rows)
    mentions = Counter(e["type"] for row in rows for e in row["entities"] for _ in e["mentions"])
    entities = Counter(e["type"] for row in rows for e in row["entities"])
    relations = Counter(r["type"] for row in rows for r in row["relations"])
    stances = Counter(s["polarity"] for row in rows for s in row["stances"])

    def per_thousand(count: int) -> float | None:
        return round(1000 * count / tokens, 1) if tokens else None

    return {
        "articles": len(rows),
        "events": len({row["event"] for row in rows}),
        "stories": len({row["story"] for row in rows}),
        "sentences": sum(len(row["sentences"]) for row in rows),
        "tokens": tokens,
        "entities": {"total": sum(entities.values()), **_in_order(entities, labels.entity_types)},
        "mentions": {"total": sum(mentions.values()), **_in_order(mentions, labels.entity_types)},
        "relations": {"total": sum(relations.values()), **_in_order(relations, labels.relation_types)},
        "modality": _in_order(Counter(r["modality"] for row in rows for r in row["relations"]), labels.modalities),
        "stances": {"total": sum(stances.values()), **_in_order(stances, labels.polarities)},
        "expression": _in_order(Counter(s["expression"] for row in rows for s in row["stances"]), labels.expressions),
        "changed_stances": sum(s["was"] is not None for row in rows for s in row["stances"]),
        "reported_stances": sum(bool(s["by"]) for row in rows for s in row["stances"]),
        "with_evidence": {
            "relations": sum(bool(r["evidence"]) for row in rows for r in row["relations"]),
            "stances": sum(bool(s["cue"]) for row in rows for s in row["stances"]),
        },
        "per_1000_tokens": {
            "mentions": per_thousand(sum(mentions.values())),
            "relations": per_thousand(sum(relations.values())),
            "stances": per_thousand(sum(stances.values())),
        },
    }


def _in_order(counts: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in names}


def _style(rows: Sequence[Row]) -> dict[str, Any]:
    """Distributions that would show sameness of style."""
    if not rows:
        return {}
    lengths = [len(_WORD.findall(row["text"])) for row in rows]
    sentences = [len(_WORD.findall(row["text"][s["start"] : s["end"]])) for row in rows for s in row["sentences"]]
    openings = Counter(_opening(row) for row in rows)
    return {
        "words_per_article": _spread(lengths),
        "words_per_sentence": _spread(sentences),
        "distinct_opening_words": len(openings),
        "commonest_openings": dict(sorted(openings.items(), key=lambda item: (-item[1], item[0]))[:10]),
    }


def _opening(row: Row) -> str:
    first = next((b for b in row["blocks"] if not b["level"]), row["blocks"][0])
    return " ".join(_WORD.findall(row["text"][first["start"] : first["end"]])[:2])


def _spread(values: Sequence[int]) -> dict[str, float]:
    cuts = quantiles(values, n=10) if len(values) > 1 else [values[0]] * 9
    return {
        "min": min(values),
        "p10": round(cuts[0], 1),
        "median": median(values),
        "mean": round(mean(values), 1),
        "p90": round(cuts[8], 1),
        "max": max(values),
    }


def consistency(passes: Mapping[str, Sequence[Row]], labels: Labels) -> dict[str, Any]:
    """Agreement of pass a with pass b over every article; see `agreement`."""
    sides = []
    for annotator in ("a", "b"):
        chosen = [
            {key: value for key, value in row.items() if key != "pass"}
            for part in passes.values()
            for row in part
            if row["pass"] == annotator
        ]
        chosen.sort(key=lambda row: row["id"])
        sides.append(resolve(from_rows(enumerate(chosen, 1), f"pass {annotator}", gold=True), f"pass {annotator}", unit="row"))
    if not sides[0].documents:
        return {}
    compared = agreement(sides[0], sides[1], labels.symmetric)
    return {
        "articles": sides[0].documents,
        "mentions_f1": _rounded(compared["mentions"]["micro"]["f1"]),
        "relations_f1_shared_entities": _rounded(compared["relations"]["micro"]["f1"]),
        "relations_f1": _rounded(compared["relations_all"]["micro"]["f1"]),
        "stances_f1_shared_entities": _rounded(compared["stances"]["micro"]["f1"]),
        "stances_f1": _rounded(compared["stances_all"]["micro"]["f1"]),
        "polarity_pairs": compared["polarity"]["pairs"],
        "polarity_accuracy": _rounded(compared["polarity"]["accuracy"]),
        "polarity_kappa": _rounded(compared["polarity"]["kappa"]),
        "mentions_f1_per_type": {name: _rounded(row["f1"]) for name, row in compared["mentions"]["per_type"].items()},
        "relations_f1_per_type": {name: _rounded(row["f1"]) for name, row in compared["relations_all"]["per_type"].items()},
        "stances_f1_per_polarity": {name: _rounded(row["f1"]) for name, row in compared["stances_all"]["per_type"].items()},
    }


def _by_batch(passes: Mapping[str, Sequence[Row]], labels: Labels, batches: Mapping[str, int]) -> dict[str, Any]:
    found = {}
    for batch in sorted(set(batches.values())):
        part = {split: [row for row in rows if batches.get(row["id"]) == batch] for split, rows in passes.items()}
        one = consistency(part, labels)
        found[str(batch)] = {name: value for name, value in one.items() if not isinstance(value, dict)}
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
