"""Who may do what: asked in the transaction of what is done (section 8 of the model; :mod:`openrsm.domain.matrix`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from openrsm.domain.equipment import Library
from openrsm.domain.matrix import MATRIX, Deed
from openrsm.domain.records import WorkItem
from openrsm.domain.rights import ALL, NONE, Guarded, Right, TargetKind, check, rights_of, target_of
from openrsm.domain.values import LibraryId, Medium, MediumId, ObjectType, Pool, PoolId, Principal
from openrsm.errors import InvalidLibrary, InvalidMediaPool
from openrsm.service import resolving
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref

_OF_POOLS: Final = (ObjectType.POOL, ObjectType.PHYSICAL_MEDIA, ObjectType.LOGICAL_MEDIA)
REPAIR = "stop the service and restore a backup of the catalogue"


def may(tx: Transaction, session: Session, deed: Deed, doing: str, *concerned: Guarded, itself: bool = False) -> None:
    """Refuse a call that the caller has not the rights for.

    Args:
        tx: What the call is carried out in.
        session: Who calls.
        deed: Which call it is.
        doing: The action, as it goes on after "to": ``"mount A00001L5"``.
        concerned: Every pool, library or computer that the call concerns.
        itself: A library is concerned as what is changed, not as what the changed belongs to.

    Raises:
        AccessDenied: A right is missing.
    """
    for guarded in concerned:
        wanted = MATRIX[deed].on(guarded, itself=itself)
        if wanted:
            check(session.principal, wanted, guarded, held(tx, session.principal, guarded), doing)


def held(tx: Transaction, principal: Principal, guarded: Guarded) -> Right:
    """What somebody may do there."""
    if principal.administrator:
        return ALL  # lists of rights cannot take that away, so they need not be read
    if isinstance(guarded, Pool):
        nest = (guarded, *pools_above(tx, guarded))
        owners = {pool.owner for pool in nest}
        return rights_of(principal, tx.rights.on(TargetKind.POOL, [pool.id for pool in nest]), owners)
    target = target_of(guarded)
    return rights_of(principal, tx.rights.on(target.kind, [target.id]))


def pools_above(tx: Transaction, pool: Pool) -> Iterator[Pool]:
    """The pools that a pool stands in, from the inside."""
    while pool.parent_id is not None:
        pool = tx.pools.get(pool.parent_id)
        yield pool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a caller may look at: pools and libraries of which it has ``USE``. None means all of them."""

    pools: frozenset[PoolId] | None = None
    libraries: frozenset[LibraryId] | None = None

    def sees_pool(self, pool_id: PoolId) -> bool:
        """Whether the caller may look at that pool, and at the media in it."""
        return self.pools is None or pool_id in self.pools

    def sees_library(self, library_id: LibraryId) -> bool:
        """Whether the caller may look at that library, and at what belongs to it."""
        return self.libraries is None or library_id in self.libraries


EVERYTHING: Final = Sight()


def sight(tx: Transaction, session: Session) -> Sight:
    """What the caller may look at, found out once for a whole list."""
    principal = session.principal
    if principal.administrator:
        return EVERYTHING
    libraries = [library for library in tx.libraries.all() if Right.USE in held(tx, principal, library)]
    return Sight(_usable_pools(tx, principal), frozenset(library.id for library in libraries))


def sight_of_pools(tx: Transaction, session: Session) -> Sight:
    """The same, where only what lies in a library that the caller may look at is asked about."""
    return EVERYTHING if session.principal.administrator else Sight(pools=_usable_pools(tx, session.principal))


def _usable_pools(tx: Transaction, principal: Principal) -> frozenset[PoolId] | None:
    """None if they are all, so that nothing needs to be left out."""
    grants: dict[UUID, Right] = {}
    for grant in tx.rights.on(TargetKind.POOL):
        grants[grant.target.id] = grants.get(grant.target.id, NONE) | rights_of(principal, [grant])
    pools = tx.pools.all()
    usable = frozenset(_usable(principal, pools, grants))
    return None if len(usable) == len(pools) else usable


def _usable(principal: Principal, by_path: Iterable[Pool], grants: dict[UUID, Right]) -> Iterator[PoolId]:
    rights: dict[UUID | None, Right] = {}
    for pool in by_path:  # so each comes after the one that it stands in
        inherited = rights.get(pool.parent_id, NONE) if pool.parent_id else NONE
        rights[pool.id] = inherited | grants.get(pool.id, NONE) | rights_of(principal, (), {pool.owner})
        if Right.USE in rights[pool.id]:
            yield pool.id


def may_read(tx: Transaction, principal: Principal, object_type: ObjectType, scope_id: UUID | None) -> bool:
    """Whether somebody may know of a change: it takes USE of what decides (section 8.2 of the model)."""
    guarded = _guarding(tx, object_type, scope_id)
    return guarded is not None and Right.USE in held(tx, principal, guarded)


def _guarding(tx: Transaction, object_type: ObjectType, scope_id: UUID | None) -> Guarded | None:
    """Whose rights decide; None when that is no more, so that administrators alone may know."""
    if scope_id is None:
        return tx.computer.get()
    if object_type is ObjectType.SIDE:
        medium = tx.media.find(MediumId(scope_id))
        return None if medium is None else tx.pools.find(medium.pool_id)
    if object_type in _OF_POOLS:
        return tx.pools.find(PoolId(scope_id))
    return tx.libraries.find(LibraryId(scope_id))


def visible_item(tx: Transaction, session: Session, deed: Deed, ref: Ref) -> WorkItem:
    """The work item that a text names, for who may look at its library; one that outlived its library, for everybody.

    Raises:
        ObjectNotFound: There is no such item.
        AccessDenied: The caller may not look at it.
    """
    item = resolving.work(tx, ref)
    library = tx.libraries.find(item.library_id)
    if library is not None:
        may(tx, session, deed, f"look at work item {item.number}", library)
    return item


def library_of(tx: Transaction, library_id: LibraryId, what: str) -> Library:
    """The library in which something is catalogued.

    Raises:
        InvalidLibrary: It is not in the catalogue, as after a repair by hand that deleted it and left what was in it.
    """
    found = tx.libraries.find(library_id)
    if found is None:
        raise InvalidLibrary(f"{what} is catalogued in a library that is not ({library_id})", REPAIR)
    return found


def pool_of(tx: Transaction, medium: Medium) -> Pool:
    """The pool of a medium.

    Raises:
        InvalidMediaPool: It is not in the catalogue, as after a repair by hand that deleted it alone.
    """
    found = tx.pools.find(medium.pool_id)
    if found is None:
        raise InvalidMediaPool(f"medium {medium.name} is in a pool that is not catalogued ({medium.pool_id})", REPAIR)
    return found
