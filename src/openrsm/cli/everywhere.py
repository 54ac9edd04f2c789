"""Options that every command takes, and the decorator that gives them to it.

``rsm --json media list`` and ``rsm media list --json`` are the same: the options are parameters of the root and of each
command, and what stands last wins.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer
from typer.core import TyperCommand

import openrsm
from openrsm.cli.call import Call

P = ParamSpec("P")

PANEL = "Everywhere"
State = Annotated[
    Path | None,
    typer.Option("--state", metavar="DIR", help="Folder of the catalogue [OPENRSM_STATE].", rich_help_panel=PANEL),
]
Application = Annotated[
    str | None,
    typer.Option(
        "--application", metavar="NAME", help="Who asks, as others see it [OPENRSM_APPLICATION].", rich_help_panel=PANEL
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.", rich_help_panel=PANEL)]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.", rich_help_panel=PANEL)]


def say_version(wanted: bool) -> None:  # noqa: FBT001 - Typer gives it what it parsed
    """Print the version, and no more."""
    if wanted:
        typer.echo(f"rsm {openrsm.__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=say_version)]


def command(
    group: typer.Typer, name: str, kind: type[TyperCommand] = TyperCommand
) -> Callable[[Callable[Concatenate[Call, P], None]], Callable[..., None]]:
    """Make a function a command of the group: it is given its call, and what its own parameters parse."""

    def register(function: Callable[Concatenate[Call, P], None]) -> Callable[..., None]:
        with_options = _with_everywhere(function)
        group.command(name, cls=kind, no_args_is_help=False)(with_options)
        return with_options

    return register


def by_default(group: typer.Typer) -> Callable[[Callable[[Call], None]], Callable[..., None]]:
    """Make a function what the group does when none of its commands is named; its docstring is the group's help."""

    def register(function: Callable[[Call], None]) -> Callable[..., None]:
        def run(
            context: typer.Context,
            *,
            state: State = None,
            application: Application = None,
            as_json: AsJson = False,
            debug: Debug = False,
        ) -> None:
            del debug  # read in app.py
            context.obj = context.obj.given(state, application, as_json=as_json)
            if context.invoked_subcommand is None:
                function(context.obj)

        group.callback(invoke_without_command=True, help=function.__doc__)(run)
        return run

    return register


def add_root(app: typer.Typer, description: str) -> None:
    """Give the root the same options, for who types them first."""

    def root(
        context: typer.Context,
        *,
        state: State = None,
        application: Application = None,
        as_json: AsJson = False,
        debug: Debug = False,
        version: Version = False,
    ) -> None:
        del debug, version  # the one is read in app.py, the other when it is parsed
        context.obj = context.obj.given(state, application, as_json=as_json)

    app.callback(help=description)(root)


def _with_everywhere(function: Callable[Concatenate[Call, P], None]) -> Callable[..., None]:
    _, *taken = inspect.signature(function, eval_str=True).parameters.values()
    own = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in taken]

    @wraps(function)
    def run(
        context: typer.Context,
        *,
        state: Path | None,
        application: str | None,
        as_json: bool,
        debug: bool,  # noqa: ARG001 - read in app.py, which also knows what failed before a command began
        **arguments: Any,
    ) -> None:
        call: Call = context.obj.given(state, application, as_json=as_json)
        function(call, **arguments)  # type: ignore[call-arg] # Typer gives what the signature below asks for

    parameters = [_parameter("context", typer.Context), *own, *_EVERYWHERE]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # what Typer reads
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_EVERYWHERE = (
    _parameter("state", State, None),
    _parameter("application", Application, None),
    _parameter("as_json", AsJson, default=False),
    _parameter("debug", Debug, default=False),
)
