"""Upload the dataset folder to a Hub repository, exactly as it stands.

REPO is `owner/name` and must exist, unless `--create` is given. With `--dry-run`, nothing is sent and no token is needed: each file that
would be uploaded is listed with its size. Hidden files stay at home. A folder whose `croissant.json` does not fit its Parquet files is not
published. The token is the one of `HF_TOKEN` or of `hf auth login`. Files that the repository has and the folder lacks are left alone.
Needs the extra `datasets`.

Examples: `communique publish owner/communique --dry-run`; `communique publish owner/communique --create --private`;
`communique publish owner/communique --tag v1.0.0`.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.messages import fail
from communique.resources import CHECKOUT

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def run(  # noqa: PLR0917
    repo: Annotated[str, typer.Argument(help="The dataset repository: owner/name.")],
    dataset: Annotated[Path, typer.Option(help="The dataset folder.", show_default=False)] = CHECKOUT / "dataset",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be uploaded; send nothing.")] = False,
    create: Annotated[bool, typer.Option("--create", help="Make the repository if there is none.")] = False,
    private: Annotated[bool, typer.Option("--private", help="With --create: not for everyone to see.")] = False,
    revision: Annotated[str | None, typer.Option(help="Branch to upload to; the main branch by default.")] = None,
    tag: Annotated[str | None, typer.Option(help="Tag to set on what was uploaded.")] = None,
    message: Annotated[str | None, typer.Option(help="Commit message; names the data version by default.")] = None,
) -> int:
    """List or upload; gives the exit code."""
    if not _REPOSITORY.fullmatch(repo):
        fail(f"'{repo}' is no repository; write owner/name")
    if private and not create:
        fail("--private says how to make a repository; it goes with --create")
    try:
        files = published(dataset)
        faults = mismatches(dataset)
        version = (dataset / "VERSION").read_text(encoding="utf-8").strip()
    except (OSError, ValueError, KeyError) as error:
        fail(f"{dataset} is no built dataset folder: {error}")
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        typer.echo(f"{len(faults)} files are not as described; nothing is published; run `communique build`", err=True)
        return 1
    if dry_run:
        for path in files:
            typer.echo(f"{path.stat().st_size:>12,}  {path.relative_to(dataset).as_posix()}")
        size = sum(path.stat().st_size for path in files)
        typer.echo(f"{len(files)} files, {size:,} bytes, data {version}, would go to {repo}; nothing was sent", err=True)
        return 0
    address = _upload(
        repo, dataset, files, create=create, private=private, revision=revision, tag=tag, message=message or f"Data {version}"
    )
    typer.echo(f"{len(files)} files, data {version}: {address}", err=True)
    return 0


def published(dataset: Path) -> list[Path]:
    """Every file of the folder that is not hidden, nor in a hidden folder, in order.

    Raises
    ------
    OSError
        If there is no card, or a link leads out of the folder.
    """
    if not (dataset / "README.md").is_file():
        raise FileNotFoundError(f"it has no README.md (in {dataset})")
    found = []
    for path in sorted(dataset.rglob("*")):
        inside = path.relative_to(dataset)
        if any(part.startswith(".") for part in inside.parts) or path.is_dir():
            continue
        if not path.resolve().is_relative_to(dataset.resolve()):
            raise OSError(f"{inside.as_posix()} is a link out of the folder")
        found.append(path)
    return found


def mismatches(dataset: Path) -> list[str]:
    """What the card or the Croissant description says of the files that is not so.

    Raises
    ------
    OSError, ValueError, KeyError
        If either is missing or broken.
    """
    described = json.loads((dataset / "croissant.json").read_text(encoding="utf-8"))
    sums = {part["contentUrl"]: part["sha256"] for part in described["distribution"] if "contentUrl" in part}
    faults = []
    for name, expected in sums.items():
        path = dataset / name
        if not path.is_file():
            faults.append(f"{name}: described in croissant.json and not there")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            faults.append(f"{name}: not the file that croissant.json describes")
    present = {path.relative_to(dataset).as_posix() for path in (dataset / "data").rglob("*.parquet")}
    return faults + [f"{name}: not described in croissant.json" for name in sorted(present - set(sums))]


def _upload(
    repo: str, dataset: Path, files: list[Path], *, create: bool, private: bool, revision: str | None, tag: str | None, message: str
) -> str:
    try:
        from huggingface_hub import CommitOperationAdd, HfApi, get_token
        from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError
    except ImportError as error:
        fail(f"{error}; install communique[datasets]")
    token = get_token()
    if token is None:
        fail("no token for the Hub: set HF_TOKEN to one that may write, or run `hf auth login`; --dry-run needs none")
    api = HfApi(token=token)
    additions = [CommitOperationAdd(path_in_repo=path.relative_to(dataset).as_posix(), path_or_fileobj=path) for path in files]
    refused: tuple[type[Exception], ...] = (HfHubHTTPError, *_no_connection(HfHubHTTPError))
    try:
        if create:
            api.create_repo(repo, repo_type="dataset", private=private, exist_ok=True)
        done = api.create_commit(repo, additions, commit_message=message, repo_type="dataset", revision=revision)
        if tag:
            api.create_tag(repo, tag=tag, repo_type="dataset", revision=done.oid)
    except RepositoryNotFoundError:
        fail(f"there is no dataset repository {repo} that this token may see; --create makes one")
    except refused as error:
        reason = str(error).strip() or type(error).__name__
        fail(f"the Hub was not reached or refused: {reason.splitlines()[0]}")
    return str(done.commit_url)


def _no_connection(refusal: Any) -> tuple[type[Exception], ...]:
    """What the Hub's client raises without a network: the HTTP library behind it differs between versions, and so does its error."""
    return OSError, *(kind for kind in refusal.__mro__ if kind.__name__ == "HTTPError")
