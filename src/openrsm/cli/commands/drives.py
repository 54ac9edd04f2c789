"""``rsm drive``: look at, empty, clean, enable, disable and set up drives."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import DriveName, Now, Wait, age
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.libraries import drive_page, drives_page
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for

drive = typer.Typer(name="drive", help="Drives: look at, empty, clean, enable, disable, set up.")


@command(drive, "list")
def list_drives(
    call: Call,
    library: Annotated[
        str | None,
        typer.Option("--library", metavar="NAME", help="Of one library.", autocompletion=complete.libraries),
    ] = None,
) -> None:
    """List drives, and who has them."""
    with call.looking() as desk:
        call.show_items(desk.manager.drives.list(desk.session, library), drives_page)


@command(drive, "show")
def show(call: Call, name: DriveName) -> None:
    """Show a drive."""
    with call.looking() as desk:
        call.show(desk.manager.drives.show(desk.session, name), drive_page)


@command(drive, "dismount")
def dismount(call: Call, name: DriveName) -> None:
    """Return whatever is in a drive; who uses it loses it."""
    with call.acting() as desk:
        call.show(desk.manager.drives.dismount(desk.session, name), one_item)


@command(drive, "clean")
def clean(call: Call, name: DriveName, *, wait: Wait = False) -> None:
    """Clean a drive as soon as it is free, with the cleaning cartridge of its library."""
    with call.acting() as desk:
        queued = desk.manager.cleaning.clean(desk.session, name)
        if not wait:
            call.show(queued, one_item)
            return
        ended = wait_for(call, desk, [str(queued.item.id)], f"cleaning {name}")
        call.show_items(ended, work_page)
        check(ended)


@command(drive, "enable")
def enable(call: Call, name: DriveName) -> None:
    """Return a drive to service."""
    with call.acting() as desk:
        call.show(desk.manager.drives.enable(desk.session, name), one_item)


@command(drive, "disable")
def disable(call: Call, name: DriveName, *, now: Now = False) -> None:
    """Take a drive out of service: it is emptied as soon as nobody uses it."""
    with call.acting() as desk:
        call.show(desk.manager.drives.disable(desk.session, name, now=now), one_item)


@command(drive, "remove")
def remove(call: Call, name: DriveName) -> None:
    """Forget a drive that is gone."""
    with call.changing() as desk:
        desk.manager.drives.remove(desk.session, name)
        call.say({"removed": name}, f"{name} is removed")


@command(drive, "delay")
def delay(
    call: Call,
    name: DriveName,
    seconds: Annotated[float, typer.Argument(metavar="SECONDS", parser=age, help="Seconds, or like 5m or 1h30m.")],
) -> None:
    """Set how long a released cartridge stays in a drive for its next user."""
    with call.changing() as desk:
        call.show(desk.manager.drives.set_delay(desk.session, name, round(seconds)), drive_page)
