"""Annotations of many articles as flat arrays: what every scorer works on.

Documents, entities and records are numbered across the whole set; a mention belongs to an entity, an entity to a document. One container
serves gold and predictions alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

AUTHOR_INDEX = -1
"""Stands for the writer of an editorial where an entity index is expected."""

UNALIGNED = -2
"""Stands for a predicted entity that no gold entity is aligned with."""


def _none() -> Ints:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Annotations:
    """Entities, relations and stances of `documents` articles.

    Attributes
    ----------
    documents : int
        Number of articles.
    entity_types, relation_types, polarities, modalities, sources : sequence of str
        What the codes below mean; an empty modality or source stands for one that is not given.
    entity_document, entity_type : ndarray of shape (n_entities,)
        Article and type code of each entity.
    mention_entity, mention_start, mention_end : ndarray of shape (n_mentions,)
        Entity and half-open offsets, in code points, of each mention.
    relation_head, relation_type, relation_tail, relation_modality : ndarray of shape (n_relations,)
        Entity indices and codes. The modality tells repeated records from distinct ones.
    relation_document, stance_document : ndarray
        Article of each record.
    stance_holder, stance_target, stance_polarity, stance_source : ndarray of shape (n_stances,)
        Entity indices (or ``AUTHOR_INDEX``) and codes. The source tells reports by different entities apart.
    has_entities, has_relations, has_stances : bool
        Whether the layer is there at all; an absent layer is not scored.
    """

    documents: int
    entity_types: Sequence[str]
    relation_types: Sequence[str]
    polarities: Sequence[str]
    modalities: Sequence[str] = ()
    sources: Sequence[str] = ()
    entity_document: Ints = field(default_factory=_none)
    entity_type: Ints = field(default_factory=_none)
    mention_entity: Ints = field(default_factory=_none)
    mention_start: Ints = field(default_factory=_none)
    mention_end: Ints = field(default_factory=_none)
    relation_document: Ints = field(default_factory=_none)
    relation_head: Ints = field(default_factory=_none)
    relation_type: Ints = field(default_factory=_none)
    relation_tail: Ints = field(default_factory=_none)
    relation_modality: Ints = field(default_factory=_none)
    stance_document: Ints = field(default_factory=_none)
    stance_holder: Ints = field(default_factory=_none)
    stance_target: Ints = field(default_factory=_none)
    stance_polarity: Ints = field(default_factory=_none)
    stance_source: Ints = field(default_factory=_none)
    has_entities: bool = True
    has_relations: bool = True
    has_stances: bool = True

    @property
    def mention_document(self) -> Ints:
        """Article of each mention."""
        return self.entity_document[self.mention_entity]

    @property
    def mention_type(self) -> Ints:
        """Type code of each mention."""
        return self.entity_type[self.mention_entity]
