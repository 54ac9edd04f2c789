"""Mount and dismount: validated and queued in one transaction, then waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from openrsm.domain import mounting
from openrsm.domain.drive_types import supports
from openrsm.domain.library import LibraryKind
from openrsm.domain.mounting import Wanted
from openrsm.domain.records import WorkItem
from openrsm.domain.values import Drive, Library, LibraryId, SessionId, SetId
from openrsm.domain.work import OPEN, DismountOption, MountAccess, Operation, WorkEvent
from openrsm.errors import Cancelled, InvalidLibrary
from openrsm.service import guard, resolving
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.queueing import Waiting, new_item, next_rank, raise_failure
from openrsm.service.records import accept_medium
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.views import work_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.mounts import MountOptions, Progress
from openrsm.surface.views import Mounted, Ref, WorkView


class MountService:
    """Implements :class:`openrsm.surface.mounts.Mounts`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Queues into the store and wakes controllers."""
        self._context = context
        self._controllers = controllers
        self._waiting = Waiting(context)

    def mount(
        self, session: SessionId, media: Sequence[Ref], options: MountOptions, progress: Progress | None = None
    ) -> Sequence[Mounted]:
        """See the surface."""
        caller = self._context.caller(session)
        mounting.check_call(len(media), len(options.drives), options.priority)
        mounting.check_seconds(options.timeout, "a timeout")
        items = self._context.store.write(lambda tx: accept_mount(tx, caller, media, options))
        self._controllers.wake(items[0].library_id)
        if not options.nowait:
            self._wait(session, items, progress)
        return self._context.store.read(lambda tx: [_mounted(tx, item) for item in items])

    def _wait(self, session: SessionId, items: Sequence[WorkItem], progress: Progress | None) -> None:
        try:
            views = self._waiting.until_ended(session, [item.id for item in items], None, progress)
        except BaseException:
            # Whatever interrupts the caller (its session's end, a signal): a mount nobody waits for is undone.
            self._context.store.write(lambda tx: _abandon(tx, items))
            self._controllers.wake(items[0].library_id)
            raise
        raise_failure(views)

    def dismount(self, session: SessionId, media: Sequence[Ref], *, deferred: bool = False) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        mounting.check_call(len(media), 0, 0)
        views = self._context.store.write(lambda tx: accept_dismount(tx, caller, media, deferred=deferred))
        for library_id in {view.item.library_id for view in views}:
            self._controllers.wake(library_id)
        return views


def accept_mount(tx: Transaction, caller: Session, media: Sequence[Ref], options: MountOptions) -> list[WorkItem]:
    """Check a mount and queue it: one item a medium, bound together as a set."""
    wanted = _wanted(tx, media, options.drives)
    library = _library_for(tx, wanted)
    for one in wanted:
        guard.to_use(tx, caller, one.medium, library.id, f"mount {one.medium.name}")
    _check_mount(wanted, library, options)
    rank = next_rank(tx, library.id, options.priority)
    items = [_mount_item(tx, caller, library, one, options) for one in wanted]
    mounting.check_capacity(
        [(item, one.medium) for item, one in zip(items, wanted, strict=True)], tx.drives.of(library.id)
    )
    for one in wanted:
        accept_medium(tx, one.medium)
        note(tx, caller, "mount_queued", one.medium.name, f"library {library.name}")
    return _bind(tx, items, rank)


def _wanted(tx: Transaction, media: Sequence[Ref], drives: Sequence[Ref]) -> list[Wanted]:
    found = [resolving.side(tx, ref) for ref in media]
    given: list[Drive | None] = [resolving.drive(tx, ref) for ref in drives] or [None] * len(media)
    wanted = [Wanted(side=side, medium=medium, drive=drive) for (side, medium), drive in zip(found, given, strict=True)]
    mounting.check_distinct(wanted)
    return wanted


def _library_for(tx: Transaction, wanted: Sequence[Wanted]) -> Library:
    libraries = tx.libraries.all()
    able = [
        library for library in libraries if library.kind is not LibraryKind.OFFLINE and _can_take(tx, library, wanted)
    ]
    library = mounting.target_library(wanted, libraries, able)
    if library.kind is LibraryKind.OFFLINE:
        raise InvalidLibrary(f"library {library.name} mounts nothing", "bring the medium to another library")
    return library


def _can_take(tx: Transaction, library: Library, wanted: Sequence[Wanted]) -> bool:
    drives = [drive for drive in tx.drives.of(library.id) if drive.enabled]
    return library.enabled and any(
        supports(drive.type_name, wanted[0].medium.media_type, write=False) for drive in drives
    )


def _check_mount(wanted: Sequence[Wanted], library: Library, options: MountOptions) -> None:
    mounting.check_write(wanted, write=options.write)
    mounting.check_enabled(wanted, library)
    mounting.check_together(wanted, library)
    mounting.check_states(wanted)
    if options.error_if_offline:
        mounting.check_online(wanted)


def _mount_item(tx: Transaction, caller: Session, library: Library, one: Wanted, options: MountOptions) -> WorkItem:
    limit = None if options.nowait else options.timeout
    return new_item(
        tx,
        caller,
        Operation.MOUNT,
        library.id,
        option=MountAccess.READ * options.read | MountAccess.WRITE * options.write,
        medium_id=one.medium.id,
        side_id=one.side.id,
        drive_wanted_id=one.drive.id if one.drive else None,
        priority=options.priority,
        fail_if_busy=options.error_if_busy,
        attended=not options.nowait,
        deadline=None if limit is None else tx.now + timedelta(seconds=limit),
    )


def _bind(tx: Transaction, items: Sequence[WorkItem], rank: float) -> list[WorkItem]:
    """The members of a set share one rank."""
    bound = SetId(uuid4()) if len(items) > 1 else None
    return [tx.work.change(item, replace(item, rank=rank, set_id=bound)) for item in items]


def _abandon(tx: Transaction, items: Sequence[WorkItem]) -> None:
    still_open = [item.id for item in items if tx.work.get(item.id).state in OPEN]
    fail(tx, still_open, Cancelled("whoever waited for it no longer does"), WorkEvent.CANCEL)


def _mounted(tx: Transaction, item: WorkItem) -> Mounted:
    now = tx.work.get(item.id)
    medium = tx.media.get(now.medium_id) if now.medium_id else None
    side = tx.sides.get(now.side_id) if now.side_id else None
    if medium is None or side is None:
        raise Cancelled(f"work item {item.number} lost its medium")
    drive = tx.drives.get(now.drive_id) if now.drive_id and now.state not in OPEN else None
    return Mounted(
        work=work_view(tx, now),
        medium=medium,
        side=side,
        drive=drive,
        device_path=drive.device_path if drive else "",
    )


def accept_dismount(tx: Transaction, caller: Session, media: Sequence[Ref], *, deferred: bool) -> list[WorkView]:
    """Check a dismount and queue it: one item a medium, all or none."""
    wanted = _wanted(tx, media, ())
    for one in wanted:
        guard.to_use(tx, caller, one.medium, one.medium.library_id, f"dismount {one.medium.name}")
    drives = [_check_dismount(tx, one, deferred=deferred) for one in wanted]
    items = [
        _dismount_item(tx, caller, one, drive, deferred=deferred) for one, drive in zip(wanted, drives, strict=True)
    ]
    return work_views(tx, items)


def _check_dismount(tx: Transaction, one: Wanted, *, deferred: bool) -> Drive:
    library = tx.libraries.get(LibraryId(one.medium.library_id))
    open_items = tx.work.of_medium_open(one.medium.id)
    drive = mounting.check_dismount(one, library, tx.drives.holding(one.medium.id), open_items)
    matches = drive.side_id in (None, one.side.id) or len(tx.sides.of(one.medium.id)) == 1
    mounting.check_releasable(one.medium.name, drive, side_matches=matches, deferred=deferred)
    return drive


def _dismount_item(tx: Transaction, caller: Session, one: Wanted, drive: Drive, *, deferred: bool) -> WorkItem:
    accept_medium(tx, one.medium)
    note(tx, caller, "dismount_queued", one.medium.name, "deferred" if deferred else "immediate")
    return new_item(
        tx,
        caller,
        Operation.DISMOUNT,
        one.medium.library_id,
        option=DismountOption.DEFERRED if deferred else DismountOption.IMMEDIATE,
        medium_id=one.medium.id,
        side_id=one.side.id,
        drive_id=drive.id,
    )
