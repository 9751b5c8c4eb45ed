"""Plain text in, annotated articles out; a bad file is named and stops nothing."""

import json
import pickle

import pytest

import communique
from communique.article import parse_article
from communique.cli import main
from communique.models.presets import extractor
from communique.models.store import ModelError, load, save
from communique.tagging import key_of, row_of

TEXT = """France condemns Russian strike on Odesa

French President Emmanuel Macron condemned Russia's strike on Odesa, Ukraine, on Monday <b>and</b> asked for
the UN Security Council to meet. 🌍

The Kremlin rejected the accusation.
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "model.skops"
    rows = communique.load("documents", "train")
    save(extractor().fit(rows, validation=communique.load("documents", "validation")), path)
    return path


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "A strike.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_plain_text_becomes_blocks_and_sentences():
    row = row_of(TEXT, "A strike.txt")
    assert row["id"] == "a-strike-1"
    parts = [row["text"][b["start"] : b["end"]] for b in row["blocks"]]
    assert parts[0] == "France condemns Russian strike on Odesa"
    assert "asked for the UN" in parts[1]
    assert [b["level"] for b in row["blocks"]] == [1, 0, 0]
    assert row["text"][row["sentences"][-1]["start"] :] == "The Kremlin rejected the accusation."


def test_names():
    assert key_of("x/Über uns-2.txt") == "ber-uns-2"
    assert key_of("…") == "article-1"


def test_markdown_is_an_article_file(model, text, capsys):
    assert main(["tag", str(text), "--model", str(model)]) == 0
    article, problems = parse_article(capsys.readouterr().out)
    assert article is not None, problems
    assert "<b>and</b>" in article.text
    surfaces = {article.surface(mention) for mention in article.mentions}
    assert {"Emmanuel Macron", "Odesa"} <= surfaces
    assert article.relations
    assert {"emmanuel-macron", "france", "russia", "ukraine"} <= set(article.entities), "known names have their register keys"


def test_json_lines_are_rows_that_score(model, text, tmp_path):
    assert main(["tag", str(text), "--model", str(model), "--to", "jsonl", "--out", str(tmp_path / "o")]) == 0
    row = json.loads((tmp_path / "o" / "a-strike-1.jsonl").read_text(encoding="utf-8"))
    assert communique.score([row], [row], resamples=0)["entities"]["strict"]["micro"]["f1"] == 1


def test_html_is_escaped(model, text, tmp_path):
    assert main(["tag", str(text), "--model", str(model), "--to", "html", "--out", str(tmp_path / "o")]) == 0
    page = (tmp_path / "o" / "a-strike-1.html").read_text(encoding="utf-8")
    assert "<b>and" not in page
    assert "&lt;b&gt;and" in page


def test_a_folder_survives_a_bad_file(model, text, tmp_path, capsys):
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "empty.txt").write_text("  \n", encoding="utf-8")
    assert main(["tag", str(tmp_path), "--model", str(model), "--out", str(tmp_path / "o")]) == 1
    err = capsys.readouterr().err
    assert "bad.txt" in err
    assert "empty.txt" in err
    assert "2 of 3" in err
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["a-strike-1.md"]


def test_the_same_text_gives_the_same_file(model, text, capsys):
    found = []
    for _ in range(2):
        main(["tag", str(text), "--model", str(model)])
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]


def test_a_pickle_is_refused(tmp_path, capsys):
    path = tmp_path / "evil.skops"
    path.write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ModelError, match="no model kept with skops"):
        load(path)
    assert main(["tag", "-", "--model", str(path)]) == 1
    assert "evil.skops" in capsys.readouterr().err


def test_foreign_types_are_refused(tmp_path):
    from fractions import Fraction

    from skops.io import dump

    path = tmp_path / "strange.skops"
    dump({"x": Fraction(1, 2)}, path)
    with pytest.raises(ModelError, match="fractions"):
        load(path)


def test_the_model_is_trained_once(monkeypatch, tmp_path):
    from communique.models import store

    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    made = []

    def make():
        made.append(1)
        return extractor().fit(communique.load("documents", "train")[:6])

    for _ in range(2):
        store.cached(make, "1.0.0:abc")
    assert made == [1]
    store.cached(make, "1.0.1:abc")
    assert made == [1, 1]


def test_training_on_rows_of_ones_own(tmp_path, capsys):
    rows = communique.load("documents", "train")[:4]
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "m.skops"
    assert main(["train", "--train", str(path), "--out", str(out)]) == 0
    assert load(out).predict([row_of(TEXT, "x")])[0]["entities"]
    path.write_text('{"id": 5}\n', encoding="utf-8")
    assert main(["train", "--train", str(path), "--out", str(out)]) == 1
    assert "mine.jsonl:1" in capsys.readouterr().err


def test_the_preset_is_the_baseline():
    from baselines.chain import extractor as recipe

    assert repr(extractor(3).get_params()) == repr(recipe(3).get_params())
