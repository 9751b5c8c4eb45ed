import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples every time, so that a build does not fail by chance; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    return CHECKOUT


@pytest.fixture(scope="session")
def dataset() -> Path:
    return CHECKOUT / "dataset"


@pytest.fixture(scope="session")
def articles(dataset):
    from communique.article import read_article

    return {path.stem: read_article(path)[0] for path in sorted((dataset / "articles").glob("*.md"))}
