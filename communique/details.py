"""Evidence and cues in numbers, and what the training split has already: for the scores that ask for more than triples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from communique.annotations import Ints
from communique.columns import MAX_FAULTS, Columns, Fault, InputError
from communique.labels import AUTHOR
from communique.scoring.extras import Details

Row = Mapping[str, Any]


def details_of(columns: Columns, gold: Columns, order: Ints, source: str, *, unit: str = "line") -> Details:
    """Evidence and cues of what was read.

    Parameters
    ----------
    columns
        Gold or predictions.
    gold
        The columns that know the texts.
    order
        Row of the gold for each row of `columns`.

    Raises
    ------
    InputError
        If a cue's span does not lie in its text.
    """
    if columns.marks is None:
        return Details(np.empty((0, 2), dtype=np.int64), np.empty((0, 2), dtype=np.int64), (), gives_evidence=False, gives_cues=False)
    marks = columns.marks()
    stances: list[int] = []
    codes: list[int] = []
    known: dict[str, int] = {}
    faults: list[Fault] = []
    if len(marks.cue_stance):
        # Here, as it brings the parser of articles with it, which counting does without.
        from communique.article.segment import tokens
    for stance, start, end, words in zip(
        marks.cue_stance.tolist(), marks.cue_start.tolist(), marks.cue_end.tolist(), marks.cue_text, strict=True
    ):
        row = int(columns.stance_row[stance])
        text = words
        if text is None:
            whole = gold.text(int(order[row])) if gold.text else ""
            if not 0 <= start < end <= len(whole):
                message = f"[{start}, {end}] is no span of the text, which has {len(whole)} code points"
                faults.append(Fault(columns.numbers[row], columns.ids[row], "stances.cue", message))
                continue
            text = whole[start:end]
        for first, last in tokens(text):
            stances.append(stance)
            codes.append(known.setdefault(text[first:last].casefold(), len(known)))
    if faults:
        raise InputError(source, faults[:MAX_FAULTS], unit)
    evidence = np.stack([marks.evidence_relation, marks.evidence_sentence], axis=1)
    cues = np.array([stances, codes], dtype=np.int64).T.reshape(-1, 2)
    return Details(evidence, cues, list(known), len(evidence) > 0, len(cues) > 0)


def triples_of(rows: Iterable[Row], symmetric: Collection[str]) -> set[tuple[str, str, str]]:
    """Relations of rows of ``documents`` by canonical name; symmetric ones in both directions."""
    found = set()
    for row in rows:
        for triple in _named(row):
            found.add(triple)
            if triple[1] in symmetric:
                found.add(triple[::-1])
    return found


def seen_relations(rows: Iterable[Row], train: set[tuple[str, str, str]]) -> np.ndarray:
    """Mask over the relations of `rows`, in their order: whether `train` (of `triples_of`) has the triple."""
    return np.array([triple in train for row in rows for triple in _named(row)], dtype=bool)


def pairs_of_rows(rows: Iterable[Row], place: Mapping[str, int], entities: Sequence[Mapping[str, int]], labels: Sequence[str]) -> Ints:
    """Rows of the configuration ``stance`` in numbers.

    Parameters
    ----------
    rows
        With `document`, `holder`, `target` and `label`.
    place
        Number of each article.
    entities
        Entity index by id, for each article.
    labels
        Label names, the one for no stance first.

    Returns
    -------
    ndarray of shape (n, 4)
        Document, holder, target, label.
    """
    code = {name: index for index, name in enumerate(labels)}
    table = []
    for row in rows:
        document = place[row["document"]]
        known = entities[document]
        holder = -1 if row["holder"] == AUTHOR else known[row["holder"]]
        table.append((document, holder, known[row["target"]], code[row["label"]]))
    return np.array(table, dtype=np.int64).reshape(-1, 4)


def _named(row: Row) -> Iterable[tuple[str, str, str]]:
    names = {entity["id"]: entity.get("name") or entity["id"] for entity in row["entities"]}
    for relation in row.get("relations") or []:
        yield names[relation["head"]], relation["type"], names[relation["tail"]]
