"""``rsm cleaner``: the slot for the cleaning cartridge, and that cartridge."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import LibraryName, Wait
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for

cleaner = typer.Typer(name="cleaner", help="The cleaning cartridge of a library: its slot, in and out.")

Uses = Annotated[
    int | None, typer.Option("--uses", metavar="N", min=0, help="How often it still cleans; not counted if not given.")
]


@command(cleaner, "reserve")
def reserve(
    call: Call,
    name: LibraryName,
    slot: Annotated[int, typer.Argument(metavar="SLOT", min=1, help="An empty slot, or that of the cartridge.")],
    *,
    uses: Uses = None,
) -> None:
    """Keep a slot for the cleaning cartridge."""
    with call.acting() as desk:
        call.show(desk.manager.cleaning.reserve(desk.session, name, slot, uses=uses), one_item)


@command(cleaner, "release")
def release(call: Call, name: LibraryName) -> None:
    """Keep no slot for it any more."""
    with call.acting() as desk:
        call.show(desk.manager.cleaning.release(desk.session, name), one_item)


@command(cleaner, "inject")
def inject(call: Call, name: LibraryName, *, uses: Uses = None, wait: Wait = False) -> None:
    """Open the ports to people, and take in a cleaning cartridge; end it with: rsm work stop N."""
    with call.acting() as desk:
        queued = desk.manager.cleaning.inject(desk.session, name, uses=uses)
        if not wait:
            call.show(queued, one_item)
            return
        ended = wait_for(call, desk, [str(queued.item.id)], f"injecting into {name}")
        call.show_items(ended, work_page)
        check(ended)


@command(cleaner, "eject")
def eject(call: Call, name: LibraryName) -> None:
    """Bring it to the ports for people to take out; it is then forgotten."""
    with call.acting() as desk:
        call.show(desk.manager.cleaning.eject(desk.session, name), one_item)
