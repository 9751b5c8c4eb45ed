"""There and back loses nothing, and a correction made in a tool is a small difference of the file."""

import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.article import format_article, parse_article, read_article
from communique.build.rows import document_row
from communique.cli import main
from communique.interchange import labelstudio
from communique.interchange.brat import read_brat, write_brat
from communique.interchange.docbin import read_docbin, write_docbin
from communique.interchange.parts import ConversionError
from communique.interchange.rows import article_of
from communique.registers import Registers

TOOLS = ("brat", "label-studio", "jsonl", "spacy")

HEAD = """---
id: border-talks-2025-1
event: border-talks-2025
date: 2025-03-04
region: europe
kind: peace_talks
genre: editorial
sources:
- https://example.org/a
entities:
  aida-bek: PERSON
  ardenia: STATE
  pact: INSTRUMENT
relations:
  - {head: aida-bek, type: represents, tail: ardenia, evidence: "Ardenia's Aida Bek"}
  - {head: ardenia, type: party_to, tail: pact, modality: planned, by: [aida-bek], evidence: ["sign", {quote: "pact", nth: 2}]}
stances:
  - {holder: author, target: pact, polarity: mixed, expression: verbal, cue: "late but welcome"}
  - {holder: aida-bek, target: pact, polarity: support, was: oppose, expression: both, by: [ardenia], cue: "praised"}
---
"""
BODY = """# 🌍 [Ardenia](ardenia)'s [Aida Bek](aida-bek) praised the [pact](pact)

## What next 🌍🌍

[Ardenia](ardenia) will sign the [pact](pact), late but welcome\\*. Café Zu\u0308rich cheers 🌍 [Aida Bek](aida-bek).
"""


@pytest.fixture
def article():
    found, problems = parse_article(HEAD + BODY)
    assert found is not None, problems
    return parse_article(format_article(found))[0]


def there_and_back(article, tool, folder):
    if tool == "brat":
        write_brat(article, folder)
        return read_brat(folder / f"{article.id}.ann")
    if tool == "label-studio":
        path = folder / "tasks.json"
        path.write_text(json.dumps([labelstudio.to_task(article)]), encoding="utf-8")
        return labelstudio.read_tasks(path)[0]
    if tool == "spacy":
        write_docbin([article], folder / "articles.spacy")
        return next(read_docbin(folder / "articles.spacy"))
    return article_of(json.loads(json.dumps(document_row(article, Registers(), unseen=False))) | {"canary": article.canary})


@pytest.mark.parametrize("tool", TOOLS)
def test_there_and_back_is_the_same_file(article, tool, tmp_path):
    assert format_article(there_and_back(article, tool, tmp_path)) == format_article(article)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_article_of_the_dataset_comes_back(dataset, tool, tmp_path):
    for path in sorted((dataset / "articles").glob("*.md")):
        article, _ = read_article(path)
        back = there_and_back(article, tool, tmp_path)
        if tool == "jsonl":  # Rows hold places, so that a count of occurrences that says nothing is not kept.
            rows = [document_row(each, Registers(), unseen=False) for each in (back, article)]
            assert rows[0] == rows[1], path.name
        else:
            assert format_article(back) == path.read_text(encoding="utf-8"), path.name


WORDS = st.lists(st.sampled_from(["Aida", "🌍", "met", "Café", "e\u0301lan", "[x]", "*", "Bolt,", "pact"]), min_size=4, max_size=12)


@settings(max_examples=60)
@given(WORDS, st.data())
def test_any_text_and_spans_come_back(words, data):
    import tempfile
    from pathlib import Path

    body, entities = [], {}
    for word in words:
        escaped = "".join(f"\\{ch}" if ch in "[]*" else ch for ch in word)
        kind = data.draw(st.sampled_from(["", "", "PERSON", "STATE"]))
        key = f"k{len(entities)}"
        if kind and word.isalpha():
            entities[key] = kind
            escaped = f"[{escaped}]({key})"
        body.append(escaped)
    declared = "entities:\n" + "".join(f"  {k}: {v}\n" for k, v in entities.items()) if entities else "entities: {}\n"
    head = HEAD[: HEAD.index("entities:")] + declared + "relations: []\nstances: []\n---\n"
    article, problems = parse_article(head + "# Head\n\n" + " ".join(body) + "\n")
    assert article is not None, problems
    article = parse_article(format_article(article))[0]
    for tool in TOOLS:
        with tempfile.TemporaryDirectory() as folder:
            assert format_article(there_and_back(article, tool, Path(folder))) == format_article(article)


def differing(one, two):
    run = subprocess.run(["diff", str(one), str(two)], capture_output=True, text=True, check=False)
    return [line for line in run.stdout.splitlines() if line[:1] in "<>"]


def test_a_label_changed_in_brat_is_one_line(article, tmp_path):
    before = tmp_path / "before.md"
    before.write_text(format_article(article), encoding="utf-8")
    write_brat(article, tmp_path)
    path = tmp_path / f"{article.id}.ann"
    path.write_text(path.read_text(encoding="utf-8").replace("\tstance-support ", "\tstance-mixed "), encoding="utf-8")
    assert main(["convert", str(path), "--from", "brat", "--out", str(tmp_path / "after")]) == 0
    changed = differing(before, tmp_path / "after" / f"{article.id}.md")
    assert len(changed) == 2
    assert "polarity: support, was: oppose" in changed[0]
    assert "polarity: mixed, was: oppose" in changed[1]


