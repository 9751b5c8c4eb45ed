"""Loading the dataset: what the package carries, a folder of one's own, or a Hub repository."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from communique.annotations import Annotations
from communique.arrow import read_parquet
from communique.columns import Columns, Fault, InputError, resolve
from communique.labels import SPLITS, labels
from communique.quickjson import WORTHWHILE, quick_columns
from communique.resources import data_dir
from communique.rowreader import from_rows

CONFIGURATIONS = ("documents", "entities", "relations", "stance", "passes")


@dataclass(frozen=True)
class Gold:
    """The articles that predictions are compared with.

    Attributes
    ----------
    columns : Columns
        What was read; ``columns.ids`` are the article ids in order.
    annotations : Annotations
        The same with entities numbered.
    split : str
        Name of the split, or ``custom``.
    data : str
        Data version and content hash, for the signature.
    own_labels : bool
        Whether the label set is the project's own; otherwise it is what occurs in the gold.
    rows : callable
        Reads the given columns of the articles again, as rows.
    train : callable or None
        The same of the training split, if there is one and the gold is not it.
    """

    columns: Columns
    annotations: Annotations
    split: str
    data: str
    own_labels: bool
    rows: Callable[[Sequence[str]], list[dict[str, Any]]]
    train: Callable[[Sequence[str]], list[dict[str, Any]]] | None = None


def data_files(configuration: str, split: str, data: str | Path | None = None) -> Path:
    """The Parquet file of a configuration and split.

    Parameters
    ----------
    configuration
        One of `CONFIGURATIONS`.
    split
        ``train``, ``validation`` or ``test``.
    data
        A dataset folder, its subfolder ``data``, or a Hub repository ``owner/name`` with an optional ``@revision``; by default the data
        that the
        package carries.

    Raises
    ------
    ValueError
        If there is no such configuration or split.
    FileNotFoundError
        If there is no such file.
    """
    if configuration not in CONFIGURATIONS:
        raise ValueError(f"no configuration '{configuration}'; there are {', '.join(CONFIGURATIONS)}")
    if split not in SPLITS:
        raise ValueError(f"no split '{split}'; there are {', '.join(SPLITS)}")
    if data is None:
        folder = data_dir()
    elif Path(data).exists():
        folder = Path(data) / "data" if (Path(data) / "data").is_dir() else Path(data)
    else:
        folder = _from_hub(str(data))
    path = folder / configuration / f"{split}.parquet"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} does not exist; give a dataset folder (with data/{configuration}/{split}.parquet) or a Hub repository"
        )
    return path


def _from_hub(name: str) -> Path:
    repository, _, revision = name.partition("@")
    if repository.count("/") != 1 or repository.startswith((".", "/")):
        raise FileNotFoundError(f"{name} is no folder, and no Hub repository (owner/name)")
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise FileNotFoundError(f"{name} is no folder; to load it from the Hub, install communique[datasets]") from error
    folder = snapshot_download(repository, repo_type="dataset", revision=revision or None, allow_patterns="data/**")
    return Path(folder) / "data"


def load(configuration: str = "documents", split: str = "train", *, data: str | Path | None = None) -> list[dict[str, Any]]:
    """Load one split of the dataset as plain rows.

    Parameters
    ----------
    configuration
        ``documents``, ``entities``, ``relations``, ``stance`` or ``passes``.
    split
        ``train``, ``validation`` or ``test``.
    data
        Where from; see `data_files`.

    Returns
    -------
    list of dict
        One row each; the columns are those of the dataset card. Offsets are half-open and count code points of `text`.

    Raises
    ------
    ValueError, FileNotFoundError
        See `data_files`.
    """
    rows: list[dict[str, Any]] = pq.ParquetFile(data_files(configuration, split, data)).read().to_pylist()
    return rows


def stamp(path: Path) -> str:
    """Data version and content hash that a build left in a Parquet file, as in signatures."""
    found = json.loads((pq.ParquetFile(path).metadata.metadata or {}).get(b"communique", b"{}"))
    return f"{found.get('version', 'unknown')}:{found.get('hash', '?')}"


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSON Lines or Parquet file like those of ``documents``, checked for their form.

    Raises
    ------
    InputError
        If a row is not of that form.
    OSError
        If the file cannot be opened.
    """
    columns, unit = read_columns(path, gold=True)
    resolve(columns, str(path), unit=unit)
    with path.open("rb") as file:
        if file.read(4) == b"PAR1":
            return list(pq.ParquetFile(path).read().to_pylist())
    return [row for _, row in _json_lines(path)]


def load_gold(split: str = "test", *, data: str | Path | None = None) -> Gold:
    """The gold of a split of the dataset; see `data_files` for `data`."""
    path = data_files("documents", split, data)
    columns, left = read_parquet(str(path), gold=True)
    mark = f"{left.get('version', 'unknown')}:{left.get('hash', '?')}"
    gold = _gold(columns, str(path), split, mark, own_labels=True, unit="row", rows=_reader(path))
    if split == "train":
        return gold
    try:
        return replace(gold, train=_reader(data_files("documents", "train", data)))
    except FileNotFoundError:
        return gold


def _reader(path: Path) -> Callable[[Sequence[str]], list[dict[str, Any]]]:
    def rows(names: Sequence[str]) -> list[dict[str, Any]]:
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                return [_only(row, names) for _, row in _json_lines(path)]
        file_ = pq.ParquetFile(path)
        found: list[dict[str, Any]] = file_.read(columns=[name for name in names if name in file_.schema_arrow.names]).to_pylist()
        return found

    return rows


