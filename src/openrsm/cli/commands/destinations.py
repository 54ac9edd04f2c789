"""``rsm operator destination``: which computers are to show what operators are asked for."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from openrsm.cli import complete
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.operators import destinations_page, one_destination_list
from openrsm.domain.destinations import Messages
from openrsm.domain.rights import TargetKind

destination = typer.Typer(
    name="destination", help="Computers that are to show requests; every computer, unless some are named."
)

KINDS: Final = ", ".join(kind.name.lower() for kind in Messages)


def _messages(text: str | Messages) -> Messages:
    """The kind of messages of that name."""
    if isinstance(text, Messages):
        return text
    if text.upper() not in Messages.__members__:
        raise typer.BadParameter(f"{text!r} is none of {KINDS}")
    return Messages[text.upper()]


Of = Annotated[
    str,
    typer.Option(
        "--of", metavar="LIBRARY", help="Whose list; without it that of all.", autocompletion=complete.libraries
    ),
]
Kind = Annotated[
    Messages,
    typer.Option(
        "--messages", metavar="KIND", parser=_messages, help=f"{KINDS}; errors are devices that need service."
    ),
]
Computer = Annotated[str, typer.Argument(metavar="COMPUTER", help="Its name.")]
EVERYTHING: Final = TargetKind.COMPUTER.value


@command(destination, "list")
def list_destinations(call: Call, *, of: Of = EVERYTHING) -> None:
    """List the computers that are to show what is about a library, or about any."""
    with call.looking() as desk:
        lists = [desk.manager.operators.destinations(desk.session, kind, of) for kind in Messages]
    call.show_items(lists, destinations_page)


@command(destination, "add")
def add(call: Call, computer: Computer, *, of: Of = EVERYTHING, messages: Kind = Messages.REQUEST) -> None:
    """Have a computer show them, too."""
    with call.changing() as desk:
        call.show(desk.manager.operators.add_destination(desk.session, messages, computer, of), one_destination_list)


@command(destination, "remove")
def remove(
    call: Call,
    computer: Annotated[
        str | None, typer.Argument(metavar="[COMPUTER]", help="Its name; all if none is given.")
    ] = None,
    *,
    of: Of = EVERYTHING,
    messages: Kind = Messages.REQUEST,
) -> None:
    """Take a computer off the list, or all of them."""
    with call.changing() as desk:
        call.show(desk.manager.operators.remove_destination(desk.session, messages, computer, of), one_destination_list)
