"""What a language model is asked: the guidelines in short, the article or pair, and the form of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from communique.labels import AUTHOR, Labels, labels

NO_RELATION = "no_relation"
NO_STANCE = "none"


def _listed(names: Iterable[str], known: Labels) -> str:
    return "\n".join(f"- {name}: {' '.join(known.definitions[name].split())}" for name in names)


def _signatures(known: Labels) -> str:
    def types(members: frozenset[str]) -> str:
        return "|".join(name for name in known.entity_types if name in members)

    return "\n".join(
        f"- {name} ({types(kind.heads)} -> {types(kind.tails)}{', either direction' if kind.symmetric else ''}): "
        f"{' '.join(kind.definition.split())}"
        for name, kind in known.relation_types.items()
    )


def stance_prompt(row: Mapping[str, Any], known: Labels | None = None) -> str:
    """The question for a row of the configuration ``stance``; the answer is one polarity, or ``none``."""
    known = known or labels()
    holder = "the author of the text" if row["holder"] == AUTHOR else f"{row['holder_name']} ({row['holder_type']})"
    return f"""A stance is where a holder stands toward a target according to a text: what the holder says or does, told by the text itself,
not known from elsewhere. Opposing a deed is not opposing its doer, nor the reverse, unless the wording hits both.

{_listed(known.polarities, known)}
- {NO_STANCE}: The text shows no stance of the holder toward the target. Silence, meeting or plain mention is no stance.

Text: {row["text"]}

Holder: {holder}
Target: {row["target_name"]} ({row["target_type"]})

Answer with one word of {", ".join((*known.polarities, NO_STANCE))}.
Stance:"""


def relation_prompt(row: Mapping[str, Any], known: Labels | None = None) -> str:
    """The question for a row of the configuration ``relations``; the answer is one or more relation types, or ``no_relation``."""
    known = known or labels()
    return f"""A relation holds between a head and a tail if the text states it or its wording entails it, also as alleged or planned; what
is known from elsewhere does not count. A relation that the text denies, or that has ended, does not hold.

{_signatures(known)}
- {NO_RELATION}: None of these.

Text: {row["text"]}

Head: {row["head_name"]} ({row["head_type"]})
Tail: {row["tail_name"]} ({row["tail_type"]})

Answer with the relation from head to tail, or with several separated by commas, or with {NO_RELATION}.
Relation:"""


def extraction_prompt(row: Mapping[str, Any], known: Labels | None = None) -> str:
    """The question for a row of the configuration ``documents``; the answer is one JSON object."""
    known = known or labels()
    always = [name for name in known.entity_types if name in known.names]
    on_record = [name for name in known.entity_types if name in known.on_record]
    author = (
        f' In an editorial, "{AUTHOR}" is the holder of the judgements in the paper\'s own voice.'
        if row.get("genre") == "editorial"
        else ""
    )
    return f"""Annotate the text with entities, relations and stances, from what it says and not from what is known from elsewhere.

Entity types. {", ".join(always)} are marked wherever they are named; {", ".join(on_record)} only if a relation or stance needs them,
and then each noun phrase that refers to them. No pronouns, no titles, no generic nouns ("the government"). A mention leaves out articles
and titles.
{_listed(known.entity_types, known)}

Relation types, with the entity types of head and tail:
{_signatures(known)}

Stances: holder, target and polarity. A holder is a {", ".join(name for name in known.entity_types if name in known.actors)}; the most
specific one that is named.{author}
{_listed(known.polarities, known)}

Answer with one JSON object and nothing else. Each entity has a name of its own, by which relations and stances refer to it, and its
mentions in reading order: the exact words, once for each time that they occur.
{{"entities": [{{"name": "...", "type": "...", "mentions": ["...", "..."]}}],
 "relations": [{{"head": "...", "type": "...", "tail": "..."}}],
 "stances": [{{"holder": "...", "target": "...", "polarity": "..."}}]}}

Text:
{row["text"]}

JSON:"""
