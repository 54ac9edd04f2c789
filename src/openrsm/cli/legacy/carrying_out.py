"""What each subcommand does; each returns the lines that it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from openrsm.cli.call import Desk
from openrsm.cli.legacy import words
from openrsm.cli.legacy.awaiting import until_done
from openrsm.cli.legacy.freeing import erase, free_media
from openrsm.cli.legacy.grammar import Line, Misuse
from openrsm.cli.legacy.meant import meant, one_of, to_eject
from openrsm.cli.legacy.table import PRIORITIES
from openrsm.domain.destinations import Messages
from openrsm.domain.drive_types import supports
from openrsm.domain.library import InventoryMethod, LibraryKind
from openrsm.domain.rights import TargetKind
from openrsm.domain.values import ObjectType
from openrsm.errors import AlreadyExists
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions

Lines = Sequence[str]
Do = Callable[[Desk, Line], Lines]


def _allocate(desk: Desk, line: Line) -> Lines:
    how = line.all("o")
    options = AllocateOptions(
        new="new" in how,
        next_of=line.value("l") if "next" in how else None,
        side=line.value("p"),
        error_if_unavailable="errunavail" in how,
        timeout=words.seconds(line.value("t") or "0"),
    )
    taken = desk.manager.media.allocate(desk.session, words.pool(line.needed("m")), options)
    _describe(desk, ObjectType.LOGICAL_MEDIA, str(taken.logical.id), line.value("ln"), line.value("ld"))
    _describe(desk, ObjectType.SIDE, str(taken.side.id), line.value("pn"), line.value("pd"))
    lmid = words.guid(taken.logical.id)
    return [lmid] if line.has("b") else [f"{taken.medium.name} {lmid}"]


def _describe(desk: Desk, kind: ObjectType, ref: str, name: str | None, description: str | None) -> None:
    if name is not None or description is not None:
        desk.manager.objects.change(desk.session, kind, ref, ObjectChange(name=name, description=description))


def _create_pool(desk: Desk, line: Line) -> Lines:
    path, how = words.pool(line.needed("m")), line.needed("a")
    if how == "existing":
        return [desk.manager.pools.show(desk.session, path).pool.path]
    draws, returns = line.has("d"), line.has("r")
    given = line.value("t")
    media_type = None if given is None else words.media_type(given)
    options = PoolOptions(media_type=media_type, draw_from_free=draws, return_to_free=returns)
    try:
        return [desk.manager.pools.create(desk.session, path, options).pool.path]
    except AlreadyExists:
        if how == "new":
            raise
        return [path]


def _deallocate(desk: Desk, line: Line) -> Lines:
    desk.manager.media.deallocate(desk.session, one_of(line, "l", "p"))
    return []


def _delete_pool(desk: Desk, line: Line) -> Lines:
    desk.manager.pools.delete(desk.session, words.pool(line.needed("m")))
    return []


def _dismount(desk: Desk, line: Line) -> Lines:
    items = desk.manager.mounts.dismount(desk.session, [one_of(line, "l", "p")], deferred=line.has("o"))
    until_done(desk, [str(view.item.id) for view in items])
    return []


def _eject(desk: Desk, line: Line) -> Lines:
    if line.value("a") == "stop":
        return _stop_eject(desk, line)
    queue = line.value("a") == "queue"
    [*_, view] = desk.manager.media.eject(desk.session, to_eject(desk, line), queue=queue)
    return [words.guid(view.item.id)] if line.has("b") else [f"{view.medium} {words.guid(view.item.id)}"]


def _stop_eject(desk: Desk, line: Line) -> Lines:
    operation = line.value("o")
    if operation is None:
        raise Misuse("/astop needs the operation", line.subcommand.synopsis())
    desk.manager.work.stop(desk.session, words.container(operation))
    return []


def _inventory(desk: Desk, line: Line) -> Lines:
    method = InventoryMethod[line.needed("a").upper()]
    desk.manager.libraries.inventory(desk.session, line.needed("l"), method)
    return []


def _mount(desk: Desk, line: Line) -> Lines:
    how = line.all("o")
    options = MountOptions(
        read="read" in how,
        write="write" in how,
        drives=line.all("d"),
        priority=PRIORITIES[line.value("r") or "normal"],
        error_if_busy="errunavail" in how,
        error_if_offline="offline" in how,
        timeout=words.seconds(line.value("t")),
    )
    mounted = desk.manager.mounts.mount(desk.session, [meant(desk, line)], options)
    return [one.device_path for one in mounted]


def _refresh(desk: Desk, line: Line) -> Lines:
    if line.has("t"):
        return _refresh_all(desk, words.media_type(line.needed("t")))
    library = line.value("l") or str(_library_of(desk, line.needed("p")))
    kind = desk.manager.libraries.show(desk.session, library).summary.library.kind
    if kind is LibraryKind.STANDALONE:
        looked = desk.manager.libraries.refresh(desk.session, library)
    else:
        looked = desk.manager.libraries.inventory(desk.session, library)
    until_done(desk, [str(looked.item.id)])
    return []


def _refresh_all(desk: Desk, media_type: str) -> Lines:
    """Every stand-alone drive that could hold such a medium (section 6.5 of the model)."""
    libraries = [view.library for view in desk.manager.libraries.list(desk.session)]
    alone = [str(one.id) for one in libraries if one.kind is LibraryKind.STANDALONE and one.enabled]
    details = [desk.manager.libraries.show(desk.session, key) for key in alone]
    fitting = [
        str(detail.summary.library.id)
        for detail in details
        if any(supports(view.drive.type_name, media_type, write=False) for view in detail.drives)
    ]
    looked = [desk.manager.libraries.refresh(desk.session, library) for library in fitting]
    until_done(desk, [str(view.item.id) for view in looked])
    return []


def _library_of(desk: Desk, medium: str) -> object:
    return desk.manager.media.show(desk.session, medium).medium.library_id


def _view(desk: Desk, line: Line) -> Lines:
    kind, container = words.object_type(line.needed("t")), line.value("cg")
    inside = None if container is None else words.container(container)
    found = desk.manager.objects.view(desk.session, kind, inside)
    if line.has("guiddisplay"):
        guids = [(one.name, words.type_guid(kind, one.id)) for one in found]
        return [guid if line.has("b") else f"{name} {guid}" for name, guid in guids]
    return [one.name for one in found]


def _rename(desk: Desk, line: Line) -> Lines:
    if not (line.has("n") or line.has("d")):
        raise Misuse("/n or /d is missing", line.subcommand.synopsis())
    kind = words.object_type(line.needed("t"))
    types = [one.name for one in desk.manager.objects.view(desk.session, kind)] if kind in words.BY_NAME else []
    _describe(desk, kind, words.known_as(kind, line.needed(""), types), line.value("n"), line.value("d"))
    return []


def _ui(desk: Desk, line: Line) -> Lines:
    messages = Messages[(line.value("t") or Messages.REQUEST.name).upper()]
    name, of, clear = line.value("n"), line.value("l") or TargetKind.COMPUTER.value, line.value("a") == "clear"
    if clear is (name is not None):
        what = "/aclear empties the list, and takes no /n" if clear else "/n is missing"
        raise Misuse(what, line.subcommand.synopsis())
    if name is not None and line.value("a") == "add":
        desk.manager.operators.add_destination(desk.session, messages, name, of)
    else:
        desk.manager.operators.remove_destination(desk.session, messages, name, of)
    return []


DOINGS: Final[Mapping[str, Do]] = {
    "allocate": _allocate,
    "createpool": _create_pool,
    "deallocate": _deallocate,
    "deletepool": _delete_pool,
    "dismount": _dismount,
    "eject": _eject,
    "erase": erase,
    "freemedia": free_media,
    "inventory": _inventory,
    "mount": _mount,
    "refresh": _refresh,
    "rename": _rename,
    "ui": _ui,
    "view": _view,
}
"""What each subcommand does."""
