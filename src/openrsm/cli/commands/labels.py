"""``rsm label``: what applications wrote at the beginning of their media."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import LogicalName
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.work import one_item
from openrsm.cli.waiting import check, wait_for
from openrsm.wire.encoding import encode

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
