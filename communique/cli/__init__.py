"""The ``communique`` command: one module per subcommand, exit codes 0 (fine), 1 (findings), 2 (wrong usage)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

import communique

COMMANDS = ("validate", "format", "build", "score", "compare", "report", "explore", "agreement", "convert", "tag", "train", "publish")

app = typer.Typer(
    name="communique",
    help="Entities, relations and stance in articles on diplomacy and security: check the sources, build the dataset, score predictions.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"communique {communique.__version__}")
        raise typer.Exit


@app.callback()
def _top(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    pass


for _name in COMMANDS:
    _module = import_module(f"communique.cli.{_name}")
    app.command(_name, help=_module.__doc__)(_module.run)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; the console script exits with it."""
    try:
        result = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except typer.Exit as leave:
        return leave.exit_code
    except typer.Abort:
        return 130
    except Exception as error:
        show = getattr(error, "show", None)  # what click raises for wrong usage
        if show is None:
            raise
        show()
        return int(getattr(error, "exit_code", 2))
    return int(result or 0)


def console() -> None:
    """Entry point of the console script."""
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader of a pipe has had enough
        sys.stderr.close()
        sys.exit(0)
