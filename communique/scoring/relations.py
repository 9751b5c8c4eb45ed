"""Relations: (head, type, tail), in the two modes named by Taillé et al. 2020."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.ratios import Floats
from communique.scoring.records import Records, count_records, relation_records

MODES = ("strict", "boundaries")


def count_relations(
    gold: Annotations, predicted: Annotations, aligned: Ints | None, symmetric: Collection[str]
) -> tuple[dict[str, Floats], Sequence[str], Records, Records]:
    """Count relations per article and type.

    ``boundaries``: head and tail are aligned with the gold head and tail, and the relation type is right; ``strict``: both entity types
    are right
    too. With given entities the two coincide.

    Parameters
    ----------
    aligned
        Gold entity of each predicted one; None with given entities.
    symmetric
        Relation types that match in either order.

    Returns
    -------
    counts : dict of str to ndarray of shape (n_documents, n_types, 4)
    types : sequence of str
    gold_records, predicted_records : Records
    """
    types = list(gold.relation_types) + [name for name in predicted.relation_types if name not in set(gold.relation_types)]
    gold_records = relation_records(gold, types, symmetric)
    predicted_records = relation_records(predicted, types, symmetric, aligned)
    right = None if aligned is None else _types_right(gold, predicted, aligned, predicted_records)
    return (
        {
            "strict": count_records(gold_records, predicted_records, gold.documents, len(types), right),
            "boundaries": count_records(gold_records, predicted_records, gold.documents, len(types)),
        },
        types,
        gold_records,
        predicted_records,
    )


def _types_right(gold: Annotations, predicted: Annotations, aligned: Ints, records: Records) -> np.ndarray:
    """Which records join entities whose predicted types are those of the gold entities that they are aligned with."""
    names = {name: index for index, name in enumerate(sorted({*gold.entity_types, *predicted.entity_types}))}
    gold_type = np.array([names[name] for name in gold.entity_types] or [0])[gold.entity_type]
    own_type = np.array([names[name] for name in predicted.entity_types] or [0])[predicted.entity_type]
    good = np.zeros(len(gold.entity_document), dtype=bool)
    known = np.flatnonzero(aligned >= 0)
    good[aligned[known]] = gold_type[aligned[known]] == own_type[known]
    head, tail = records.rows[:, 1], records.rows[:, 3]
    ends = (head >= 0) & (tail >= 0)
    right = np.zeros(len(records.rows), dtype=bool)
    right[ends] = good[head[ends]] & good[tail[ends]]
    return right
