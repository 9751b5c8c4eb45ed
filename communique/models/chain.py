"""End to end: mentions, entities, relations and stances of plain articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from communique.models.clusters import NameClusterer
from communique.models.relations import RelationClassifier
from communique.models.rows import Row, gold_mentions, gold_relations, gold_stances
from communique.models.stances import StanceClassifier
from communique.models.tagger import MentionTagger


class Extractor(BaseEstimator):  # type: ignore[misc]
    """The chain of tagger, clusterer, relation and stance classifier.

    Parameters
    ----------
    tagger, clusterer, relations, stances : estimator, optional
        Parts with other parameters than the defaults. They are cloned, not changed.

    Attributes
    ----------
    tagger_, clusterer_, relations_, stances_ : estimator
        The fitted parts. The latter two learn from given entities; `relations_` or `stances_` is None if training has no such records.
    """

    def __init__(self, tagger: Any = None, clusterer: Any = None, relations: Any = None, stances: Any = None) -> None:
        self.tagger = tagger
        self.clusterer = clusterer
        self.relations = relations
        self.stances = stances

    def fit(self, X: Sequence[Row], y: Any = None, *, validation: Sequence[Row] = ()) -> Extractor:  # noqa: N803, ARG002
        """Learn from annotated articles: rows like those of ``documents``.

        Parameters
        ----------
        validation
            Annotated articles on which thresholds are tuned.
        """
        self.tagger_ = _copy(self.tagger, MentionTagger).fit(X, [gold_mentions(row) for row in X])
        self.clusterer_ = _copy(self.clusterer, NameClusterer).fit(X)
        return self.fit_records(X, validation=validation)

    def fit_records(self, X: Sequence[Row], *, validation: Sequence[Row] = ()) -> Extractor:  # noqa: N803
        """Learn relations and stances only: enough for `predict_given`."""
        self.relations_ = _fit_pairs(_copy(self.relations, RelationClassifier), gold_relations, X, validation)
        self.stances_ = _fit_pairs(_copy(self.stances, StanceClassifier), gold_stances, X, self._with_relations(validation))
        return self

    def predict(self, X: Sequence[Row]) -> list[Row]:  # noqa: N803
        """Predictions end to end, one object an article, as a prediction file has them."""
        check_is_fitted(self)
        entities = self.clusterer_.cluster(X, self.tagger_.predict(X))
        found = [{**row, "entities": _with_words(row, part)} for row, part in zip(X, entities, strict=True)]
        records = self.predict_records(found)
        return [{"id": row["id"], "entities": part, **record} for row, part, record in zip(X, entities, records, strict=True)]

    def predict_given(self, X: Sequence[Row]) -> list[Row]:  # noqa: N803
        """Predictions with given entities: articles whose ``entities`` are the gold's."""
        return [{"id": row["id"], **record} for row, record in zip(X, self.predict_records(X), strict=True)]

    def predict_records(self, X: Sequence[Row]) -> list[Row]:  # noqa: N803
        """Relations and stances between the entities that the articles come with."""
        check_is_fitted(self)
        rows = self._with_relations(X)
        records: list[Row] = [{} for _ in X]
        if self.relations_ is not None:
            for record, row in zip(records, rows, strict=True):
                record["relations"] = row["relations"]
        if self.stances_ is not None:
            for record, found in zip(records, self.stances_.predict(rows), strict=True):
                record["stances"] = [{"holder": one, "target": two, "polarity": label} for one, label, two in found]
        return records

    def _with_relations(self, X: Sequence[Row]) -> list[Row]:  # noqa: N803
        """Articles whose relations are predicted ones, since the stance classifier may read them."""
        found = self.relations_.predict(X) if self.relations_ is not None else [[] for _ in X]
        return [
            {**row, "relations": [{"head": one, "type": label, "tail": two} for one, label, two in part]}
            for row, part in zip(X, found, strict=True)
        ]


def _copy(part: Any, default: type[Any]) -> Any:
    return default() if part is None else clone(part)


def _fit_pairs(model: Any, records: Any, train: Sequence[Row], validation: Sequence[Row]) -> Any:
    y = [records(row) for row in train]
    if not any(y):
        return None
    model.fit(train, y)
    return model.tune(validation, [records(row) for row in validation]) if validation else model


def _with_words(row: Row, entities: Sequence[Row]) -> list[Row]:
    return [
        {**entity, "mentions": [{"start": s, "end": e, "text": row["text"][s:e]} for s, e in entity["mentions"]]} for entity in entities
    ]
