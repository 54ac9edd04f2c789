"""``rsm library``: add, look at, inventory, set up, enable, disable and remove libraries."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from openrsm.cli.arguments import Description, LibraryName, NewName, Now, Wait
from openrsm.cli.call import Call, Desk
from openrsm.cli.changing import change_object
from openrsm.cli.commands.library_types import types
from openrsm.cli.everywhere import command
from openrsm.cli.render.libraries import libraries_page, library_page, one_library
from openrsm.cli.render.work import one_item, work_page
from openrsm.cli.waiting import check, wait_for
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidLibrary
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import WorkView
from openrsm.wire.encoding import encode

library = typer.Typer(name="library", help="Libraries: add, look at, inventory, set up, enable, disable, remove.")
library.add_typer(types)

URL_FORMS = (
    "virtual:FOLDER[?drives=2&slots=20&ports=2&type=LTO-9], scsi:/dev/sgN, iscsi://HOST:PORT/TARGET/LUN; "
    "standalone: before the address of a drive that is in no library"
)


class Method(StrEnum):
    """How to look at a library."""

    DEFAULT = "default"
    FAST = "fast"
    FULL = "full"
    SLOT = "slot"
    NONE = "none"
    STOP = "stop"


class Labels(StrEnum):
    """What to do with labels."""

    IGNORE = "ignore"
    CHECK = "check"
    WRITE = "write"


class DoorMethod(StrEnum):
    """How to look at a library whose door was open."""

    DEFAULT = "default"
    FAST = "fast"
    SLOT = "slot"
    FULL = "full"
    NONE = "none"


def _method(told: object) -> InventoryMethod:
    known = {method.value: InventoryMethod[method.name] for method in Method if method is not Method.DEFAULT}
    if told not in known:
        raise typer.BadParameter(f"{told!r} is none of {', '.join(known)}")
    return known[str(told)]


@command(library, "add")
def add(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    url: Annotated[str, typer.Argument(metavar="URL", help=f"Where it is: {URL_FORMS}.")],
) -> None:
    """Open a library, catalogue what is in it and take a first inventory."""
    with call.acting() as desk:
        with call.progress(f"adding {name}"):
            view = desk.manager.libraries.add(desk.session, name, url)
        call.show(view, one_library)


@command(library, "list")
def list_libraries(call: Call) -> None:
    """List libraries."""
    with call.looking() as desk:
        call.show_items(desk.manager.libraries.list(desk.session), libraries_page)


@command(library, "show")
def show(call: Call, name: LibraryName) -> None:
    """Show a library with its drives, slots, ports and doors."""
    with call.looking() as desk:
        call.show(desk.manager.libraries.show(desk.session, name), library_page)


@command(library, "inventory")
def inventory(
    call: Call,
    name: LibraryName,
    method: Annotated[
        Method,
        typer.Option(
            help="Read bar codes (fast), ask what is where (slot), read every label (full), or end that (stop)."
        ),
    ] = Method.DEFAULT,
    *,
    nowait: Annotated[bool, typer.Option("--nowait", help="Only queue it.")] = False,
) -> None:
    """Look at what is in a library, and say what was found."""
    with call.acting() as desk:
        queued = desk.manager.libraries.inventory(desk.session, name, InventoryMethod[method.name])
        if nowait or method is Method.STOP:
            call.show(queued, one_item)
        else:
            _say_result(call, desk, queued, f"taking inventory of {name}")


def _say_result(call: Call, desk: Desk, queued: WorkView, doing: str) -> None:
    ended = wait_for(call, desk, [str(queued.item.id)], doing)
    check(ended)
    call.say(encode(ended[0]), f"{ended[0].library}: {ended[0].item.result}")


@command(library, "refresh")
def refresh(
    call: Call,
    name: LibraryName,
    *,
    nowait: Annotated[bool, typer.Option("--nowait", help="Only queue it.")] = False,
) -> None:
    """Look now whether somebody has changed the cartridge in a drive that is in no library."""
    with call.acting() as desk:
        queued = desk.manager.libraries.refresh(desk.session, name)
        if nowait:
            call.show(queued, one_item)
        else:
            _say_result(call, desk, queued, f"looking at {name}")


@command(library, "labels")
def labels(
    call: Call,
    name: LibraryName,
    use: Annotated[
        Labels, typer.Argument(metavar="USE", help="Ignore them, check them at mounts, or write free labels, too.")
    ],
) -> None:
    """Say what is done with the labels on a library's media."""
    with call.changing() as desk:
        call.show(desk.manager.libraries.set_labels(desk.session, name, LabelUse[use.name]), one_library)


@command(library, "open")
def open_door(
    call: Call,
    name: LibraryName,
    method: Annotated[
        DoorMethod, typer.Option(help="How to look at what is in it once it is closed again.")
    ] = DoorMethod.DEFAULT,
    *,
    wait: Wait = False,
) -> None:
    """Unlock the doors once nothing moves; nothing does until one was opened and closed, or the item is stopped."""
    with call.acting() as desk:
        queued = desk.manager.libraries.open_door(desk.session, name, InventoryMethod[method.name])
        if not wait:
            call.show(queued, one_item)
            return
        ended = wait_for(call, desk, [str(queued.item.id)], f"waiting for the door of {name}")
        call.show_items(ended, work_page)
        check(ended)


@command(library, "enable")
def enable(call: Call, name: LibraryName) -> None:
    """Return a library to service."""
    with call.acting() as desk:
        call.show(desk.manager.libraries.enable(desk.session, name), one_item)


@command(library, "disable")
def disable(call: Call, name: LibraryName, *, now: Now = False) -> None:
    """Take a library out of service: its drives are emptied as soon as nobody uses them."""
    with call.acting() as desk:
        call.show(desk.manager.libraries.disable(desk.session, name, now=now), one_item)


@command(library, "set")
def set_library(
    call: Call,
    ref: LibraryName,
    *,
    name: NewName = None,
    description: Description = None,
    inventory: Annotated[
        InventoryMethod | None,
        typer.Option("--inventory", parser=_method, metavar="METHOD", help="How to look at it by default."),
    ] = None,
    cleaner_uses: Annotated[
        int | None,
        typer.Option("--cleaner-uses", metavar="N", min=0, help="How often its cleaning cartridge still cleans."),
    ] = None,
    cleans_itself: Annotated[
        bool | None,
        typer.Option("--cleans-itself/--cleans-when-told", help="Whether drives that ask for it are cleaned."),
    ] = None,
    auto_recovery: Annotated[
        bool | None,
        typer.Option(
            "--auto-recovery/--no-auto-recovery", help="An inventory follows when a label is not as expected."
        ),
    ] = None,
) -> None:
    """Rename or describe a library, or set how it is looked at and how its drives are cleaned."""
    change = ObjectChange(
        name=name,
        description=description,
        inventory_method=inventory,
        cleaner_uses=cleaner_uses,
        cleans_itself=cleans_itself,
        auto_recovery=auto_recovery,
    )
    change_object(call, ObjectType.LIBRARY, ref, change, InvalidLibrary)


@command(library, "remove")
def remove(call: Call, name: LibraryName) -> None:
    """Forget a library that is disabled or absent; its allocated and free media become offline."""
    with call.changing() as desk:
        desk.manager.libraries.remove(desk.session, name)
        call.say({"removed": name}, f"{name} is removed")
