"""The registers and lists beside the articles: actors, issues, splits, the data version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from communique.article.frontmatter import FrontMatterError, Key, Text, read_yaml
from communique.labels import SPLITS


class Fault(NamedTuple):
    """What is wrong with a register: the file, the line (from 1) and a message."""

    file: str
    line: int
    message: str


class RegisterError(Exception):
    """A register cannot be read; `faults` lists why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{fault.file}:{fault.line}: {fault.message}" for fault in faults))
        self.faults = faults


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActorEntry(_Entry):
    """One actor as written in ``actors.yaml``."""

    type: Text
    name: Text
    iso: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    of: Key | None = None
    aliases: list[Text] = []


class IssueEntry(_Entry):
    """One issue as written in ``issues.yaml``."""

    name: Text
    aliases: list[Text] = []


@dataclass(frozen=True)
class Registers:
    """What keys mean across articles.

    Attributes
    ----------
    actors, issues
        Entries by key.
    splits
        Pairs of story and split, as written.
    lines
        Line of each key, by file and key.
    """

    actors: Mapping[str, ActorEntry] = field(default_factory=dict)
    issues: Mapping[str, IssueEntry] = field(default_factory=dict)
    splits: tuple[tuple[str, str], ...] = ()
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def split_of(self) -> dict[str, str]:
        """Split by story."""
        return dict(self.splits)

    def name(self, key: str) -> str | None:
        """Canonical name of a registered key."""
        entry = self.actors.get(key) or self.issues.get(key)
        return entry.name if entry else None


def read_registers(folder: Path) -> Registers:
    """Read ``actors.yaml``, ``issues.yaml`` and ``splits.tsv`` of a dataset folder; a missing file is an empty one.

    Raises
    ------
    RegisterError
        If one of them is not of its form.
    """
    lines: dict[tuple[str, str], int] = {}
    faults: list[Fault] = []
    actors = _entries(folder / "actors.yaml", ActorEntry, lines, faults)
    issues = _entries(folder / "issues.yaml", IssueEntry, lines, faults)
    splits = _splits(folder / "splits.tsv", lines, faults)
    if faults:
        raise RegisterError(faults)
    return Registers(actors, issues, splits, lines)


def read_version(folder: Path) -> str:
    """The data version in the file ``VERSION`` of a dataset folder.

    Raises
    ------
    OSError
        If there is none.
    """
    return (folder / "VERSION").read_text(encoding="utf-8").strip()


def _entries(path: Path, model: type[Any], lines: dict[tuple[str, str], int], faults: list[Fault]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        raw, places = read_yaml("\n".join(_without_head(path)))
    except FrontMatterError as error:
        faults.append(Fault(path.name, error.line, error.message))
        return {}
    entries = {}
    for key, value in raw.items():
        line = places.get((key,), 1)
        lines[(path.name, key)] = line
        try:
            entries[key] = model.model_validate(value)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                where = ".".join(str(part) for part in item["loc"])
                faults.append(Fault(path.name, line, f"{key}: field '{where}': {item['msg']}, found {item['input']!r}"))
    return entries


def _without_head(path: Path) -> list[str]:
    """The lines of a file, its opening comment lines emptied: a register may say at its head what it is."""
    rows = path.read_text(encoding="utf-8").split("\n")
    for index, row in enumerate(rows):
        if not row.startswith("#"):
            break
        rows[index] = ""
    return rows


def _splits(path: Path, lines: dict[tuple[str, str], int], faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    if not path.is_file():
        return ()
    pairs = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 and row == "story\tsplit":
            continue
        cells = row.split("\t")
        if len(cells) != 2 or cells[1] not in SPLITS:
            faults.append(Fault(path.name, number, f"found {row!r}; a line is a story, a tab and one of {', '.join(SPLITS)}"))
            continue
        lines.setdefault((path.name, cells[0]), number)
        pairs.append((cells[0], cells[1]))
    return tuple(pairs)
