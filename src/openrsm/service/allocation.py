"""Allocating sides to applications, and taking them back (MS-RSMP 3.2.5.2.2.3-4)."""

from __future__ import annotations

from time import monotonic
from uuid import uuid4

from openrsm.domain import allocation
from openrsm.domain.allocation import AllocationOptions
from openrsm.domain.mounting import check_seconds
from openrsm.domain.operator import OPEN, OperatorKind, OperatorState
from openrsm.domain.pools import TAKEN
from openrsm.domain.records import OperatorRequest
from openrsm.domain.rights import Right
from openrsm.domain.side import SideEvent, SideState
from openrsm.domain.values import (
    LogicalId,
    LogicalMedium,
    Medium,
    OperatorId,
    Pool,
    PoolKind,
    SessionId,
    Side,
)
from openrsm.errors import Cancelled, InvalidMedia, InvalidState, MediaUnavailable, TimedOut
from openrsm.service import guard, pooling, resolving
from openrsm.service.context import Context, note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import Allocation as Allocated
from openrsm.surface.views import Ref

CANDIDATES = 32


class AllocationService:
    """Finds a side; where none is to be had, asks an operator for media and searches again when he says so."""

    def __init__(self, context: Context) -> None:
        """Sleeps on the context's event hub."""
        self._context = context

    def allocate(self, session: SessionId, pool: Ref, options: AllocateOptions) -> Allocated:
        """See :class:`openrsm.surface.media.Media`."""
        caller = self._context.caller(session)
        check_seconds(options.timeout, "a timeout")
        end = None if options.timeout is None else monotonic() + options.timeout
        while True:
            found = self._context.store.write(lambda tx: _try(tx, caller, pool, options))
            if isinstance(found, Allocated):
                return found
            self._wait(session, found, end)

    def _wait(self, session: SessionId, request: OperatorRequest, end: float | None) -> None:
        """Until the operator says that there are media; the request goes in any case."""
        remaining = None if end is None else max(0.0, end - monotonic())
        try:
            answered = self._context.hub.wait_until(lambda: self._is_answered(session, request), remaining)
        finally:
            state = self._context.store.write(lambda tx: _withdraw(tx, request))
        if not self._context.sessions.is_open(session):
            raise Cancelled("the session was closed while it waited for media", "open another session")
        if state is OperatorState.REFUSED:
            raise Cancelled(f"the operator refused new media ({request.message})", "ask the operator why")
        if not answered:
            raise TimedOut(f"no media came in time ({request.message})", "add media, or allow more time")

    def _is_answered(self, session: SessionId, request: OperatorRequest) -> bool:
        if not self._context.sessions.is_open(session):
            return True
        now = self._context.store.read(lambda tx: tx.operators.find(request.id))
        return now is None or now.state not in OPEN

    def deallocate(self, tx: Transaction, caller: Session, ref: Ref) -> Medium:
        """Give an LMID back, within a transaction."""
        logical = resolving.logical(tx, ref)
        side = tx.sides.get(logical.side_id)
        medium = tx.media.get(side.medium_id)
        pool = tx.pools.get(medium.pool_id)
        guard.on_pool(tx, caller, Right.CONTROL, pool, f"deallocate {medium.name}")
        _give_back(tx, side, pool)
        tx.logical.delete(logical)
        note(tx, caller, "deallocated", medium.name, str(logical.id))
        return pooling.return_if_due(tx, medium, pool)


def _withdraw(tx: Transaction, request: OperatorRequest) -> OperatorState:
    now = tx.operators.find(request.id)
    if now is None:
        return OperatorState.REFUSED
    tx.operators.delete(now)
    return now.state


def _try(tx: Transaction, caller: Session, ref: Ref, options: AllocateOptions) -> Allocated | OperatorRequest:
    pool = resolving.pool(tx, ref)
    guard.on_pool(tx, caller, Right.CONTROL, pool, f"allocate from {pool.path}")
    asked = _asked(tx, options)
    allocation.check_options(asked)
    allocation.check_pool(pool)
    if asked.side_id is not None:
        return _take_side(tx, caller, pool, tx.sides.get(asked.side_id), new=asked.new)
    if asked.next_of is not None:
        return _take_next(tx, caller, asked.next_of)
    found = _search(tx, caller, pool)
    if found is not None:
        return _take(tx, caller, pool, *found, new=asked.new)
    if options.error_if_unavailable or options.timeout == 0:
        raise MediaUnavailable(f"pool {pool.path} has no medium to allocate{_drawn(pool)}", "add or free media")
    return _ask(tx, caller, pool)


def _drawn(pool: Pool) -> str:
    return f", nor has Free/{pool.media_type}" if pool.draw_from_free else ""


