"""``rsm allocate``, ``deallocate`` and ``complete``: what applications do with media they own."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import NO_TIME, LogicalName, WaitingTime
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.media import media_page, one_medium
from openrsm.surface.media import AllocateOptions
from openrsm.wire.encoding import encode

allocation = typer.Typer()


@command(allocation, "allocate")
def allocate(
    call: Call,
    *,
    pool: Annotated[
        str,
        typer.Option(
            "--pool", metavar="PATH", help="The application pool to take from.", autocompletion=complete.pools
        ),
    ],
    new: Annotated[bool, typer.Option("--new", help="Keep the medium's other sides for --next.")] = False,
    next_of: Annotated[
        str | None, typer.Option("--next", metavar="LMID", help="Take the next kept side of this one's medium.")
    ] = None,
    side: Annotated[str | None, typer.Option("--side", metavar="ID", help="Take exactly this side.")] = None,
    error_if_unavailable: Annotated[
        bool, typer.Option("--error-if-unavailable", help="Never ask an operator for media.")
    ] = False,
    timeout: WaitingTime = NO_TIME,
) -> None:
    """Take a side of a cartridge for the application; prints its LMID."""
    if new and next_of is not None:
        raise typer.BadParameter("--new and --next exclude each other")
    options = AllocateOptions(
        new=new, next_of=next_of, side=side, error_if_unavailable=error_if_unavailable, timeout=timeout.seconds
    )
    with call.acting() as desk:
        with call.progress(f"allocating from {pool}"):
            given = desk.manager.media.allocate(desk.session, pool, options)
        call.say(encode(given), str(given.logical.id))


@command(allocation, "deallocate")
def deallocate(call: Call, name: LogicalName) -> None:
    """Give an LMID back; what is on it may be overwritten."""
    with call.acting() as desk:
        call.show(desk.manager.media.deallocate(desk.session, name), one_medium)


@command(allocation, "swap")
def swap(
    call: Call,
    name: LogicalName,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="The LMID to trade with.", autocompletion=complete.logical_media)
    ],
) -> None:
    """Let two LMIDs of one pool trade their cartridges, as when a worn one was copied to a fresh one."""
    with call.changing() as desk:
        call.show_items(desk.manager.media.swap(desk.session, name, other), media_page)


@command(allocation, "complete")
def complete_(call: Call, name: LogicalName) -> None:
    """Mark an LMID as fully written: it can be mounted for reading only."""
    with call.changing() as desk:
        call.show(desk.manager.media.complete(desk.session, name), one_medium)
