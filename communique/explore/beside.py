"""What one version of an article has that another has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from communique.explore.versions import Record, Span, Version
from communique.labels import labels

Mention = tuple[int, int, str]


def counterparts(version: Version, gold: Version) -> dict[str, str]:
    """For each entity the one of `gold` that shares most mentions with it, the first of equals; entities that share none are left out."""
    places: dict[Span, list[str]] = {}
    for entity in gold.entities:
        for span in entity.mentions:
            places.setdefault(span, []).append(entity.id)
    found = {}
    for entity in version.entities:
        shared = Counter(other for span in entity.mentions for other in places.get(span, ()))
        if shared:
            found[entity.id] = shared.most_common(1)[0][0]
    return found


def mentions(version: Version) -> set[Mention]:
    """Span and type of every mention."""
    return {(start, end, entity.type) for entity in version.entities for start, end in entity.mentions}


def unmatched(records: Iterable[Record], others: Iterable[Record], into: Mapping[str, str]) -> tuple[set[int], list[Record]]:
    """Which records have no counterpart of the same label between the same entities.

    Parameters
    ----------
    records
        Relations or stances of a version.
    others
        The same of the gold.
    into
        Entities of the version as entities of the gold; see `counterparts`.

    Returns
    -------
    set of int, list of Record
        Places in `records` of those that stand only here, and those of `others` that are missing here.
    """
    own = [_signature(record, into) for record in records]
    theirs = [(record, _signature(record, {})) for record in others]
    known = {signature for _, signature in theirs}
    return {at for at, each in enumerate(own) if each not in known}, [record for record, each in theirs if each not in set(own)]


def _signature(record: Record, into: Mapping[str, str]) -> tuple[str, str, str]:
    # An entity without counterpart must not be taken for one of the gold that happens to have its id.
    ends = [into.get(each, f"?{each}" if into and each != "author" else each) for each in (record.source, record.target)]
    if record.label in labels().symmetric:
        ends.sort()
    return ends[0], record.label, ends[1]
