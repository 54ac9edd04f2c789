"""What each subcommand does; each returns the lines that it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from openrsm.cli.call import Desk
from openrsm.cli.legacy import words
from openrsm.cli.legacy.grammar import Line, Misuse
from openrsm.cli.legacy.table import PRIORITIES
from openrsm.domain.destinations import Messages
from openrsm.domain.library import InventoryMethod, LibraryKind
from openrsm.domain.rights import TargetKind
from openrsm.domain.values import MediumId, ObjectType
from openrsm.domain.work import Operation
from openrsm.errors import AlreadyExists, DeviceFault
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import LibraryDetail

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
    options = PoolOptions(media_type=line.value("t"), draw_from_free=draws, return_to_free=returns)
    try:
        return [desk.manager.pools.create(desk.session, path, options).pool.path]
    except AlreadyExists:
        if how == "new":
            raise
        return [path]


def _deallocate(desk: Desk, line: Line) -> Lines:
    desk.manager.media.deallocate(desk.session, _one(line, "l", "p"))
    return []


def _delete_pool(desk: Desk, line: Line) -> Lines:
    desk.manager.pools.delete(desk.session, words.pool(line.needed("m")))
    return []


def _dismount(desk: Desk, line: Line) -> Lines:
    items = desk.manager.mounts.dismount(desk.session, [_one(line, "l", "p")], deferred=line.has("o"))
    _until_done(desk, [str(view.item.id) for view in items])
    return []


def _until_done(desk: Desk, items: Sequence[str]) -> None:
    for view in desk.manager.work.wait(desk.session, items):
        if view.item.error:
            raise DeviceFault(view.item.error_text, "see: rsm work list --ended")


def _eject(desk: Desk, line: Line) -> Lines:
    if line.value("a") == "stop":
        return _stop_eject(desk, line)
    queue = line.value("a") == "queue"
    [*_, view] = desk.manager.media.eject(desk.session, _to_eject(desk, line), queue=queue)
    return [words.guid(view.item.id)] if line.has("b") else [f"{view.medium} {words.guid(view.item.id)}"]


def _stop_eject(desk: Desk, line: Line) -> Lines:
    operation = line.value("o")
    if operation is None:
        raise Misuse("/astop needs the operation", line.subcommand.synopsis())
    desk.manager.work.stop(desk.session, words.container(operation))
    return []


def _to_eject(desk: Desk, line: Line) -> list[str]:
    """The medium itself, or what lies in a slot or a drive, or in the only drive of a library."""
    if (medium := line.value("p")) is not None:
        return [medium]
    library = line.value("l")
    if library is None:
        raise Misuse("/p, or /l with /s or /d, is missing", line.subcommand.synopsis())
    detail = desk.manager.libraries.show(desk.session, library)
    slot, drive = line.value("s"), line.value("d")
    lying = [view.medium for view in detail.slots if slot in (str(view.slot.id), str(view.slot.number))]
    lying += [
        view.medium
        for view in detail.drives
        if drive in (str(view.drive.id), view.drive.name, str(view.drive.number))
        or (slot is drive is None and len(detail.drives) == 1)
    ]
    found = [medium.name for medium in lying if medium is not None]
    if not found:
        raise Misuse("nothing lies there", "rsm library show tells what lies where")
    return found


def _free_media(desk: Desk, line: Line) -> Lines:
    medium = desk.manager.media.show(desk.session, _meant(desk, line))
    ended = _labelling(desk, medium.medium.id, ended=True)
    for logical in medium.logical:
        desk.manager.media.deallocate(desk.session, str(logical.id))
    _until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended))  # it may have gone back to the free pool
    free = f"Free/{medium.medium.media_type}"
    if desk.manager.media.show(desk.session, str(medium.medium.id)).pool != free:
        desk.manager.media.move(desk.session, str(medium.medium.id), free)
    _until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended))
    return []


def _labelling(desk: Desk, medium: MediumId, *, ended: bool = False) -> set[str]:
    """The items that write, or wrote, free labels on a medium; those alone, if wanted, that have ended."""
    items = [view.item for view in desk.manager.work.list(desk.session, ended=True)]
    writing = [item for item in items if (item.operation, item.medium_id) == (Operation.WRITE_FREE_LABEL, medium)]
    return {str(item.id) for item in writing if item.ended_at is not None or not ended}


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
    mounted = desk.manager.mounts.mount(desk.session, [_meant(desk, line)], options)
    return [one.device_path for one in mounted]


def _refresh(desk: Desk, line: Line) -> Lines:
    library = line.value("l") or str(_library_of(desk, line.needed("p")))
    kind = desk.manager.libraries.show(desk.session, library).summary.library.kind
    if kind is LibraryKind.STANDALONE:
        looked = desk.manager.libraries.refresh(desk.session, library)
    else:
        looked = desk.manager.libraries.inventory(desk.session, library)
    _until_done(desk, [str(looked.item.id)])
    return []


def _library_of(desk: Desk, medium: str) -> object:
    return desk.manager.media.show(desk.session, medium).medium.library_id


def _view(desk: Desk, line: Line) -> Lines:
    kind, container = words.object_type(line.needed("t")), line.value("cg")
    inside = None if container is None else words.container(container)
    found = desk.manager.objects.view(desk.session, kind, inside)
    if line.has("guiddisplay"):
        return [words.guid(one.id) if line.has("b") else f"{one.name} {words.guid(one.id)}" for one in found]
    return [one.name for one in found]


def _rename(desk: Desk, line: Line) -> Lines:
    if not (line.has("n") or line.has("d")):
        raise Misuse("/n or /d is missing", line.subcommand.synopsis())
    kind = words.object_type(line.needed("t"))
    ref = words.pool(line.needed("")) if kind is ObjectType.POOL else line.needed("")
    _describe(desk, kind, ref, line.value("n"), line.value("d"))
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


def _meant(desk: Desk, line: Line) -> str:
    """The LMID, the side, or the medium in a slot of the changer's library."""
    slot = line.value("s")
    if slot is None:
        return _one(line, "l", "p")
    if not line.has("c"):
        raise Misuse("/s needs /c", line.subcommand.synopsis())
    lying = [
        view.medium
        for view in _library_of_changer(desk, line.needed("c")).slots
        if slot in (str(view.slot.id), str(view.slot.number))
    ]
    if not lying or lying[0] is None:
        raise Misuse("nothing lies there", "rsm library show tells what lies where")
    return str(lying[0].id)


def _library_of_changer(desk: Desk, changer: str) -> LibraryDetail:
    for view in desk.manager.libraries.list(desk.session):
        detail = desk.manager.libraries.show(desk.session, str(view.library.id))
        if any(changer in (one.name, str(one.id)) for one in detail.changers):
            return detail
    raise Misuse(f"there is no changer {changer}", "rsm legacy view /tchanger lists them")


def _one(line: Line, *keys: str) -> str:
    return next(line.needed(key) for key in keys if line.has(key))


DOINGS: Final[Mapping[str, Do]] = {
    "allocate": _allocate,
    "createpool": _create_pool,
    "deallocate": _deallocate,
    "deletepool": _delete_pool,
    "dismount": _dismount,
    "eject": _eject,
    "freemedia": _free_media,
    "inventory": _inventory,
    "mount": _mount,
    "refresh": _refresh,
    "rename": _rename,
    "ui": _ui,
    "view": _view,
}
"""What each subcommand does."""
