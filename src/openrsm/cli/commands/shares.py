"""``rsm share``: the parts of libraries that applications have for their own."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.shares import one_share, share_page, shares_page
from openrsm.cli.spreading import Spreading

share = typer.Typer(name="share", help="Shares: give an application a library of its own, of pools and drives.")

ShareName = Annotated[
    str, typer.Argument(metavar="NAME", help="Name or GUID of a share.", autocompletion=complete.shares)
]
Pools = Annotated[
    list[str] | None,
    typer.Option(
        "--pools",
        metavar="POOL...",
        help="Path or GUID of each pool whose media it has.",
        autocompletion=complete.pools,
    ),
]
Drives = Annotated[
    list[str] | None,
    typer.Option(
        "--drives",
        metavar="DRIVE...",
        help="Each drive that it may use, in the order of their numbers from 0.",
        autocompletion=complete.drives,
    ),
]


@command(share, "create", Spreading)
def create(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name; changer programs are given it.")],
    *,
    library: Annotated[
        str,
        typer.Option("--library", metavar="LIBRARY", help="Of which library.", autocompletion=complete.libraries),
    ],
    pools: Pools = None,
    drives: Drives = None,
) -> None:
    """Give an application its own library: the media of some pools, numbered from slot 1, and some drives."""
    with call.changing() as desk:
        made = desk.manager.shares.create(desk.session, name, library, pools or (), drives or ())
        call.show(made, one_share)


@command(share, "list")
def list_shares(call: Call) -> None:
    """List shares."""
    with call.looking() as desk:
        call.show_items(desk.manager.shares.list(desk.session), shares_page)


@command(share, "show")
def show(call: Call, name: ShareName) -> None:
    """Show a share."""
    with call.looking() as desk:
        call.show(desk.manager.shares.show(desk.session, name), share_page)


@command(share, "change", Spreading)
def change(call: Call, name: ShareName, *, pools: Pools = None, drives: Drives = None) -> None:
    """Give a share other pools or drives; media that stay keep their numbers."""
    with call.changing() as desk:
        changed = desk.manager.shares.change(desk.session, name, pools=pools or None, drives=drives or None)
        call.show(changed, one_share)


@command(share, "delete")
def delete(call: Call, name: ShareName) -> None:
    """Delete a share; its media, pools and drives stay as they are."""
    with call.changing() as desk:
        desk.manager.shares.delete(desk.session, name)
        call.say({"deleted": name}, f"{name} is deleted")
