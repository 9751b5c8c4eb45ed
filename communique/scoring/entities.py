"""Entity mentions in the four match modes of SemEval-2013 task 9.1 (Segura-Bedmar et al. 2013)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from communique.annotations import Annotations
from communique.scoring.alignment import NO_MATCH, align_mentions
from communique.scoring.ratios import GOLD, GOLD_RIGHT, PREDICTED, PREDICTED_RIGHT, Floats

MODES = ("strict", "exact", "type", "partial")


def count_entities(gold: Annotations, predicted: Annotations) -> tuple[dict[str, Floats], Sequence[str]]:
    """Count mentions per article and type in each mode.

    ``strict``: same span and type; ``exact``: same span; ``type``: overlap and same type; ``partial``: overlap, half credit where the
    span differs. The alignment is the same in all modes; see `align_mentions`. Where a mode forgives a wrong type, the match counts for
    recall
    in the row of the gold type and for precision in the row of the predicted one.

    Returns
    -------
    counts : dict of str to ndarray of shape (n_documents, n_types, 4)
        By mode; columns as in `ratios`.
    types : sequence of str
        The n_types types.
    """
    match = align_mentions(gold, predicted)
    types = list(gold.entity_types) + [name for name in predicted.entity_types if name not in set(gold.entity_types)]
    code = {name: index for index, name in enumerate(types)}
    type_g = _codes(gold, code)
    type_p = _codes(predicted, code)
    document_g, document_p = gold.mention_document, predicted.mention_document
    cells = gold.documents * len(types)

    def add(out: Floats, column: int, document: np.ndarray, kind: np.ndarray, credit: np.ndarray | None = None) -> None:
        out[:, :, column] += np.bincount(document * len(types) + kind, weights=credit, minlength=cells).reshape(gold.documents, len(types))

    base = np.zeros((gold.documents, len(types), 4))
    add(base, GOLD, document_g, type_g)
    add(base, PREDICTED, document_p, type_p)
    i = np.flatnonzero(match != NO_MATCH)
    j = match[i]
    same_span = (gold.mention_start[i] == predicted.mention_start[j]) & (gold.mention_end[i] == predicted.mention_end[j])
    same_type = type_g[i] == type_p[j]
    credits = {
        "strict": (same_span & same_type).astype(float),
        "exact": same_span.astype(float),
        "type": same_type.astype(float),
        "partial": np.where(same_span, 1.0, 0.5),
    }
    counts = {}
    for mode in MODES:
        counts[mode] = base.copy()
        add(counts[mode], GOLD_RIGHT, document_g[i], type_g[i], credits[mode])
        add(counts[mode], PREDICTED_RIGHT, document_p[j], type_p[j], credits[mode])
    return counts, types


def _codes(side: Annotations, code: dict[str, int]) -> np.ndarray:
    lookup = np.array([code[name] for name in side.entity_types] or [0], dtype=np.int64)
    return lookup[side.mention_type] if len(side.mention_entity) else np.empty(0, dtype=np.int64)
