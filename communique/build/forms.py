"""The form of prediction and result files, for their JSON Schemas.

Reading is done by `columns` and `results`, which are fast and name the line; a test holds the two to the same opinion.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Offset = Annotated[int, Field(ge=0, description="code points of the article's text")]


class _Form(BaseModel):
    model_config = ConfigDict(extra="allow")


class Span(_Form):
    """A mention as an object; the short form is [start, end]."""

    start: Offset
    end: Offset


class PredictedEntity(_Form):
    """An entity with all its mentions."""

    id: Annotated[str, Field(min_length=1, description="the system's own; 'author' is reserved")]
    type: Annotated[str, Field(min_length=1)]
    mentions: list[Annotated[list[Offset], Field(min_length=2, max_length=2)] | Span]


class PredictedRelation(_Form):
    """A relation between two entities."""

    head: Annotated[str, Field(min_length=1)]
    type: Annotated[str, Field(min_length=1)]
    tail: Annotated[str, Field(min_length=1)]
    modality: str | None = None
    evidence: list[Any] | None = None


class PredictedStance(_Form):
    """A stance of an entity, or of the author of an editorial."""

    holder: Annotated[str, Field(min_length=1)]
    target: Annotated[str, Field(min_length=1)]
    polarity: Annotated[str, Field(min_length=1)]
    by: list[str] | None = None
    cue: list[Any] | None = None


class PredictionRow(BaseModel):
    """An article's predictions. A layer left out is not scored; with `entities` left out, ids are the gold's."""

    model_config = ConfigDict(extra="forbid")

    id: str
    entities: list[PredictedEntity] | None = None
    relations: list[PredictedRelation] | None = None
    stances: list[PredictedStance] | None = None


class ResultFile(_Form):
    """Scores by task; ratios are null where undefined."""

    signature: str
    entities: dict[str, Any] | None = None
    coreference: dict[str, Any] | None = None
    relations: dict[str, Any] | None = None
    stance: dict[str, Any] | None = None
    overall: dict[str, Any] | None = None
