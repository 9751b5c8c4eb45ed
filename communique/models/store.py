"""Models on disk: kept with skops, never with pickle, and only read if they hold nothing but what models here are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from communique import __version__
from communique.files import write_with

TRUSTED = ("communique.models.", "numpy.", "scipy.sparse.", "sklearn.")
"""What the types in a file may begin with."""


class ModelError(Exception):
    """A file holds no model that can be used; the message says why."""


def save(model: Any, path: Path) -> None:
    """Write a fitted estimator."""
    import skops.io as sio

    write_with(path, lambda aside: sio.dump(model, aside))


def load(path: Path) -> Any:
    """Read a fitted estimator.

    Raises
    ------
    ModelError
        If the file is no skops file, or holds types that models here are not made of.
    OSError
        If it cannot be opened.
    """
    import skops.io as sio

    if not path.is_file():
        raise FileNotFoundError(f"{path} is no file; `communique train --out {path}` makes a model")
    try:
        strange = sio.get_untrusted_types(file=path)
        bad = [name for name in strange if not name.startswith(TRUSTED)]
        if bad:
            raise ModelError(f"{path} holds {', '.join(bad[:3])}; a model of communique holds none of that, and it was not loaded")
        return sio.load(path, trusted=strange)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(f"{path} is no model kept with skops: {error}") from None


def cached(make: Callable[[], Any], data: str) -> tuple[Any, Path, bool]:
    """The model of the given data from the user's cache, made and kept there on first use.

    Parameters
    ----------
    make
        Trains the model.
    data
        Version and hash of what it is trained on.

    Returns
    -------
    model : estimator
    path : Path
        Where it is kept; the name holds the versions that it depends on.
    fresh : bool
        Whether it was made now.
    """
    import numpy
    import sklearn
    from platformdirs import user_cache_path

    versions = f"{__version__}|{data}|sklearn {sklearn.__version__}|numpy {numpy.__version__}"
    mark = hashlib.sha256(versions.encode()).hexdigest()[:12]
    path = user_cache_path("communique") / f"extractor-{data.partition(':')[0]}-{mark}.skops"
    if path.is_file():
        try:
            return load(path), path, False
        except ModelError:
            path.unlink()  # Half of another version's work; it is made again.
    model = make()
    save(model, path)
    return model, path, True
