"""The task files of lm-evaluation-harness run to the end, offline."""

import json
import os
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("lm_eval", reason="lm-eval is not installed; install communique[lm-eval]")

PERFECT = """
import json, sys
from lm_eval import simple_evaluate
from lm_eval.api.model import LM
from lm_eval.tasks import TaskManager

class Perfect(LM):
    def generate_until(self, requests, **_):
        return [f"Here it is:\\n{request.task_name and answer(request)}" for request in requests]
    def loglikelihood(self, requests, **_): raise NotImplementedError
    def loglikelihood_rolling(self, requests, **_): raise NotImplementedError

def answer(request):
    doc = request.doc
    if "entities" in doc:
        from communique.harness import answer_of
        return "```json\\n" + json.dumps(answer_of(doc)) + "\\n```"
    return ", ".join(doc["labels"]) or "no_relation" if "labels" in doc else doc["label"]

tasks = ["communique_stance", "communique_relation", "communique_extraction"]
manager = TaskManager(include_path=sys.argv[1], include_defaults=False)
found = simple_evaluate(model=Perfect(), tasks=tasks, task_manager=manager, limit=200)["results"]
print(json.dumps(found))
"""


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}


def test_the_dummy_model_runs_through_the_command_line(checkout, dataset, tmp_path, environment):
    data = tmp_path / "elsewhere"
    shutil.copytree(dataset, data, ignore=shutil.ignore_patterns("articles"))
    tasks = "communique_stance,communique_relation,communique_extraction"
    command = [sys.executable, "-m", "lm_eval", "run", "--model", "dummy", "--include_path", str(checkout / "harness" / "lm_eval")]
    command += ["--tasks", tasks, "--limit", "6", "--metadata", json.dumps({"data": str(data)}), "--output_path", str(tmp_path / "out")]
    command += ["--log_samples"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = (tmp_path / "out").rglob("results_*.json")
    results = json.loads(file.read_text(encoding="utf-8"))["results"]
    assert set(results) == set(tasks.split(","))
    for name in results:
        assert results[name]["readable,none"] == 0.0, name
    assert results["communique_extraction"]["entities_f1,none"] == 0.0
    assert len(list((tmp_path / "out").rglob("samples_*.jsonl"))) == 3


def test_a_perfect_model_has_perfect_scores(checkout, tmp_path, environment):
    command = [sys.executable, "-c", PERFECT, str(checkout / "harness" / "lm_eval")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    for name, metrics in {
        "communique_stance": ("stance_f1", "pair_f1", "accuracy", "readable"),
        "communique_relation": ("relations_f1", "relations_macro_f1", "accuracy", "readable"),
    }.items():
        assert [results[name][f"{metric},none"] for metric in metrics] == [1.0] * len(metrics), name
    extraction = results["communique_extraction"]
    assert extraction["readable,none"] == 1.0
    assert extraction["overall_f1,none"] > 0.9
