"""CoNLL BIO files of entity-only systems: tokens and tags, checked and turned into mentions.

One token a line, its tag in the last column, a blank line between sentences, ``-DOCSTART-`` lines passed over. Sentences come in the
order of the
``entities`` configuration of the split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from communique.columns import MAX_FAULTS, Fault, InputError

OUTSIDE = "O"
Sentence = list[tuple[int, str, str]]  # line, token, tag


def read_bio(path: Path, sentences: Sequence[dict[str, Any]], *, lenient: bool = False) -> list[dict[str, Any]]:
    """Read a BIO file as predictions.

    Parameters
    ----------
    path
        The file.
    sentences
        Rows of the configuration ``entities``, in order: ``document``, ``tokens``, ``starts``, ``ends``.
    lenient
        Whether an ``I-`` that continues nothing begins a mention, as conlleval reads it; else it is an error.

    Returns
    -------
    list of dict
        One prediction object an article, with ``entities`` of one mention each.

    Raises
    ------
    InputError
        If tokens are not those of the dataset, or a tag is not BIO.
    OSError
        If the file cannot be opened.
    """
    try:
        found = list(_sentences(path))
    except UnicodeDecodeError as error:
        raise InputError(str(path), [Fault(1, None, "", f"byte {error.object[error.start]:#04x} is not UTF-8")]) from None
    faults: list[Fault] = []
    if len(found) != len(sentences):
        line = found[-1][-1][0] if found else 1
        message = f"{len(found)} sentences where the split has {len(sentences)}; sentences are separated by blank lines"
        raise InputError(str(path), [Fault(line, None, "", message)])
    rows: dict[str, dict[str, Any]] = {}
    for sentence, gold in zip(found, sentences, strict=True):
        row = rows.setdefault(gold["document"], {"id": gold["document"], "entities": []})
        if _same_tokens(sentence, gold, faults):
            for first, last, kind in _mentions(sentence, gold["document"], faults, lenient=lenient):
                span = [gold["starts"][first], gold["ends"][last]]
                row["entities"].append({"id": f"e{len(row['entities']) + 1}", "type": kind, "mentions": [span]})
        if len(faults) >= MAX_FAULTS:
            break
    if faults:
        raise InputError(str(path), faults[:MAX_FAULTS])
    return list(rows.values())


def _sentences(path: Path) -> Iterator[Sentence]:
    sentence: Sentence = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = line.split()
            if not cells:
                if sentence:
                    yield sentence
                sentence = []
            elif cells[0] != "-DOCSTART-":
                sentence.append((number, cells[0], cells[-1]))
    if sentence:
        yield sentence


def _same_tokens(sentence: Sentence, gold: dict[str, Any], faults: list[Fault]) -> bool:
    for (line, token, _), wanted in zip(sentence, gold["tokens"], strict=False):
        if token != wanted:
            faults.append(Fault(line, gold["document"], "token", f"found {token!r} where the dataset has {wanted!r}"))
            return False
    if len(sentence) != len(gold["tokens"]):
        message = f"a sentence of {len(sentence)} tokens where the dataset has {len(gold['tokens'])}"
        faults.append(Fault(sentence[-1][0], gold["document"], "token", message))
        return False
    return True


def _mentions(sentence: Sentence, article: str, faults: list[Fault], *, lenient: bool) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    open_kind: str | None = None
    for index, (line, _, tag) in enumerate(sentence):
        prefix, _, kind = tag.partition("-")
        if tag == OUTSIDE:
            open_kind = None
        elif prefix not in ("B", "I") or not kind:
            faults.append(Fault(line, article, "tag", f"found {tag!r}; a tag is O, B-TYPE or I-TYPE"))
            open_kind = None
        elif prefix == "I" and open_kind == kind:
            found[-1] = (found[-1][0], index, kind)
        elif prefix == "I" and not lenient:
            before = sentence[index - 1][2] if index else "the beginning of a sentence"
            message = f"{tag!r} after {before} continues nothing; write 'B-{kind}', or read the file with --lenient"
            faults.append(Fault(line, article, "tag", message))
            open_kind = None
        else:
            found.append((index, index, kind))
            open_kind = kind
    return found
