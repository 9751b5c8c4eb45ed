"""JSON Schemas of the files that people and systems write."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from communique.article.frontmatter import FrontMatter
from communique.build.forms import PredictionRow, ResultFile

_TITLES: dict[str, tuple[type[BaseModel], str]] = {
    "article": (FrontMatter, "Front matter of an annotated article"),
    "prediction": (PredictionRow, "One line of a prediction file"),
    "result": (ResultFile, "A result file"),
}


def json_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema (draft 2020-12) by name."""
    schemas = {}
    for name, (model, title) in _TITLES.items():
        schema = model.model_json_schema()
        schemas[name] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return schemas
