"""``rsm work``: look at the queue, wait for it, cancel and reorder items, forget ended ones."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import NO_LIMIT, WaitingTime, WorkNumber, WorkNumbers, age
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.words import count
from openrsm.cli.render.work import item_page, one_item, work_page
from openrsm.cli.waiting import check, wait_for

work = typer.Typer(name="work", help="The work queue: look at, wait for, cancel, reorder, forget.")


@command(work, "list")
def list_work(
    call: Call,
    *,
    ended: Annotated[bool, typer.Option("--ended", help="Also what has ended.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 1000,
) -> None:
    """List work items in the order of the queue."""
    with call.looking() as desk:
        call.show_items(desk.manager.work.list(desk.session, ended=ended, limit=limit), work_page)


@command(work, "show")
def show(call: Call, number: WorkNumber) -> None:
    """Show a work item."""
    with call.looking() as desk:
        call.show(desk.manager.work.show(desk.session, number), item_page)


@command(work, "wait")
def wait(call: Call, numbers: WorkNumbers, *, timeout: WaitingTime = NO_LIMIT) -> None:
    """Wait until work items have ended; exit 1 if one did not pass."""
    with call.acting() as desk:
        ended = wait_for(call, desk, numbers, "waiting", timeout.seconds)
        call.show_items(ended, work_page)
        check(ended)


@command(work, "cancel")
def cancel(call: Call, number: WorkNumber) -> None:
    """Cancel a work item and the set it belongs to."""
    with call.acting() as desk:
        call.show(desk.manager.work.cancel(desk.session, number), one_item)


@command(work, "stop")
def stop(call: Call, number: WorkNumber) -> None:
    """End an eject, an inject or a door access."""
    with call.acting() as desk:
        call.show(desk.manager.work.stop(desk.session, number), one_item)


@command(work, "order")
def order(
    call: Call,
    number: WorkNumber,
    position: Annotated[int, typer.Argument(metavar="POSITION", min=1, help="1 is next; a large number is last.")],
) -> None:
    """Set a waiting mount's place among mounts."""
    with call.acting() as desk:
        call.show(desk.manager.work.order(desk.session, number, position), one_item)


@command(work, "delete")
def delete(
    call: Call,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of items that have ended.")],
) -> None:
    """Forget work items that have ended."""
    with call.changing() as desk:
        deleted = desk.manager.work.delete(desk.session, numbers)
        call.say({"deleted": deleted}, f"{count(deleted, 'item')} deleted")


@command(work, "purge")
def purge(
    call: Call,
    *,
    older_than: Annotated[
        float, typer.Option("--older-than", parser=age, metavar="TIME", help="Only what ended so long ago: 2h, 3d.")
    ] = 0,
) -> None:
    """Forget work items and operator requests that have ended."""
    with call.changing() as desk:
        purged = desk.manager.work.purge(desk.session, older_than=older_than)
        call.say({"purged": purged}, f"{count(purged, 'item')} purged")
