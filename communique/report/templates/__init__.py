"""Templates of pages; all text in them is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def render(name: str, filters: Mapping[str, Callable[..., Any]] | None = None, **values: Any) -> str:
    """Fill a template of this folder.

    Raises
    ------
    ImportError
        If Jinja is not installed (extra ``report``).
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("communique.report")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters |= dict(filters or {})
    return environment.get_template(name).render(**values)
