"""The generated parts of pages that are written by hand: what stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(page: str, parts: Mapping[str, str]) -> str:
    """The page with its generated parts made anew.

    Raises
    ------
    ValueError
        If the page has a mark that no part belongs to, or does not have each part once.
    """
    found = [match.group(2) for match in _PART.finditer(page)]
    if sorted(found) != sorted(parts):
        raise ValueError(f"has the generated parts {found}; it needs each of {sorted(parts)} once")
    return _PART.sub(lambda match: f"{match.group(1)}{parts[match.group(2)]}\n{match.group(3)}", page)
