"""``rsm legacy``: old scripts port by adding one word."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.legacy.carrying_out import DOINGS
from openrsm.cli.legacy.grammar import Misuse, read
from openrsm.cli.legacy.table import REFUSED, SUBCOMMANDS
from openrsm.cli.streams import put, tell
from openrsm.errors import RsmError, ServiceUnavailable

legacy = typer.Typer()

MISUSE, UNREACHABLE, FAILED = 1, 2, 3
"""What ends such a command, beside 0."""


@command(legacy, "legacy")
def run(
    call: Call,
    subcommand: Annotated[str, typer.Argument(metavar="SUBCOMMAND", help=", ".join([*SUBCOMMANDS, "help"]))],
    switches: Annotated[
        list[str] | None, typer.Argument(metavar="[/SWITCH]...", help="As the original had them; /? shows them.")
    ] = None,
) -> None:
    """Take a command of the original's rsm.exe, with its switches."""
    try:
        _run(call, subcommand.lower(), switches or [])
    except Misuse as error:
        _end(error, MISUSE)
    except ServiceUnavailable as error:
        _end(error, UNREACHABLE)
    except RsmError as error:
        _end(error, FAILED)


def _run(call: Call, name: str, switches: list[str]) -> None:
    if name == "help":
        put("\n".join(f"{one.synopsis()}\n    {one.says}" for one in SUBCOMMANDS.values()))
        return
    if name in REFUSED:
        raise Misuse(f"rsm legacy {name} is not there", REFUSED[name])
    if name not in SUBCOMMANDS:
        raise Misuse(f"{name!r} is no subcommand", f"use one of: {', '.join(SUBCOMMANDS)}")
    if switches == ["/?"]:
        put(SUBCOMMANDS[name].synopsis())
        return
    line = read(SUBCOMMANDS[name], switches)
    with call.acting() as desk:
        for told in DOINGS[name](desk, line):
            put(told)


def _end(error: RsmError, status: int) -> None:
    tell(f"error {error.code} ({error.win32}): {error}")
    raise typer.Exit(status) from error
