"""Consistency of two annotations of the same texts.

The first is taken as gold and the second as prediction, so every F1 is symmetric in the two. Relations are compared given the entities
that both have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from communique.annotations import AUTHOR_INDEX, Annotations
from communique.scoring.alignment import align_entities
from communique.scoring.entities import count_entities
from communique.scoring.packing import contained
from communique.scoring.records import count_records, relation_records, stance_records
from communique.scoring.scores import label_table, plain_scores


def cohen_kappa(one: Sequence[Any], two: Sequence[Any]) -> float | None:
    """Cohen's κ (1960) of two sequences of labels; None where it is undefined (no items, or one label only on both sides)."""
    if not one:
        return None
    names = sorted({*one, *two})
    place = {name: index for index, name in enumerate(names)}
    confusion = np.zeros((len(names), len(names)))
    np.add.at(confusion, ([place[x] for x in one], [place[y] for y in two]), 1)
    share = confusion / confusion.sum()
    expected = float(share.sum(axis=1) @ share.sum(axis=0))
    return None if expected == 1 else (float(np.trace(share)) - expected) / (1 - expected)


def agreement(one: Annotations, two: Annotations, symmetric: frozenset[str]) -> dict[str, Any]:
    """Compare two annotations of the same articles, numbered alike.

    Returns
    -------
    dict
        ``mentions`` (span and type), ``entities`` (clusters aligned), ``relations`` (among entities that both have, and all), ``stances``
        (triples
        among entities that both have, and all), ``polarity`` (κ and accuracy on shared pairs). Precision is the share of the second
        annotation that the
        first has. ``alpha`` beside relations and stances is Krippendorff's α over all ordered pairs of entities that both have in an
        article, each
        labelled with what holds between the two, or nothing.
    """
    aligned = align_entities(one, two)
    counts, types = count_entities(one, two)
    relation_types = list(dict.fromkeys([*one.relation_types, *two.relation_types]))
    polarities = list(dict.fromkeys([*one.polarities, *two.polarities]))
    shared_one = np.zeros(len(one.entity_document), dtype=bool)
    shared_one[aligned[aligned >= 0]] = True
    results: dict[str, Any] = {"mentions": _table(counts["strict"], types)}
    results["entities"] = {"first": len(one.entity_document), "second": len(two.entity_document), "aligned": int((aligned >= 0).sum())}
    for name, first, second, names in (
        (
            "relations",
            relation_records(one, relation_types, symmetric),
            relation_records(two, relation_types, symmetric, aligned),
            relation_types,
        ),
        ("stances", stance_records(one, polarities), stance_records(two, polarities, aligned), polarities),
    ):
        results[f"{name}_all"] = _table(count_records(first, second, one.documents, len(names)), names)
        near_one = _among(first.rows, shared_one)
        near_two = _among(second.rows, shared_one)
        kept_one, kept_two = type(first)(near_one, first.repeats[:0]), type(second)(near_two, second.repeats[:0])
        results[name] = _table(count_records(kept_one, kept_two, one.documents, len(names)), names)
        results[name]["alpha"] = krippendorff_alpha(*_pair_labels(near_one, near_two, one, shared_one))
        if name == "stances":
            results["polarity"] = _polarity(near_one, near_two, polarities)
    return results


def _pair_labels(one: np.ndarray, two: np.ndarray, side: Annotations, shared: np.ndarray) -> tuple[list[Any], list[Any]]:
    """What each annotation says of every ordered pair of entities that both have in an article: its labels, or none."""
    held: list[dict[tuple[int, int], tuple[int, ...]]] = [{}, {}]
    for found, rows in zip(held, (one, two), strict=True):
        for _, first, label, second in sorted(rows.tolist()):
            found[first, second] = (*found.get((first, second), ()), label)
    both = []
    for document in range(side.documents):
        entities = np.flatnonzero(shared & (side.entity_document == document)).tolist()
        both += [(held[0].get((i, j), ()), held[1].get((i, j), ())) for i in entities for j in entities if i != j]
    return [a for a, _ in both], [b for _, b in both]


