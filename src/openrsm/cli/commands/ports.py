"""``rsm eject``, ``rsm inject`` and ``rsm retract``: cartridges out of a library and into it, through its ports."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import LibraryName, Wait
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for

ports = typer.Typer()


@command(ports, "eject")
def eject(
    call: Call,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MEDIUM]...",
            help="Bar codes, names or GUIDs of cartridges; none ejects what was queued.",
            autocompletion=complete.media,
        ),
    ] = None,
    *,
    queue: Annotated[bool, typer.Option("--queue", help="Only collect them for the next eject.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also those in use: they are dismounted.")] = False,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TEXT", help="Where they are going to be kept: 'vault 2, shelf 3'.")
    ] = None,
    wait: Wait = False,
) -> None:
    """Bring cartridges to the ports for people to take out, and with them what was queued; prints the work items."""
    with call.acting() as desk:
        items = desk.manager.media.eject(desk.session, names or [], queue=queue, force=force, location=to)
        if wait:
            items = wait_for(call, desk, [str(view.item.id) for view in items], "ejecting")
        call.show_items(items, work_page)
        if wait:
            check(items)


@command(ports, "inject")
def inject(
    call: Call,
    name: LibraryName,
    *,
    many: Annotated[bool, typer.Option("--many", help="Open the ports again, until it is stopped.")] = False,
    wait: Wait = False,
) -> None:
    """Open the ports to people, and take in what they put there; end it with: rsm work stop N."""
    with call.acting() as desk:
        queued = desk.manager.libraries.inject(desk.session, name, many=many)
        if not wait:
            call.show(queued, one_item)
            return
        ended = wait_for(call, desk, [str(queued.item.id)], f"injecting into {name}")
        call.show_items(ended, work_page)
        check(ended)


@command(ports, "retract")
def retract(call: Call, name: LibraryName) -> None:
    """Have an inject of many take in what lies in the ports now, and go on."""
    with call.acting() as desk:
        call.show(desk.manager.libraries.retract(desk.session, name), one_item)
