"""``rsm media``: look at cartridges, move them between pools, retire, enable and disable them."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import Description, MediumName, NewName
from openrsm.cli.call import Call
from openrsm.cli.changing import change_object
from openrsm.cli.everywhere import command
from openrsm.cli.render.media import media_page, medium_page, one_medium, unclaimed_page
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for
from openrsm.domain.values import ObjectType
from openrsm.surface.objects import ObjectChange
from openrsm.wire.encoding import encode

media = typer.Typer(name="media", help="Cartridges: look at, move between pools, name, retire, enable, disable.")


@command(media, "list")
def list_media(
    call: Call,
    library: Annotated[
        str | None,
        typer.Option("--library", metavar="NAME", help="Of one library.", autocompletion=complete.libraries),
    ] = None,
    pool: Annotated[
        str | None, typer.Option("--pool", metavar="PATH", help="Of one pool.", autocompletion=complete.pools)
    ] = None,
) -> None:
    """List cartridges."""
    with call.looking() as desk:
        call.show_items(desk.manager.media.list(desk.session, library=library, pool=pool), media_page)


@command(media, "show")
def show(call: Call, name: MediumName) -> None:
    """Show a cartridge with its sides and its last moves."""
    with call.looking() as desk:
        call.show(desk.manager.media.show(desk.session, name), medium_page)


@command(media, "unclaimed")
def unclaimed(call: Call) -> None:
    """List cartridges in the import and unrecognized pools, with what their labels say."""
    with call.looking() as desk:
        call.show_items(desk.manager.media.unclaimed(desk.session), unclaimed_page)


@command(media, "adopt")
def adopt(
    call: Call,
    pool: Annotated[str, typer.Option("--pool", metavar="PATH", help="To whom.", autocompletion=complete.pools)],
    label_type: Annotated[str, typer.Option("--label", metavar="TYPE", help="Those with labels of this type.")],
    *,
    called: Annotated[str, typer.Option("--called", metavar="PATTERN", help="Whose label says this; * and ?.")] = "*",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show which those are.")] = False,
) -> None:
    """Allocate import cartridges to an application by what their labels say, or return free ones to a free pool."""
    with call.changing() as desk:
        found = desk.manager.media.adopt(desk.session, pool, label_type, called=called, dry_run=dry_run)
        call.show_items(found, unclaimed_page)


@command(media, "move")
def move(
    call: Call,
    name: MediumName,
    pool: Annotated[
        str, typer.Argument(metavar="PATH", help="Path or GUID of the pool.", autocompletion=complete.pools)
    ],
) -> None:
    """Move a cartridge to another pool of its type."""
    with call.acting() as desk:
        call.show(desk.manager.media.move(desk.session, name, pool), one_medium)


@command(media, "identify")
def identify(
    call: Call,
    name: MediumName,
    *,
    deferred: Annotated[bool, typer.Option("--deferred", help="Leave it in the drive afterwards.")] = False,
    nowait: Annotated[bool, typer.Option("--nowait", help="Only queue it.")] = False,
) -> None:
    """Read the labels of a cartridge, and sort it by what they say."""
    with call.acting() as desk:
        queued = desk.manager.media.identify(desk.session, name, deferred=deferred)
        if nowait:
            call.show_items(queued, work_page)
            return
        ended = wait_for(call, desk, [str(view.item.id) for view in queued], f"identifying {name}")
        check(ended)
        told = "\n".join(f"{view.medium}: {view.item.result}" for view in ended)
        call.say({"items": [encode(view) for view in ended]}, told)


@command(media, "decommission")
def decommission(call: Call, name: MediumName) -> None:
    """Retire every side of a cartridge for good."""
    with call.changing() as desk:
        call.show(desk.manager.media.decommission(desk.session, name), one_medium)


@command(media, "set")
def set_medium(call: Call, ref: MediumName, *, name: NewName = None, description: Description = None) -> None:
    """Rename or describe a cartridge."""
    change_object(call, ObjectType.PHYSICAL_MEDIA, ref, ObjectChange(name=name, description=description))


@command(media, "enable")
def enable(call: Call, name: MediumName) -> None:
    """Return a cartridge to service."""
    with call.acting() as desk:
        call.show(desk.manager.media.enable(desk.session, name), one_item)


@command(media, "disable")
def disable(call: Call, name: MediumName) -> None:
    """Take a cartridge out of service: it is neither mounted nor dismounted until it is enabled again."""
    with call.acting() as desk:
        call.show(desk.manager.media.disable(desk.session, name), one_item)
