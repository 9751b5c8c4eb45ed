"""Short names of files that tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def short_names(paths: Sequence[Path]) -> list[str]:
    """The shortest name of each file that tells it from the others: its stem, a folder above it, or its whole path.

    Where that is but a version, the folder above goes before it: ``linear 1.0.0``.
    """
    names = [_name(path, paths) for path in paths]
    return [
        f"{path.parent.parent.name} {name}" if name == path.parent.name and name[:1].isdigit() and path.parent.parent.name else name
        for name, path in zip(names, paths, strict=True)
    ]


def _name(path: Path, every: Sequence[Path]) -> str:
    candidates = [path.stem, *(parent.name for parent in path.parents[:2] if parent.name)]
    for name in candidates:
        others = [other for other in every if other != path]
        if all(name != other.stem and name not in [parent.name for parent in other.parents[:2]] for other in others):
            if name in ("result", "predictions") and len(candidates) > 1:
                continue
            return name
    return str(path)
