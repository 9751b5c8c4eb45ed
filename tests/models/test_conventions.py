"""What scikit-learn asks of every estimator, as far as input of articles allows."""

import copy

import pytest
import skops.io as sio
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import estimator_checks_generator

import communique
from communique.models.chain import Extractor
from communique.models.clusters import NameClusterer
from communique.models.floors import LexiconStance, PairMemory
from communique.models.hashing import FeatureColumns
from communique.models.relations import RelationClassifier
from communique.models.rows import gold_mentions, gold_relations, gold_stances
from communique.models.stances import StanceClassifier
from communique.models.tagger import MentionTagger

ESTIMATORS = [
    MentionTagger(),
    NameClusterer(),
    RelationClassifier(),
    StanceClassifier(),
    PairMemory(),
    LexiconStance(),
    Extractor(),
    FeatureColumns(),
]
ALLOWED = {
    "communique.models.chain.Extractor",
    "communique.models.clusters.NameClusterer",
    "communique.models.floors.LexiconStance",
    "communique.models.floors.PairMemory",
    "communique.models.hashing.FeatureColumns",
    "communique.models.relations.RelationClassifier",
    "communique.models.stances.StanceClassifier",
    "communique.models.tagger.MentionTagger",
}
"""Types that a file with a model may hold beside those that skops trusts."""

WITHOUT_DATA = {
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_estimators_unfitted",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_mixin_order",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_transformers_unfitted",
    "check_transformer_n_iter",
}
"""Those checks of scikit-learn that hand no matrix of numbers to be fitted; the tests below do for articles what the others do."""


def generic():
    for estimator in ESTIMATORS:
        for checked, check in estimator_checks_generator(estimator):
            name = getattr(check, "func", check).__name__
            if name in WITHOUT_DATA:
                yield pytest.param(checked, check, id=f"{type(estimator).__name__}-{name}")


@pytest.mark.parametrize(("estimator", "check"), [*generic()])
def test_what_scikit_learn_asks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def rows():
    return communique.load("documents", "train")[:5]


def fitted(estimator, rows):
    return clone(estimator).fit(rows, answers(estimator, rows))


def answers(estimator, rows):
    """What an estimator is to learn, in the form that its `fit` wants."""
    gold = {MentionTagger: gold_mentions, StanceClassifier: gold_stances, LexiconStance: gold_stances}.get(type(estimator), gold_relations)
    return None if isinstance(estimator, (Extractor, NameClusterer)) else [gold(row) for row in rows]


def predicted(estimator, rows):
    if isinstance(estimator, NameClusterer):
        return estimator.cluster(rows, [gold_mentions(row) for row in rows])
    return estimator.predict(rows)


PREDICTORS = pytest.mark.parametrize("estimator", ESTIMATORS[:-1], ids=lambda estimator: type(estimator).__name__)


@PREDICTORS
def test_fitting_returns_the_estimator_and_leaves_parameters_and_articles_alone(estimator, rows):
    model, before = clone(estimator), copy.deepcopy(rows)
    parameters = model.get_params()
    assert model.fit(rows, answers(model, rows)) is model
    predicted(model, rows)
    assert model.get_params() == parameters
    assert rows == before


@PREDICTORS
def test_fitting_anew_forgets(estimator, rows):
    model = fitted(estimator, rows)
    again = model.fit(rows[:2], answers(model, rows[:2]))
    assert predicted(again, rows) == predicted(fitted(estimator, rows[:2]), rows)


@PREDICTORS
def test_every_article_is_predicted_on_its_own(estimator, rows):
    model = fitted(estimator, rows)
    assert predicted(model, rows) == [found for row in rows for found in predicted(model, [row])]
    assert predicted(model, rows[::-1]) == predicted(model, rows)[::-1]
    assert predicted(model, []) == []


@PREDICTORS
def test_dumped_and_loaded_it_predicts_the_same(estimator, rows, tmp_path):
    model = fitted(estimator, rows)
    sio.dump(model, tmp_path / "model.skops")
    assert set(sio.get_untrusted_types(file=tmp_path / "model.skops")) <= ALLOWED
    again = sio.load(tmp_path / "model.skops", trusted=sorted(ALLOWED))
    assert predicted(again, rows) == predicted(model, rows)


def test_columns_fit_into_a_pipeline(rows):
    features = [row["text"].split() for row in rows]
    model = make_pipeline(FeatureColumns(), TfidfTransformer(), LinearSVC()).fit(features, ["a", "b", "a", "b", "a"])
    assert model.predict(features).tolist() == ["a", "b", "a", "b", "a"]
