"""Table, probes and study."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from baselines import encoder, report, study
from baselines.__main__ import main as run_baselines
from baselines.ablation import gazetteers, spaced
from baselines.splits import of_dataset
from baselines.systems import EVERY, OPTIONAL, SYSTEMS
from communique.results import Result, read_result


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder like the checkout, with the results of one system under the names of all."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(report.CHECKOUT / "dataset" / "data", root / "dataset" / "data")
    (root / "README.md").write_text("Before\n<!-- generated: results -->\nold\n<!-- end -->\nAfter\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "scores.md").write_text("<!-- generated: signature -->\nold\n<!-- end -->\n", encoding="utf-8")
    results = root / "baselines" / "results"
    assert run_baselines(["--data", str(root / "dataset"), "--system", "pair", "--out", str(results)]) == 0
    for name in SYSTEMS.keys() - {"pair"}:
        shutil.copytree(results / "pair", results / name)
    return root


def check(root):
    return report.main(["--check", "--root", str(root)])


def test_the_table_is_made_and_drift_is_found(checkout, tmp_path, capsys):
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root)
    assert check(root) == 1
    assert report.main(["--root", str(root)]) == 0
    assert check(root) == 0
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("Before\n")
    assert readme.endswith("After\n")
    assert all(f"| `{name}` |" in readme for name in SYSTEMS)
    [predictions] = (root / "baselines" / "results" / "linear-given").rglob("predictions.jsonl")
    rows = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    rows[0]["stances"] = []
    predictions.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    capsys.readouterr()
    assert check(root) == 1
    assert "--system linear-given" in capsys.readouterr().err


def test_a_wrong_summary_is_found(checkout, tmp_path):
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root)
    report.main(["--root", str(root)])
    path = root / "baselines" / "results" / "summary.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"share": ', '"share": 1'), encoding="utf-8")
    assert check(root) == 1


def test_a_wrong_signature_is_found(checkout, tmp_path, capsys):
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root)
    report.main(["--root", str(root)])
    path = root / "docs" / "scores.md"
    [result] = (root / "baselines" / "results" / "linear-given").rglob("result.json")
    assert f"\n`{read_result(result).signature}`\n" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("|seed:0", "|seed:1"), encoding="utf-8")
    capsys.readouterr()
    assert check(root) == 1
    assert "docs/scores.md: is stale" in capsys.readouterr().err


def test_a_page_without_its_part_is_named(checkout, tmp_path, capsys):
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root)
    (root / "docs" / "scores.md").write_text("no part\n", encoding="utf-8")
    before = (root / "README.md").read_text(encoding="utf-8")
    assert report.main(["--root", str(root)]) == 1
    assert "docs/scores.md: has the generated parts []; it needs each of ['signature'] once" in capsys.readouterr().err
    assert (root / "README.md").read_text(encoding="utf-8") == before


def test_a_missing_result_is_named(checkout, tmp_path, capsys):
    root = tmp_path / "checkout"
    shutil.copytree(checkout, root)
    shutil.rmtree(root / "baselines" / "results" / "lexicon")
    assert check(root) == 1
    assert "results/lexicon" in capsys.readouterr().err


def test_intervals_stand_in_the_table(checkout):
    [path] = (checkout / "baselines" / "results" / "linear").rglob("result.json")
    scores = read_result(path).scores["relations"]["strict"]["micro"]
    low, high = scores["f1_ci"]
    assert report.cell(scores) == f"{100 * scores['f1']:.1f} <sub>{100 * low:.1f}–{100 * high:.1f}</sub>"
    assert report.cell({"f1": None}) == report.cell({}) == "–"


def test_the_share_of_the_probe():
    def result(relations, stance):
        return Result(
            "x|data:1:2|y", {"relations": {"strict": {"micro": {"f1": relations}}}, "stance": {"triple": {"micro": {"f1": stance}}}}
        )

    shares = report.probes({"pair": result(0.1, None), "linear-given": result(0.4, 0.3)})["shares"]
    assert shares["relations"]["share"] == 0.25
    assert shares["stance"]["share"] is None
    assert report.probes({"pair": result(0.1, 0.1), "linear-given": result(0.0, 0.3)})["shares"]["relations"]["share"] is None


def test_the_curve_trains_on_whole_events(splits):
    few, most = study.point(splits, 0.2), study.point(splits, 1.0)
    assert most["articles"] == len(splits.train)
    assert 0 < few["articles"] < most["articles"]
    assert few["entities"] < most["entities"]


def test_coreference_alone_is_worse_without_learnt_aliases():
    splits = of_dataset(None)
    bare = [{**row, "entities": [{**entity, "key": None} for entity in row["entities"]]} for row in splits.train]
    assert study.coreference(splits)["conll"] > study.coreference(replace(splits, train=bare))["conll"] > 50


def test_the_register_knows_names_that_training_does_not():
    learnt, register = gazetteers(of_dataset(None)).values()
    assert set(register) - set(learnt)
    both = set(register) & set(learnt)
    assert sum(register[name] == learnt[name] for name in both) > len(both) / 2 > 0
    assert spaced("UN's  Council") == "un 's council"


def test_seeds_are_passed_on(splits, monkeypatch):
    seen = []
    monkeypatch.setitem(
        study.SYSTEMS, "linear", lambda part: seen.append(part.seed) or [{"id": row["id"], "entities": []} for row in part.test]
    )
    assert study.seeds(splits, "linear")["entities"]["sd"] == 0.0
    assert seen == list(study.SEEDS)


def test_the_encoder_reads_roles_and_types_instead_of_names(splits, monkeypatch):
    texts = []

    def fake(found):
        texts.extend(found)
        return np.array([[len(text) % 7, text.count(" ") % 5] for text in found]) / 100

    monkeypatch.setattr(encoder, "embeddings", fake)
    predictions = encoder.encoder_given(splits)
    assert [row["id"] for row in predictions] == [row["id"] for row in splits.test]
    assert any("the first state" in text and "the second" in text for text in texts)


def test_an_encoder_that_is_not_installed_is_asked_for_by_name(monkeypatch, capsys):
    monkeypatch.setattr("baselines.__main__.installed", lambda: False)
    with pytest.raises(SystemExit):
        run_baselines(["--system", *OPTIONAL])
    assert "communique[encoder]" in capsys.readouterr().err
    assert OPTIONAL.keys() <= EVERY.keys()
    assert not OPTIONAL.keys() & SYSTEMS.keys()
