"""Execute the notebooks and keep their outputs: ``python notebooks/run.py``; ``--check`` compares instead of writing.

What would differ from run to run is left out: times, run numbers of the kernel, the bytes of pictures in a comparison.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HOME = Path(__file__).resolve().parent
LONGEST = 60
"""Seconds that a notebook may take."""


def notebooks() -> list[Path]:
    """The notebooks of this folder, in order."""
    return sorted(HOME.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """The notebook run from top to bottom in this folder, its outputs without what differs from run to run.

    Raises
    ------
    nbclient.exceptions.CellExecutionError, nbclient.exceptions.CellTimeoutError
        If a cell fails, or takes over `LONGEST` seconds.
    """
    book = nbformat.read(path, as_version=4)
    client = NotebookClient(book, timeout=LONGEST, kernel_name="python3", resources={"metadata": {"path": str(HOME)}}, record_timing=False)
    client.execute()
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(book.cells, 1):
        cell["id"], cell["metadata"] = f"cell-{number:02}", {}
    return book


def shown(book: Any) -> list[tuple[str, list[str]]]:
    """Source and textual outputs of each cell."""
    return [(cell.source, [_text(output) for output in cell.get("outputs", ())]) for cell in book.cells]


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return f"{output.name}: {output.text}"
    data = output.get("data", {})
    return "a picture" if "image/png" in data else str(data.get("text/plain", ""))


def main(arguments: list[str] | None = None) -> int:
    """Write or compare; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the notebooks as they are, and write nothing")
    options = parser.parse_args(arguments)
    stale = 0
    for path in notebooks():
        book = executed(path)
        if options.check:
            if shown(book) != shown(nbformat.read(path, as_version=4)):
                print(f"{path.name} is stale: run make notebooks", file=sys.stderr)
                stale += 1
        else:
            nbformat.write(book, path)
            print(path.name, file=sys.stderr)
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main())
