"""What a check reports, and the rules that it may cite."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from communique.resources import schema_dir


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``schema/rules.yaml``."""

    id: str
    level: str
    stage: str
    why: str
    mend: str


class Finding(NamedTuple):
    """A breach of a rule at a place. Sorts by file, line and rule."""

    file: str
    line: int
    rule: str
    message: str

    @property
    def level(self) -> str:
        """``error`` or ``warning``."""
        return rules()[self.rule].level

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level} {self.rule}: {self.message}"

    def as_record(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return {"file": self.file, "line": self.line, "level": self.level, "rule": self.rule, "message": self.message}


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the file."""
    raw = yaml.safe_load((schema_dir() / "rules.yaml").read_text(encoding="utf-8"))
    return {
        name: Rule(name, entry["level"], stage, entry["why"], entry["mend"])
        for stage, section in raw.items()
        for name, entry in section.items()
    }
