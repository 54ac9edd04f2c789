"""Media: looking, recording, moving between pools, completing, retiring, enabling and disabling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Library
from openrsm.domain.identifying import check_supported
from openrsm.domain.library import LabelUse, LibraryKind
from openrsm.domain.machine import accepts, word
from openrsm.domain.matrix import Deed
from openrsm.domain.pools import AT_REST, check_move
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.values import LibraryId, Medium, PlaceKind, PoolId, PoolKind, SessionId, Side
from openrsm.domain.work import DismountOption, Operation
from openrsm.errors import Busy, InvalidMedia, InvalidState, LibraryOffline, MediaOffline, ResourceDisabled
from openrsm.service import guard, recording, resolving, retyping, swapping, telling
from openrsm.service.adopting import adopt, unclaimed
from openrsm.service.allocation import AllocationService
from openrsm.service.claims import claim, tried
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.label_work import queue_free_labels, queue_identification, wants_free_label
from openrsm.service.pooling import advance_side, move_medium
from openrsm.service.queueing import new_item
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.service.station import accept_eject
from openrsm.service.views import medium_view, medium_views, work_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.claims import Claims
from openrsm.surface.media import AllocateOptions, NewMedium, ToldLabel
from openrsm.surface.views import Allocation, MediumView, OperatorView, Ref, WorkView


@audited("media")
class MediaService:
    """Implements :class:`openrsm.surface.media.Media`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Works on the catalogue; allocation may wait for an operator."""
        self._context = context
        self._controllers = controllers
        self._allocation = AllocationService(context)

    def list(
        self,
        session: SessionId,
        *,
        library: Ref | None = None,
        pool: Ref | None = None,
        location: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> Sequence[MediumView]:
        """See the surface."""
        caller = self._context.caller(session)

        def look(tx: Transaction) -> Sequence[MediumView]:
            library_id, pool_id, among = _listed(tx, caller, library, pool)
            media = tx.media.all(library_id, pool_id, limit=limit, after_sequence=after, pools=among, location=location)
            return medium_views(tx, media)

        return self._context.store.read(look)

    def show(self, session: SessionId, medium: Ref) -> MediumView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _show(tx, caller, medium))

    def create(self, session: SessionId, new: NewMedium) -> MediumView:
        """See the surface."""
        return self._write(session, lambda tx, caller: recording.create(tx, caller, new))

    def delete(self, session: SessionId, medium: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: recording.delete(tx, caller, medium))

    def retype(self, session: SessionId, medium: Ref, pool: Ref) -> MediumView:
        """See the surface."""
        view = self._write(session, lambda tx, caller: retyping.retype(tx, caller, medium, pool))
        self._controllers.wake(view.medium.library_id)
        return view

    def move(self, session: SessionId, medium: Ref, pool: Ref) -> MediumView:
        """See the surface."""
        view = self._write(session, lambda tx, caller: _move(tx, caller, medium, pool))
        self._controllers.wake(view.medium.library_id)
        return view

    def allocate(self, session: SessionId, pool: Ref, options: AllocateOptions) -> Allocation:
        """See the surface."""
        return self._allocation.allocate(session, pool, options)

    def request(
        self, session: SessionId, pool: Ref, options: AllocateOptions, asked: Ref | None = None
    ) -> Allocation | OperatorView:
        """See the surface."""
        return self._allocation.request(session, pool, options, asked)

    def unclaimed(self, session: SessionId) -> Sequence[MediumView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: medium_views(tx, unclaimed(tx, caller)))

    def adopt(
        self, session: SessionId, pool: Ref, label_type: str, *, called: str = "*", dry_run: bool = False
    ) -> Sequence[MediumView]:
        """See the surface."""
        caller = self._context.caller(session)

        def work(tx: Transaction) -> Sequence[MediumView]:
            return medium_views(tx, adopt(tx, caller, pool, label_type, called, dry_run=dry_run))

        return self._context.commit(caller, work)

    def claim(
        self, session: SessionId, library: Ref, volumes: Sequence[KnownVolume], how: Claiming, *, dry_run: bool = False
    ) -> Claims:
        """See the surface."""
        caller = self._context.caller(session)
        return tried(
            lambda work: self._context.commit(caller, work),
            lambda tx: claim(tx, caller, library, volumes, how),
            dry_run=dry_run,
        )

    def deallocate(self, session: SessionId, logical: Ref) -> MediumView:
        """See the surface."""
        view = self._write(session, lambda tx, caller: self._allocation.deallocate(tx, caller, logical))
        self._controllers.wake(view.medium.library_id)  # it may have to get a free label
        return view

    def swap(self, session: SessionId, one: Ref, other: Ref) -> Sequence[MediumView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: medium_views(tx, swapping.swap(tx, caller, one, other)))

    def complete(self, session: SessionId, logical: Ref) -> MediumView:
        """See the surface."""
        return self._write(session, lambda tx, caller: _complete(tx, caller, logical))

    def decommission(self, session: SessionId, medium: Ref) -> MediumView:
        """See the surface."""
        return self._write(session, lambda tx, caller: _decommission(tx, caller, medium))

    def identify(self, session: SessionId, medium: Ref, *, deferred: bool = False) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        views = self._context.commit(caller, lambda tx: _identify(tx, caller, medium, deferred=deferred))
        self._controllers.wake(views[0].item.library_id)
        return views

    def update_label(self, session: SessionId, logical: Ref) -> WorkView:
        """See the surface."""
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: _update_label(tx, caller, logical))
        self._controllers.wake(view.item.library_id)
        return view

    def set_label(self, session: SessionId, logical: Ref, label: ToldLabel) -> MediumView:
        """See the surface."""
        self._context.caller(session)
        kind = self._context.store.read(lambda tx: telling.type_of(tx, logical))
        found = telling.label_told(label, kind, self._context.recognition)
        return self._write(session, lambda tx, caller: telling.tell(tx, caller, logical, found))

    def eject(
        self,
        session: SessionId,
        media: Sequence[Ref],
        *,
        queue: bool = False,
        force: bool = False,
        location: str | None = None,
    ) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        views = self._context.commit(
            caller, lambda tx: accept_eject(tx, caller, media, queue=queue, force=force, location=location)
        )
        for library_id in {view.item.library_id for view in views}:
            self._controllers.wake(library_id)
        return views

    def enable(self, session: SessionId, medium: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, medium, Operation.ENABLE_MEDIA, enabled=True)

    def disable(self, session: SessionId, medium: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, medium, Operation.DISABLE_MEDIA, enabled=False)

    def _write(self, session: SessionId, work: Callable[[Transaction, Session], Medium]) -> MediumView:
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: medium_view(tx, work(tx, caller)))

    def _queue(self, session: SessionId, ref: Ref, operation: Operation, *, enabled: bool) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: _queue_enabling(tx, caller, ref, operation, enabled=enabled))
        self._controllers.wake(view.item.library_id)
        return view


def _listed(
    tx: Transaction, caller: Session, library_ref: Ref | None, pool_ref: Ref | None
) -> tuple[LibraryId | None, PoolId | None, Collection[PoolId] | None]:
    """Of which library and pool the media are asked for, and which pools' the caller may look at; None for all."""
    library = resolving.library(tx, library_ref) if library_ref else None
    pool = resolving.pool(tx, pool_ref) if pool_ref else None
    if library is not None:
        guard.may(tx, caller, Deed.MEDIUM_LIST, f"list the media in library {library.name}", library)
    if pool is not None:
        guard.may(tx, caller, Deed.MEDIUM_LIST, f"list the media in {pool.path}", pool)
    among = guard.sight(tx, caller).pools if pool is None else None
    return library.id if library else None, pool.id if pool else None, among


