"""Who stands where toward whom, as nodes and edges."""

from __future__ import annotations

from typing import Any

from communique.explore.versions import Version
from communique.labels import AUTHOR, labels


def stances_of(article: str, version: Version) -> tuple[dict[str, list[str]], list[list[Any]]]:
    """Nodes of a version by name (label, type) and edges (holder, target, polarity, whether attributed), in the order of its stances.

    Entities with a registered key are the same node in every article; others and the author belong to their article alone.
    """
    entities = {entity.id: entity for entity in version.entities}
    nodes: dict[str, list[str]] = {}
    edges = []

    def node(name: str) -> str:
        entity = entities.get(name)
        if entity is None:
            key, shown = f"{article}#{name}", ["the author" if name == AUTHOR else name, ""]
        elif entity.key and entity.type in labels().registered:
            key, shown = entity.key, [entity.name, entity.type]
        else:
            key, shown = f"{article}#{name}", [entity.name, entity.type]
        nodes.setdefault(key, shown)
        return key

    for stance in version.stances:
        edges.append([node(stance.source), node(stance.target), stance.label, stance.attributed])
    return nodes, edges


def selection_data(articles: list[tuple[dict[str, Any], str, Version]]) -> dict[str, Any]:
    """What the index needs to search, filter and draw: articles in order, and nodes that they share.

    Parameters
    ----------
    articles
        Row of ``documents``, split and adjudicated version of each.
    """
    nodes: dict[str, list[str]] = {}
    found = []
    for row, split, version in articles:
        own, edges = stances_of(row["id"], version)
        for key, shown in own.items():
            nodes.setdefault(key, shown)
        keys = {e.key for e in version.entities if e.key and e.type in labels().actors}
        for entity in version.entities:
            if entity.key in keys:
                nodes.setdefault(str(entity.key), [entity.name, entity.type])
        facts = {name: str(row.get(name) or "") for name in ("id", "title", "text", "date", "region", "kind", "genre")}
        found.append({**facts, "split": split, "actors": sorted(str(key) for key in keys), "edges": edges})
    return {"articles": found, "nodes": nodes}
