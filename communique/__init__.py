"""Entities, relations and stance in news-style articles on diplomacy and security.

``communique.load`` reads the dataset, ``communique.score`` compares predictions with it. Nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import Any

__version__ = "0.2.0"
__all__ = ["__version__", "load", "score"]

_HOME = {"load": "communique.corpus", "score": "communique.evaluation"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'communique' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
