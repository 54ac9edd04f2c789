"""``rsm session``: who is connected to the service."""

from __future__ import annotations

import typer

from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.sessions import sessions_page

session = typer.Typer(name="session", help="Applications that are connected.")


@command(session, "list")
def list_sessions(call: Call) -> None:
    """List the open sessions of your user; all, for an administrator."""
    with call.looking() as desk:
        call.show_items(desk.manager.sessions.list(desk.session), sessions_page)
