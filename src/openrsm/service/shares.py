"""Shares: made, changed and deleted by who controls their libraries."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from openrsm.domain import shares
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.matrix import Deed
from openrsm.domain.settings import check_share_name
from openrsm.domain.shares import Share
from openrsm.domain.values import MediumId, Pool, PoolId, SessionId, ShareId
from openrsm.errors import AlreadyExists, Busy
from openrsm.service import guard, resolving
from openrsm.service.context import Context, note
from openrsm.service.numbering import number_all
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.shares import ShareView
from openrsm.surface.views import Ref


@audited("shares")
class ShareService:
    """Implements :class:`openrsm.surface.shares.Shares`."""

    def __init__(self, context: Context) -> None:
        """Works on the catalogue alone."""
        self._context = context

    def create(
        self, session: SessionId, name: str, library: Ref, pools: Sequence[Ref], drives: Sequence[Ref]
    ) -> ShareView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(
            caller, lambda tx: _create(tx, caller, name, library, pool_refs=pools, drive_refs=drives)
        )

    def list(self, session: SessionId) -> Sequence[ShareView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _list(tx, caller))

    def show(self, session: SessionId, share: Ref) -> ShareView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _view(tx, _permitted(tx, caller, share, Deed.SHARE_SHOW, "look at")))

    def change(
        self, session: SessionId, share: Ref, *, pools: Sequence[Ref] | None = None, drives: Sequence[Ref] | None = None
    ) -> ShareView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: _change(tx, caller, share, pools, drives))

    def delete(self, session: SessionId, share: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: _delete(tx, caller, share))


def _permitted(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Share:
    share = resolving.share(tx, ref)
    guard.may(tx, caller, deed, f"{doing} the share {share.name}", tx.libraries.get(share.library_id))
    return share


def _list(tx: Transaction, caller: Session) -> list[ShareView]:
    sight = guard.sight(tx, caller)
    return [_view(tx, share) for share in tx.shares.all() if sight.sees_library(share.library_id)]


def _view(tx: Transaction, share: Share) -> ShareView:
    numbers = tx.shares.numbers(share.id).values()
    pools = tx.pools.get_all(list(tx.shares.pools()[share.id]))
    return ShareView(
        id=share.id,
        name=share.name,
        library=tx.libraries.get(share.library_id).name,
        pools=sorted(pool.path for pool in pools.values()),
        drives=[drive.name for drive in tx.shares.drives(share.id)],
        slots=max([tx.slots.count(share.library_id), *numbers]),
        media=len(numbers),
    )


def _create(
    tx: Transaction, caller: Session, name: str, ref: Ref, *, pool_refs: Sequence[Ref], drive_refs: Sequence[Ref]
) -> ShareView:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.SHARE_CREATE, f"make a share of library {library.name}", library)
    shares.check_library(library)
    check_share_name(name)
    _check_name_free(tx, name)
    share = Share(id=ShareId(uuid4()), name=name, library_id=library.id)
    pools = _pools(tx, caller, share, pool_refs, Deed.SHARE_CREATE)
    drives = _drives(tx, library, drive_refs)
    share = tx.shares.insert(share)
    _give(tx, share, pools, drives)
    note(tx, caller, "share_created", name, _told(library, pools, drives))
    return _view(tx, share)


def _check_name_free(tx: Transaction, name: str) -> None:
    if tx.libraries.by_name(name) is not None:
        raise AlreadyExists(f"there is a library {name!r}", "choose another name: both are named as changers")


def check_name_of_library(tx: Transaction, name: str) -> None:
    """Changers go by one name, libraries and shares alike.

    Raises:
        AlreadyExists: A share has it.
    """
    if tx.shares.by_name(name) is not None:
        raise AlreadyExists(f"there is a share {name!r}", "choose another name: both are named as changers")


def _pools(tx: Transaction, caller: Session, share: Share, refs: Sequence[Ref], deed: Deed) -> list[Pool]:
    found = [resolving.pool(tx, ref) for ref in refs]
    for pool in found:
        guard.may(tx, caller, deed, f"share the pool {pool.path}", pool)
    of_share = tx.shares.pools()
    others = {
        key: one for one in tx.shares.of_library(share.library_id) if one.id != share.id for key in of_share[one.id]
    }
    shares.check_pools(found, others)
    return found


def _drives(tx: Transaction, library: Library, refs: Sequence[Ref]) -> list[Drive]:
    found = [resolving.drive(tx, ref) for ref in refs]
    shares.check_drives(found, library)
    return found


def _give(tx: Transaction, share: Share, pools: Sequence[Pool] | None, drives: Sequence[Drive] | None) -> None:
    if drives is not None:
        tx.shares.set_drives(share, [drive.id for drive in drives])
    if pools is not None:
        keys = [pool.id for pool in pools]
        tx.shares.set_pools(share, keys)
        number_all(tx, share, keys)


def _told(library: Library, pools: Sequence[Pool], drives: Sequence[Drive]) -> str:
    paths, names = ", ".join(pool.path for pool in pools), ", ".join(drive.name for drive in drives)
    return f"library {library.name}, pools {paths}, drives {names}"


def _change(
    tx: Transaction, caller: Session, ref: Ref, pool_refs: Sequence[Ref] | None, drive_refs: Sequence[Ref] | None
) -> ShareView:
    share = _permitted(tx, caller, ref, Deed.SHARE_CHANGE, "change")
    library = tx.libraries.get(share.library_id)
    pools = None if pool_refs is None else _pools(tx, caller, share, pool_refs, Deed.SHARE_CHANGE)
    drives = None if drive_refs is None else _drives(tx, library, drive_refs)
    if drives is not None:
        kept = {drive.id for drive in drives}
        lost = [drive for drive in tx.shares.drives(share.id) if drive.id not in kept]
        shares.check_unused(share, lost, set(tx.shares.numbers(share.id)))
    if pools is not None:
        shares.check_unused(share, tx.drives.of(library.id), _media_lost(tx, share, {pool.id for pool in pools}))
    _give(tx, share, pools, drives)
    view = _view(tx, tx.shares.get(share.id))
    note(tx, caller, "share_changed", share.name, f"pools {', '.join(view.pools)}, drives {', '.join(view.drives)}")
    return view


def _media_lost(tx: Transaction, share: Share, pools: set[PoolId]) -> set[MediumId]:
    return {medium.id for _, medium in tx.shares.media(share.id) if medium.pool_id not in pools}


def _delete(tx: Transaction, caller: Session, ref: Ref) -> None:
    share = _permitted(tx, caller, ref, Deed.SHARE_DELETE, "delete")
    shares.check_unused(share, tx.drives.of(share.library_id), set(tx.shares.numbers(share.id)))
    tx.shares.delete(share)
    note(tx, caller, "share_deleted", share.name)


def check_not_shared(found: Sequence[Share], what: str) -> None:
    """Whether something that is to be deleted is in no share.

    Raises:
        Busy: It is in one.
    """
    for share in found:
        raise Busy(f"{what} belongs to the share {share.name}", f"run first: rsm share change {share.name}, or delete")
