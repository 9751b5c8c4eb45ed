"""The headline scores of parts: by what the article is, and by what the record is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from communique.analysis.texts import Side, Texts
from communique.annotations import AUTHOR_INDEX, Annotations
from communique.labels import AUTHOR
from communique.scoring.outcomes import Outcomes, Records, matched
from communique.scoring.ratios import prf
from communique.scoring.scores import scores_of
from communique.scoring.tally import Tally

HEADLINES = {
    "entities": ("entities", "strict", "micro"),
    "relations": ("relations", "strict", "micro"),
    "stance": ("stance", "triple", "micro"),
}
LENGTHS = ((250, "under 250 words"), (400, "250 to 400 words"), (10**9, "over 400 words"))

Part = dict[str, float | None]


def breakdowns(texts: Texts, predicted: Annotations, counts: Tally, decided: Outcomes) -> dict[str, dict[str, dict[str, Part]]]:
    """Precision, recall, F1 and counts of parts of the articles and of the records.

    By article: region, kind, genre and length. By record: whether the entities occur in training (``entity``), whether the pair stands in
    a record of training (``pair``), whether both ends are mentioned in one sentence (``reach``), the modality of gold relations
    (``modality``: recall only, as it says nothing of spurious records).

    Parameters
    ----------
    counts
        Of `evaluation.count`: articles in the order of the gold.

    Returns
    -------
    dict
        Criterion, group, task, then numbers.
    """
    found: dict[str, dict[str, dict[str, Part]]] = {}
    for name, of in (("region", None), ("kind", None), ("genre", None), ("length", _length)):
        groups = [of(row) if of else row.get(name) for row in texts.rows]
        if all(group is not None for group in groups):
            found[name] = {str(group): _articles(counts, groups, group) for group in sorted(set(groups), key=_place)}
    gold = texts.gold.annotations
    mine = Side(texts, gold, texts.gold_names)
    theirs = Side(texts, predicted) if predicted.has_entities else mine
    if decided.mentions is not None and texts.train_keys is not None:
        found["entity"] = _by(_mention_groups(texts, gold, predicted, decided.mentions))
    for task, records, own in _layers(predicted, decided):
        names = ("relation_head", "relation_tail") if task == "relations" else ("stance_holder", "stance_target")
        gold_ends = np.stack([getattr(gold, name) for name in names], axis=1)
        for criterion, group in _criteria(texts, mine, theirs).items():
            part = _by(_record_groups(task, records, gold_ends, own, group))
            for label, tasks in part.items():
                found.setdefault(criterion, {}).setdefault(label, {}).update(tasks)
    if decided.relations is not None and len(gold.modalities):
        found["modality"] = _modality(gold, decided.relations)
    return {criterion: groups for criterion, groups in found.items() if groups}


def _place(group: Any) -> Any:
    order = [name for _, name in LENGTHS]
    return (order.index(group), "") if group in order else (0, str(group))


def _length(row: dict[str, Any]) -> str:
    words = len(row["text"].split())
    return next(name for limit, name in LENGTHS if words < limit)


def _articles(counts: Tally, groups: list[Any], wanted: Any) -> dict[str, Part]:
    mask = np.array([group == wanted for group in groups])
    scores = scores_of(counts.counts[mask].sum(axis=0, keepdims=True), counts.layout)
    found = {}
    for task, path in HEADLINES.items():
        part: Any = scores
        for key in path:
            part = part.get(key) if isinstance(part, dict) else None
        if part is not None:
            found[task] = _plain(part) | {"articles": int(mask.sum())}
    return found


def _plain(part: dict[str, Any]) -> Part:
    values = {name: float(np.ravel(value)[0]) for name, value in part.items()}
    return {name: None if np.isnan(value) else int(value) if name in ("tp", "fp", "fn") else value for name, value in values.items()}


def _by(items: Iterator[tuple[str, str, int, bool]]) -> dict[str, dict[str, Part]]:
    """Sums of (task, group, column, right): column 0 gold, 1 predicted."""
    sums: dict[tuple[str, str], np.ndarray] = {}
    for task, group, column, right in items:
        row = sums.setdefault((group, task), np.zeros(4))
        row[column] += 1
        row[column + 2] += right
    found: dict[str, dict[str, Part]] = {}
    for (group, task), row in sorted(sums.items()):
        found.setdefault(group, {})[task] = _plain(prf(row[None]))
    return found


def _mention_groups(texts: Texts, gold: Annotations, predicted: Annotations, match: np.ndarray) -> Iterator[tuple[str, str, int, bool]]:
    """By words, as only they are known of a predicted mention."""
    right = np.zeros(len(predicted.mention_entity), dtype=bool)
    same = matched(match, len(right))
    for at, other in enumerate(match.tolist()):
        good = other >= 0 and _equal(gold, at, predicted, other)
        if good:
            right[other] = True
        yield "entities", _seen(texts, gold, at), 0, good
    for at in range(len(right)):
        yield "entities", _seen(texts, predicted, at), 1, bool(right[at] and same[at])


def _equal(gold: Annotations, at: int, predicted: Annotations, other: int) -> bool:
    span = gold.mention_start[at] == predicted.mention_start[other] and gold.mention_end[at] == predicted.mention_end[other]
    return bool(span) and gold.entity_types[int(gold.mention_type[at])] == predicted.entity_types[int(predicted.mention_type[other])]


def _seen(texts: Texts, side: Annotations, at: int) -> str:
    text = texts.rows[int(side.mention_document[at])]["text"]
    words = text[side.mention_start[at] : side.mention_end[at]].casefold()
    return "words seen in training" if words in texts.train_names else "words unseen"


def _layers(predicted: Annotations, decided: Outcomes) -> Iterator[tuple[str, Records, np.ndarray]]:
    if decided.relations is not None:
        yield "relations", decided.relations, np.stack([predicted.relation_head, predicted.relation_tail], axis=1)
    if decided.stances is not None:
        yield "stance", decided.stances, np.stack([predicted.stance_holder, predicted.stance_target], axis=1)


Group = Callable[[int, int, bool], str]
"""Group of a pair of entities, given their numbers and whether they are the gold's."""


