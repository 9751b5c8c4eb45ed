"""The worked examples of the documentation come out as they say."""

import re

import pytest


@pytest.mark.parametrize("name", ["scores.md"])
def test_worked_examples(checkout, name):
    text = (checkout / "docs" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert sum(block.count("assert ") for block in blocks) > 20
    space: dict = {}
    for block in blocks:
        exec(block, space)
