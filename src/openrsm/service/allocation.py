"""Allocating sides to applications, and taking them back (MS-RSMP 3.2.5.2.2.3-4)."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from uuid import uuid4

from openrsm.domain import allocation
from openrsm.domain.allocation import AllocationOptions
from openrsm.domain.matrix import Deed
from openrsm.domain.mounting import check_seconds
from openrsm.domain.operator import OPEN, OperatorKind, OperatorState
from openrsm.domain.pools import TAKEN
from openrsm.domain.records import OperatorRequest
from openrsm.domain.side import SideEvent, SideState
from openrsm.domain.values import LogicalId, LogicalMedium, Medium, OperatorId, Pool, PoolKind, SessionId, Side
from openrsm.errors import Cancelled, InvalidMedia, InvalidState, MediaUnavailable, ObjectNotFound, RsmError, TimedOut
from openrsm.service import guard, pooling, resolving
from openrsm.service.context import Context, note
from openrsm.service.sessions import Session
from openrsm.service.system_pools import system_pool
from openrsm.service.views import operator_view
from openrsm.store.database import Transaction
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import Allocation as Allocated
from openrsm.surface.views import OperatorView, Ref

CANDIDATES = 32


class AllocationService:
    """Finds a side; where none is to be had, asks an operator for media and searches again when he says so."""

    def __init__(self, context: Context) -> None:
        """Sleeps on the context's event hub."""
        self._context = context

    def allocate(self, session: SessionId, pool: Ref, options: AllocateOptions) -> Allocated:
        """See :class:`openrsm.surface.media.Media`."""
        check_seconds(options.timeout, "a timeout")
        end = None if options.timeout is None else monotonic() + options.timeout
        asked: OperatorView | None = None
        while True:
            found = self.request(session, pool, _remaining(options, end), str(asked.request.id) if asked else None)
            if isinstance(found, Allocated):
                return found
            asked = found
            self._wait(session, asked.request, _remaining(options, end).timeout)

    def request(
        self, session: SessionId, pool: Ref, options: AllocateOptions, asked: Ref | None = None
    ) -> Allocated | OperatorView:
        """See :class:`openrsm.surface.media.Media`."""
        caller = self._context.caller(session)
        check_seconds(options.timeout, "a timeout")
        self._context.sessions.waits(session)

        def attempt(tx: Transaction) -> Allocated | OperatorView | RsmError:
            self._context.check_open(session)
            found = _try(tx, caller, pool, options, _earlier(tx, caller, asked))
            return operator_view(tx, found) if isinstance(found, OperatorRequest) else found

        found = self._context.commit(caller, attempt)
        if isinstance(found, RsmError):
            raise found  # its request was withdrawn, which is to stay
        return found

    def _wait(self, session: SessionId, request: OperatorRequest, seconds: float | None) -> None:
        """Until the operator says that there are media; the request goes if that is cut short."""
        try:
            self._context.hub.wait_until([session, request.id], lambda: self._is_answered(session, request), seconds)
        except BaseException:
            self._context.store.write(lambda tx: _withdraw(tx, request))
            raise

    def _is_answered(self, session: SessionId, request: OperatorRequest) -> bool:
        if not self._context.sessions.is_open(session):
            raise Cancelled("the session was closed while it waited for media", "open another session")
        now = self._context.store.read(lambda tx: tx.operators.find(request.id))
        return now is None or now.state not in OPEN

    def deallocate(self, tx: Transaction, caller: Session, ref: Ref) -> Medium:
        """Give an LMID back, within a transaction."""
        logical = resolving.logical(tx, ref)
        side = tx.sides.get(logical.side_id)
        medium = tx.media.get(side.medium_id)
        pool = tx.pools.get(medium.pool_id)
        guard.may(tx, caller, Deed.MEDIUM_DEALLOCATE, f"deallocate {medium.name}", pool, *_returning(tx, pool))
        _give_back(tx, side, pool)
        tx.logical.delete(logical)
        note(tx, caller, "deallocated", medium.name, str(logical.id))
        return pooling.return_if_due(tx, medium, pool)


