"""``rsm media``: look at cartridges, record them by hand, move them between pools, retire, enable and disable them."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import Description, MediumName, NewName, labelled
from openrsm.cli.call import Call
from openrsm.cli.changing import change_object
from openrsm.cli.everywhere import command
from openrsm.cli.render.media import media_page, medium_page, one_medium, unclaimed_page
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for
from openrsm.domain.recording import RecordedSide
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidMedia
from openrsm.surface.media import NewMedium
from openrsm.surface.objects import ObjectChange
from openrsm.wire.encoding import encode

media = typer.Typer(
    name="media", help="Cartridges: look at, record, move between pools, name, locate, retire, enable, disable, delete."
)


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
    location: Annotated[
        str | None,
        typer.Option("--location", metavar="TEXT", help="Offline ones that are kept there, as in 'vault 2*'."),
    ] = None,
) -> None:
    """List cartridges."""
    with call.looking() as desk:
        found = desk.manager.media.list(desk.session, library=library, pool=pool, location=location)
        call.show_items(found, media_page)


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


@command(media, "retype")
def retype(
    call: Call,
    name: MediumName,
    pool: Annotated[
        str,
        typer.Argument(metavar="PATH", help="A pool for its true type: path or GUID.", autocompletion=complete.pools),
    ],
) -> None:
    """Move a cartridge whose type was mistaken to a pool of its true type."""
    with call.acting() as desk:
        call.show(desk.manager.media.retype(desk.session, name, pool), one_medium)


@command(media, "location")
def location(
    call: Call,
    name: MediumName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="As in 'vault 2, shelf 3, box 7'; '' for nowhere.")],
) -> None:
    """Say where a cartridge is kept while it is in no library."""
    change_object(call, ObjectType.PHYSICAL_MEDIA, name, ObjectChange(location=text), InvalidMedia)


@command(media, "create")
def create(
    call: Call,
    *,
    pool: Annotated[
        str,
        typer.Option("--pool", metavar="PATH", help="An import or application pool.", autocompletion=complete.pools),
    ],
    bar_code: Annotated[str, typer.Option("--bar-code", metavar="CODE", help="Its bar code.")] = "",
    labels: Annotated[
        list[RecordedSide] | None,
        typer.Option(
            "--label", parser=labelled, metavar="TYPE:ID", help="The label of a side, from side 0 on; once a side."
        ),
    ] = None,
    name: NewName = None,
    description: Description = None,
    where: Annotated[str, typer.Option("--location", metavar="TEXT", help="Where it is kept.")] = "",
    allow_duplicates: Annotated[
        bool, typer.Option("--allow-duplicates", help="Even if a label of it is catalogued already.")
    ] = False,
) -> None:
    """Catalogue a cartridge that is in no library; its sides are import."""
    new = NewMedium(
        pool=pool,
        bar_code=bar_code,
        name=name or "",
        description=description or "",
        location=where,
        sides=labels or (),
        allow_duplicates=allow_duplicates,
    )
    with call.changing() as desk:
        call.show(desk.manager.media.create(desk.session, new), one_medium)


@command(media, "delete")
def delete(call: Call, name: MediumName) -> None:
    """Forget a cartridge that is in no library, as it was lost or destroyed."""
    with call.changing() as desk:
        desk.manager.media.delete(desk.session, name)
        call.say({"deleted": name}, f"{name} is deleted")


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
    """Retire every side of a cartridge for good; or one side, given its GUID."""
    with call.changing() as desk:
        call.show(desk.manager.media.decommission(desk.session, name), one_medium)


@command(media, "set")
def set_medium(call: Call, ref: MediumName, *, name: NewName = None, description: Description = None) -> None:
    """Rename or describe a cartridge."""
    change_object(call, ObjectType.PHYSICAL_MEDIA, ref, ObjectChange(name=name, description=description), InvalidMedia)


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
