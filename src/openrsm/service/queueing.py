"""Putting work items into the queue, and waiting for their end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NoReturn
from uuid import UUID, uuid4

from openrsm.domain.queue import Standing, laid_out, rank_at, rank_for
from openrsm.domain.records import WorkItem
from openrsm.domain.values import LibraryId, SessionId, WorkId
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.errors import Cancelled, DeviceFault, RsmError, SystemFault, Waited
from openrsm.service.context import Context
from openrsm.service.sessions import Session
from openrsm.service.views import work_views
from openrsm.store.database import Transaction
from openrsm.surface.mounts import Progress
from openrsm.surface.views import WorkView


def new_item(
    tx: Transaction, session: Session, operation: Operation, library_id: LibraryId, **fields: object
) -> WorkItem:
    """Insert a work item for a caller."""
    item = WorkItem(
        id=WorkId(uuid4()),
        number=tx.work.next_number(),
        operation=operation,
        library_id=library_id,
        requester=session.requester,
        queued_at=tx.now,
    )
    return tx.work.insert(replace(item, **fields))  # type: ignore[arg-type] # fields of WorkItem


def next_rank(tx: Transaction, library_id: LibraryId, priority: int) -> float:
    """The rank of a new mount or set: behind those of its priority and above."""
    rank = rank_for(priority, standings(tx, library_id))
    if rank is None:
        lay_out(tx, library_id)
        rank = rank_for(priority, standings(tx, library_id))
    return rank or 0.0


def rank_for_position(tx: Transaction, item: WorkItem, position: int) -> float:
    """The rank that puts a waiting mount, with its set, at a position among mounts."""
    others = [standing for standing in standings(tx, item.library_id) if standing.key != item.rank]
    rank = rank_at(position, others)
    if rank is None:
        lay_out(tx, item.library_id)
        moved = tx.work.get(item.id)
        rank = rank_at(position, [one for one in standings(tx, item.library_id) if one.key != moved.rank])
    return rank or 0.0


def standings(tx: Transaction, library_id: LibraryId) -> list[Standing]:
    """The open mounts by rank; the members of a set share one."""
    by_rank = {rank: priority for _, priority, rank in tx.work.mount_ranks(library_id)}
    return [Standing(key=rank, priority=priority, rank=rank) for rank, priority in sorted(by_rank.items())]


def lay_out(tx: Transaction, library_id: LibraryId) -> None:
    """Spread the ranks evenly, in their present order."""
    fresh = laid_out(standings(tx, library_id))
    for work_id, _, rank in tx.work.mount_ranks(library_id):
        item = tx.work.get(work_id)
        tx.work.change(item, replace(item, rank=fresh[rank]))


class Waiting:
    """Waits for work items on behalf of a session."""

    def __init__(self, context: Context) -> None:
        """Sleeps on the context's event hub."""
        self._context = context

    def until_ended(
        self,
        session: SessionId,
        ids: Sequence[UUID],
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> list[WorkView]:
        """The items when all have ended, or time is over.

        Raises:
            Cancelled: The session was closed meanwhile.
        """
        latest: list[WorkView] = []

        def is_over() -> bool:
            self._check_session(session)
            latest[:] = self._look(ids, latest, progress)
            return all(view.item.state not in OPEN for view in latest)

        self._context.hub.wait_until([session, *ids], is_over, timeout)
        return latest

    def _check_session(self, session: SessionId) -> None:
        if not self._context.sessions.is_open(session):
            raise Cancelled("the session was closed while it waited", "open another session")

    def _look(self, ids: Sequence[UUID], before: Sequence[WorkView], progress: Progress | None) -> list[WorkView]:
        views = self._context.store.read(lambda tx: work_views(tx, [tx.work.get(WorkId(key)) for key in ids]))
        if progress is not None and list(before) != views:
            progress(views)
        return views


def raise_failure(views: Iterable[WorkView]) -> None:
    """Raise what ended the first item that did not pass; nothing if all passed."""
    for view in views:
        if view.item.state is WorkState.CANCELLED and not view.item.error:
            raise Cancelled(f"work item {view.item.number} was cancelled", "")
        if view.item.state is not WorkState.PASSED:
            _raise(view.item)


def _raise(item: WorkItem) -> NoReturn:
    known = by_code((Waited, DeviceFault, SystemFault, RsmError))
    error = known.get(item.error, DeviceFault)
    raise error(f"work item {item.number}: {item.error_text}")


def by_code(roots: Iterable[type[RsmError]]) -> dict[str, type[RsmError]]:
    """Error classes by their code, those of earlier roots first."""
    found: dict[str, type[RsmError]] = {}
    for root in roots:
        for one in descendants(root):
            found.setdefault(one.code, one)
    return found


def descendants(root: type[RsmError]) -> list[type[RsmError]]:
    """A class and all below it."""
    return [root, *(each for child in root.__subclasses__() for each in descendants(child))]
