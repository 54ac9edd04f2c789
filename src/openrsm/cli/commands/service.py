"""``rsm serve``."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.configured import ConfigurationFile, load, refuse
from openrsm.cli.everywhere import command

service = typer.Typer()


@command(service, "serve")
def serve(
    call: Call,
    config: ConfigurationFile = None,
    socket: Annotated[str | None, typer.Option("--socket", metavar="PATH", help="The Unix socket to serve.")] = None,
    listen: Annotated[str | None, typer.Option("--listen", metavar="HOST:PORT", help="Serve TCP as well.")] = None,
) -> None:
    """Run the service: all libraries of the state, for every client, until told to stop.

    SIGTERM and SIGINT let it finish the motion under way and keep the queue. It needs no configuration.
    """
    loaded = load(call, config, socket=socket, listen=listen)
    refuse(loaded)
    call.server(loaded)
