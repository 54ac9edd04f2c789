"""A medium whose type was taken for another gets its true one with its new pool (MS-RSMP 3.2.5.2.2.17)."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.identifying import check_supported
from openrsm.domain.library import LibraryKind
from openrsm.domain.matrix import Deed
from openrsm.domain.pools import check_retype
from openrsm.domain.values import Medium, Pool, PoolKind
from openrsm.errors import LibraryOffline, ResourceDisabled
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.label_work import queue_free_labels, wants_free_label
from openrsm.service.pooling import move_medium
from openrsm.service.sessions import Session
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref


def retype(tx: Transaction, caller: Session, ref: Ref, pool_ref: Ref) -> Medium:
    """Move it, and give it the pool's type."""
    medium = resolving.medium(tx, ref)
    source, destination = guard.pool_of(tx, medium), resolving.pool(tx, pool_ref)
    doing = f"change the type of {medium.name}"
    guard.may(tx, caller, Deed.MEDIUM_RETYPE, doing, source, destination, tx.computer.get())
    _check_there(tx, medium)
    sides = tx.sides.of(medium.id)
    unprepared = [side for side in sides if wants_free_label(tx, medium, side)]
    labels = destination.kind is PoolKind.FREE and bool(unprepared)
    check_retype(medium, sides, source, destination, labels=labels)
    if labels:
        typed = replace(medium, media_type=destination.media_type or "")
        check_supported(typed, tx.libraries.get(medium.library_id), tx.drives.of(medium.library_id), write=True)
    note(tx, caller, "medium_retyped", medium.name, f"{medium.media_type} -> {destination.media_type}")
    if not labels:
        return move_medium(tx, _typed(tx, medium, destination), source, destination)
    # The pool changes when every side has its free label; until then it waits among its like of its true type.
    waiting = system_pool(tx, source.kind, destination.media_type or "")
    move_medium(tx, _typed(tx, medium, destination), source, waiting)
    queue_free_labels(tx, unprepared, caller.requester)
    return tx.media.get(medium.id)


def _typed(tx: Transaction, medium: Medium, destination: Pool) -> Medium:
    return tx.media.change(medium, replace(medium, media_type=destination.media_type or ""))


def _check_there(tx: Transaction, medium: Medium) -> None:
    library = guard.library_of(tx, medium.library_id, f"medium {medium.name}")
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"medium {medium.name} is in no library", "bring it into one first")
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
