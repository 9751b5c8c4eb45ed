"""Level 3: labels are those of the scheme, signatures hold, nothing is recorded twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.article import Article
from communique.labels import AUTHOR, Labels
from communique.validation.references import Hit

MAX_ISSUES = 3


def check_signatures(article: Article, labels: Labels) -> Iterator[Hit]:
    """Yield line, rule and message of every breach of the label set inside one article."""
    yield from _closed_lists(article, labels)
    yield from _relations(article, labels)
    yield from _stances(article, labels)
    yield from _participation(article, labels)


def _unknown(field: str, value: str, allowed: Iterable[str]) -> str:
    return f"{field} '{value}' is unknown; allowed: {', '.join(allowed)}"


def _closed_lists(article: Article, labels: Labels) -> Iterator[Hit]:
    for name, value, allowed in (
        ("region", article.region, labels.regions),
        ("kind", article.kind, labels.kinds),
        ("genre", article.genre, labels.genres),
    ):
        if value not in allowed:
            yield article.lines.get(name, 1), "unknown-label", _unknown(name, value, allowed)
    for entity in article.entities.values():
        if entity.type not in labels.entity_types:
            yield entity.line, "unknown-label", _unknown(f"type of {entity.key}", entity.type, labels.entity_types)


def _relations(article: Article, labels: Labels) -> Iterator[Hit]:
    seen: dict[tuple[str, ...], int] = {}
    for r in article.relations:
        kind = labels.relation_types.get(r.type)
        if kind is None:
            yield r.line, "unknown-label", _unknown("relation type", r.type, labels.relation_types)
            continue
        if r.modality not in labels.modalities:
            yield r.line, "unknown-label", _unknown("modality", r.modality, labels.modalities)
        head, tail = article.entities[r.head].type, article.entities[r.tail].type
        if r.head == r.tail:
            yield r.line, "self-record", f"'{r.head}' stands in {r.type} to itself"
        elif not kind.allows(head, tail):
            message = (
                f"{r.type} cannot hold from {head} ({r.head}) to {tail} ({r.tail}); heads: {_list(kind.heads)}; tails: {_list(kind.tails)}"
            )
            yield r.line, "wrong-signature", message
        ends = sorted((r.head, r.tail)) if kind.symmetric else (r.head, r.tail)
        record = (r.type, *ends, r.modality)
        if record in seen:
            yield r.line, "duplicate-record", f"{r.type} {r.head} → {r.tail} ({r.modality}) already stands in line {seen[record]}"
        seen.setdefault(record, r.line)
        if r.by and r.modality != "alleged":
            yield r.line, "by-without-report", f"by: names who alleges it, but the modality is {r.modality}"


def _stances(article: Article, labels: Labels) -> Iterator[Hit]:
    seen: dict[tuple[object, ...], int] = {}
    for s in article.stances:
        for name, value, allowed in (("polarity", s.polarity, labels.polarities), ("expression", s.expression, labels.expressions)):
            if value not in allowed:
                yield s.line, "unknown-label", _unknown(name, value, allowed)
        if s.was is not None and s.was not in labels.polarities:
            yield s.line, "unknown-label", _unknown("was", s.was, labels.polarities)
        elif s.was == s.polarity:
            yield s.line, "unchanged-polarity", f"was: '{s.was}' is the polarity that the stance still has"
        if s.holder == AUTHOR:
            if article.genre != "editorial":
                yield s.line, "author-outside-editorial", f"the author holds stances in editorials only; this is a {article.genre}"
        elif article.entities[s.holder].type not in labels.actors:
            kind = article.entities[s.holder].type
            yield s.line, "wrong-signature", f"{s.holder} is {kind} and cannot hold a stance; holders: {_list(labels.actors)} or author"
        if s.holder == s.target:
            yield s.line, "self-record", f"'{s.holder}' holds a stance toward itself"
        if s.holder in s.by:
            yield s.line, "by-without-report", f"by: names others who report the stance; '{s.holder}' is its holder"
        record = (s.holder, s.target, tuple(sorted(s.by)))
        if record in seen:
            yield s.line, "duplicate-record", f"the stance of {s.holder} toward {s.target} already stands in line {seen[record]}"
        seen.setdefault(record, s.line)


def _participation(article: Article, labels: Labels) -> Iterator[Hit]:
    in_relation = {key for r in article.relations for key in (r.head, r.tail)}
    targets = {s.target for s in article.stances}
    issues = [e for e in article.entities.values() if e.type == "ISSUE"]
    for entity in article.entities.values():
        if entity.type in labels.on_record and entity.key not in in_relation | targets:
            yield entity.line, "idle-entity", f"'{entity.key}' ({entity.type}) takes part in no relation and no stance"
    for entity in issues[MAX_ISSUES:]:
        yield entity.line, "too-many-issues", f"'{entity.key}' is one ISSUE too many; an article has at most {MAX_ISSUES}"


def _list(types: Iterable[str]) -> str:
    return ", ".join(sorted(types))
