"""The site as files: escaped, whole, the same every time; and what differs between versions."""

import json
import re

import pytest

from communique.cli import main
from communique.explore.beside import counterparts, unmatched
from communique.explore.lit import Light, Mark, Marked, lit
from communique.explore.versions import version_of
from tests.explore.conftest import SCRIPT, TEXT, row, span, write


def plain(pieces):
    return "".join(plain(piece.inside) if isinstance(piece, Marked) else piece.text for piece in pieces)


def test_text_is_escaped_on_every_page(site):
    for page in (site / "index.html", site / "articles" / "first-1.html"):
        text = page.read_text(encoding="utf-8")
        assert SCRIPT not in text
        assert "window.hit" in text
        assert not re.search(r'href="javascript', text)


def test_the_pages_ask_for_nothing_from_elsewhere(site):
    for page in site.rglob("*.html"):
        for tag in re.findall(r"<(?:script|link|img)[^>]*>", page.read_text(encoding="utf-8")):
            for address in re.findall(r'(?:src|href)="([^"]*)"', tag):
                assert address == "data:," or (page.parent / address).is_file(), tag


def test_the_graph_library_comes_with_its_licence(site):
    assert "Permission is hereby granted" in (site / "static" / "cytoscape.LICENSE.txt").read_text(encoding="utf-8")
    assert '"3.34.4"' in (site / "static" / "cytoscape.min.js").read_text(encoding="utf-8")


def test_the_same_bytes_every_time(site, dorn, tmp_path):
    assert main(["explore", "--out", str(tmp_path), "--data", str(dorn), "--result", str(dorn / "robot.jsonl")]) == 0
    names = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in names if (site / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_the_index_carries_what_it_filters(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])
    assert [article["id"] for article in data["articles"]] == ["first-1", "second-1"]
    assert data["articles"][0]["text"] == TEXT
    assert data["articles"][0]["edges"] == [["cardia", "dorn", "oppose", False], ["bela-kún", "elandia", "support", True]]
    assert data["nodes"]["cardia"] == ["Cardia", "STATE"]


def test_entities_of_versions_are_matched_by_mentions_not_by_ids(dorn):
    gold = version_of("g", row(), row())
    entities = [entity | {"id": {"e1": "e2", "e2": "e1"}.get(entity["id"], entity["id"])} for entity in row()["entities"]]
    stance = row()["stances"][0]
    same = version_of("a", row(entities=entities, stances=[stance | {"holder": "e2", "target": "e1"}]), row())
    turned = version_of("a", row(entities=entities, stances=[stance]), row())
    assert counterparts(same, gold) == {"e1": "e2", "e2": "e1", "e3": "e3", "e4": "e4"}
    assert unmatched(same.stances, gold.stances, counterparts(same, gold)) == (set(), [gold.stances[1]])
    assert unmatched(turned.stances, gold.stances, counterparts(turned, gold)) == ({0}, list(gold.stances))


def test_a_cue_after_an_emoji_keeps_its_words():
    assert version_of("g", row(), row()).stances[0].quotes == ("sharply condemned the raid",)


def test_predictions_may_name_sentences_and_words():
    predicted = {"id": "first-1", "relations": [{"head": "e3", "type": "represents", "tail": "e2", "evidence": [2]}], "stances": None}
    version = version_of("p", predicted, row())
    assert version.relations[0].quotes == ("Bela Kún of Dorn thanked Elandia.",)
    assert version.given_entities
    assert version.lacks == ("stances",)


def test_cut_text_is_the_text():
    text = "abcdefghij"
    marks = [Mark(1, 6, "A", "a"), Mark(2, 4, "B", "b"), Mark(5, 8, "C", "c")]
    lights = [Light(0, 3, "r"), Light(2, 9, "s")]
    found = lit(text, 0, 10, marks, lights)
    assert plain(found) == text
    outer = next(piece for piece in found if isinstance(piece, Marked))
    assert plain(outer.inside) == "bcdef"
    inner = [piece for piece in outer.inside if isinstance(piece, Marked)]
    assert [piece.mark.type for piece in inner] == ["B"]
    assert [(piece.text, piece.records) for piece in inner[0].inside] == [("c", ("r", "s")), ("d", ("s",))]


def test_nesting_without_end_is_cut_off():
    marks = [Mark(0, 2000 - n, "A", str(n)) for n in range(1500)]
    assert plain(lit("x" * 2000, 0, 2000, marks, [])) == "x" * 2000


def test_the_page_says_what_differs(site):
    text = (site / "articles" / "first-1.html").read_text(encoding="utf-8")
    sections = re.split(r'<section id="v\d"', text)[1:]
    assert ["only here" in section for section in sections] == [False, False, False, True]
    assert ["missing here" in section for section in sections] == [False, True, False, True]
    assert "Not given." in sections[3]


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"id": "nowhere"}, "is no article of the splits shown (test)"), ({"stances": [{"holder": "x2"}]}, "stances")],
)
def test_wrong_predictions_are_refused(dorn, tmp_path, capsys, changes, message):
    given = json.loads((dorn / "robot.jsonl").read_text(encoding="utf-8")) | changes
    (tmp_path / "bad.jsonl").write_text(json.dumps(given) + "\n", encoding="utf-8")
    assert main(["explore", "--out", str(tmp_path / "out"), "--data", str(dorn), "--result", str(tmp_path / "bad.jsonl")]) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_id_that_leaves_the_folder_is_refused(tmp_path, capsys):
    write(tmp_path, "documents", [row(id="../../escaped")])
    assert main(["explore", "--out", str(tmp_path / "a" / "b"), "--data", str(tmp_path)]) == 2
    assert "cannot be a file name" in capsys.readouterr().err
    assert not list(tmp_path.rglob("escaped*"))


def test_a_result_file_without_predictions_is_named(dorn, tmp_path, capsys):
    (tmp_path / "result.json").write_text("{}", encoding="utf-8")
    assert main(["explore", "--out", str(tmp_path / "o"), "--data", str(dorn), "--result", str(tmp_path / "result.json")]) == 2
    assert "stands beside it" in capsys.readouterr().err


def test_spans_of_the_fixture_say_what_they_mean():
    where = span("thanked")
    assert TEXT[where["start"] : where["end"]] == "thanked"


def test_a_folder_that_is_a_version_does_not_name_a_system(dorn, tmp_path):
    beside = tmp_path / "robot" / "0.3.0"
    beside.mkdir(parents=True)
    (beside / "predictions.jsonl").write_bytes((dorn / "robot.jsonl").read_bytes())
    assert main(["explore", "--out", str(tmp_path / "o"), "--data", str(dorn), "--result", str(beside / "predictions.jsonl")]) == 0
    assert ">robot 0.3.0</h2>" in (tmp_path / "o" / "articles" / "first-1.html").read_text(encoding="utf-8")


def test_pages_of_an_earlier_run_go_and_others_stay(dorn, tmp_path):
    folder = tmp_path / "articles"
    assert main(["explore", "--out", str(tmp_path), "--data", str(dorn)]) == 0
    (page,) = list(folder.glob("first-1.html"))
    (folder / "gone-1.html").write_bytes(page.read_bytes())
    (folder / "mine.html").write_text("<!doctype html><title>a page of one's own</title>", encoding="utf-8")
    assert main(["explore", "--out", str(tmp_path), "--data", str(dorn)]) == 0
    assert not (folder / "gone-1.html").exists()
    assert (folder / "mine.html").exists()
    assert page.exists()