def krippendorff_alpha(one: Sequence[Any], two: Sequence[Any]) -> float | None:
    """Krippendorff's α (2011) of two sequences of labels, nominal; None where it is undefined or `krippendorff` is not installed."""
    try:
        import krippendorff
    except ImportError:
        return None
    names = sorted({*one, *two})
    if len(names) < 2:
        return None
    place = {name: index for index, name in enumerate(names)}
    data = np.array([[place[label] for label in side] for side in (one, two)])
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def _table(counts: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    plain: dict[str, Any] = plain_scores(label_table(counts.sum(axis=0, keepdims=True), names))
    return plain


def _among(rows: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Rows whose entities both annotations have; the author counts as shared."""

    def has(index: np.ndarray) -> np.ndarray:
        known: np.ndarray = shared[np.maximum(index, 0)] if len(shared) else np.zeros(len(index), dtype=bool)
        both: np.ndarray = (index == AUTHOR_INDEX) | ((index >= 0) & known)
        return both

    kept: np.ndarray = rows[has(rows[:, 1]) & has(rows[:, 3])]
    return kept


def _polarity(one: np.ndarray, two: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    """Agreement on the polarity of pairs that both annotations have, with one polarity each."""
    columns = [0, 1, 3]
    one, two = one[contained(one[:, columns], two[:, columns])], two[contained(two[:, columns], one[:, columns])]
    first = {tuple(row[columns]): names[row[2]] for row in one}
    second = {tuple(row[columns]): names[row[2]] for row in two}
    pairs = sorted(first.keys() & second.keys())
    a, b = [first[pair] for pair in pairs], [second[pair] for pair in pairs]
    return {
        "pairs": len(pairs),
        "accuracy": sum(x == y for x, y in zip(a, b, strict=True)) / len(pairs) if pairs else None,
        "kappa": cohen_kappa(a, b),
    }


def list_differences(one: dict[str, Any], two: dict[str, Any], symmetric: frozenset[str]) -> Iterator[str]:
    """Every difference between two rows of ``documents`` with the same text, a line each; the second's keys are translated into the
    first's.

    Parameters
    ----------
    one, two
        Annotations of one article.
    symmetric
        Relation types that hold in both directions.
    """
    owners = [{(m["start"], m["end"]): e for e in row["entities"] for m in e["mentions"]} for row in (one, two)]
    common = Counter((owners[0][span]["id"], owners[1][span]["id"]) for span in sorted(owners[0].keys() & owners[1].keys()))
    same: dict[str, str] = {}
    for (mine, theirs), _ in common.most_common():
        if theirs not in same and mine not in same.values():
            same[theirs] = mine
    names: list[dict[str, str]] = [{e["id"]: e["key"] for e in row["entities"]} | {"author": "author"} for row in (one, two)]

    def shown(side: int, key: str) -> str:
        return names[0][key] if side == 0 else names[0].get(same.get(key, key if key == "author" else ""), f"B:{names[1][key]}")

    for span in sorted(owners[0].keys() | owners[1].keys()):
        found = [f"{shown(side, o[span]['id'])} ({o[span]['type']})" if span in o else "-" for side, o in enumerate(owners)]
        if found[0] != found[1]:
            yield f"mention {one['text'][span[0] : span[1]]!r} at {span[0]}: A {found[0]}, B {found[1]}"
    for layer, first, label, second, extra in (
        ("relations", "head", "type", "tail", ("modality", "by", "denied_by")),
        ("stances", "holder", "polarity", "target", ("by", "was", "expression")),
    ):
        sides = []
        for side, row in enumerate((one, two)):
            records = {}
            for record in row[layer]:
                ends = shown(side, record[first]), shown(side, record[second])
                if record[label] in symmetric:
                    ends = min(ends), max(ends)
                details = [
                    sorted(shown(side, key) for key in record[name]) if isinstance(record[name], list) else record[name] for name in extra
                ]
                records[ends[0], record[label], ends[1]] = dict(zip(extra, details, strict=True))
            sides.append(records)
        for key in sorted(sides[0].keys() | sides[1].keys()):
            found = [str(records[key]) if key in records else "-" for records in sides]
            if found[0] != found[1]:
                yield f"{layer[:-1]} {' '.join(key)}: A {found[0]}, B {found[1]}"
