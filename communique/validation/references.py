"""Level 2: every key that is used is declared, and every declared key is used."""

from __future__ import annotations

from collections.abc import Iterator

from communique.article import Article
from communique.labels import AUTHOR

Hit = tuple[int, str, str]  # line, rule, message


def check_references(article: Article) -> Iterator[Hit]:
    """Yield line, rule and message of every broken reference inside one article."""
    used: set[str] = set()
    for mention in article.mentions:
        used.add(mention.key)
        if mention.key not in article.entities:
            yield (
                mention.line,
                "undeclared-link",
                f"'{article.surface(mention)}' links to '{mention.key}', which entities: does not declare",
            )
    for entity in article.entities.values():
        if entity.key == AUTHOR:
            yield entity.line, "reserved-key", "'author' stands for the writer of an editorial and is never declared"
        elif entity.key not in used:
            yield entity.line, "unused-key", f"'{entity.key}' is declared and never mentioned in the text"
    for r in article.relations:
        for role, keys in (("head", (r.head,)), ("tail", (r.tail,)), ("by", r.by), ("denied_by", r.denied_by)):
            for key in keys:
                if key not in article.entities:
                    yield r.line, "unknown-key", f"{role}: '{key}' of a {r.type} relation is not declared under entities:"
    for s in article.stances:
        for role, keys in (("holder", (s.holder,)), ("target", (s.target,)), ("by", s.by)):
            for key in keys:
                if key not in article.entities and not (key == AUTHOR and role != "target"):
                    yield s.line, "unknown-key", f"{role}: '{key}' of a stance is not declared under entities:"
    if article.event != article.id.rpartition("-")[0] or not article.id.rpartition("-")[2].isdigit():
        yield article.lines.get("id", 1), "bad-id", f"id '{article.id}' must be the event '{article.event}', a dash and a number"
