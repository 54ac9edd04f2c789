"""``rsm label``: what applications wrote at the beginning of their media."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from openrsm.cli.arguments import LogicalName
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.media import medium_page
from openrsm.cli.render.work import one_item
from openrsm.cli.waiting import check, wait_for
from openrsm.surface.media import ToldLabel
from openrsm.wire.encoding import encode

LONGEST: Final = 65_536
"""Bytes of a label that are looked at."""

label = typer.Typer(name="label", help="Labels that applications write on their media.")


@command(label, "update")
def update(
    call: Call,
    name: LogicalName,
    *,
    nowait: Annotated[bool, typer.Option("--nowait", help="Only queue it.")] = False,
) -> None:
    """Read the label that was written on a mounted medium; a dismount does it by itself."""
    with call.acting() as desk:
        queued = desk.manager.media.update_label(desk.session, name)
        if nowait:
            call.show(queued, one_item)
            return
        ended = wait_for(call, desk, [str(queued.item.id)], f"reading the label of {queued.medium}")
        check(ended)
        call.say(encode(ended[0]), f"{ended[0].medium}: {ended[0].item.result}")


@command(label, "set")
def set_label(
    call: Call,
    name: LogicalName,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="What was written at the beginning of the medium.", exists=True)
    ] = None,
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help="Its type, where there is no file.")] = "",
    identity: Annotated[str, typer.Option("--id", metavar="ID", help="What tells it from others of its type.")] = "",
    info: Annotated[str, typer.Option("--info", metavar="TEXT", help="What people call it.")] = "",
) -> None:
    """Say which label was written on an allocated medium, where it is not to be read from the drive."""
    content = b"" if file is None else _beginning(file)
    with call.changing() as desk:
        told = ToldLabel(content=content, type=kind, id=identity, info=info)
        call.show(desk.manager.media.set_label(desk.session, name, told), medium_page)


def _beginning(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(LONGEST)
