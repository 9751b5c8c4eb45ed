"""The front matter of an article: YAML nodes with their lines, and the fields they must have."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Path = tuple[str | int, ...]

KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1)]
Date = Annotated[datetime.date, BeforeValidator(lambda value: value if not isinstance(value, str) else datetime.date.fromisoformat(value))]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuoteField(_Strict):
    """A quotation that says which occurrence it means."""

    quote: Text
    nth: Annotated[int, Field(ge=1)]


Quotes = Annotated[list[Text | QuoteField], Field(min_length=1), BeforeValidator(_as_list)]


class RelationField(_Strict):
    """One relation as written."""

    head: Key
    type: Text
    tail: Key
    modality: Text = "asserted"
    by: list[Key] = []
    denied_by: list[Key] = []
    evidence: Quotes
    nth: Annotated[int, Field(ge=1)] | None = None


class StanceField(_Strict):
    """One stance as written."""

    holder: Key
    target: Key
    polarity: Text
    expression: Text
    cue: Quotes
    nth: Annotated[int, Field(ge=1)] | None = None
    by: list[Key] = []
    was: Text | None = None


class FrontMatter(_Strict):
    """The front matter of one article."""

    id: Key
    event: Key
    story: Key | None = None
    date: Date
    region: Text
    kind: Text
    genre: Text
    canary: Text | None = None
    sources: list[Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]] = []
    entities: dict[Key, Text] = {}
    relations: list[RelationField] = []
    stances: list[StanceField] = []


class FrontMatterError(Exception):
    """The YAML cannot be read; `rule`, `line` (from 1) and the message say why."""

    def __init__(self, rule: str, line: int, message: str) -> None:
        super().__init__(message)
        self.rule, self.line, self.message = rule, line, message


def read_yaml(text: str, first_line: int = 1) -> tuple[Any, dict[Path, int]]:
    """Read YAML whose every scalar is a string (so that ``no`` stays a word), with the line of every node.

    Raises
    ------
    FrontMatterError
        If `text` is no YAML, has a key twice, a comment (which rewriting would lose) or an alias.
    """
    try:
        _refuse_comments(text, first_line)
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        raise FrontMatterError("unreadable-front-matter", line, f"not YAML: {getattr(error, 'problem', None) or error}") from None
    lines: dict[Path, int] = {}
    return _plain(root, (), lines, first_line, set()), lines


def _plain(node: yaml.Node | None, path: Path, lines: dict[Path, int], first: int, above: set[int]) -> Any:
    if node is None:
        return {}
    line = node.start_mark.line + first
    lines[path] = line
    if id(node) in above:
        raise FrontMatterError("unreadable-front-matter", line, "an alias that contains itself")
    above = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, index), lines, first, above) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + first
        if not isinstance(key_node, yaml.ScalarNode):
            raise FrontMatterError("unreadable-front-matter", key_line, "a key must be a word")
        key = key_node.value
        if key in plain:
            raise FrontMatterError("duplicate-field", key_line, f"'{key}' stands twice; keep one")
        plain[key] = _plain(value_node, (*path, key), lines, first, above)
        lines[(*path, key)] = key_line
    return plain


def _refuse_comments(text: str, first: int) -> None:
    at = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        between = text[at : token.start_mark.index]
        if "#" in between:
            line = text.count("\n", 0, at + between.index("#")) + first
            raise FrontMatterError("comment", line, "a comment in the front matter would be lost when the file is formatted; remove it")
        at = max(at, token.end_mark.index)
