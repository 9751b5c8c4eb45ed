"""A few articles of each split, so that the tests take as long whatever the size of the dataset."""

import pytest

from baselines.splits import Splits, of_dataset
from communique.corpus import gold_from_rows


@pytest.fixture(scope="session")
def splits():
    whole = of_dataset(None)
    test = whole.test[:4]
    gold = gold_from_rows([{**row, "date": str(row["date"])} for row in test])
    return Splits(whole.train[:8], whole.validation[:2], test, gold)
