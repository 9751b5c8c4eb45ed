"""Plain text to annotated articles, with a fitted extractor."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from communique.article import Article
from communique.article.segment import sentences, tokens
from communique.interchange.rows import article_of

Row = dict[str, Any]


def row_of(text: str, name: str) -> Row:
    """A row of ``documents`` without annotation: the first line is the headline, blank lines part paragraphs.

    Parameters
    ----------
    text
        Plain text. Line ends inside a paragraph become spaces, as in article files.
    name
        What the article is to be called; letters, digits and hyphens are kept.

    Raises
    ------
    ValueError
        If there is no text.
    """
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").removeprefix("\ufeff").strip())]
    if len(parts) == 1 and "\n" in text.strip():
        first, _, rest = text.strip().partition("\n")
        parts = [" ".join(first.split()), " ".join(rest.split())]
    if not parts[0]:
        raise ValueError("there is no text")
    whole = "\n\n".join(parts)
    blocks, at = [], 0
    for number, part in enumerate(parts):
        blocks.append({"start": at, "end": at + len(part), "level": 1 if number == 0 else 0})
        at += len(part) + 2
    inside = [(b["start"] + s, b["start"] + e) for b in blocks for s, e in sentences(whole[b["start"] : b["end"]])]
    return {
        "id": key_of(name),
        "title": parts[0],
        "text": whole,
        "genre": "report",
        "blocks": blocks,
        "sentences": [{"start": s, "end": e} for s, e in inside],
        "tokens": [{"start": s, "end": e} for s, e in tokens(whole)],
    }


def key_of(name: str) -> str:
    """An article id made of a file's name."""
    key = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.casefold()).strip("-") or "article"
    return key if re.search(r"-\d+$", key) else f"{key}-1"


def tag(model: Any, rows: Sequence[Row]) -> list[Article]:
    """Annotate articles.

    Parameters
    ----------
    model
        A fitted `communique.models.chain.Extractor`, or anything with its `predict`.
    rows
        Of `row_of`.

    Returns
    -------
    list of Article
        As article files have them: entities with the register keys of names that training knows, else keys made of their words;
        records with the words that join their ends as evidence.
    """
    aliases = getattr(getattr(model, "clusterer_", None), "aliases_", {})
    articles = []
    for row, found in zip(rows, model.predict(rows), strict=True):
        entities = _with_keys(row["text"], found["entities"], aliases)
        articles.append(article_of({**row, **found, "entities": entities}, row["id"]))
    return articles


def _with_keys(text: str, entities: Sequence[Row], aliases: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """The entities, those whose names training knows with their register keys; each key goes to one entity only."""
    taken: set[str] = set()
    found = []
    for entity in entities:
        known = aliases.get(entity["type"], {})
        names = sorted({text[start:end].lower() for start, end in entity["mentions"]}, key=lambda name: (-len(name), name))
        key = next((known[name] for name in names if name in known), None)
        if key is None or key in taken:
            found.append(entity)
        else:
            taken.add(key)
            found.append({**entity, "key": key})
    return found