def _returning(tx: Transaction, pool: Pool) -> list[Pool]:
    """The free pool to which a pool's media return, now or once they are at rest."""
    if not pool.return_to_free or pool.media_type is None:
        return []
    return [system_pool(tx, PoolKind.FREE, pool.media_type)]


def _remaining(options: AllocateOptions, end: float | None) -> AllocateOptions:
    return options if end is None else replace(options, timeout=max(0.0, end - monotonic()))


def _withdraw(tx: Transaction, request: OperatorRequest) -> None:
    now = tx.operators.find(request.id)
    if now is not None:
        tx.operators.delete(now)


def _try(
    tx: Transaction, caller: Session, ref: Ref, options: AllocateOptions, asked: OperatorRequest | None
) -> Allocated | OperatorRequest | RsmError:
    """Allocate; or what to wait for; or, when that is over, why: the request it was waited for is withdrawn with it."""
    if asked is not None and asked.state is OperatorState.REFUSED:
        tx.operators.delete(asked)
        return Cancelled(f"the operator refused new media ({asked.message})", "ask the operator why")
    pool = resolving.pool(tx, ref)
    found = _find(tx, caller, pool, options)
    if found is None and asked is not None and asked.state in OPEN and options.timeout != 0:
        return asked
    if asked is not None:
        tx.operators.delete(asked)
    if found is not None:
        return found
    if asked is not None and options.timeout == 0:
        return TimedOut(f"no media came in time ({asked.message})", "add media, or allow more time")
    if options.error_if_unavailable or options.timeout == 0:
        raise MediaUnavailable(f"pool {pool.path} has no medium to allocate{_drawn(pool)}", "add or free media")
    return _ask(tx, caller, pool)


def _earlier(tx: Transaction, caller: Session, asked: Ref | None) -> OperatorRequest | None:
    """The request that this session's allocation waits for."""
    if asked is None:
        return None
    request = resolving.operator_request(tx, asked)
    if request.requester.session_id != caller.id or request.kind is not OperatorKind.NEW_MEDIA:
        raise ObjectNotFound(f"operator request {asked!r} is not one of this allocation", "allocate anew")
    return request


def _find(tx: Transaction, caller: Session, pool: Pool, options: AllocateOptions) -> Allocated | None:
    guard.may(tx, caller, Deed.MEDIUM_ALLOCATE, f"allocate from {pool.path}", pool)
    wanted = _asked(tx, options)
    allocation.check_options(wanted)
    allocation.check_pool(pool)
    if wanted.side_id is not None:
        return take_side(tx, caller, pool, tx.sides.get(wanted.side_id), new=wanted.new)
    if wanted.next_of is not None:
        return _take_next(tx, caller, wanted.next_of)
    found = _search(tx, caller, pool)
    return None if found is None else _take(tx, caller, pool, *found, new=wanted.new)


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
    guard.may(tx, caller, Deed.MEDIUM_ALLOCATE, f"draw from {free.path}", free)
    return allocation.choose(tx.sides.available(free.id, CANDIDATES))


def take_side(tx: Transaction, caller: Session, pool: Pool, side: Side, *, new: bool) -> Allocated:
    """Take exactly this side, within a transaction; one that is import comes into the pool with its medium."""
    medium = tx.media.get(side.medium_id)
    allocation.check_side(side, medium, pool)
    source = tx.pools.get(medium.pool_id)
    if source.id != pool.id:
        guard.may(tx, caller, Deed.MEDIUM_ALLOCATE, f"take {medium.name} from {source.path}", source)
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
    guard.may(tx, caller, Deed.MEDIUM_ALLOCATE, f"allocate from {pool.path}", pool)
    return _take(tx, caller, pool, following, medium, new=False)


def _take(tx: Transaction, caller: Session, pool: Pool, side: Side, medium: Medium, *, new: bool) -> Allocated:
    source = tx.pools.get(medium.pool_id)
    if source.id != pool.id:
        medium = pooling.move_medium(tx, medium, source, pool)
    logical = tx.logical.insert(
        LogicalMedium(
            id=LogicalId(uuid4()),
            pool_id=pool.id,
            side_id=side.id,
            owner=caller.application,
            user=caller.principal.user,
        )
    )
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
