"""``rsm health``: which drive or medium to suspect, and why; and the way back after service."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import DriveName, MediumName
from openrsm.cli.call import Call
from openrsm.cli.everywhere import by_default, command
from openrsm.cli.render.health import readings_page, suspects_page

health = typer.Typer(name="health", no_args_is_help=False)
clear = typer.Typer(name="clear", help="Say that what was wrong has been seen to: it blames nobody any more.")
health.add_typer(clear)

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The newest so many.")]


@by_default(health)
def suspects(call: Call) -> None:
    """Show which drives and media to suspect, and why; histories of one; and a way back after service."""
    with call.looking() as desk:
        call.show_items(desk.manager.diagnosis.suspects(desk.session), suspects_page)


@command(health, "drive")
def drive(call: Call, name: DriveName, *, limit: Limit = 20) -> None:
    """Show the history of a drive: what was read each time it let a cartridge go, or failed."""
    with call.looking() as desk:
        call.show_items(desk.manager.diagnosis.drive(desk.session, name, limit=limit), readings_page)


@command(health, "medium")
def medium(call: Call, name: MediumName, *, limit: Limit = 20) -> None:
    """Show the history of a cartridge: what was read each time a drive let it go, or failed with it."""
    with call.looking() as desk:
        call.show_items(desk.manager.diagnosis.medium(desk.session, name, limit=limit), readings_page)


@command(clear, "drive")
def clear_drive(call: Call, name: DriveName) -> None:
    """After service: what went wrong in a drive is held against nobody any more."""
    with call.changing() as desk:
        desk.manager.diagnosis.clear_drive(desk.session, name)
        call.say({"cleared": name}, f"drive {name} is trusted again")


@command(clear, "medium")
def clear_medium(call: Call, name: MediumName) -> None:
    """What went wrong with a cartridge is held against nobody any more; its memory's number is learnt anew."""
    with call.changing() as desk:
        desk.manager.diagnosis.clear_medium(desk.session, name)
        call.say({"cleared": name}, f"medium {name} is trusted again")
