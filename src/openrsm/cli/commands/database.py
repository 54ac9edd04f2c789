"""``rsm database``: copies of the catalogue, and a copy in its place."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.database import copies_page, database_page, restored_page
from openrsm.domain.exports import USUAL

database = typer.Typer(name="database", help="Copies of the catalogue: made while it is in use, and put in its place.")

CopyName = Annotated[str, typer.Argument(metavar="[NAME]", help="What the copy is called, like monday; no path.")]


@command(database, "show")
def show(call: Call) -> None:
    """Show the catalogue, its copies, what is marked to be imported, and what the last import found."""
    with call.looking() as desk:
        call.show(desk.manager.database.show(desk.session), database_page)


@command(database, "report")
def report(call: Call) -> None:
    """Show what is known of all media, and by what: after a disaster, what was restored and what was not."""
    with call.looking() as desk:
        call.show(desk.manager.database.report(desk.session), restored_page)


@command(database, "export")
def export(call: Call, name: CopyName = USUAL) -> None:
    """Write a copy on the service's computer, for a backup to take along; it replaces the last of that name."""
    with call.changing() as desk:
        call.show(desk.manager.database.export(desk.session, name), lambda copy: copies_page([copy]))


@command(database, "import")
def import_copy(
    call: Call,
    name: CopyName = USUAL,
    *,
    cancel: Annotated[bool, typer.Option("--cancel", help="Import nothing: let the catalogue be what it is.")] = False,
) -> None:
    """Have a copy become the catalogue at the next start of the service; nothing changes before."""
    with call.changing() as desk:
        manager = desk.manager.database
        view = manager.cancel_import(desk.session) if cancel else manager.mark_import(desk.session, name)
        call.show(view, database_page)
