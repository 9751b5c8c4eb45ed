"""The Inspect tasks run to the end with its mock model, offline."""

import json
import os
import subprocess
import sys

import pytest

pytest.importorskip("inspect_ai", reason="inspect-ai is not installed; install communique[inspect]")

RUN = """
import json, sys
from inspect_ai import eval
from inspect_ai.model import ModelOutput, ModelUsage, get_model

file, name, limit = sys.argv[1:]
sys.path.insert(0, file.rsplit("/", 1)[0])
import communique_tasks
task = getattr(communique_tasks, name)(split="validation")
targets = {sample.input: sample.target for sample in task.dataset}

def run(kind):
    def output(messages, tools, tool_choice, config):
        text = f"Here it is:\\n```\\n{targets[messages[-1].text]}\\n```" if kind == "perfect" else "I would rather not say."
        found = ModelOutput.from_content("mockllm/model", text)
        found.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # else it is counted with a tokenizer from the network
        return found

    model = get_model("mockllm/model", custom_outputs=output, memoize=False)
    (log,) = eval(task, model=model, limit=int(limit), log_dir="logs", display="none")
    assert (log.status, log.results.completed_samples) == ("success", int(limit)), log.error
    return {key: each.value for score in log.results.scores for key, each in score.metrics.items()}

print(json.dumps({kind: run(kind) for kind in ("perfect", "unreadable")}))
"""


def run(checkout, tmp_path, name, limit):
    environment = {**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    file = str(checkout / "harness" / "inspect" / "communique_tasks.py")
    command = [sys.executable, "-c", RUN, file, name, str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("name", "main", "limit"), [("stance", "stance_f1", 150), ("relation", "relations_f1", 150), ("extraction", "overall_f1", 4)]
)
def test_perfect_and_unreadable_answers(checkout, tmp_path, name, main, limit):
    found = run(checkout, tmp_path, name, limit)
    perfect, nothing = found["perfect"], found["unreadable"]
    assert perfect["readable"] == 1.0
    assert perfect[main] > 0.9 if name == "extraction" else perfect[main] == 1.0
    assert (nothing["readable"], nothing[main]) == (0.0, 0.0)


def test_the_command_line_finds_the_tasks(checkout):
    folder = checkout / "harness" / "inspect"
    command = [sys.executable, "-m", "inspect_ai", "list", "tasks", "communique_tasks.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert all(f"@{name}" in done.stdout for name in ("stance", "relation", "extraction"))
