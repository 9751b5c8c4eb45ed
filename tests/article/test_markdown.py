from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.article import Block, Mention, Quote, format_article, parse_article

HEAD = """---
id: some-event-1
event: some-event
date: 2025-01-02
region: europe
kind: summit
genre: report
entities: {}
---
"""


def body(text):
    article, problems = parse_article(HEAD + text)
    assert problems == []
    return article


def test_every_article_and_pass_comes_back_the_same(dataset):
    files = [*(dataset / "articles").glob("*.md"), *(dataset / "passes").glob("*/*.md")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        article, problems = parse_article(text)
        assert problems == [], file
        assert format_article(article) == text, file


def test_text_is_the_words_without_marks():
    article = body("# A [title](a)\n\nOne [two three](b)'s\nfour.\n\n## Head\n\nLast.\n")
    assert article.text == "A title\n\nOne two three's four.\n\nHead\n\nLast."
    assert [(b.level, article.text[b.start : b.end]) for b in article.blocks] == [
        (1, "A title"),
        (0, "One two three's four."),
        (2, "Head"),
        (0, "Last."),
    ]
    assert [(article.surface(m), m.key) for m in article.mentions] == [("title", "a"), ("two three", "b")]


def test_offsets_count_code_points():
    article = body("# 🌍 e\u0301 [Zürich](zurich)\n")
    (mention,) = article.mentions
    assert (mention.start, mention.end) == (5, 11)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_matter(ending):
    text = HEAD + "# Title\n\nOne [two](b).\n"
    article, problems = parse_article(text.replace("\n", ending))
    assert problems == []
    assert article == parse_article(text)[0]


def test_words_that_yaml_eats_stay_words():
    text = HEAD.replace("entities: {}", "entities:\n  no: STATE\n  on: ORG\n") + "# [No](no) [On](on)\n"
    article, problems = parse_article(text)
    assert problems == []
    assert [entity.type for entity in article.entities.values()] == ["STATE", "ORG"]


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda s: " ".join(s.split())
)
paragraphs = st.lists(words.filter(bool), min_size=1, max_size=4)


@given(title=words.filter(bool), rest=paragraphs, cut=st.integers(0, 30))
def test_any_text_survives_writing_and_reading(title, rest, cut):
    base = body("# x\n")
    blocks, at = [], 0
    for level, part in [(1, title), *((0, part) for part in rest)]:
        blocks.append(Block(at, at + len(part), level))
        at += len(part) + 2
    text = "\n\n".join([title, *rest])
    mentions = ()
    if len(title) > cut and not title[cut].isspace():
        mentions = (Mention(cut, cut + 1, "k"),)
    article = replace(base, text=text, blocks=tuple(blocks), mentions=mentions)
    written = format_article(article)
    again, problems = parse_article(written)
    assert problems == []
    assert (again.text, again.blocks, again.mentions) == (text, tuple(blocks), mentions)
    assert format_article(again) == written


@given(quote=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=30), nth=st.none() | st.integers(1, 9))
def test_any_quotation_survives_writing_and_reading(quote, nth):
    text = (
        HEAD.replace("entities: {}", "stances:\n  - {holder: a, target: b, polarity: support, expression: verbal, cue: x}") + "# [A](a)\n"
    )
    base, _ = parse_article(text)
    stance = replace(base.stances[0], cue=(Quote(quote, nth), Quote("y", 2)))
    again, problems = parse_article(format_article(replace(base, stances=(stance,))))
    assert problems == []
    assert again.stances == (stance,)


def test_records_are_sorted_whatever_their_order(articles):
    for article in articles.values():
        turned = replace(
            article,
            entities=dict(reversed(article.entities.items())),
            relations=tuple(reversed(article.relations)),
            stances=tuple(reversed(article.stances)),
        )
        assert format_article(turned) == format_article(article)
