"""What each group of features is worth: the score of a part without it, beside the score of the whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from baselines.chain import extractor, linear_given
from baselines.entities import entities, tagger
from baselines.measure import f1
from baselines.relations import classifier, relations
from baselines.splits import Predictions, Row, Splits
from communique.article.segment import tokens
from communique.models.rows import gold_mentions
from communique.registers import read_registers
from communique.resources import CHECKOUT


def ablations(splits: Splits) -> dict[str, dict[str, float | None]]:
    """Micro-F1 in percent by task and by what is left out, or taken in."""
    seed = splits.seed
    found = {
        "entities": _without_each("entities", splits, entities, lambda **changed: tagger(seed).set_params(**changed)),
        "relations": _without_each("relations", splits, relations, lambda **changed: classifier(seed).set_params(**changed)),
        "stance": _without_each(
            "stance",
            splits,
            linear_given,
            lambda **changed: extractor(seed).set_params(**{f"stances__{name}": value for name, value in changed.items()}),
        ),
    }
    others: dict[str, dict[str, Any]] = {f"with {name}": {"gazetteer": names} for name, names in gazetteers(splits).items()}
    others |= {"BIO instead of BILOU": {"scheme": "BIO"}, "transitions without weight": {"transition_weight": 1e-9}}
    for name, changed in others.items():
        found["entities"][name] = f1(splits, entities(splits, tagger(seed).set_params(**changed)), "entities")["entities"]
    return found


def gazetteers(splits: Splits) -> dict[str, dict[str, str]]:
    """Types of names: those of the training articles, and those of the whole register, names of test articles among them."""
    found = {"a gazetteer of training names": _names(splits.train)}
    actors = read_registers(CHECKOUT / "dataset").actors
    if splits.gold.own_labels and actors:
        names = {spaced(name): actor.type for actor in actors.values() for name in (actor.name, *actor.aliases)}
        found["the register as gazetteer, which holds test names"] = names
    return found


def spaced(name: str) -> str:
    """A name as the tagger looks it up: in lower case, its tokens parted by single spaces."""
    return " ".join(name[start:end] for start, end in tokens(name)).lower()


def _names(rows: list[Row]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for start, end, kind in gold_mentions(row):
            counts[spaced(row["text"][start:end])][kind] += 1
    return {name: min(kinds, key=lambda kind: (-kinds[kind], kind)) for name, kinds in sorted(counts.items())}


def _without_each(
    task: str, splits: Splits, recipe: Callable[[Splits, Any], Predictions], model: Callable[..., Any]
) -> dict[str, float | None]:
    parameters = model().get_params()
    groups = parameters.get("groups") or parameters["stances__groups"]
    found = {"all": f1(splits, recipe(splits, model()), task)[task]}
    for left_out in groups:
        kept = tuple(group for group in groups if group != left_out)
        found[f"without {left_out}"] = f1(splits, recipe(splits, model(groups=kept)), task)[task]
    return found
