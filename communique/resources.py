"""Where the schema and the built data are: in the installed package, or in the checkout beside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent

CANARY = "communique-canary-7d0e4c1a-52b8-4f7e-9a63-c1f20b6d8e35"
"""Stands in every published file, so that model builders can leave the corpus out of training."""


def schema_dir() -> Path:
    """Folder of ``labels.yaml`` and its neighbours.

    Raises
    ------
    FileNotFoundError
        If neither the package nor the checkout holds a schema.
    """
    return _first(PACKAGE / "_schema", CHECKOUT / "schema")


def data_dir() -> Path:
    """Folder of the built Parquet files, one subfolder per configuration.

    Raises
    ------
    FileNotFoundError
        If neither the package nor the checkout holds built data.
    """
    return _first(PACKAGE / "_data", CHECKOUT / "dataset" / "data")


def _first(*candidates: Path) -> Path:
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    tried = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(f"none of these folders exists: {tried}")