def read_gold(path: Path, *, train: Path | None = None) -> Gold:
    """Gold of one's own: JSON Lines or Parquet of rows like those of ``documents``, with labels of any kind.

    Parameters
    ----------
    train
        The training articles that belong to it, of the same form, for the scores that leave out what training has.

    Raises
    ------
    InputError
        If a row is not of that form.
    OSError
        If the file cannot be opened.
    """
    with path.open("rb") as file:
        mark = f"custom:{hashlib.file_digest(file, 'sha256').hexdigest()[:8]}"
    columns, unit = read_columns(path, gold=True)
    gold = _gold(columns, str(path), "custom", mark, own_labels=False, unit=unit, rows=_reader(path))
    if train is None:
        return gold
    _gold(read_columns(train, gold=True)[0], str(train), "train", mark, own_labels=False, unit=unit, rows=_reader(train))
    return replace(gold, train=_reader(train))


def gold_from_rows(rows: list[dict[str, Any]], *, split: str = "custom", data: str | None = None) -> Gold:
    """Gold from rows like those of ``documents`` in memory.

    Raises
    ------
    InputError
        If a row is not of that form.
    """
    if data is None:
        text = json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str)
        data = f"custom:{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    columns = from_rows(enumerate(rows, 1), "gold", gold=True)
    return _gold(columns, "gold", split, data, own_labels=False, unit="row", rows=lambda names: [_only(row, names) for row in rows])


def _only(row: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _gold(
    columns: Columns,
    source: str,
    split: str,
    mark: str,
    *,
    own_labels: bool,
    unit: str,
    rows: Callable[[Sequence[str]], list[dict[str, Any]]],
) -> Gold:
    annotations = resolve(columns, source, unit=unit)
    if own_labels:
        # In the order of the scheme, so that labels without an instance keep their place.
        own = labels()
        annotations = coded(annotations, entity_types=own.entity_types, relation_types=tuple(own.relation_types), polarities=own.polarities)
    return Gold(columns, annotations, split, mark, own_labels, rows)


def coded(annotations: Annotations, **names: Sequence[str]) -> Annotations:
    """The same annotations with labels coded by their place in the given lists, which hold every label that occurs.

    Parameters
    ----------
    **names
        Of ``entity_types``, ``relation_types``, ``polarities`` and ``modalities`` those to change.
    """
    import numpy as np

    changed: dict[str, Any] = {}
    for name, wanted in names.items():
        codes, present = getattr(annotations, _CODES[name]), getattr(annotations, name)
        place = {label: index for index, label in enumerate(wanted)}
        lookup = np.array([place.get(label, -1) for label in present] or [0], dtype=np.int64)
        changed |= {name: tuple(wanted), _CODES[name]: lookup[codes] if len(codes) else codes}
    return replace(annotations, **changed)


_CODES = {
    "entity_types": "entity_type",
    "relation_types": "relation_type",
    "polarities": "stance_polarity",
    "modalities": "relation_modality",
}


def read_columns(path: Path, *, gold: bool) -> tuple[Columns, str]:
    """Columns of a JSON Lines or Parquet file, and whether its rows are called lines or rows.

    Raises
    ------
    InputError
        If the file is not of its form.
    OSError
        If it cannot be opened.
    """
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == b"PAR1":
        try:
            return read_parquet(str(path), gold=gold)[0], "row"
        except pa.ArrowException as error:
            raise InputError(str(path), [Fault(0, None, "", f"cannot be read as Parquet: {error}")], unit="row") from None
    quick = quick_columns(path, gold=gold) if path.stat().st_size >= WORTHWHILE else None
    return quick or from_rows(_json_lines(path), str(path), gold=gold), "line"


LONGEST_LINE = 2**25
"""Bytes of the longest line that is read: hundreds of times an article, so that a file without line ends takes little memory."""


def _json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is not a number in JSON")

    decode = json.JSONDecoder(parse_constant=refuse).decode
    strict = json.JSONDecoder(parse_constant=refuse, object_pairs_hook=_distinct).decode
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
            if len(line) > LONGEST_LINE:
                raise _unreadable(
                    path, number, f"is longer than {LONGEST_LINE:,} bytes; the file must hold one article a line (JSON Lines)"
                )
            if line.isspace():
                continue
            try:
                text = line.decode("utf-8")
                item = decode(text)
                # json silently keeps the last of two equal keys; asking for pairs is slow, so it is done only where keys are lacking.
                if _keys(item) != line.count(b'":') - line.count(b'\\":'):
                    item = strict(text)
                yield number, item
            except UnicodeDecodeError as error:
                raise _unreadable(path, number, f"byte {line[error.start]:#04x} at {error.start} is not UTF-8") from None
            except RecursionError:
                raise _unreadable(path, number, "is nested too deeply") from None
            except ValueError as error:
                raise _unreadable(path, number, f"is not JSON: {error}; the file must hold one object a line (JSON Lines)") from None


def _keys(item: Any) -> int:
    """How many keys an object and the objects in its lists have, two levels deep: enough for predictions."""
    if not isinstance(item, dict):
        return -1
    count = len(item)
    for value in item.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            count += sum(len(each) for each in value if isinstance(each, dict))
    return count


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in {before for before, _ in pairs[:index]})
        raise ValueError(f"the key '{twice}' stands twice in one object")
    return found


def _unreadable(path: Path, number: int, message: str) -> InputError:
    return InputError(str(path), [Fault(number, None, "", message)])
