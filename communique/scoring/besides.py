"""What the scores need beside the annotations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from communique.annotations import Ints
from communique.scoring.extras import Details


@dataclass(frozen=True)
class Besides:
    """What is known beside the annotations, for the scores that need it; each may be left out.

    Attributes
    ----------
    details : tuple of Details
        Evidence and cues, of gold and of predictions.
    seen : ndarray of bool
        Mask over the gold relations: the training split has them.
    pairs : ndarray of shape (n, 4)
        Given pairs of holder and target, as in `count_given_pairs`.
    """

    details: tuple[Details, Details] | None = None
    seen: np.ndarray | None = None
    pairs: Ints | None = None
