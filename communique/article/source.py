"""Markdown in: an article file to an `Article`, or the problems that stand in the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from communique.article.frontmatter import KEY_PATTERN, FrontMatter, FrontMatterError, QuoteField, read_yaml
from communique.article.frontmatter import Path as FieldPath
from communique.article.model import Article, Block, Entity, Mention, Quote, Relation, Stance


class Problem(NamedTuple):
    """Why a file cannot be read: a rule of ``schema/rules.yaml``, a line (from 1) and a message."""

    rule: str
    line: int
    message: str


_FENCE = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"\\([!-/:-@\[-`{-~])|(\[)|\]\(([^()\n]*)\)|(\])|([*`<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_OTHER_BLOCK = re.compile(r"[ \t]*(?:[-+>]|\d+[.)])[ \t]|[ \t]*(?:```|~~~|-{3,}\s*$|={3,}\s*$)|    |\t|#")


def read_article(path: Path) -> tuple[Article | None, list[Problem]]:
    """Read one article file; see `parse_article`.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Problem("unreadable-file", line, f"byte {raw[error.start]:#04x} is not UTF-8; save the file as UTF-8")]
    return parse_article(text)


def parse_article(text: str) -> tuple[Article | None, list[Problem]]:
    """Read one article from Markdown with front matter.

    Parameters
    ----------
    text
        The content of the file.

    Returns
    -------
    article : Article or None
        None if anything stands in the way.
    problems : list of Problem
        Empty if the file could be read.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fence = _FENCE.match(text)
    if fence is None:
        return None, [Problem("unreadable-front-matter", 1, "no front matter: the file must begin with a line '---' and have a second one")]
    try:
        raw, lines = read_yaml(fence.group(1), first_line=2)
    except FrontMatterError as error:
        return None, [Problem(error.rule, error.line, error.message)]
    body = _Body()
    body.read(text[fence.end() :], text.count("\n", 0, fence.end()) + 1)
    front, problems = _check_fields(raw, lines)
    problems += body.problems
    if front is None or problems:
        return None, sorted(problems, key=lambda problem: problem.line)
    return _assemble(front, lines, body), []


def _check_fields(raw: Any, lines: dict[FieldPath, int]) -> tuple[FrontMatter | None, list[Problem]]:
    try:
        return FrontMatter.model_validate(raw), []
    except ValidationError as error:
        problems = []
        for item in error.errors(include_url=False):
            path = tuple(part for part in item["loc"] if part != "[key]")
            near = path
            while near and near not in lines:
                near = near[:-1]
            shown = ".".join(str(part) for part in near) or "front matter"
            if item["type"] == "missing":
                message = f"field '{path[-1]}' is missing in {shown}" if near else f"field '{path[-1]}' is missing"
            elif item["type"] == "extra_forbidden":
                message = f"unknown field '{shown}'"
            elif item["type"] == "string_pattern_mismatch" and item["ctx"]["pattern"] == KEY_PATTERN:
                message = f"'{shown}' is {item['input']!r}, not a key; a key is lower-case words and numbers joined by hyphens"
            else:
                message = f"'{shown}' is {item['input']!r}: {item['msg'].removeprefix('Value error, ')}"
            problems.append(Problem("bad-field", lines.get(near, 2), message))
        return None, sorted(set(problems), key=lambda problem: problem.line)


def _assemble(front: FrontMatter, lines: dict[FieldPath, int], body: _Body) -> Article:
    def quotes(items: list[Any], nth: int | None) -> tuple[Quote, ...]:
        return tuple(Quote(q.quote, q.nth) if isinstance(q, QuoteField) else Quote(q, nth) for q in items)

    return Article(
        id=front.id,
        event=front.event,
        story=front.story,
        date=front.date.isoformat(),
        region=front.region,
        kind=front.kind,
        genre=front.genre,
        sources=tuple(front.sources),
        canary=front.canary,
        text="".join(body.text),
        blocks=tuple(body.blocks),
        entities={key: Entity(key, kind, lines.get(("entities", key), 0)) for key, kind in front.entities.items()},
        mentions=tuple(sorted(body.mentions, key=lambda mention: mention.start)),
        relations=tuple(
            Relation(
                r.head,
                r.type,
                r.tail,
                r.modality,
                quotes(r.evidence, r.nth),
                tuple(r.by),
                tuple(r.denied_by),
                lines.get(("relations", i), 0),
            )
            for i, r in enumerate(front.relations)
        ),
        stances=tuple(
            Stance(s.holder, s.target, s.polarity, s.expression, quotes(s.cue, s.nth), tuple(s.by), s.was, lines.get(("stances", i), 0))
            for i, s in enumerate(front.stances)
        ),
        lines={path[0]: line for path, line in lines.items() if len(path) == 1 and isinstance(path[0], str)},
    )


@dataclass
class _Body:
    """Collects text, blocks and mentions while the Markdown below the front matter is read."""

    text: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    length: int = 0

    def read(self, body: str, line: int) -> None:
        for chunk in re.split(r"(\n(?:[ \t]*\n)+)", body):
            if chunk.strip():
                lead = len(chunk) - len(chunk.lstrip("\n"))
                self._block(chunk.strip("\n"), line + lead)
            line += chunk.count("\n")
        if not self.blocks or self.blocks[0].level != 1:
            self.problems.append(Problem("unsupported-markdown", line, "the text must begin with a headline: '# ' and its words"))

    def _block(self, chunk: str, line: int) -> None:
        heading = _HEADING.match(chunk)
        level = len(heading.group(1)) if heading else 0
        if heading and "\n" in chunk:
            self.problems.append(Problem("unsupported-markdown", line + 1, "a heading must be followed by a blank line"))
            return
        if not heading:
            for offset, row in enumerate(chunk.split("\n")):
                if _OTHER_BLOCK.match(row):
                    message = f"{row.strip()[:20]!r} begins a list, quotation, code or rule; only headings and paragraphs are allowed"
                    self.problems.append(Problem("unsupported-markdown", line + offset, message))
                    return
        if self.blocks:
            self._add("\n\n")
        start = self.length
        self._inline(chunk[heading.end() :] if heading else chunk, line)
        self.blocks.append(Block(start, self.length, level, line))

    def _inline(self, raw: str, line: int) -> None:
        raw = re.sub(r"[ \t]*\n[ \t]*", "\n", raw.strip())
        opened: list[tuple[int, int]] = []  # where an open bracket stands: offset in the text, line
        closed_at = -1
        at = 0
        for mark in _MARK.finditer(raw):
            self._words(raw[at : mark.start()])
            at = mark.end()
            here = line + raw.count("\n", 0, mark.start())
            escaped, opening, key, closing, other = mark.groups()
            if escaped is not None:
                self._add(escaped)
            elif opening:
                opened.append((self.length, here))
            elif key is not None:
                if not opened:
                    self.problems.append(Problem("stray-link-mark", here, f"']({key})' closes no mention"))
                    continue
                start, _ = opened.pop()
                self._mention(start, key, here, nested=start < closed_at or bool(opened))
                closed_at = self.length
            elif closing:
                where = "a bracket that closes no mention; write '\\]' for the character"
                if opened:
                    opened.pop()
                    where = "a bracket without a key: write [words](key), or '\\[' and '\\]' for the characters"
                self.problems.append(Problem("stray-link-mark", here, where))
            else:
                self.problems.append(
                    Problem("unsupported-markdown", here, f"{other!r} is markup here; write '\\{other}' for the character")
                )
        self._words(raw[at:])
        for _, here in opened:
            self.problems.append(
                Problem("stray-link-mark", here, "'[' opens a mention that is never closed; write '\\[' for the character")
            )

    def _mention(self, start: int, key: str, line: int, *, nested: bool) -> None:
        words = "".join(self.text)[start : self.length]
        if not words.strip():
            self.problems.append(Problem("empty-mention", line, f"the mention of '{key}' has no words"))
        elif words != words.strip():
            self.problems.append(Problem("empty-mention", line, f"the mention {words!r} begins or ends with white space"))
        elif not re.fullmatch(KEY_PATTERN, key):
            self.problems.append(Problem("stray-link-mark", line, f"the link target {key!r} of {words!r} is not a key"))
        elif nested:
            self.problems.append(Problem("overlapping-mention", line, f"the mention {words!r} stands inside another or holds one"))
        else:
            self.mentions.append(Mention(start, self.length, key, line))

    def _words(self, raw: str) -> None:
        self._add(re.sub(r"\s+", " ", raw))

    def _add(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)
