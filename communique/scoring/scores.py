"""From sums of counts to scores: nested dictionaries of arrays, one value a sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from communique.scoring import coreference
from communique.scoring.entities import MODES as ENTITY_MODES
from communique.scoring.ratios import Floats, f1_of, macro, mean_of, prf, ratio
from communique.scoring.relations import MODES as RELATION_MODES
from communique.scoring.resampling import interval
from communique.scoring.stance import FAVOUR_AND_AGAINST
from communique.scoring.tally import Layout

Scores = dict[str, Any]

NONE = "none"
"""The label of a given pair without a stance."""

RATIOS = frozenset(("precision", "recall", "f1", "accuracy", "polarity_accuracy", "modality_accuracy", "f_avg"))
"""Scores that get an interval; the rest are counts."""


def scores_of(sums: Floats, layout: Layout) -> Scores:
    """Every score that the counts allow.

    Parameters
    ----------
    sums
        Shape (n_sums, n_columns): the column sums of a tally, or of resamples of it.

    Returns
    -------
    dict
        Nested as in a result file; leaves are arrays of shape (n_sums,), NaN where undefined.
    """
    scores: Scores = {}
    blocks = layout.blocks
    if "entities.strict" in blocks:
        scores["entities"] = {mode: label_table(blocks[f"entities.{mode}"].of(sums), layout.entity_types) for mode in ENTITY_MODES}
    if "coreference.muc" in blocks:
        scores["coreference"] = _coreference(sums, layout)
    if "relations.strict" in blocks:
        scores["relations"] = {mode: label_table(blocks[f"relations.{mode}"].of(sums), layout.relation_types) for mode in RELATION_MODES}
        for name in ("ignoring_train", "evidence"):
            if f"relations.{name}" in blocks:
                scores["relations"][name] = prf(blocks[f"relations.{name}"].of(sums)[:, 0])
        if "relations.modality" in blocks:
            modality = blocks["relations.modality"].of(sums)
            scores["relations"]["modality_accuracy"] = ratio(modality[:, 0], modality[:, 1])
    if "stance.triple" in blocks:
        scores["stance"] = _stance(sums, layout)
    if {"entities", "relations", "stance"} <= scores.keys():
        heads = [scores["entities"]["strict"]["micro"], scores["relations"]["strict"]["micro"], scores["stance"]["triple"]["micro"]]
        scores["overall"] = {"f1": mean_of([head["f1"] for head in heads])}
    return scores


def label_table(sums: Floats, names: Sequence[str], rows: str = "per_type") -> Scores:
    """Micro, macro and per-label ratios of sums of shape (n_sums, n_labels, 4). Labels that never occur have no row."""
    # By name, so that means are added up in one order whatever the order of the data.
    table = {name: prf(sums[:, index]) for name, index in sorted((name, index) for index, name in enumerate(names))}
    present = {name for name, seen in zip(names, sums[0, :, :2].sum(axis=-1), strict=True) if seen}
    return {"micro": prf(sums.sum(axis=1)), "macro": macro(table, len(sums)), rows: {n: row for n, row in table.items() if n in present}}


def _coreference(sums: Floats, layout: Layout) -> Scores:
    scores: Scores = {}
    for metric in coreference.METRICS:
        part = layout.blocks[f"coreference.{metric}"].of(sums)
        recall = ratio(part[:, coreference.RECALL_PART], part[:, coreference.RECALL_WHOLE])
        precision = ratio(part[:, coreference.PRECISION_PART], part[:, coreference.PRECISION_WHOLE])
        empty = (part[:, coreference.RECALL_WHOLE] == 0) & (part[:, coreference.PRECISION_WHOLE] == 0)
        scores[metric] = {"precision": precision, "recall": recall, "f1": f1_of(precision, recall, empty)}
    scores["conll"] = {"f1": mean_of([scores[metric]["f1"] for metric in ("muc", "b3", "ceafe")])}
    return scores


def _stance(sums: Floats, layout: Layout) -> Scores:
    triple = label_table(layout.blocks["stance.triple"].of(sums), layout.polarities, rows="per_polarity")
    polarity = layout.blocks["stance.polarity"].of(sums)
    scores = {
        "triple": triple,
        "pair": prf(layout.blocks["stance.pair"].of(sums)),
        "polarity_accuracy": ratio(polarity[:, 0], polarity[:, 1]),
        "f_avg": _favour_and_against(triple["per_polarity"], len(sums)),
    }
    if "stance.cue" in layout.blocks:
        scores["cue"] = prf(layout.blocks["stance.cue"].of(sums)[:, 0])
    if "stance.given_pairs" in layout.blocks:
        scores["given_pairs"] = _given_pairs(layout.blocks["stance.given_pairs"].of(sums), layout.polarities)
    return scores


def _favour_and_against(rows: Scores, sums: int) -> Floats:
    found = [rows[name]["f1"] for name in FAVOUR_AND_AGAINST if name in rows]
    return mean_of(found) if len(found) == len(FAVOUR_AND_AGAINST) else np.full(sums, np.nan)


def _given_pairs(confusion: Floats, polarities: Sequence[str]) -> Scores:
    names = (NONE, *polarities[: confusion.shape[1] - 1])
    right = np.diagonal(confusion, axis1=1, axis2=2)
    counts = np.stack([confusion.sum(axis=2), confusion.sum(axis=1), right, right], axis=2)
    table = label_table(counts, names, rows="per_label")
    return {
        "accuracy": table["micro"]["f1"],
        "macro": table["macro"],
        "f_avg": _favour_and_against(table["per_label"], len(confusion)),
        "per_label": table["per_label"],
        "confusion": {gold: {label: confusion[:, i, j] for j, label in enumerate(names)} for i, gold in enumerate(names)},
    }


def plain_scores(value: Any) -> Any:
    """Arrays of a point and its resamples as numbers and intervals: ``f1`` and, if there are resamples, ``f1_ci``; None where undefined."""
    if not isinstance(value, Mapping):
        return _number(value[0])
    found: dict[str, Any] = {}
    for key, item in value.items():
        found[key] = plain_scores(item)
        if key in RATIOS and len(item) > 1:
            bounds = None if found[key] is None else interval(item[1:])
            found[f"{key}_ci"] = None if bounds is None else list(bounds)
        elif key not in RATIOS and not isinstance(item, Mapping) and found[key] is not None and float(found[key]).is_integer():
            found[key] = int(found[key])
    return found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
