"""``rsm operator``: what OpenRSM asks people to do, and their answers."""

from __future__ import annotations

import json
from contextlib import suppress
from socket import gethostname
from typing import Annotated, Final

import typer

from openrsm.cli.arguments import RequestNumber, age
from openrsm.cli.call import Call
from openrsm.cli.commands.destinations import destination
from openrsm.cli.everywhere import command
from openrsm.cli.render.operators import one_request, operators_page, request_line, request_page
from openrsm.cli.render.words import count
from openrsm.cli.requests import requests_as_they_come
from openrsm.cli.streams import put, ring
from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.errors import RequestRefused, TimedOut
from openrsm.wire.encoding import encode

operator = typer.Typer(name="operator", help="Operator requests: look at, submit, answer.")
operator.add_typer(destination)

KINDS: Final = ", ".join(kind.name.lower().replace("_", "-") for kind in OperatorKind)


def _kind(text: str | OperatorKind) -> OperatorKind:
    """The kind of that name."""
    if isinstance(text, OperatorKind):
        return text
    name = text.upper().replace("-", "_")
    if name not in OperatorKind.__members__:
        raise typer.BadParameter(f"{text!r} is none of {KINDS}")
    return OperatorKind[name]


def _kinds(incomplete: str) -> list[str]:
    return [name for name in KINDS.split(", ") if name.startswith(incomplete)]


@command(operator, "list")
def list_requests(
    call: Call, *, answered: Annotated[bool, typer.Option("--answered", help="Also those that were answered.")] = False
) -> None:
    """List what people are asked to do."""
    with call.looking() as desk:
        call.show_items(desk.manager.operators.list(desk.session, answered=answered), operators_page)


@command(operator, "show")
def show(call: Call, number: RequestNumber) -> None:
    """Show a request."""
    with call.looking() as desk:
        call.show(desk.manager.operators.show(desk.session, number), request_page)


@command(operator, "submit")
def submit(
    call: Call,
    kind: Annotated[OperatorKind, typer.Argument(metavar="KIND", parser=_kind, help=KINDS, autocompletion=_kinds)],
    message: Annotated[str, typer.Argument(metavar="[MESSAGE]", help="What is to be done, in your words.")] = "",
    *,
    pool: Annotated[str | None, typer.Option("--pool", metavar="PATH", help="That needs new media.")] = None,
    medium: Annotated[str | None, typer.Option("--medium", metavar="NAME", help="To be brought, or seen to.")] = None,
    library: Annotated[str | None, typer.Option("--library", metavar="NAME", help="Where to, or what.")] = None,
    drive: Annotated[str | None, typer.Option("--drive", metavar="NAME", help="To be seen to.")] = None,
) -> None:
    """Ask an operator for something."""
    with call.changing() as desk:
        submitted = desk.manager.operators.submit(
            desk.session, kind, message, pool=pool, medium=medium, library=library, drive=drive
        )
        call.show(submitted, one_request)


@command(operator, "wait")
def wait(
    call: Call,
    number: RequestNumber,
    *,
    timeout: Annotated[
        float | None, typer.Option("--timeout", parser=age, metavar="TIME", help="Give up after this time: 90s, 2h.")
    ] = None,
) -> None:
    """Wait until a request has been answered; fails if it was refused, or not in time."""
    with call.looking() as desk:
        view = desk.manager.operators.wait(desk.session, number, timeout)
        call.show(view, one_request)
    if view.request.state is OperatorState.REFUSED:
        raise RequestRefused(f"the operator refused: {view.request.message}", "ask the operator why")
    if view.request.state is not OperatorState.COMPLETE:
        raise TimedOut(f"operator request {view.request.number} was not answered in time", "wait for it again")


@command(operator, "take")
def take(call: Call, number: RequestNumber) -> None:
    """Say that you work on a request."""
    with call.changing() as desk:
        call.show(desk.manager.operators.take(desk.session, number), one_request)


@command(operator, "delete")
def delete(
    call: Call,
    numbers: Annotated[list[str], typer.Argument(metavar="NUMBER...", help="Of requests that were answered.")],
) -> None:
    """Forget requests that have been answered."""
    with call.changing() as desk:
        deleted = desk.manager.operators.delete(desk.session, numbers)
        call.say({"deleted": deleted}, f"{count(deleted, 'request')} deleted")


@command(operator, "watch")
def watch(
    call: Call,
    *,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Also those that other computers are to show.")
    ] = False,
) -> None:
    """Show what operators are asked for as it comes, and ring the terminal; until interrupted.

    Each request is marked as shown where you may answer it. With --json each line is a JSON document.
    """
    with call.changing() as desk, suppress(KeyboardInterrupt):
        for view in requests_as_they_come(desk, at=None if everywhere else gethostname()):
            put(json.dumps(encode(view)) if call.as_json else request_line(view))
            ring()


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