def _show(tx: Transaction, caller: Session, ref: Ref) -> MediumView:
    medium = resolving.medium(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_SHOW, f"look at {medium.name}", guard.pool_of(tx, medium))
    return medium_view(tx, medium, moves=True)


def _move(tx: Transaction, caller: Session, ref: Ref, pool_ref: Ref) -> Medium:
    medium = resolving.medium(tx, ref)
    source, destination = tx.pools.get(medium.pool_id), resolving.pool(tx, pool_ref)
    doing = f"move {medium.name} from {source.path} to {destination.path}"
    guard.may(tx, caller, Deed.MEDIUM_MOVE, doing, source, destination)
    sides = tx.sides.of(medium.id)
    check_move(medium, sides, source, destination)
    unprepared = [side for side in sides if wants_free_label(tx, medium, side)]
    if destination.kind is PoolKind.FREE and unprepared:
        return _prepare(tx, caller, medium, unprepared)
    note(tx, caller, "medium_moved", medium.name, f"{source.path} -> {destination.path}")
    _vouch(tx, medium, sides)
    return move_medium(tx, medium, source, destination)


def _vouch(tx: Transaction, medium: Medium, sides: Sequence[Side]) -> None:
    """Where labels are ignored, who moves a medium by name says what it is; nothing else could end a doubt about it."""
    if tx.libraries.get(medium.library_id).labels is LabelUse.IGNORE:
        for side in sides:
            tx.sides.change(side, replace(side, label_doubted=False))


def _prepare(tx: Transaction, caller: Session, medium: Medium, sides: Sequence[Side]) -> Medium:
    """First the free label is written, then the pool changes (MS-RSMP 3.2.5.2.2.13)."""
    if medium.place.kind is PlaceKind.OFFLINE:
        raise MediaOffline(f"medium {medium.name} is offline and needs a free label", "bring it into a library first")
    check_supported(medium, tx.libraries.get(medium.library_id), tx.drives.of(medium.library_id), write=True)
    note(tx, caller, "free_label_queued", medium.name)
    queue_free_labels(tx, sides, caller.requester)
    return tx.media.get(medium.id)


