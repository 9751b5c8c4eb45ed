"""One article: its text, its annotation, and the Markdown file that holds both."""

from communique.article.markdown import format_article
from communique.article.model import Article, Block, Entity, Mention, Quote, Relation, Stance
from communique.article.source import Problem, parse_article, read_article

__all__ = [
    "Article",
    "Block",
    "Entity",
    "Mention",
    "Problem",
    "Quote",
    "Relation",
    "Stance",
    "format_article",
    "parse_article",
    "read_article",
]
