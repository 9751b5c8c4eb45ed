"""spaCy ``DocBin``: mentions as entities of a ``Doc``, records in its user data.

Written and read by spaCy itself (extra ``spacy``); its tokens are those of the dataset. Each entity's label is its type and its
``kb_id`` its key, so that a model can be trained on the file as it stands, and a correction of entities comes home. Relations and
stances stand in ``doc.user_data["communique"]``, their ends by key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from communique.article import Article
from communique.article.segment import tokens
from communique.files import write_with
from communique.interchange.parts import ConversionError, Joined, Marked, assemble, head_of, parts_of

USER_DATA = "communique"
"""The key of ``doc.user_data`` under which everything but text and entities is kept, as JSON."""


def write_docbin(articles: Iterable[Article], path: Path) -> None:
    """Write articles as one ``.spacy`` file.

    Raises
    ------
    ConversionError
        If spaCy is not installed.
    """
    spacy = _spacy()
    vocab = spacy.blank("en").vocab
    found = spacy.tokens.DocBin(attrs=["ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "SPACY"], store_user_data=True)
    for article in articles:
        found.add(_doc(article, spacy, vocab))
    write_with(path, lambda aside: aside.write_bytes(found.to_bytes()))


def read_docbin(path: Path) -> Iterator[Article]:
    """Articles of a ``.spacy`` file that `write_docbin` made, with its entities as they are now.

    Raises
    ------
    ConversionError
        If spaCy is not installed, the file is none of its kind, or a document cannot become an article.
    """
    spacy = _spacy()
    vocab = spacy.blank("en").vocab
    try:
        docs = list(spacy.tokens.DocBin().from_bytes(path.read_bytes()).get_docs(vocab))
    except OSError:
        raise
    except Exception as error:  # Its readers raise whatever zlib, msgpack and srsly raise.
        raise ConversionError(f"{path}: cannot be read as a spaCy DocBin: {error}") from None
    for number, doc in enumerate(docs, 1):
        yield _article(doc, f"{path}: document {number}")


def _spacy() -> Any:
    try:
        import spacy
        import spacy.tokens
    except ImportError:
        raise ConversionError("a DocBin needs spaCy: pip install 'communique[spacy]'") from None
    return spacy


def _doc(article: Article, spacy: Any, vocab: Any) -> Any:
    cuts = {edge for m in article.mentions for edge in (m.start, m.end)}
    words = [article.text[start:end] for start, end in _cut(tokens(article.text), cuts)]
    doc = spacy.tokens.Doc(vocab, *spacy.util.get_words_and_spaces(words, article.text))
    marked, records = parts_of(article)
    doc.set_ents([doc.char_span(m.start, m.end, label=m.type, kb_id=m.key or "") for m in marked])
    keys = {number: mention.key for number, mention in enumerate(marked)} | {None: None}
    rows = [[keys[r.first], r.label, keys[r.second], r.details] for r in records]
    kept = {"head": head_of(article), "records": rows}
    doc.user_data[USER_DATA] = json.dumps(kept, ensure_ascii=False)
    return doc


def _cut(spans: Iterable[tuple[int, int]], cuts: set[int]) -> Iterator[tuple[int, int]]:
    """Tokens cut where a mention begins or ends inside one."""
    for start, end in spans:
        edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
        yield from pairwise(edges)


def _article(doc: Any, source: str) -> Article:
    kept = doc.user_data.get(USER_DATA)
    if not isinstance(kept, str):
        raise ConversionError(f"{source}: doc.user_data['{USER_DATA}'] is missing; write the DocBin with store_user_data=True")
    marked = [Marked(e.start_char, e.end_char, e.label_, e.kb_id_ or None) for e in doc.ents]
    places: dict[str | None, int | None] = {None: None}
    for place, mention in enumerate(marked):
        places.setdefault(mention.key, place)
    try:
        raw = json.loads(kept)
        head, records = raw["head"], []
        for first, label, second, details in raw["records"]:
            gone = [key for key in (first, second) if key not in places]
            if gone:
                raise ConversionError(f"{source}: '{label}' joins '{gone[0]}', of which no entity is left")
            records.append(Joined(places[first], label, places[second] or 0, details))
    except (ValueError, KeyError, TypeError) as error:
        raise ConversionError(f"{source}: doc.user_data['{USER_DATA}'] is not what `convert` wrote: {error}") from None
    return assemble(doc.text, head, marked, records, source)
