"""Which systems there are, by the name that they have in tables and result files.

A system is a function of `Splits` that gives one object for each test article, as a prediction file has them. Test rows come with their
annotation; what a system may read of it is said by its track: nothing end to end, the entities with given entities.
"""

from __future__ import annotations

from collections.abc import Callable

from baselines import chain, encoder, entities, floors, relations, stance
from baselines.splits import Predictions, Splits

System = Callable[[Splits], Predictions]

SYSTEMS: dict[str, System] = {
    "majority": floors.majority,
    "memory": floors.memory,
    "pair": floors.pair,
    "lexicon": floors.lexicon,
    "text": floors.text,
    "linear-given": chain.linear_given,
    "linear": chain.linear,
}
"""The rows of the table, all of them run by default."""

OPTIONAL: dict[str, System] = {encoder.SYSTEM: encoder.encoder_given}
"""Rows of the table that need the extra `encoder`: run on request, and shown where their result files are."""

PARTS: dict[str, System] = {"entities": entities.entities, "relations": relations.relations, "stance": stance.stance}
"""Single links of the chain, run on request."""

EVERY = SYSTEMS | OPTIONAL | PARTS
