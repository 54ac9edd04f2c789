"""What each subcommand does; each returns the lines that it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from openrsm.cli.call import Desk
from openrsm.cli.legacy import words
from openrsm.cli.legacy.grammar import Line, Misuse
from openrsm.cli.legacy.table import PRIORITIES
from openrsm.cli.streams import tell
from openrsm.domain.destinations import Messages
from openrsm.domain.drive_types import supports
from openrsm.domain.labels import FREE_LABEL
from openrsm.domain.library import InventoryMethod, LabelUse, LibraryKind
from openrsm.domain.media_types import is_rewritable
from openrsm.domain.rights import TargetKind
from openrsm.domain.side import SideState
from openrsm.domain.values import MediumId, ObjectType
from openrsm.domain.work import Operation
from openrsm.errors import AlreadyExists, DeviceFault, InvalidState, NotSupported, TimedOut
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import LibraryDetail, MediumView

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
    desk.manager.media.deallocate(desk.session, _one(line, "l", "p"))
    return []


def _delete_pool(desk: Desk, line: Line) -> Lines:
    desk.manager.pools.delete(desk.session, words.pool(line.needed("m")))
    return []


def _dismount(desk: Desk, line: Line) -> Lines:
    items = desk.manager.mounts.dismount(desk.session, [_one(line, "l", "p")], deferred=line.has("o"))
    _until_done(desk, [str(view.item.id) for view in items])
    return []


def _until_done(desk: Desk, items: Sequence[str], timeout: float | None = None) -> None:
    for view in desk.manager.work.wait(desk.session, items, timeout):
        if view.item.error:
            raise DeviceFault(view.item.error_text, "see: rsm work list --ended")
        if view.item.ended_at is None:
            raise TimedOut(f"work item {view.item.number} goes on", f"see: rsm work show {view.item.number}")


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


def _erase(desk: Desk, line: Line) -> Lines:
    named = line.needed("p")
    medium = desk.manager.media.show(desk.session, named)
    _check_erasable(desk, medium)
    _free(desk, medium, named, words.seconds(line.value("t")))
    for side in desk.manager.media.show(desk.session, str(medium.medium.id)).sides:
        if side.label_type != FREE_LABEL or side.label_stale:
            what = f"{medium.medium.name} is free, and nothing was written on it"
            raise InvalidState(what, "move it to another pool (rsm media move), then erase it")
    return []


def _check_erasable(desk: Desk, medium: MediumView) -> None:
    """Whether it would get a free label; without a new one it would become free, and what it holds would stay."""
    name = medium.medium.name
    if not is_rewritable(medium.medium.media_type):
        raise NotSupported(f"{name} cannot be written on again, so nothing of it can be erased", "destroy it instead")
    library = desk.manager.libraries.show(desk.session, str(medium.medium.library_id)).summary.library
    if library.labels is not LabelUse.WRITE:
        what = f"labels of {library.name} are not written, so nothing of {name} would be erased"
        raise NotSupported(what, f"run: rsm library labels {library.name} write")
    if any(side.label_doubted for side in medium.sides):
        what = f"{name} was free in a copy of the catalogue, and its label has not been seen since"
        raise InvalidState(what, f"first run: rsm media identify {name}")


def _free_media(desk: Desk, line: Line) -> Lines:
    if line.has("d"):
        tell("/d changes nothing: the service chooses the drive")
    named = _meant(desk, line)
    _free(desk, desk.manager.media.show(desk.session, named), named)
    return []


def _free(desk: Desk, medium: MediumView, named: str, timeout: float | None = None) -> None:
    """It is nobody's any more, and in the free pool; its free label, if it gets one, is written."""
    _check_others(medium, named)
    ended = _labelling(desk, medium.medium.id, ended=True)
    for logical in medium.logical:
        desk.manager.media.deallocate(desk.session, str(logical.id))
    # It may have gone back to the free pool.
    _until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended), timeout)
    free = f"Free/{medium.medium.media_type}"
    if desk.manager.media.show(desk.session, str(medium.medium.id)).pool != free:
        desk.manager.media.move(desk.session, str(medium.medium.id), free)
    _until_done(desk, sorted(_labelling(desk, medium.medium.id) - ended), timeout)


def _check_others(medium: MediumView, named: str) -> None:
    """A disc becomes free as a whole: sides that are not named must be nobody's, and its own name names neither."""
    called = {one.side_id for one in medium.logical if named in (str(one.id), one.name)}
    others = [side for side in medium.sides if str(side.id) != named and side.id not in called]
    taken = [side for side in others if side.state in (SideState.ALLOCATED, SideState.COMPLETE)]
    if taken and len(medium.sides) > 1:
        what = f"side {words.guid(taken[0].id)} of {medium.medium.name} is somebody's, and not named"
        raise InvalidState(what, "name one side; the others' owners have to give theirs back first")


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
    if line.has("t"):
        return _refresh_all(desk, words.media_type(line.needed("t")))
    library = line.value("l") or str(_library_of(desk, line.needed("p")))
    kind = desk.manager.libraries.show(desk.session, library).summary.library.kind
    if kind is LibraryKind.STANDALONE:
        looked = desk.manager.libraries.refresh(desk.session, library)
    else:
        looked = desk.manager.libraries.inventory(desk.session, library)
    _until_done(desk, [str(looked.item.id)])
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
    _until_done(desk, [str(view.item.id) for view in looked])
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
    "erase": _erase,
    "freemedia": _free_media,
    "inventory": _inventory,
    "mount": _mount,
    "refresh": _refresh,
    "rename": _rename,
    "ui": _ui,
    "view": _view,
}
"""What each subcommand does."""
