"""An article as rows of the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from communique.article import Article, Quote, Stance
from communique.article.segment import tokens
from communique.labels import AUTHOR, Labels
from communique.registers import Registers
from communique.resources import CANARY

Row = dict[str, Any]

NO_RELATION = "no_relation"
NO_STANCE = "none"


def document_row(article: Article, registers: Registers, *, unseen: bool) -> Row:
    """One row of the configuration ``documents``."""
    ids = {key: f"e{number}" for number, key in enumerate(article.entities, 1)}
    return {
        "id": article.id,
        "event": article.event,
        "story": article.story,
        "title": article.title,
        "text": article.text,
        "date": article.date,
        "region": article.region,
        "kind": article.kind,
        "genre": article.genre,
        "canary": CANARY,
        "sources": list(article.sources),
        "unseen": unseen,
        "blocks": [{"start": b.start, "end": b.end, "level": b.level} for b in article.blocks],
        "sentences": [{"start": start, "end": end} for start, end in article.sentences],
        "tokens": [{"start": start, "end": end} for start, end in article.tokens],
        "entities": [_entity(article, key, ids, registers) for key in article.entities],
        "relations": [
            {
                "head": ids[r.head],
                "type": r.type,
                "tail": ids[r.tail],
                "modality": r.modality,
                "by": [ids[key] for key in r.by],
                "denied_by": [ids[key] for key in r.denied_by],
                "evidence": _places(article, r.evidence),
            }
            for r in article.relations
        ],
        "stances": [
            {
                "holder": ids.get(s.holder, AUTHOR),
                "target": ids[s.target],
                "polarity": s.polarity,
                "expression": s.expression,
                "by": [ids.get(key, AUTHOR) for key in s.by],
                "was": s.was,
                "cue": _places(article, s.cue),
            }
            for s in article.stances
        ],
    }


def _entity(article: Article, key: str, ids: dict[str, str], registers: Registers) -> Row:
    mentions = article.mentions_of[key]
    return {
        "id": ids[key],
        "type": article.entities[key].type,
        "name": registers.name(key) or max((article.surface(m) for m in mentions), key=len),
        "key": key,
        "mentions": [{"start": m.start, "end": m.end, "text": article.surface(m)} for m in mentions],
    }


def _places(article: Article, quotes: tuple[Quote, ...]) -> list[Row]:
    places = []
    for quote in quotes:
        span = article.locate(quote)
        sentence = article.sentence_of(span) if span else None
        if span is None or sentence is None:
            raise ValueError(f"{article.id}: {quote.text!r} cannot be located; validate before building")
        places.append({"sentence": sentence, "start": span[0], "end": span[1]})
    return places


def sentence_rows(row: Row) -> Iterator[Row]:
    """Rows of the configuration ``entities``: a sentence with BIO tags, made from a row of ``documents``."""
    mentions = sorted((m["start"], m["end"], e["type"]) for e in row["entities"] for m in e["mentions"])
    for number, sentence in enumerate(row["sentences"]):
        spans = [t for t in row["tokens"] if sentence["start"] <= t["start"] and t["end"] <= sentence["end"]]
        inside = [m for m in mentions if sentence["start"] <= m[0] and m[1] <= sentence["end"]]
        tags = []
        for token in spans:
            tag = "O"
            for start, end, kind in inside:
                if start <= token["start"] and token["end"] <= end:
                    tag = f"B-{kind}" if token["start"] == start else f"I-{kind}"
            tags.append(tag)
        yield {
            "id": f"{row['id']}#{number}",
            "document": row["id"],
            "event": row["event"],
            "sentence": number,
            "tokens": [row["text"][t["start"] : t["end"]] for t in spans],
            "ner_tags": tags,
            "starts": [t["start"] for t in spans],
            "ends": [t["end"] for t in spans],
        }


def bio_tags(labels: Labels) -> list[str]:
    """Every BIO tag, ``O`` first."""
    return ["O"] + [f"{prefix}-{kind}" for kind in labels.entity_types for prefix in "BI"]


def relation_rows(row: Row, labels: Labels) -> Iterator[Row]:
    """Rows of the configuration ``relations``: ordered pairs of entities, made from a row of ``documents``.

    A pair is listed if the signatures allow a relation between its types and the two meet in a sentence or stand in a relation. Symmetric
    relations are
    given in both directions. Where several relations hold, ``label`` is the one of the earliest evidence and ``labels`` has all.
    """
    held: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for r in row["relations"]:
        ends = [(r["head"], r["tail"])]
        if r["type"] in labels.symmetric:
            ends.append((r["tail"], r["head"]))
        for pair in ends:
            held.setdefault(pair, []).append((r["evidence"][0]["start"], r["type"]))
    meeting = _Meetings(row)
    for head in row["entities"]:
        for tail in row["entities"]:
            pair = (head["id"], tail["id"])
            if head is tail or not labels.allowed_pair(head["type"], tail["type"]) or not (pair in held or meeting.sentences(*pair)):
                continue
            found = list(dict.fromkeys(kind for _, kind in sorted(held.get(pair, []))))
            yield meeting.row(head, tail, "head", "tail") | {"label": found[0] if found else NO_RELATION, "labels": found}


def stance_rows(row: Row, labels: Labels) -> Iterator[Row]:
    """Rows of the configuration ``stance``: ordered pairs of holder and target, made from a row of ``documents``.

    A pair is listed if the holder is an actor and the two meet in a sentence or stand in a stance; in an editorial also the author with
    every
    entity. Where a stance is told both plainly and as reported by others, ``label`` is the plain one.
    """
    held: dict[tuple[str, str], list[tuple[bool, int, Row]]] = {}
    for s in row["stances"]:
        held.setdefault((s["holder"], s["target"]), []).append((bool(s["by"]), s["cue"][0]["start"], s))
    meeting = _Meetings(row)
    holders = [e for e in row["entities"] if e["type"] in labels.actors]
    if row["genre"] == "editorial":
        holders.append({"id": AUTHOR, "type": AUTHOR, "name": AUTHOR, "key": AUTHOR, "mentions": []})
    for holder in holders:
        for target in row["entities"]:
            pair = (holder["id"], target["id"])
            if holder is target or not (pair in held or holder["id"] == AUTHOR or meeting.sentences(*pair)):
                continue
            first: Stance | Row | None = min(held.get(pair, []), key=lambda item: item[:2], default=(False, 0, None))[2]
            yield meeting.row(holder, target, "holder", "target") | {"label": first["polarity"] if isinstance(first, dict) else NO_STANCE}


class _Meetings:
    """In which sentences two entities meet, and the words to be read for a pair."""

    def __init__(self, row: Row) -> None:
        self.article = row
        starts = [s["start"] for s in row["sentences"]]
        self.of: dict[str, dict[int, list[Row]]] = {AUTHOR: {}}
        for entity in row["entities"]:
            places: dict[int, list[Row]] = {}
            for mention in entity["mentions"]:
                number = max(n for n, start in enumerate(starts) if start <= mention["start"])
                places.setdefault(number, []).append(mention)
            self.of[entity["id"]] = places

    def sentences(self, one: str, two: str) -> list[int]:
        return sorted(self.of[one].keys() & self.of[two].keys())

    def row(self, one: Row, two: Row, first: str, second: str) -> Row:
        """The columns that both pair configurations share; `text` holds the sentences in which the two meet, else the first of each."""
        shared = self.sentences(one["id"], two["id"])
        chosen = shared or sorted({min(places) for places in (self.of[one["id"]], self.of[two["id"]]) if places})
        parts, spans, at = [], {first: [], second: []}, 0  # type: ignore[var-annotated]
        for number in chosen:
            sentence = self.article["sentences"][number]
            for role, entity in ((first, one), (second, two)):
                for mention in self.of[entity["id"]].get(number, []):
                    shift = at - sentence["start"]
                    spans[role].append({"start": mention["start"] + shift, "end": mention["end"] + shift})
            parts.append(self.article["text"][sentence["start"] : sentence["end"]])
            at += len(parts[-1]) + 1
        return {
            "id": f"{self.article['id']}#{one['id']}-{two['id']}",
            "document": self.article["id"],
            "event": self.article["event"],
            first: one["id"],
            second: two["id"],
            f"{first}_type": one["type"],
            f"{second}_type": two["type"],
            f"{first}_name": one["name"],
            f"{second}_name": two["name"],
            "text": " ".join(parts),
            f"{first}_mentions": spans[first],
            f"{second}_mentions": spans[second],
            "sentences": chosen,
            "same_sentence": bool(shared),
        }


def count_words(row: Row) -> int:
    """Number of tokens that hold a letter or digit."""
    return sum(any(ch.isalnum() for ch in row["text"][start:end]) for start, end in tokens(row["text"]))
