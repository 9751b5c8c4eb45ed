from pathlib import Path

import pytest

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
