"""Who may do what: one question a use case, asked in its transaction (section 8 of the model)."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.domain.rights import Right, check
from openrsm.domain.values import Library, LibraryId, Medium, Pool
from openrsm.errors import InvalidLibrary, InvalidMediaPool
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction

REPAIR = "stop the service and restore a backup of the catalogue"


def on_pool(tx: Transaction, session: Session, right: Right, pool: Pool, doing: str) -> None:
    """Raises AccessDenied unless the caller has the right on the pool, or on one above it."""
    check(session.principal, right, pool, doing, above=tuple(_above(tx, pool)))


def _above(tx: Transaction, pool: Pool) -> Iterator[Pool]:
    while pool.parent_id is not None:
        pool = tx.pools.get(pool.parent_id)
        yield pool


def on_library(session: Session, right: Right, library: Library, doing: str) -> None:
    """Raises AccessDenied unless the caller has the right on the library."""
    check(session.principal, right, library, doing)


def on_computer(tx: Transaction, session: Session, right: Right, doing: str) -> None:
    """Raises AccessDenied unless the caller has the right on the computer."""
    check(session.principal, right, tx.computer.get(), doing)


def to_use(tx: Transaction, session: Session, medium: Medium, library_id: LibraryId, doing: str) -> None:
    """Mounting and dismounting need USE on the pool and on the library, both (MS-RSMP 3.2.5.2.2.1-2).

    Raises:
        AccessDenied: One is missing.
        InvalidLibrary: As :func:`library_of`.
    """
    library = library_of(tx, library_id, f"medium {medium.name}")
    on_pool(tx, session, Right.USE, tx.pools.get(medium.pool_id), doing)
    on_library(session, Right.USE, library, doing)


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