def _criteria(texts: Texts, mine: Side, theirs: Side) -> dict[str, Group]:
    def key(side: Side, entity: int, *, gold: bool) -> str:
        if entity == AUTHOR_INDEX:
            return AUTHOR
        return texts.gold_keys[entity] if gold or side is mine else side.name(entity)

    def known(one: int, two: int, gold: bool) -> str:
        side = mine if gold else theirs
        seen = texts.train_keys or set()
        if side is not mine:
            count = sum(end == AUTHOR_INDEX or side.name(end).casefold() in texts.train_names for end in (one, two))
        else:
            count = sum(end == AUTHOR_INDEX or key(side, end, gold=gold) in seen for end in (one, two))
        return ("neither end seen in training", "one end seen in training", "both ends seen in training")[count]

    def pair(one: int, two: int, gold: bool) -> str:
        side = mine if gold else theirs
        return "pair seen in training" if (key(side, one, gold=gold), key(side, two, gold=gold)) in texts.train_pairs else "pair unseen"

    def reach(one: int, two: int, gold: bool) -> str:
        side = mine if gold else theirs
        if one == AUTHOR_INDEX:
            return "author"
        return "within a sentence" if side.sentences(one) & side.sentences(two) else "across sentences"

    found: dict[str, Group] = {}
    if texts.train_keys is not None:
        found["actors"] = known
        if theirs is mine:
            found["pair"] = pair
    if all(row.get("sentences") for row in texts.rows):
        found["reach"] = reach
    return found


def _record_groups(
    task: str, records: Records, gold_ends: np.ndarray, own: np.ndarray, group: Group
) -> Iterator[tuple[str, str, int, bool]]:
    for at, (one, two) in enumerate(gold_ends.tolist()):
        yield task, group(one, two, True), 0, bool(records.found[at])
    for at, (one, two) in enumerate(own.tolist()):
        yield task, group(one, two, False), 1, bool(records.right[at])


def _modality(gold: Annotations, records: Records) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = {}
    for code, name in enumerate(gold.modalities):
        mask = gold.relation_modality == code
        if mask.any() and name:
            right, all_ = int(records.found[mask].sum()), int(mask.sum())
            found[name] = {"relations": {"recall": right / all_, "tp": right, "fn": all_ - right}}
    return found
