"""``rsm library types``: which media types libraries take."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import LibraryName
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.libraries import types_page

types = typer.Typer(name="types", help="The media types that a library takes: look at, add, remove.")

TypeName = Annotated[str, typer.Argument(metavar="TYPE", help="A media type, such as LTO-9.")]


@command(types, "list")
def list_types(call: Call, name: LibraryName) -> None:
    """List the media types of a library: those that its drives take, that were added, that lie in it."""
    with call.looking() as desk:
        call.show_items(desk.manager.libraries.types(desk.session, name), types_page)


@command(types, "add")
def add(call: Call, name: LibraryName, media_type: TypeName) -> None:
    """Say that a library takes media of a type, so that there are pools for them before the first comes."""
    with call.changing() as desk:
        call.show_items(desk.manager.libraries.add_type(desk.session, name, media_type), types_page)


@command(types, "remove")
def remove(call: Call, name: LibraryName, media_type: TypeName) -> None:
    """Take that back."""
    with call.changing() as desk:
        call.show_items(desk.manager.libraries.remove_type(desk.session, name, media_type), types_page)
