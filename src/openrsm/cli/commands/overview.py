"""``rsm status``, ``rsm view`` and ``rsm audit``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from openrsm.cli.arguments import ObjectKind
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.moments import FORMS, parse_moment
from openrsm.cli.render.overview import audit_page, names_page, status_page

overview = typer.Typer()


def _moment(told: object) -> datetime:
    try:
        return parse_moment(str(told), datetime.now(UTC))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


@command(overview, "status")
def status(call: Call) -> None:
    """Show libraries, drives, the queue, operator requests and alerts on one screen."""
    with call.looking() as desk:
        call.show(desk.manager.objects.status(desk.session), status_page)


@command(overview, "view")
def view(
    call: Call,
    kind: ObjectKind,
    container: Annotated[
        str | None, typer.Option("--in", metavar="CONTAINER", help="Name, path or GUID of what they are in.")
    ] = None,
) -> None:
    """List objects of a type, everywhere or in one container, with name and GUID."""
    with call.looking() as desk:
        call.show_items(desk.manager.objects.view(desk.session, kind, container), names_page)


@command(overview, "audit")
def audit(
    call: Call,
    *,
    user: Annotated[str | None, typer.Option("--user", metavar="USER", help="What this user did.")] = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="ACTION", help="This action alone, like refused or medium_moved.")
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", parser=_moment, metavar="WHEN", help=f"Since then: {FORMS}.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The newest so many.")] = 100,
) -> None:
    """Show who did what, and who was refused what, the newest last."""
    with call.looking() as desk:
        found = desk.manager.objects.audit(desk.session, limit=limit, user=user, action=action, since=since)
        call.show_items(found, audit_page)