def _asked(tx: Transaction, options: AllocateOptions) -> AllocationOptions:
    return AllocationOptions(
        new=options.new,
        next_of=resolving.logical(tx, options.next_of).id if options.next_of else None,
        side_id=resolving.side(tx, options.side)[0].id if options.side else None,
        error_if_unavailable=options.error_if_unavailable,
    )


def _search(tx: Transaction, caller: Session, pool: Pool) -> tuple[Side, Medium] | None:
    """A side of the pool; else, if it draws from free, one of the free pool, whose medium moves here with it."""
    found = allocation.choose(tx.sides.available(pool.id, CANDIDATES))
    if found is not None or not pool.draw_from_free or pool.media_type is None:
        return found
    free = tx.pools.leaf(PoolKind.FREE, pool.media_type)
    if free is None:
        return None
    guard.on_pool(tx, caller, Right.USE, free, f"draw from {free.path}")
    return allocation.choose(tx.sides.available(free.id, CANDIDATES))


def _take_side(tx: Transaction, caller: Session, pool: Pool, side: Side, *, new: bool) -> Allocated:
    medium = tx.media.get(side.medium_id)
    allocation.check_side(side, medium, pool)
    source = tx.pools.get(medium.pool_id)
    if source.id != pool.id:
        right = Right.USE if source.kind is PoolKind.FREE else Right.CONTROL
        guard.on_pool(tx, caller, right, source, f"take {medium.name} from {source.path}")
        pooling.check_import(medium, tx.sides.of(medium.id), source, pool)
    return _take(tx, caller, pool, side, medium, new=new)


def _take_next(tx: Transaction, caller: Session, held: LogicalId) -> Allocated:
    side_held = tx.sides.by_logical(held)
    if side_held is None:
        raise InvalidMedia(f"LMID {held} names no side", "name an LMID that you hold")
    medium = tx.media.get(side_held.medium_id)
    following = allocation.next_side(tx.sides.of(medium.id))
    if following is None:
        raise InvalidMedia(f"medium {medium.name} has no reserved side left", "allocate a new medium")
    pool = tx.pools.get(medium.pool_id)
    guard.on_pool(tx, caller, Right.CONTROL, pool, f"allocate from {pool.path}")
    return _take(tx, caller, pool, following, medium, new=False)


def _take(tx: Transaction, caller: Session, pool: Pool, side: Side, medium: Medium, *, new: bool) -> Allocated:
    source = tx.pools.get(medium.pool_id)
    if source.id != pool.id:
        medium = pooling.move_medium(tx, medium, source, pool)
    logical = LogicalMedium(
        id=LogicalId(uuid4()),
        pool_id=pool.id,
        side_id=side.id,
        owner=caller.application,
        user=caller.principal.user,
        created=tx.now,
    )
    tx.logical.insert(logical)
    sides = {one.id: one for one in tx.sides.of(medium.id)}
    for side_id, event in allocation.allocate_events(sides[side.id], list(sides.values()), new=new):
        _mark(tx, sides[side_id], event, logical)
    note(tx, caller, "allocated", medium.name, f"{logical.id} from {source.path}")
    return Allocated(logical=logical, medium=medium, side=tx.sides.get(side.id), source_pool=source.path)


def _mark(tx: Transaction, side: Side, event: SideEvent, logical: LogicalMedium) -> None:
    if event is SideEvent.ALLOCATE:
        count = side.allocations + 1
        pooling.advance_side(tx, side, [event], logical_id=logical.id, allocations=count, last_used=tx.now)
    else:
        pooling.advance_side(tx, side, [event])


def _give_back(tx: Transaction, side: Side, pool: Pool) -> None:
    if side.state not in TAKEN:
        raise InvalidState(f"side {side.id} is not allocated", "see: rsm media list")
    given = pooling.advance_side(tx, side, [allocation.after_deallocation(side, pool)], logical_id=None)
    for sibling in allocation.siblings_to_unreserve(tx.sides.of(side.medium_id), given):
        if sibling.state is SideState.RESERVED:
            pooling.advance_side(tx, sibling, [SideEvent.UNRESERVE])


def _ask(tx: Transaction, caller: Session, pool: Pool) -> OperatorRequest:
    return tx.operators.insert(
        OperatorRequest(
            id=OperatorId(uuid4()),
            number=tx.operators.next_number(),
            kind=OperatorKind.NEW_MEDIA,
            message=f"Add {pool.media_type} media to pool {pool.path}: {caller.application} waits to allocate one",
            submitted_at=tx.now,
            requester=caller.requester,
            pool_id=pool.id,
        )
    )
