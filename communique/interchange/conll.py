"""CoNLL BIO: a token and its tag a line, a blank line after each sentence."""

from __future__ import annotations

from collections.abc import Iterable

from communique.article import Article
from communique.build.rows import document_row, sentence_rows
from communique.registers import Registers


def to_conll(articles: Iterable[Article]) -> str:
    """Mentions of all articles, sentence by sentence, in the order given."""
    rows = []
    for article in articles:
        for sentence in sentence_rows(document_row(article, Registers(), unseen=False)):
            rows += [f"{token}\t{tag}" for token, tag in zip(sentence["tokens"], sentence["ner_tags"], strict=True)]
            rows.append("")
    return "\n".join(rows) + "\n" if rows else ""
