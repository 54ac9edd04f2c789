"""``rsm mount`` and ``rsm dismount``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import NO_LIMIT, LogicalName, LogicalNames, Wait, WaitingTime
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.libraries import drive_page
from openrsm.cli.render.page import Page
from openrsm.cli.render.work import work_page
from openrsm.cli.waiting import check, wait_for
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import Mounted
from openrsm.wire.encoding import encode_items

mounts = typer.Typer()


@command(mounts, "mount")
def mount(
    call: Call,
    names: LogicalNames,
    *,
    read: Annotated[bool, typer.Option("--read", help="For reading.")] = False,
    write: Annotated[bool, typer.Option("--write", help="For writing; refused once complete.")] = False,
    drive: Annotated[
        list[str] | None,
        typer.Option(
            "--drive", metavar="DRIVE", help="In this drive; once a medium, in order.", autocompletion=complete.drives
        ),
    ] = None,
    priority: Annotated[int, typer.Option("--priority", metavar="N", min=-15, max=15, help="Higher goes first.")] = 0,
    timeout: WaitingTime = NO_LIMIT,
    nowait: Annotated[bool, typer.Option("--nowait", help="Only queue it; prints the work items.")] = False,
    error_if_busy: Annotated[bool, typer.Option("--error-if-busy", help="Fail rather than wait for others.")] = False,
    error_if_offline: Annotated[
        bool, typer.Option("--error-if-offline", help="Fail rather than ask an operator for offline media.")
    ] = False,
) -> None:
    """Mount media, all or none, and print the device path of each."""
    options = MountOptions(
        read=read,
        write=write,
        drives=drive or (),
        priority=priority,
        error_if_busy=error_if_busy,
        error_if_offline=error_if_offline,
        nowait=nowait,
        timeout=timeout.seconds,
    )
    with call.acting() as desk:
        with call.progress(f"mounting {', '.join(names)}") as told:
            mounted = desk.manager.mounts.mount(desk.session, names, options, told)
        if nowait:
            call.show_items(mounted, _queued_page)
        else:
            call.say(encode_items(mounted), "\n".join(one.device_path for one in mounted))


def _queued_page(mounted: Sequence[Mounted]) -> Page:
    return work_page([one.work for one in mounted])


@command(mounts, "dismount")
def dismount(
    call: Call,
    names: LogicalNames,
    *,
    deferred: Annotated[
        bool, typer.Option("--deferred", help="Leave the cartridge in the drive until someone needs it.")
    ] = False,
    wait: Wait = False,
) -> None:
    """End the mounts of media and return them; prints the work items."""
    with call.acting() as desk:
        items = desk.manager.mounts.dismount(desk.session, names, deferred=deferred)
        if wait:
            items = wait_for(call, desk, [str(view.item.id) for view in items], f"dismounting {', '.join(names)}")
        call.show_items(items, work_page)
        if wait:
            check(items)


@command(mounts, "take-over")
def take_over(call: Call, name: LogicalName) -> None:
    """Become the holder of a mounted medium whose owner is gone; needs control of its pool."""
    with call.changing() as desk:
        call.show(desk.manager.mounts.take_over(desk.session, name), drive_page)
