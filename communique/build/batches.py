"""Which batch an article was annotated in: ``dataset/batches.tsv``, a line an article."""

from __future__ import annotations

from pathlib import Path

HEAD = ("article", "batch")


def read_batches(path: Path) -> dict[str, int]:
    """Batch number by article; empty if there is no such file.

    Raises
    ------
    ValueError
        If a line is not of its form, or an article stands twice.
    """
    if not path.is_file():
        return {}
    found: dict[str, int] = {}
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = tuple(row.split("\t"))
        if number == 1 and cells == HEAD:
            continue
        if len(cells) != len(HEAD) or not cells[1].isdigit() or cells[0] in found:
            raise ValueError(f"{path}:{number}: found {row!r}; a line is an article, not named before, and a number, parted by a tab")
        found[cells[0]] = int(cells[1])
    return found
