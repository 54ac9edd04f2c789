"""``rsm top``."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.call import Call, Desk
from openrsm.cli.everywhere import command
from openrsm.cli.render.overview import status_page
from openrsm.cli.streams import whoever_listens

top = typer.Typer()


@command(top, "top")
def show(
    call: Call,
    *,
    once: Annotated[bool, typer.Option("--once", help="Print one frame and end, for scripts.")] = False,
    interval: Annotated[
        float,
        typer.Option("--interval", metavar="SECONDS", min=0.1, max=3600, help="Look so often if nothing happens."),
    ] = 1.0,
) -> None:
    """Watch libraries, drives, the queue and the robots' moves, live. The key q quits."""
    from openrsm.cli.top.live import watch  # noqa: PLC0415 - no other command draws

    with call.looking() as desk:
        if call.as_json:
            call.show(desk.manager.objects.status(desk.session), status_page)
        elif once:
            _print_once(desk)
        else:
            watch(desk, interval)


def _print_once(desk: Desk) -> None:
    from openrsm.cli.top.busy import Busy  # noqa: PLC0415 - as above
    from openrsm.cli.top.frame import Frame, print_frame  # noqa: PLC0415 - as above

    with whoever_listens():
        print_frame(Frame(desk.manager.objects.status(desk.session), Busy(), live=False))
