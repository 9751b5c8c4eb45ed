"""Answers of language models: read tolerantly, turned into predictions, scored by `communique.score`.

The answer form of a full extraction names things by words::

    {"entities": [{"name": "Anwar Ibrahim", "type": "PERSON", "mentions": ["Anwar Ibrahim", "Anwar"]}],
     "relations": [{"head": "Anwar Ibrahim", "type": "represents", "tail": "Malaysia"}],
     "stances": [{"holder": "Anwar Ibrahim", "target": "ceasefire", "polarity": "support"}]}

What the form loses: where entities share a wording, or a wording also stands in the text unmarked, words do not say which occurrence is
meant, so that mentions can go to the wrong place; evidence, cues, modality, attribution and earlier polarity are not asked for. Written
from gold, an entity whose wordings all occur once in the text comes back exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.labels import AUTHOR, labels

Row = dict[str, Any]

LAYERS = ("entities", "relations", "stances")
_ATTEMPTS = 200
_FENCE = re.compile(r"```[\w-]*")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)


def read_labels(answer: str, names: Iterable[str]) -> list[str]:
    """The labels that an answer names, each once, in their order in the answer; case, spaces and hyphens do not matter.

    Text after the last ``answer:``, ``stance:``, ``relation:`` or ``label:`` is preferred, then the last line that names a label.
    """
    pattern = {name: re.compile(rf"(?<!\w){re.sub('_', r'[-_ ]', re.escape(name))}(?!\w)", re.IGNORECASE) for name in names}

    def found(text: str) -> list[str]:
        places = ((match.start(), name) for name, each in pattern.items() if (match := each.search(text)))
        return [name for _, name in sorted(places)]

    text = _FENCE.sub(" ", _THOUGHT.sub(" ", answer))
    marked = re.split(r"\b(?:answer|stance|relations?|labels?|polarity)\b[\"'*\s]*(?::|\bis\b)", text, flags=re.IGNORECASE)
    if len(marked) > 1 and (last := found(marked[-1])):
        return last
    return next((labels_ for line in reversed(text.splitlines()) if (labels_ := found(line))), [])


def read_object(answer: str) -> Row | None:
    """The JSON object of an extraction: fenced, with chatter around it, or cut off; None if there is none.

    The first object with one of the layers counts. One that was cut off is closed after its last whole part.
    """
    text = _FENCE.sub(" ", _THOUGHT.sub(" ", answer))
    starts = [match.start() for match in re.finditer(r"\{(?=\s*\")", text)][:_ATTEMPTS]
    for start in starts:
        found = _decoded(text, start)
        if found is not None:
            return found
    for start in starts:
        found = _closed(text[start:])
        if found is not None:
            return found
    return None


def _decoded(text: str, start: int) -> Row | None:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and any(isinstance(value.get(layer), list) for layer in LAYERS) else None


def _closed(text: str) -> Row | None:
    """The object that `text` begins with and that ends too early, up to its last whole part."""
    open_, ends, in_string, escaped = [], [], False, False
    for at, character in enumerate(text):
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "{[":
            open_.append("}" if character == "{" else "]")
        elif character in "}]":
            if not open_ or open_.pop() != character:
                break
            ends.append((at + 1, "".join(reversed(open_))))
    for at, closing in reversed(ends[-_ATTEMPTS:]):
        found = _decoded(text[:at] + closing, 0)
        if found is not None:
            return found
    return None


def answer_of(row: Mapping[str, Any]) -> Row:
    """A row of ``documents`` in the answer form, as a perfect answer would be. Names that repeat are told apart by a number."""
    names: dict[str, str] = {AUTHOR: AUTHOR}
    taken: set[str] = {_folded(AUTHOR)}
    entities = []
    for entity in row["entities"]:
        name, number = entity["name"], 1
        while _folded(name) in taken:
            number += 1
            name = f"{entity['name']} ({number})"
        taken.add(_folded(name))
        names[entity["id"]] = name
        mentions = sorted(entity["mentions"], key=lambda mention: int(mention["start"]))
        entities.append({"name": name, "type": entity["type"], "mentions": [mention["text"] for mention in mentions]})
    return {
        "entities": entities,
        "relations": [{"head": names[r["head"]], "type": r["type"], "tail": names[r["tail"]]} for r in row["relations"]],
        "stances": [{"holder": names[s["holder"]], "target": names[s["target"]], "polarity": s["polarity"]} for s in row["stances"]],
    }


def prediction(article: str, text: str, answer: Row | None) -> Row:
    """An answer as a prediction for an article, with offsets for words.

    Longer wordings are placed before shorter ones, the same wording from left to right in the order of the answer; an occurrence is a whole
    word and taken once. Records of unknown labels, entities without a mention in the text and records that name them are left out, and so
    is whatever is not of the form.
    """
    known = labels()
    entities = [e for e in _records(answer, "entities") if isinstance(e.get("name"), str) and e.get("type") in known.entity_types]
    spans = _placed(text, [[m for m in _items(e.get("mentions")) if isinstance(m, str) and m.strip()] for e in entities])
    ids: dict[str, str] = {}
    found: list[Row] = []
    for number, (entity, places) in enumerate(zip(entities, spans, strict=True), 1):
        if places:
            found.append({"id": f"x{number}", "type": entity["type"], "mentions": [list(place) for place in sorted(places)]})
            ids.setdefault(_folded(entity["name"]), f"x{number}")
    # A record may call an entity by one of its wordings instead of its name.
    for number, (entity, places) in enumerate(zip(entities, spans, strict=True), 1):
        for mention in _items(entity.get("mentions")) if places else ():
            if isinstance(mention, str):
                ids.setdefault(_folded(mention), f"x{number}")
    holders = {_folded(AUTHOR): AUTHOR, **ids}
    relations = [
        (ids.get(_folded(r.get("head"))), r["type"], ids.get(_folded(r.get("tail"))))
        for r in _records(answer, "relations")
        if isinstance(r.get("type"), str) and r["type"] in known.relation_types
    ]
    stances = [
        (holders.get(_folded(s.get("holder"))), ids.get(_folded(s.get("target"))), s["polarity"])
        for s in _records(answer, "stances")
        if isinstance(s.get("polarity"), str) and s["polarity"] in known.polarities
    ]
    return {
        "id": article,
        "entities": found,
        "relations": [dict(zip(("head", "type", "tail"), r, strict=True)) for r in dict.fromkeys(relations) if r[0] and r[2]],
        "stances": [dict(zip(("holder", "target", "polarity"), s, strict=True)) for s in dict.fromkeys(stances) if s[0] and s[1]],
    }


def _records(answer: Row | None, layer: str) -> list[Row]:
    return [record for record in _items((answer or {}).get(layer)) if isinstance(record, dict)]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _folded(name: Any) -> str:
    return " ".join(name.split()).casefold() if isinstance(name, str) else ""


def _placed(text: str, wordings: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
    """Offsets of the wordings of each entity; see `prediction`."""
    wanted: dict[str, list[int]] = {}
    for number, words in enumerate(wordings):
        for word in words:
            wanted.setdefault(" ".join(word.split()), []).append(number)
    places: list[list[tuple[int, int]]] = [[] for _ in wordings]
    taken = bytearray(len(text))
    for word in sorted(wanted, key=lambda each: (-len(each), each)):
        asked = iter(wanted[word])
        pattern = r"\s+".join(re.escape(part) for part in word.split(" "))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)" if word[0].isalnum() else pattern, text):
            if any(taken[match.start() : match.end()]):
                continue
            number = next(asked, -1)
            if number < 0:
                break
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            places[number].append(match.span())
    return places


def extraction_item(row: Mapping[str, Any], answer: str) -> Row:
    """Gold and prediction of an article, for `extraction_scores`."""
    gold = {key: row[key] for key in ("id", "event", "text", "entities", "relations", "stances")}
    read = read_object(answer)
    return {"gold": gold, "prediction": prediction(row["id"], row["text"], read), "read": read is not None}


def extraction_scores(items: Sequence[Row]) -> dict[str, float]:
    """F1 of entities, relations, stances and overall, as `communique.score` has them, and the share of answers that could be read."""
    from communique.evaluation import score

    result = score([item["gold"] for item in items], [item["prediction"] for item in items], resamples=0)
    return {
        "entities_f1": _number(result["entities"]["strict"]["micro"]["f1"]),
        "relations_f1": _number(result["relations"]["strict"]["micro"]["f1"]),
        "stance_f1": _number(result["stance"]["triple"]["micro"]["f1"]),
        "overall_f1": _number(result["overall"]["f1"]),
        "readable": sum(item["read"] for item in items) / len(items),
    }


def stance_item(row: Mapping[str, Any], answer: str) -> Row:
    """Gold and prediction of a pair of ``stance``; an answer that names no label is marked as unreadable."""
    from communique.prompts import NO_STANCE

    found = read_labels(answer, (*labels().polarities, NO_STANCE))
    pair = {key: row[key] for key in ("document", "event", "holder", "target", "target_type")}
    pair |= {"holder_type": row["holder_type"], "gold": row["label"], "predicted": found[0] if found else NO_STANCE, "read": bool(found)}
    return pair


def stance_scores(items: Sequence[Row]) -> dict[str, float]:
    """F1 of stances (with polarity) and of pairs, as `communique.score` has them on given entities; accuracy with ``none`` counted.

    An answer that names no label is no stance for F1, and wrong for accuracy.
    """
    from communique.prompts import NO_STANCE

    def records(item: Row, side: str) -> list[Row]:
        if item[side] == NO_STANCE:
            return []
        return [{"holder": item["holder"], "target": item["target"], "polarity": item[side]}]

    result = _scored(items, "stances", records, ("holder", "target"))["stance"]
    return {
        "stance_f1": _number(result["triple"]["micro"]["f1"]),
        "pair_f1": _number(result["pair"]["f1"]),
        "accuracy": sum(item["read"] and item["gold"] == item["predicted"] for item in items) / len(items),
        "readable": sum(item["read"] for item in items) / len(items),
    }


def relation_item(row: Mapping[str, Any], answer: str) -> Row:
    """Gold and prediction of a pair of ``relations``; an answer that names no label is marked as unreadable."""
    from communique.prompts import NO_RELATION

    found = read_labels(answer, (*labels().relation_types, NO_RELATION))
    pair = {key: row[key] for key in ("document", "event", "head", "tail", "head_type", "tail_type")}
    predicted = [name for name in found if name != NO_RELATION]
    return {**pair, "gold": list(row["labels"]), "predicted": predicted, "read": bool(found)}


def relation_scores(items: Sequence[Row]) -> dict[str, float]:
    """F1 of relations, as `communique.score` has it on given entities; accuracy with ``no_relation`` counted.

    An answer that names no label is no relation for F1, and wrong for accuracy.
    """
    symmetric = labels().symmetric

    def records(item: Row, side: str) -> list[Row]:
        found = []
        for name in item[side]:
            head, tail = (item["head"], item["tail"]) if name not in symmetric else sorted((item["head"], item["tail"]))
            found.append({"head": head, "type": name, "tail": tail})
        return found

    result = _scored(items, "relations", records, ("head", "tail"))["relations"]["strict"]
    return {
        "relations_f1": _number(result["micro"]["f1"]),
        "relations_macro_f1": _number(result["macro"]["f1"]),
        "accuracy": sum(item["read"] and set(item["gold"]) == set(item["predicted"]) for item in items) / len(items),
        "readable": sum(item["read"] for item in items) / len(items),
    }


def _scored(items: Sequence[Row], layer: str, records: Any, roles: tuple[str, str]) -> Any:
    """Score pairs on given entities: the pairs asked are the gold, so that a part of them can be scored too."""
    from communique.evaluation import score

    gold: dict[str, Row] = {}
    guess: dict[str, dict[tuple[Any, ...], Row]] = {}
    true: dict[str, dict[tuple[Any, ...], Row]] = {}
    types: dict[str, dict[str, str]] = {}
    for item in items:
        name = item["document"]
        gold.setdefault(name, {"id": name, "event": item["event"], "text": ""})
        for role in roles:
            if item[role] != AUTHOR:
                types.setdefault(name, {})[item[role]] = item[f"{role}_type"]
        for side, held in (("gold", true), ("predicted", guess)):
            for record in records(item, side):
                held.setdefault(name, {})[tuple(record.values())] = record
    for name, row in gold.items():
        row["entities"] = [{"id": key, "type": kind, "mentions": []} for key, kind in types.get(name, {}).items()]
        row[layer] = list(true.get(name, {}).values())
    predictions = [{"id": name, layer: list(guess.get(name, {}).values())} for name in gold]
    return score(list(gold.values()), predictions, resamples=0)


def _number(value: float | None) -> float:
    """A harness wants a number: an undefined ratio is not a number, and not 0."""
    return float("nan") if value is None else value
