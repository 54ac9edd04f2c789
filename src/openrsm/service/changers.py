"""Libraries and shares as numbered slots and drives."""

from __future__ import annotations

from collections.abc import Callable

from openrsm.domain import mounting
from openrsm.domain.changers import check_in_time
from openrsm.domain.equipment import Library
from openrsm.domain.matrix import Deed
from openrsm.domain.records import WorkItem
from openrsm.domain.values import SessionId
from openrsm.domain.work import OPEN, Operation, WorkEvent, WorkState
from openrsm.errors import Cancelled, InvalidParameter
from openrsm.service import carrying, guard
from openrsm.service.changer_places import changer_named, changer_view, drive_seen, read_changer
from openrsm.service.context import Context, Looking
from openrsm.service.queueing import Waiting, raise_failure
from openrsm.service.refusals import audited
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.views import work_view
from openrsm.store.database import Transaction
from openrsm.surface.changers import ChangerView, NumberedDrive
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView

MOTIONS = frozenset({Operation.MOUNT, Operation.DISMOUNT, Operation.TRANSFER})


@audited("changers")
class ChangerService:
    """Implements :class:`openrsm.surface.changers.Changers`."""

    def __init__(self, context: Context, controllers: Looking) -> None:
        """Queues into the store, wakes controllers and has them look."""
        self._context = context
        self._controllers = controllers
        self._waiting = Waiting(context)

    def show(self, session: SessionId, changer: Ref, *, age: float | None = None) -> ChangerView:
        """See the surface."""
        mounting.check_seconds(age, "an age")
        caller = self._context.caller(session)
        if age is not None:
            library = self._context.store.read(lambda tx: _library(tx, caller, changer))
            self._controllers.look(library.id, age)
        return self._context.store.read(lambda tx: _show(tx, caller, changer, self._context))

    def load(
        self,
        session: SessionId,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> NumberedDrive:
        """See the surface."""
        queued = self.submit_load(session, changer, slot, drive, timeout=timeout)
        self._wait(session, queued, None, progress)
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _drive(tx, caller, changer, drive, self._context))

    def submit_load(
        self,
        session: SessionId,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,
        nowait: bool = False,
    ) -> WorkView:
        """See the surface."""
        mounting.check_seconds(timeout, "a timeout")
        if not nowait:
            self._context.sessions.waits(session)

        def accept(tx: Transaction, caller: Session) -> WorkView:
            self._context.check_open(session)
            return carrying.accept_load(tx, caller, changer, slot, drive, timeout=timeout, nowait=nowait)

        return self._queue(session, accept)

    def unload(
        self,
        session: SessionId,
        changer: Ref,
        drive: int,
        slot: int | None = None,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> WorkView:
        """See the surface."""
        mounting.check_seconds(timeout, "a timeout")
        return self._wait(session, self.submit_unload(session, changer, drive, slot), timeout, progress)

    def submit_unload(self, session: SessionId, changer: Ref, drive: int, slot: int | None = None) -> WorkView:
        """See the surface."""
        is_open = self._context.sessions.is_open
        return self._queue(
            session, lambda tx, me: carrying.accept_unload(tx, me, changer, drive, slot, is_open=is_open)
        )

    def transfer(
        self,
        session: SessionId,
        changer: Ref,
        source: int,
        destination: int,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> WorkView:
        """See the surface."""
        mounting.check_seconds(timeout, "a timeout")
        return self._wait(session, self.submit_transfer(session, changer, source, destination), timeout, progress)

    def submit_transfer(self, session: SessionId, changer: Ref, source: int, destination: int) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, me: carrying.accept_transfer(tx, me, changer, source, destination))

    def outcome(self, session: SessionId, item: Ref) -> WorkView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _outcome(tx, _motion_named(tx, caller, item)))

    def _queue(self, session: SessionId, accept: Callable[[Transaction, Session], WorkView]) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: accept(tx, caller))
        self._controllers.wake(view.item.library_id)
        return view

    def _wait(self, session: SessionId, queued: WorkView, timeout: float | None, progress: Progress | None) -> WorkView:
        """What a motion comes to in the end; what has not begun when nobody waits for it any more is cancelled."""
        try:
            [view] = self._waiting.until_ended(session, [queued.item.id], timeout, progress)
            check_in_time(view.item)
        except BaseException:
            self._context.store.write(lambda tx: _abandon(tx, queued.item))
            self._controllers.wake(queued.item.library_id)
            raise
        return self._context.store.read(lambda tx: _outcome(tx, queued.item))


def _library(tx: Transaction, caller: Session, ref: Ref) -> Library:
    """Of a changer that may be looked at."""
    library, _ = changer_named(tx, ref)
    guard.may(tx, caller, Deed.CHANGER_SHOW, f"look at {ref}", library)
    return library


def _show(tx: Transaction, caller: Session, ref: Ref, context: Context) -> ChangerView:
    library, share = changer_named(tx, ref)
    guard.may(tx, caller, Deed.CHANGER_SHOW, f"look at {ref}", library)
    return changer_view(read_changer(tx, library, share), guard.sight_of_pools(tx, caller), context.zone)


def _drive(tx: Transaction, caller: Session, ref: Ref, number: int, context: Context) -> NumberedDrive:
    changer = read_changer(tx, *changer_named(tx, ref))
    return drive_seen(changer.bay(number), guard.sight_of_pools(tx, caller), context.zone)


def _motion_named(tx: Transaction, caller: Session, ref: Ref) -> WorkItem:
    item = guard.visible_item(tx, caller, Deed.CHANGER_OUTCOME, ref)
    if item.operation not in MOTIONS:
        raise InvalidParameter(f"work item {item.number} is no motion", "name the work item of a load or an unload")
    return item


def _outcome(tx: Transaction, item: WorkItem) -> WorkView:
    view = work_view(tx, tx.work.get(item.id))
    if view.item.state not in OPEN:
        raise_failure([view])
    return view


def _abandon(tx: Transaction, queued: WorkItem) -> None:
    """A load is undone even while it is under way, as a mount is; all else goes on once it has begun."""
    item = tx.work.get(queued.id)
    if item.state in OPEN and (item.operation is Operation.MOUNT or item.state is not WorkState.IN_PROCESS):
        fail(tx, [item.id], Cancelled("whoever waited for it no longer does"), WorkEvent.CANCEL)
