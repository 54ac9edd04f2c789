"""``rsm operator``: what OpenRSM asks people to do, and their answers."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import RequestNumber
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.operators import one_request, operators_page

operator = typer.Typer(name="operator", help="Operator requests: look at, satisfy, refuse.")


@command(operator, "list")
def list_requests(
    call: Call, *, answered: Annotated[bool, typer.Option("--answered", help="Also those that were answered.")] = False
) -> None:
    """List what people are asked to do."""
    with call.looking() as desk:
        call.show_items(desk.manager.operators.list(desk.session, answered=answered), operators_page)


@command(operator, "satisfy")
def satisfy(call: Call, number: RequestNumber) -> None:
    """Say that a request is done; OpenRSM looks for itself, and asks again if it is not."""
    with call.acting() as desk:
        call.show(desk.manager.operators.satisfy(desk.session, number), one_request)


@command(operator, "refuse")
def refuse(call: Call, number: RequestNumber) -> None:
    """Say that a request will not be done; what waits for it fails."""
    with call.acting() as desk:
        call.show(desk.manager.operators.refuse(desk.session, number), one_request)