def _identify(tx: Transaction, caller: Session, ref: Ref, *, deferred: bool) -> list[WorkView]:
    medium = resolving.medium(tx, ref)
    library = tx.libraries.get(medium.library_id)
    guard.may(tx, caller, Deed.MEDIUM_IDENTIFY, f"identify {medium.name}", library)
    _check_identifiable(tx, medium, library)
    note(tx, caller, "identification_queued", medium.name)
    option = int(DismountOption.DEFERRED if deferred else DismountOption.IMMEDIATE)
    return work_views(tx, queue_identification(tx, medium, caller.requester, option))


def _check_identifiable(tx: Transaction, medium: Medium, library: Library) -> None:
    if library.kind is LibraryKind.OFFLINE:
        raise MediaOffline(f"medium {medium.name} is offline", "bring it into a library first")
    if not medium.enabled or not library.enabled:
        name = f"library {library.name}" if medium.enabled else f"medium {medium.name}"
        raise ResourceDisabled(f"{name} is disabled", "enable it first")
    if medium.cleaner:
        raise InvalidMedia(f"{medium.name} is a cleaning cartridge, which has no label", "name another medium")
    check_supported(medium, library, tx.drives.of(library.id), write=False)
    if medium.state not in AT_REST or tx.work.of_medium_open(medium.id):
        raise Busy(f"an operation is under way with {medium.name}", "wait until it is idle")


def _update_label(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    logical = resolving.logical(tx, ref)
    side = tx.sides.get(logical.side_id)
    medium = tx.media.get(side.medium_id)
    library = tx.libraries.get(medium.library_id)
    guard.may(tx, caller, Deed.MEDIUM_UPDATE_LABEL, f"update the label of {medium.name}", guard.pool_of(tx, medium))
    drive = tx.drives.holding(medium.id)
    if drive is None or drive.state is not DriveState.LOADED or drive.side_id != side.id:
        raise InvalidState(f"medium {medium.name} is not mounted", "mount it first, or let the dismount read the label")
    note(tx, caller, "label_update_queued", medium.name)
    fields = {"medium_id": medium.id, "side_id": side.id, "drive_id": drive.id}
    return work_view(tx, new_item(tx, caller, Operation.UPDATE_LABEL, library.id, **fields))


def _complete(tx: Transaction, caller: Session, ref: Ref) -> Medium:
    logical = resolving.logical(tx, ref)
    side = tx.sides.get(logical.side_id)
    medium = tx.media.get(side.medium_id)
    guard.may(tx, caller, Deed.MEDIUM_COMPLETE, f"complete {medium.name}", guard.pool_of(tx, medium))
    drive = tx.drives.holding(medium.id)
    if drive is not None and drive.side_id == side.id and drive.state is not DriveState.DISMOUNTABLE:
        raise InvalidState(f"medium {medium.name} is mounted in drive {drive.name}", "dismount it first")
    _check_accepts(medium, side, SideEvent.COMPLETE)
    advance_side(tx, side, [SideEvent.COMPLETE])
    note(tx, caller, "side_completed", medium.name)
    return medium


def _decommission(tx: Transaction, caller: Session, ref: Ref) -> Medium:
    medium = resolving.medium(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_DECOMMISSION, f"decommission {medium.name}", guard.pool_of(tx, medium))
    for side in _meant(tx, ref, medium):
        if side.logical_id is not None:
            raise InvalidState(f"a side of {medium.name} is allocated ({side.logical_id})", "deallocate it first")
        _check_accepts(medium, side, SideEvent.RETIRE)
        advance_side(tx, side, [SideEvent.RETIRE])
    note(tx, caller, "medium_decommissioned", medium.name)
    return medium


def _meant(tx: Transaction, ref: Ref, medium: Medium) -> Sequence[Side]:
    """The side of that GUID; all of the medium that are not retired yet, where a text names the medium."""
    sides = tx.sides.of(medium.id)
    key = resolving.guid(ref)
    named = [side for side in sides if side.id == key]
    return named or [side for side in sides if side.state is not SideState.DECOMMISSIONED] or sides


def _check_accepts(medium: Medium, side: Side, event: SideEvent) -> None:
    if not accepts(SIDE, side.state, event):
        what = f"side {side.number} of medium {medium.name} is {word(side.state)}: {word(event)} is not possible"
        raise InvalidState(what, "see: rsm media show")


def _queue_enabling(tx: Transaction, caller: Session, ref: Ref, operation: Operation, *, enabled: bool) -> WorkView:
    medium = resolving.medium(tx, ref)
    library = tx.libraries.get(medium.library_id)
    word = "enable" if enabled else "disable"
    deed = Deed.MEDIUM_ENABLE if enabled else Deed.MEDIUM_DISABLE
    guard.may(tx, caller, deed, f"{word} {medium.name}", library)
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"medium {medium.name} is offline", f"{word} it when it is in a library")
    if medium.enabled is enabled:
        raise InvalidState(f"medium {medium.name} is {word}d already", "nothing to do")
    note(tx, caller, f"medium_{word}_queued", medium.name)
    return work_view(tx, new_item(tx, caller, operation, library.id, medium_id=medium.id))
