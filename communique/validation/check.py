"""Runs the checks in stages: a file that fails one stage is not checked further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from communique.article import Article, format_article, read_article
from communique.labels import Labels
from communique.labels import labels as own_labels
from communique.registers import RegisterError, read_registers
from communique.validation.corpus import PASSES, Corpus, check_across
from communique.validation.findings import Finding, rules
from communique.validation.quotations import check_quotations, check_writing
from communique.validation.references import Hit, check_references
from communique.validation.signatures import check_signatures


def check_file(
    path: Path, *, shown: str | None = None, labels: Labels | None = None, written: bool = True
) -> tuple[Article | None, list[Finding]]:
    """Check one article file on its own.

    Parameters
    ----------
    path
        The file.
    shown
        How findings name the file; its path by default.
    labels
        The label set; the project's own by default.
    written
        Whether the rules for writing (sources, length, quotations, canonical form) apply, as they do to the corpus.

    Returns
    -------
    article : Article or None
        None if the file cannot be read.
    findings : list of Finding
        In the order of the lines.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    shown = shown or str(path)
    article, problems = read_article(path)
    if article is None:
        return None, [Finding(shown, p.line, p.rule, p.message) for p in problems]
    labels = labels or own_labels()
    found: list[Finding] = []
    stages: list[Callable[[], Iterable[Hit]]] = [
        lambda: _references(article, path),
        lambda: check_signatures(article, labels),
        lambda: check_quotations(article, labels),
    ]
    if written:
        stages.append(lambda: _written(article, path))
    for stage in stages:
        hits = [Finding(shown, line, rule, message) for line, rule, message in stage()]
        found += hits
        if any(rules()[hit.rule].level == "error" for hit in hits):
            break
    return article, sorted(found)


def _references(article: Article, path: Path) -> Iterator[Hit]:
    yield from check_references(article)
    if path.suffix == ".md" and path.stem != article.id:
        yield article.lines.get("id", 1), "wrong-file-name", f"the file is {path.name}, the id '{article.id}'"


def _written(article: Article, path: Path) -> Iterator[Hit]:
    yield from check_writing(article)
    canonical, present = format_article(article), path.read_text(encoding="utf-8")
    if canonical != present:
        pairs = zip(canonical.split("\n"), present.split("\n"), strict=False)
        line = next((n for n, (want, have) in enumerate(pairs, 1) if want != have), 1)
        yield line, "not-canonical", "the file is not in canonical form from this line on"


def read_corpus(root: Path) -> tuple[Corpus | None, list[Finding]]:
    """Read and check every file of a dataset folder on its own.

    Returns
    -------
    corpus : Corpus or None
        What could be read; None if the registers could not.
    findings : list of Finding
        Of the single files.

    Raises
    ------
    OSError
        If the folder has no articles.
    """
    folder = root / "articles"
    if not folder.is_dir():
        raise FileNotFoundError(f"{root} has no folder 'articles'")
    findings: list[Finding] = []
    unreadable = set()

    def read(paths: Iterable[Path], written: bool) -> dict[str, Article]:
        found = {}
        for path in sorted(paths):
            article, hits = check_file(path, written=written)
            findings.extend(hits)
            if article is None or any(hit.rule in _UNFIT for hit in hits):
                unreadable.add(str(path))
            else:
                found[article.id] = article
        return found

    articles = read(folder.glob("*.md"), True)
    passes = {name: read((root / "passes" / name).glob("*.md"), False) for name in PASSES}
    try:
        registers = read_registers(root)
    except RegisterError as error:
        return None, findings + [Finding(str(root / f.file), f.line, "unreadable-register", f.message) for f in error.faults]
    return Corpus(articles, passes, registers, frozenset(unreadable), root), findings


def check_corpus(root: Path, *, labels: Labels | None = None) -> tuple[Corpus | None, list[Finding]]:
    """Read and check a whole dataset folder: each file, then what must hold across them; see `read_corpus`."""
    corpus, findings = read_corpus(root)
    if corpus is not None:
        findings += check_across(corpus, labels or own_labels())
    return corpus, sorted(findings)


# With one of these an article has no sound records, and checks across articles would stumble over them.
_UNFIT = frozenset(("undeclared-link", "unknown-key", "reserved-key", "wrong-file-name"))
