"""``rsm pool``: create, look at, set up and delete media pools."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.arguments import Description, NewName, PoolPath
from openrsm.cli.call import Call
from openrsm.cli.changing import change_object
from openrsm.cli.everywhere import command
from openrsm.cli.render.pools import one_pool, pool_page, pools_page
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidMediaPool
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions

pool = typer.Typer(name="pool", help="Media pools: create, look at, set up, delete.")


@command(pool, "create")
def create(
    call: Call,
    path: Annotated[str, typer.Argument(metavar="PATH", help="Its path, like backups/daily.")],
    *,
    media_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Its media type, like LTO-9; none: it holds pools.")
    ] = None,
    draw_from_free: Annotated[
        bool, typer.Option("--draw-from-free", help="Allocation may take from the free pool.")
    ] = False,
    return_to_free: Annotated[
        bool, typer.Option("--return-to-free", help="What is given back returns to the free pool.")
    ] = False,
    max_allocations: Annotated[
        int | None, typer.Option("--max-allocations", metavar="N", min=1, help="Retire a side allocated so often.")
    ] = None,
) -> None:
    """Create a pool, and the pools above it that do not exist."""
    options = PoolOptions(
        media_type=media_type,
        draw_from_free=draw_from_free,
        return_to_free=return_to_free,
        max_allocations=max_allocations,
    )
    with call.changing() as desk:
        call.show(desk.manager.pools.create(desk.session, path, options), one_pool)


@command(pool, "list")
def list_pools(call: Call) -> None:
    """List pools."""
    with call.looking() as desk:
        call.show_items(desk.manager.pools.list(desk.session), pools_page)


@command(pool, "show")
def show(call: Call, path: PoolPath) -> None:
    """Show a pool."""
    with call.looking() as desk:
        call.show(desk.manager.pools.show(desk.session, path), pool_page)


@command(pool, "set")
def set_pool(
    call: Call,
    path: PoolPath,
    *,
    name: NewName = None,
    description: Description = None,
    media_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="Its media type, while it holds nothing.")
    ] = None,
    draw_from_free: Annotated[
        bool | None,
        typer.Option("--draw-from-free/--no-draw-from-free", help="Whether allocation may take from the free pool."),
    ] = None,
    return_to_free: Annotated[
        bool | None,
        typer.Option(
            "--return-to-free/--no-return-to-free", help="Whether what is given back returns to the free pool."
        ),
    ] = None,
    max_allocations: Annotated[
        int | None,
        typer.Option("--max-allocations", metavar="N", min=0, help="Retire a side allocated so often; 0: never."),
    ] = None,
) -> None:
    """Rename or describe a pool, or set its policies."""
    change = ObjectChange(
        name=name,
        description=description,
        media_type=media_type,
        draw_from_free=draw_from_free,
        return_to_free=return_to_free,
        max_allocations=max_allocations,
    )
    change_object(call, ObjectType.POOL, path, change, InvalidMediaPool)


@command(pool, "delete")
def delete(call: Call, path: PoolPath) -> None:
    """Delete an empty application pool."""
    with call.changing() as desk:
        desk.manager.pools.delete(desk.session, path)
        call.say({"deleted": path}, f"{path} is deleted")
