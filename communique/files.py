"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with Unix line ends: aside first, then renamed, so that no half-written file is ever seen."""
    write_with(path, lambda aside: aside.write_bytes(text.encode("utf-8")))


def write_with(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file aside in the same folder, then rename it to `path`.

    Raises
    ------
    OSError
        If the folder cannot be written to; `path` is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    aside = Path(name)
    try:
        write(aside)
        umask = os.umask(0)
        os.umask(umask)
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