def test_a_label_changed_in_label_studio_is_one_line(article, tmp_path):
    before = tmp_path / "before.md"
    before.write_text(format_article(article), encoding="utf-8")
    task = labelstudio.to_task(article)
    for item in task["annotations"][0]["result"]:
        if item.get("labels") == ["stance-support"]:
            item["labels"] = ["stance-mixed"]
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    assert main(["convert", str(path), "--from", "label-studio", "--out", str(tmp_path / "after")]) == 0
    changed = differing(before, tmp_path / "after" / f"{article.id}.md")
    assert len(changed) == 2
    assert "polarity: mixed, was: oppose, expression: both, by: [ardenia]" in changed[1]


def test_a_mention_made_in_label_studio_behind_an_emoji(article, tmp_path):
    """Label Studio counts the two UTF-16 units of an emoji; the mention lands on its words all the same."""
    task = labelstudio.to_task(article)
    at = article.text.index("Café")
    start = len(article.text[:at].encode("utf-16-le")) // 2
    assert start == at + 3 + 1 - 1
    value = {"start": start, "end": start + 4, "text": "Café", "labels": ["PLACE"]}
    task["annotations"][0]["result"].append({"id": "new", "from_name": "label", "to_name": "text", "type": "labels", "value": value})
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    (found,) = labelstudio.read_tasks(path)
    (mention,) = found.mentions_of["caf"]
    assert found.surface(mention) == "Café"
    assert found.entities["caf"].type == "PLACE"


def test_a_relation_made_in_a_tool_gets_the_words_between(article, tmp_path):
    write_brat(article, tmp_path)
    path = tmp_path / f"{article.id}.ann"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows.append("R9\tallied_with Arg1:T2 Arg2:T1")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = read_brat(path)
    (made,) = [relation for relation in found.relations if relation.type == "allied_with"]
    assert (made.head, made.tail, made.evidence[0].text) == ("aida-bek", "ardenia", "Ardenia's Aida Bek")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("T1\tSTATE 2 9", "T1\tSTATE 3 9"), "offsets count code points"),
        (lambda text: text + "R9\tmeets Arg1:T77 Arg2:T1\n", "'T77'"),
        (lambda text: text + "X what\n", "no T, R or # line"),
        (lambda text: text.replace("T1\tSTATE", "T1\tPLACE"), "change both"),
    ],
)
def test_broken_brat_files_are_named(article, tmp_path, change, message):
    write_brat(article, tmp_path)
    path = tmp_path / f"{article.id}.ann"
    text = path.read_text(encoding="utf-8")
    assert "T1\tSTATE 2 9" in text
    path.write_text(change(text), encoding="utf-8")
    with pytest.raises(ConversionError, match=message) as caught:
        read_brat(path)
    assert str(path) in str(caught.value)


def test_half_a_character_is_refused(article, tmp_path):
    task = labelstudio.to_task(article)
    task["annotations"][0]["result"][0]["value"]["start"] = 1
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    with pytest.raises(ConversionError, match="cuts a character in two"):
        labelstudio.read_tasks(path)


def test_bio_says_what_the_article_says(dataset, tmp_path):
    files = [str(path) for path in sorted((dataset / "articles").glob("*.md"))[:3]]
    assert main(["convert", *files, "--to", "bio", "--out", str(tmp_path)]) == 0
    text = (tmp_path / "entities.conll").read_text(encoding="utf-8")
    articles = [read_article(path)[0] for path in sorted((dataset / "articles").glob("*.md"))[:3]]
    assert text.count("\tB-") == sum(len(article.mentions) for article in articles)


def test_usage(tmp_path, capsys):
    assert main(["convert", "x.md", "--out", str(tmp_path)]) == 2
    assert main(["convert", "x.md", "--to", "word", "--out", str(tmp_path)]) == 2
    assert "brat, label-studio, jsonl, spacy, bio" in capsys.readouterr().err
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    assert main(["convert", str(bad), "--from", "label-studio", "--out", str(tmp_path / "o")]) == 1
    assert "not JSON" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def test_an_entity_changed_in_spacy_comes_home(article, tmp_path):
    import spacy
    from spacy.tokens import DocBin

    before, path = tmp_path / "before.md", tmp_path / "articles.spacy"
    before.write_text(format_article(article), encoding="utf-8")
    assert main(["convert", str(before), "--to", "spacy", "--out", str(tmp_path)]) == 0
    vocab = spacy.blank("en").vocab
    (doc,) = DocBin().from_disk(path).get_docs(vocab)
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents][:2] == [("Ardenia", "STATE", "ardenia"), ("Aida Bek", "PERSON", "aida-bek")]
    kept = [e for e in doc.ents if e.kb_id_ != "pact"]
    kept += [doc.char_span(e.start_char, e.end_char, label="EVENT", kb_id="pact") for e in doc.ents if e.kb_id_ == "pact"]
    doc.set_ents(kept)
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    assert main(["convert", str(path), "--from", "spacy", "--out", str(tmp_path / "after")]) == 0
    assert differing(before, tmp_path / "after" / f"{article.id}.md") == ["<   pact: INSTRUMENT", ">   pact: EVENT"]


def test_a_file_that_is_no_docbin_is_named(article, tmp_path, capsys):
    import spacy
    from spacy.tokens import DocBin

    path = tmp_path / "x.spacy"
    path.write_bytes(b"nothing of the kind")
    assert main(["convert", str(path), "--from", "spacy", "--out", str(tmp_path)]) == 1
    assert f"{path}: cannot be read as a spaCy DocBin" in capsys.readouterr().err
    DocBin(docs=[spacy.blank("en")("A plain document.")]).to_disk(path)
    assert main(["convert", str(path), "--from", "spacy", "--out", str(tmp_path)]) == 1
    assert "document 1: doc.user_data['communique'] is missing" in capsys.readouterr().err
