"""Level 5: what must hold across articles, passes and registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from communique.article import Article
from communique.labels import Labels
from communique.registers import Registers
from communique.validation.findings import Finding
from communique.validation.overlap import shared_runs

PASSES = ("a", "b")


@dataclass(frozen=True)
class Corpus:
    """Every readable article and pass of a dataset folder, with its registers. Files are named relative to the folder."""

    articles: Mapping[str, Article]
    passes: Mapping[str, Mapping[str, Article]]
    registers: Registers
    unreadable: frozenset[str] = frozenset()
    root: Path = field(default_factory=Path)

    def file(self, article_id: str, annotator: str | None = None) -> str:
        """How findings name the file of an article or of a pass."""
        name = f"passes/{annotator}/{article_id}.md" if annotator else f"articles/{article_id}.md"
        return str(self.root / name)


def check_across(corpus: Corpus, labels: Labels) -> Iterator[Finding]:
    """Yield every breach of a rule that holds across files."""
    yield from _stories(corpus)
    yield from _passes(corpus)
    yield from _register(corpus, labels)
    yield from _keys(corpus, labels)
    yield from _runs(corpus)


def _stories(corpus: Corpus) -> Iterator[Finding]:
    first: dict[str, Article] = {}
    split_of = corpus.registers.split_of
    for article in corpus.articles.values():
        file, line = corpus.file(article.id), article.lines.get("story", article.lines.get("event", 1))
        other = first.setdefault(article.event, article)
        for name in ("story", "region", "kind"):
            mine, theirs = getattr(article, name), getattr(other, name)
            if mine != theirs:
                line_of = article.lines.get(name, 1)
                yield Finding(file, line_of, "story-conflict", f"{name} is '{mine}', in {other.id} on the same event '{theirs}'")
        if article.story is None:
            yield Finding(file, line, "story-without-split", "the article names no story")
        elif article.story not in split_of:
            yield Finding(file, line, "story-without-split", f"story '{article.story}' stands in no line of splits.tsv")
    seen: dict[str, str] = {}
    for story, split in corpus.registers.splits:
        if story in seen:
            line = corpus.registers.lines.get(("splits.tsv", story), 1)
            message = f"story '{story}' stands twice, as {seen[story]} and as {split}"
            yield Finding(str(corpus.root / "splits.tsv"), line, "story-in-two-splits", message)
        seen[story] = split


def _passes(corpus: Corpus) -> Iterator[Finding]:
    for article in corpus.articles.values():
        for annotator in PASSES:
            file = corpus.file(article.id, annotator)
            other = corpus.passes.get(annotator, {}).get(article.id)
            if other is None:
                if file not in corpus.unreadable:
                    yield Finding(corpus.file(article.id), 1, "missing-pass", f"there is no {file}")
            elif other.text != article.text:
                at = next((i for i, (x, y) in enumerate(zip(article.text, other.text, strict=False)) if x != y), 0)
                line = next((b.line for b in other.blocks if b.start <= at <= b.end), 1)
                found, wanted = other.text[max(0, at - 10) : at + 20], article.text[max(0, at - 10) : at + 20]
                yield Finding(file, line, "pass-differs-in-text", f"the pass reads {found!r} where the article reads {wanted!r}")


def _register(corpus: Corpus, labels: Labels) -> Iterator[Finding]:
    registers = corpus.registers
    owner: dict[str, str] = {}
    for file, entries in (("actors.yaml", registers.actors), ("issues.yaml", registers.issues)):
        shown = str(corpus.root / file)
        for key, entry in entries.items():
            line = registers.lines.get((file, key), 1)
            kind = getattr(entry, "type", "ISSUE")
            if kind not in labels.registered:
                allowed = ", ".join(sorted(labels.registered - {"ISSUE"}))
                yield Finding(shown, line, "unknown-label", f"type of {key} '{kind}' is not one of {allowed}")
            state = getattr(entry, "of", None)
            if state is not None and state not in registers.actors:
                yield Finding(shown, line, "unregistered-key", f"{key} is a body of '{state}', which is not registered")
            for alias in dict.fromkeys((entry.name, *entry.aliases)):
                # A capital is a place and stands for its state; one word, two keys, told apart by the type.
                other = owner.setdefault(f"{'PLACE' if kind == 'PLACE' else 'other'}:{alias}", key)
                if other != key and not _may_share(alias, kind, getattr(registers.actors.get(other), "type", "ISSUE")):
                    yield Finding(shown, line, "alias-conflict", f"'{alias}' is an alias of {key} and of {other}")


_BODIES = frozenset(("GOV_BODY", "IGO", "ORG"))


def _may_share(alias: str, kind: str, other: str) -> bool:
    """Whether two keys may bear one name.

    Bare surnames do, nouns of issues ("sovereignty") do, short forms of bodies and organisations do ("foreign ministry", "Commission"),
    and so do single words that are short for actors of different kinds ("Wagner").
    """
    if {kind, other} <= _BODIES or kind == other == "ISSUE":
        return True
    if kind == other:
        return kind == "PERSON" and " " not in alias
    return " " not in alias and "ISSUE" not in (kind, other)


def _keys(corpus: Corpus, labels: Labels) -> Iterator[Finding]:
    registers = corpus.registers
    used = set()
    for article in corpus.articles.values():
        file = corpus.file(article.id)
        for entity in article.entities.values():
            if entity.type not in labels.registered:
                if entity.key in registers.actors:
                    yield Finding(
                        file, entity.line, "key-type-conflict", _conflict(entity.key, entity.type, registers.actors[entity.key].type)
                    )
                continue
            used.add(entity.key)
            register = registers.issues if entity.type == "ISSUE" else registers.actors
            entry = register.get(entity.key)
            if entry is None:
                actor = registers.actors.get(entity.key)
                if actor:
                    yield Finding(file, entity.line, "key-type-conflict", _conflict(entity.key, entity.type, actor.type))
                else:
                    name = "issues.yaml" if entity.type == "ISSUE" else "actors.yaml"
                    yield Finding(file, entity.line, "unregistered-key", f"'{entity.key}' ({entity.type}) is not in {name}")
                continue
            kind = getattr(entry, "type", "ISSUE")
            if kind != entity.type:
                yield Finding(file, entity.line, "key-type-conflict", _conflict(entity.key, entity.type, kind))
            if kind in ("STATE", "IGO"):
                known = {entry.name, *entry.aliases}
                for mention in article.mentions_of[entity.key]:
                    if article.surface(mention) not in known:
                        words = article.surface(mention)
                        yield Finding(file, mention.line, "missing-alias", f"{words!r} is no alias of {entity.key} in actors.yaml")
    for file_name, keys in (("actors.yaml", registers.actors), ("issues.yaml", registers.issues)):
        owners = {entry.of for entry in registers.actors.values() if entry.of}
        for key in keys:
            if key not in used and key not in owners:
                line = registers.lines.get((file_name, key), 1)
                yield Finding(str(corpus.root / file_name), line, "unused-register-key", f"'{key}' is mentioned in no article")


def _conflict(key: str, here: str, there: str) -> str:
    return f"'{key}' is {here} here and {there} in the register"


def _runs(corpus: Corpus) -> Iterator[Finding]:
    split_of = corpus.registers.split_of
    groups = defaultdict(list)
    for article in corpus.articles.values():
        groups[split_of.get(article.story or "", "")].append(article)
    known = {alias for entry in corpus.registers.actors.values() for alias in (entry.name, *entry.aliases)}
    for run in shared_runs(list(chain.from_iterable(groups.values())), known):
        one, two = corpus.articles[run.first], corpus.articles[run.second]
        apart = split_of.get(one.story or "") != split_of.get(two.story or "")
        where = "in another split" if apart else "of this corpus"
        message = f"{run.length} words are shared with {two.id} {where}: {run.words!r}"
        yield Finding(corpus.file(one.id), run.line, "shared-run", message)
