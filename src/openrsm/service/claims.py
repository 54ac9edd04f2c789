"""Media that another tool knew are given to whom it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from openrsm.domain.claims import Claim, Claiming, ClaimKind, Held, KnownVolume, check_claiming, plan
from openrsm.domain.equipment import Library
from openrsm.domain.matrix import Deed
from openrsm.domain.pools import check_move
from openrsm.domain.side import SideEvent, SideState
from openrsm.domain.values import NAME_LENGTH, Medium, Pool, PoolKind, Side
from openrsm.service import guard, resolving
from openrsm.service.allocation import take_side
from openrsm.service.context import note
from openrsm.service.pooling import advance_side, move_medium
from openrsm.service.pools import make_pool
from openrsm.service.sessions import Session
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction
from openrsm.surface.claims import ClaimedMedium, Claims
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import Ref

_ALLOCATING = (ClaimKind.ALLOCATE, ClaimKind.ALLOCATE_COMPLETE)


def claim(tx: Transaction, caller: Session, ref: Ref, known: Sequence[KnownVolume], how: Claiming) -> Claims:
    """Carry out what can be, within a transaction; what was done, and what does not fit."""
    check_claiming(how)
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_CLAIM, f"compare the media of {library.name}", library)
    planned = plan(known, _held(tx, caller, library), {pool.path: pool for pool in tx.pools.all()}, how)
    owner = replace(caller, application=how.owner)
    created = [path for one in planned.claims if (path := _claim(tx, owner, one))]
    note(tx, caller, "media_claimed", library.name, f"{len(planned.claims)} for {how.owner}")
    return Claims(
        pools=created,
        claimed=[_told(one) for one in planned.claims],
        misfits=planned.misfits,
        settled=planned.settled,
    )


class _NotMeant(Exception):
    """Ends a transaction so that nothing of it stays."""

    def __init__(self, claims: Claims) -> None:
        """What would have come of it."""
        super().__init__()
        self.claims = claims


def tried(
    commit: Callable[[Callable[[Transaction], Claims]], Claims],
    work: Callable[[Transaction], Claims],
    *,
    dry_run: bool,
) -> Claims:
    """Commit the work, or with ``dry_run`` find out what it comes to, and keep nothing of it."""
    if not dry_run:
        return commit(work)

    def and_undo(tx: Transaction) -> Claims:
        raise _NotMeant(work(tx))

    try:
        return commit(and_undo)
    except _NotMeant as undone:
        return undone.claims


def _told(one: Claim) -> ClaimedMedium:
    return ClaimedMedium(
        name=one.held.medium.name, volume=one.volume.name, kind=one.kind, pool=one.path, source=one.held.pool.path
    )


def _held(tx: Transaction, caller: Session, library: Library) -> list[Held]:
    """What the library holds."""
    sight = guard.sight(tx, caller)
    slots = {slot.id: slot.number for slot in tx.slots.of(library.id)}
    return [
        Held(
            medium=medium,
            sides=(sides := tx.sides.of(medium.id)),
            pool=guard.pool_of(tx, medium),
            slot=slots.get(medium.home_slot_id) if medium.home_slot_id else None,
            owner=_owner(tx, sides),
            seen=sight.sees_pool(medium.pool_id),
        )
        for medium in tx.media.all(library.id)
    ]


def _owner(tx: Transaction, sides: Sequence[Side]) -> str:
    logical = [tx.logical.get(side.logical_id) for side in sides if side.logical_id]
    return ", ".join(sorted({one.owner for one in logical}))


def _claim(tx: Transaction, caller: Session, one: Claim) -> str:
    """Carry one out; the pool that had to be created for it, or nothing."""
    medium, [side] = one.held.medium, one.held.sides
    created = "" if tx.pools.by_path(one.path) else make_pool(tx, caller, one.path, _options(medium)).path
    pool = resolving.pool(tx, one.path)
    guard.may(tx, caller, Deed.MEDIUM_CLAIM, f"claim {medium.name} for {pool.path}", pool, one.held.pool)
    if one.kind is ClaimKind.COMPLETE:
        advance_side(tx, side, [SideEvent.COMPLETE])
        return created
    side = _recognized(tx, medium, side)
    if one.kind in _ALLOCATING:
        _allocate(tx, caller, pool, side, one)
    else:
        _offer(tx, tx.media.get(medium.id), side, pool)
    return created


def _options(medium: Medium) -> PoolOptions:
    return PoolOptions(media_type=medium.media_type)


def _recognized(tx: Transaction, medium: Medium, side: Side) -> Side:
    """What another tool knew counts as recognized: it is import, as if its label had been read."""
    if side.state not in (SideState.UNKNOWN, SideState.FOREIGN):
        return side
    if tx.pools.get(medium.pool_id).kind is PoolKind.UNRECOGNIZED:
        tx.media.change(medium, replace(medium, pool_id=system_pool(tx, PoolKind.IMPORT, medium.media_type).id))
    return advance_side(tx, side, [SideEvent.SEEN_IMPORT])


def _allocate(tx: Transaction, caller: Session, pool: Pool, side: Side, one: Claim) -> None:
    taken = take_side(tx, caller, pool, side, new=False)
    tx.logical.change(taken.logical, replace(taken.logical, name=one.volume.name[:NAME_LENGTH]))
    if one.kind is ClaimKind.ALLOCATE_COMPLETE:
        advance_side(tx, taken.side, [SideEvent.COMPLETE])


def _offer(tx: Transaction, medium: Medium, side: Side, pool: Pool) -> None:
    """Available in its pool: its owner has it, and has given it back."""
    source = tx.pools.get(medium.pool_id)
    if source.id != pool.id:
        check_move(medium, [side], source, pool)
        move_medium(tx, medium, source, pool)
    advance_side(tx, tx.sides.get(side.id), [SideEvent.ALLOCATE, SideEvent.DEALLOCATE])
