"""Relations: (head, type, tail), in the two modes named by Taillé et al. 2020, and what is said besides."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from communique.annotations import Annotations, Ints
from communique.scoring.extras import Details, count_evidence, count_ignoring_train, count_modality, evidence_rows
from communique.scoring.ratios import Floats
from communique.scoring.records import count_records, records_of, relation_rows

MODES = ("strict", "boundaries")


def count_relations(
    gold: Annotations,
    predicted: Annotations,
    aligned: Ints | None,
    symmetric: Collection[str],
    *,
    seen: np.ndarray | None = None,
    details: tuple[Details, Details] | None = None,
) -> tuple[dict[str, Floats], Sequence[str]]:
    """Count relations per article and type.

    ``boundaries``: head and tail are aligned with the gold head and tail, and the relation type is right; ``strict``: both entity types
    are right too. With given entities the two coincide. Where `seen` is given, ``ignoring_train``; where predictions say so much, also
    ``evidence`` and ``modality``, all three on strictly right relations.

    Parameters
    ----------
    aligned
        Gold entity of each predicted one; None with given entities.
    symmetric
        Relation types that match in either order.
    seen
        Mask over the gold relations: whether training has the triple, by canonical names.
    details
        Of gold and of predictions.

    Returns
    -------
    counts : dict of str to ndarray
        Shape (n_documents, n_types, 4) for the modes, else (n_documents, 1, 4), and (n_documents, 2) for ``modality``.
    types : sequence of str
    """
    types = list(gold.relation_types) + [name for name in predicted.relation_types if name not in set(gold.relation_types)]
    gold_rows, rows = relation_rows(gold, types, symmetric), relation_rows(predicted, types, symmetric, aligned)
    gold_records, records = records_of(gold_rows), records_of(rows)
    good = None if aligned is None else types_right(gold, predicted, aligned)
    right = None if good is None else joined(good, records.rows)
    counts = {
        "strict": count_records(gold_records, records, gold.documents, len(types), right),
        "boundaries": count_records(gold_records, records, gold.documents, len(types)),
    }
    if seen is not None:
        counts["ignoring_train"] = count_ignoring_train(gold_records, records, gold_rows[seen, :4], gold.documents, right)
    strictly = np.ones(len(rows), dtype=bool) if good is None else joined(good, rows)
    if details is not None and details[1].gives_evidence:
        mine, theirs = evidence_rows(details[0], gold_rows), evidence_rows(details[1], rows)
        wrong = ~strictly[details[1].evidence[:, 0]]
        # A relation between entities of wrong types is wrong, whatever its evidence.
        theirs[wrong, 1] = -3 - np.flatnonzero(wrong)
        counts["evidence"] = count_evidence(mine, theirs, gold.documents)
    if any(predicted.modalities):
        given = strictly & np.array([bool(name) for name in predicted.modalities])[predicted.relation_modality]
        codes = {name: index for index, name in enumerate(dict.fromkeys((*gold.modalities, *predicted.modalities)))}
        for table, names in ((gold_rows, gold.modalities), (rows, predicted.modalities)):
            table[:, 4] = np.array([codes[name] for name in names] or [0], dtype=np.int64)[table[:, 4]]
        counts["modality"] = count_modality(gold_rows, rows[given], gold.documents)
    return counts, types


def types_right(gold: Annotations, predicted: Annotations, aligned: Ints) -> np.ndarray:
    """Which gold entities are aligned with a predicted one of their type."""
    names = {name: index for index, name in enumerate(sorted({*gold.entity_types, *predicted.entity_types}))}
    gold_type = np.array([names[name] for name in gold.entity_types] or [0])[gold.entity_type]
    own_type = np.array([names[name] for name in predicted.entity_types] or [0])[predicted.entity_type]
    good = np.zeros(len(gold.entity_document), dtype=bool)
    known = np.flatnonzero(aligned >= 0)
    good[aligned[known]] = gold_type[aligned[known]] == own_type[known]
    return good


def joined(good: np.ndarray, rows: Ints) -> np.ndarray:
    """Which rows join two entities that are good."""
    head, tail = rows[:, 1], rows[:, 3]
    ends = (head >= 0) & (tail >= 0)
    right = np.zeros(len(rows), dtype=bool)
    right[ends] = good[head[ends]] & good[tail[ends]]
    return right
