"""The page of results: whole, self-contained, escaped."""

import json
import re
from html.parser import HTMLParser

import pytest

from communique.cli import main
from communique.report.marked import Span, blocks, pieces

SCRIPT = "<script>alert('x')</script> & Aida met Bolt."
GOLD = {
    "id": "<b>a</b>",
    "event": "v",
    "text": SCRIPT,
    "entities": [{"id": "x", "type": "PERSON", "mentions": [[30, 34]]}, {"id": "y", "type": "T<i>", "mentions": [[39, 43]]}],
    "relations": [{"head": "x", "type": "meets", "tail": "y"}],
    "stances": [{"holder": "x", "target": "y", "polarity": "support"}],
}


@pytest.fixture
def page(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    one = {key: GOLD[key] for key in ("id", "entities", "relations", "stances")}
    two = {**one, "entities": [{"id": "x", "type": "PERSON", "mentions": [[30, 34]]}], "relations": [], "stances": []}
    for name, row in (("good", one), ("poor", two)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "report.html"
    files = [str(tmp_path / f"{name}.jsonl") for name in ("good", "poor")]
    assert main(["report", *files, "--gold", str(gold), "--html", str(out), "--resamples", "50"]) == 0
    return out.read_text(encoding="utf-8")


class Reader(HTMLParser):
    VOID = frozenset(("meta", "link", "br", "img", "input", "hr"))

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture
def read(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_nothing_is_fetched_and_nothing_runs(page, read):
    assert not {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe"}
    for tag, attributes in read.tags:
        for name in ("src", "href"):
            value = attributes.get(name)
            assert value is None or value.startswith("#"), (tag, value)
    assert not re.search(r"url\(\s*['\"]?(?!#)", page)


def test_text_names_and_labels_are_escaped(page, read):
    assert "<script" not in page
    assert "T<i>" not in page
    text = "".join(read.text)
    assert "<script>alert('x')</script> & " in text
    assert "<b>a</b>" in text


def test_a_phone_and_a_screen_reader_find_their_way(page, read):
    assert any(tag == "meta" and "width=device-width" in attributes.get("content", "") for tag, attributes in read.tags)
    assert ("html", {"lang": "en"}) in read.tags
    figures = [attributes for tag, attributes in read.tags if tag == "figure"]
    assert figures
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in figures)
    ids = {attributes["id"] for _, attributes in read.tags if "id" in attributes}
    links = {attributes["href"][1:] for tag, attributes in read.tags if tag == "a"}
    assert links <= ids


def test_scores_and_errors_stand_in_the_page(read):
    text = " ".join("".join(read.text).split())
    assert "100.0" in text
    assert "unaligned entity" in text
    assert "Aida · support · Bolt" in text


def test_the_same_input_gives_the_same_page(page, tmp_path):
    again = tmp_path / "again.html"
    files = [str(tmp_path / f"{name}.jsonl") for name in ("good", "poor")]
    assert main(["report", *files, "--gold", str(tmp_path / "gold.jsonl"), "--html", str(again), "--resamples", "50"]) == 0
    assert again.read_text(encoding="utf-8") == page


def test_pieces_of_overlapping_mentions_keep_the_text():
    cut = pieces("abcdefgh", [Span(2, 5, "A"), Span(3, 4, "B"), Span(4, 7, "C"), Span(6, 8, "D")])
    assert "".join(piece.text for piece in cut) == "abcdefgh"
    assert [(piece.text, piece.type) for piece in cut if piece.type] == [("cde", "A"), ("gh", "D")]


def test_blocks_keep_headings_apart():
    row = {"text": "Head\n\nBody text", "blocks": [{"start": 0, "end": 4, "level": 1}, {"start": 6, "end": 15, "level": 0}]}
    found = blocks(row, [Span(6, 10, "A")])
    assert [(level, [piece.text for piece in cut]) for level, cut in found] == [(1, ["Head"]), (0, ["Body", " text"])]


def test_confusion_says_what_stands_for_no_counterpart(read):
    assert "“–”: no counterpart" in "".join(read.text)
