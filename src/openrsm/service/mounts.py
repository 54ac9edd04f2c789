"""Mount and dismount: validated and queued in one transaction, then waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from openrsm.domain import mounting
from openrsm.domain.drive import DriveState
from openrsm.domain.drive_types import supports
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.matrix import Deed
from openrsm.domain.mounting import Wanted
from openrsm.domain.records import WorkItem
from openrsm.domain.standalone import is_alone
from openrsm.domain.values import LibraryId, Medium, SessionId, SetId, Side
from openrsm.domain.work import OPEN, DismountOption, MountAccess, Operation, WorkEvent
from openrsm.errors import Cancelled, InvalidLibrary, InvalidParameter, InvalidState
from openrsm.service import guard, resolving
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.queueing import Waiting, new_item, next_rank, raise_failure
from openrsm.service.records import accept_medium
from openrsm.service.refusals import audited
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.views import drive_view, work_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.mounts import MountOptions, Progress
from openrsm.surface.views import DriveView, Mounted, Ref, WorkView


@audited("mounts")
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
        mounted = self.submit(session, media, options)
        if options.nowait:
            return mounted
        return self._wait(session, [one.work.item for one in mounted], progress)

    def _wait(self, session: SessionId, items: Sequence[WorkItem], progress: Progress | None) -> Sequence[Mounted]:
        try:
            self._waiting.until_ended(session, [item.id for item in items], None, progress)
        except BaseException:
            # Whatever interrupts the caller (its session's end, a signal): a mount nobody waits for is undone.
            self._context.store.write(lambda tx: _abandon(tx, items))
            self._controllers.wake(items[0].library_id)
            raise
        return self._context.store.read(lambda tx: _outcome(tx, items))

    def submit(self, session: SessionId, media: Sequence[Ref], options: MountOptions) -> Sequence[Mounted]:
        """See the surface."""
        caller = self._context.caller(session)
        mounting.check_call(len(media), len(options.drives), options.priority)
        mounting.check_seconds(options.timeout, "a timeout")
        if not options.nowait:
            self._context.sessions.waits(session)

        def accept(tx: Transaction) -> list[Mounted]:
            self._context.check_open(session)
            return [_mounted(tx, item) for item in accept_mount(tx, caller, media, options)]

        mounted = self._context.commit(caller, accept)
        self._controllers.wake(mounted[0].work.item.library_id)
        return mounted

    def outcome(self, session: SessionId, items: Sequence[Ref]) -> Sequence[Mounted]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _outcome(tx, [_mount_named(tx, caller, ref) for ref in items]))

    def take_over(self, session: SessionId, medium: Ref) -> DriveView:
        """See the surface."""
        caller, zone = self._context.caller(session), self._context.zone
        return self._context.commit(caller, lambda tx: drive_view(tx, self._take_over(tx, caller, medium), zone))

    def _take_over(self, tx: Transaction, caller: Session, ref: Ref) -> Drive:
        medium, drive = _mounted_medium(tx, caller, ref)
        holder = drive.holder
        if holder is None or drive.state is not DriveState.LOADED:
            raise InvalidState(f"medium {medium.name} is not mounted", "mount it")
        if holder.session_id != caller.id and holder.session_id and self._context.sessions.is_open(holder.session_id):
            what = f"{medium.name} is in use by {holder.application} of {holder.user}, which is there"
            raise InvalidState(what, "let it dismount, or dismount the medium")
        note(tx, caller, "mount_taken_over", medium.name, f"from {holder.application} of {holder.user}")
        taken = replace(drive, holder=caller.requester, held_since=tx.now, ownerless_since=None)
        return tx.drives.change(drive, taken)

    def dismount(self, session: SessionId, media: Sequence[Ref], *, deferred: bool = False) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        mounting.check_call(len(media), 0, 0)
        views = self._context.commit(caller, lambda tx: accept_dismount(tx, caller, media, deferred=deferred))
        for library_id in {view.item.library_id for view in views}:
            self._controllers.wake(library_id)
        return views


def accept_mount(tx: Transaction, caller: Session, media: Sequence[Ref], options: MountOptions) -> list[WorkItem]:
    """Check a mount and queue it: one item a medium, bound together as a set."""
    wanted = _wanted(tx, [resolving.side(tx, ref) for ref in media], options.drives)
    library = _library_for(tx, wanted)
    for one in wanted:
        guard.may(tx, caller, Deed.MOUNT, f"mount {one.medium.name}", tx.pools.get(one.medium.pool_id), library)
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


def _wanted(tx: Transaction, found: Sequence[tuple[Side, Medium]], drives: Sequence[Ref]) -> list[Wanted]:
    given: list[Drive | None] = [resolving.drive(tx, ref) for ref in drives] or [None] * len(found)
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


def _mount_named(tx: Transaction, caller: Session, ref: Ref) -> WorkItem:
    item = guard.visible_item(tx, caller, Deed.MOUNT_OUTCOME, ref)
    medium = tx.media.find(item.medium_id) if item.medium_id else None
    if medium is not None:
        guard.may(tx, caller, Deed.MOUNT_OUTCOME, f"look at {medium.name}", tx.pools.get(medium.pool_id))
    if item.operation is not Operation.MOUNT:
        raise InvalidParameter(f"work item {item.number} is no mount", "name the work items of a mount")
    return item


def _outcome(tx: Transaction, items: Sequence[WorkItem]) -> list[Mounted]:
    raise_failure(view for view in work_views(tx, [tx.work.get(item.id) for item in items]) if _has_ended(view))
    return [_mounted(tx, item) for item in items]


def _has_ended(view: WorkView) -> bool:
    return view.item.state not in OPEN


def _mounted_medium(tx: Transaction, caller: Session, ref: Ref) -> tuple[Medium, Drive]:
    """A medium that the caller may take over, and the drive that it is in."""
    _, medium = resolving.mounted_side(tx, ref)
    library = guard.library_of(tx, medium.library_id, f"medium {medium.name}")
    guard.may(tx, caller, Deed.MOUNT_TAKE_OVER, f"take over {medium.name}", guard.pool_of(tx, medium), library)
    drive = tx.drives.holding(medium.id)
    if drive is None:
        raise InvalidState(f"medium {medium.name} is not mounted", "mount it")
    return medium, drive


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
    wanted = _wanted(tx, [resolving.mounted_side(tx, ref) for ref in media], ())
    for one in wanted:
        library = guard.library_of(tx, one.medium.library_id, f"medium {one.medium.name}")
        doing = f"dismount {one.medium.name}"
        guard.may(tx, caller, Deed.DISMOUNT, doing, tx.pools.get(one.medium.pool_id), library)
    stays = [deferred or is_alone(tx.libraries.get(one.medium.library_id)) for one in wanted]
    drives = [_check_dismount(tx, one, deferred=stay) for one, stay in zip(wanted, stays, strict=True)]
    items = [
        _dismount_item(tx, caller, one, drive, deferred=stay)
        for one, drive, stay in zip(wanted, drives, stays, strict=True)
    ]
    return work_views(tx, items)


def give_back(tx: Transaction, session: Session, drive: Drive, *, deferred: bool) -> WorkItem:
    """Queue the dismount of what a session that ends has in a drive; it needs no rights to give that back.

    Raises:
        Refusal: It cannot be dismounted now; see :class:`openrsm.surface.mounts.Mounts`.
    """
    if drive.side_id is None:
        raise InvalidState(f"nothing is mounted in drive {drive.name}", "nothing to do")
    side = tx.sides.get(drive.side_id)
    one = Wanted(side=side, medium=tx.media.get(side.medium_id))
    stays = deferred or is_alone(tx.libraries.get(drive.library_id))
    return _dismount_item(tx, session, one, _check_dismount(tx, one, deferred=stays), deferred=stays)


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
        option=int(DismountOption.DEFERRED if deferred else DismountOption.IMMEDIATE),
        medium_id=one.medium.id,
        side_id=one.side.id,
        drive_id=drive.id,
    )
