"""Predictions: JSON Lines or Parquet, on either track, checked against the gold before anything is scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from communique.annotations import Annotations
from communique.columns import MAX_FAULTS, Columns, Fault, InputError, Words, resolve
from communique.corpus import Gold, read_columns
from communique.details import details_of
from communique.rowreader import from_rows
from communique.scoring.extras import Details
from communique.scoring.packing import repeats

TRACKS = ("end-to-end", "given-entities")


@dataclass(frozen=True)
class Predictions:
    """Checked predictions in the terms of a gold.

    Attributes
    ----------
    annotations : Annotations
        Documents are numbered as in the gold; with given entities, so are entities.
    track : str
        ``end-to-end`` or ``given-entities``.
    warnings : list of str
        What was accepted and should be known.
    details : tuple of Details or None
        Evidence and cues of gold and predictions; None if the predictions have neither.
    """

    annotations: Annotations
    track: str
    warnings: list[str]
    details: tuple[Details, Details] | None = None


def read_predictions(path: Path, gold: Gold) -> Predictions:
    """Read a prediction file.

    Raises
    ------
    InputError
        If anything in it is not as `evaluation` requires; nothing of it is used then.
    OSError
        If the file cannot be opened.
    """
    columns, unit = read_columns(path, gold=False)
    return checked(columns, gold, str(path), unit)


def predictions_from_rows(rows: Iterable[dict[str, Any]], gold: Gold) -> Predictions:
    """Predictions from objects in memory, of the same form as the lines of a file.

    Raises
    ------
    InputError
        As for files; rows count from 1.
    """
    return checked(from_rows(enumerate(rows, 1), "predictions", gold=False), gold, "predictions", "row")


def checked(columns: Columns, gold: Gold, source: str, unit: str) -> Predictions:
    """Predictions that have been read, checked against the gold; see `read_predictions`."""
    place = {name: number for number, name in enumerate(gold.columns.ids)}
    faults = [
        Fault(
            columns.numbers[row],
            name,
            "id",
            f"is no article of the split '{gold.split}'; one is '{gold.columns.ids[0] if gold.columns.ids else '–'}'",
        )
        for row, name in enumerate(columns.ids)
        if name not in place
    ]
    if not any(columns.has.values()):
        faults.append(
            Fault(
                columns.numbers[0] if columns.ids else 0, None, "", "no row has entities, relations or stances: there is nothing to score"
            )
        )
    warnings = list(columns.warnings)
    for words, rows, what, allowed in (
        (columns.entity_type, columns.entity_row, "entities.type", gold.annotations.entity_types),
        (columns.relation_type, columns.relation_row, "relations.type", gold.annotations.relation_types),
        (columns.stance_polarity, columns.stance_row, "stances.polarity", gold.annotations.polarities),
    ):
        _labels(words, rows, what, allowed, gold, columns, faults, warnings)
    if faults:
        raise InputError(source, sorted(faults, key=lambda fault: fault.row)[:MAX_FAULTS], unit)
    order = np.array([place[name] for name in columns.ids], dtype=np.int64)
    annotations = resolve(columns, source, unit=unit, known=gold.columns, order=order)
    missing = len(gold.columns.ids) - len(columns.ids)
    if missing:
        warnings.insert(0, f"{missing} of {len(gold.columns.ids)} articles are missing; they count as predicted empty")
    warnings += _repeats(annotations)
    details = details_of(columns, gold.columns, order, source, unit=unit)
    both = None
    if len(details.evidence) or len(details.cues):
        both = details_of(gold.columns, gold.columns, np.arange(len(gold.columns.ids)), "gold"), details
    return Predictions(annotations, TRACKS[0] if columns.has["entities"] else TRACKS[1], warnings, both)


def _labels(  # noqa: PLR0917
    words: Words, rows: Any, what: str, allowed: Sequence[str], gold: Gold, columns: Columns, faults: list[Fault], warnings: list[str]
) -> None:
    strange = {code: name for code, name in enumerate(words.names) if name not in set(allowed)}
    for code, name in strange.items():
        at = np.flatnonzero(words.codes == code)
        if not len(at):
            continue
        row = int(rows[at[0]])
        if gold.own_labels:
            faults.append(Fault(columns.numbers[row], columns.ids[row], what, f"label '{name}' is unknown; allowed: {', '.join(allowed)}"))
        else:
            warnings.append(f"{what} '{name}' does not occur in the gold; its {len(at)} records count as spurious")


def _repeats(a: Annotations) -> list[str]:
    notes = []
    for what, columns in (
        ("mentions", (a.mention_document, a.mention_start, a.mention_end, a.mention_type) if a.has_entities else ()),
        ("relations", (a.relation_head, a.relation_type, a.relation_tail, a.relation_modality) if a.has_relations else ()),
        ("stances", (a.stance_document, a.stance_holder, a.stance_target, a.stance_polarity, a.stance_source) if a.has_stances else ()),
    ):
        if columns and len(columns[0]):
            count = repeats(columns)
            if count:
                notes.append(f"{count} {what} are given more than once; each is matched once, the rest count as spurious")
    return notes
