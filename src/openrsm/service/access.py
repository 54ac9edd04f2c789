"""Lists of rights: look at them, and change them."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.domain import rights
from openrsm.domain.matrix import Deed
from openrsm.domain.rights import (
    ALL,
    NONE,
    Grant,
    Guarded,
    Right,
    Root,
    TargetKind,
    right_names,
    target_name,
    target_of,
)
from openrsm.domain.values import Pool
from openrsm.errors import InvalidLibrary, InvalidMediaPool, InvalidParameter, ObjectNotFound
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.security import AccessView, GrantView
from openrsm.surface.views import Ref


def show(tx: Transaction, caller: Session, ref: Ref) -> AccessView:
    """A list, for who may read it."""
    guarded = _resolved(tx, ref)
    guard.may(tx, caller, Deed.ACCESS_SHOW, f"read the rights on {target_name(guarded)}", guarded)
    return _view(tx, caller, guarded)


def grant(tx: Transaction, caller: Session, ref: Ref, grantee: str, given: Right) -> AccessView:
    """Add to what somebody has."""
    to, guarded = rights.grantee(grantee), _resolved(tx, ref)
    _check_rights(given)
    guard.may(tx, caller, Deed.ACCESS_GRANT, f"give rights on {target_name(guarded)}", guarded)
    target = target_of(guarded)
    tx.rights.set(target, to, tx.rights.held(target, to) | given)
    note(tx, caller, "rights_granted", target_name(guarded), _told(to, given))
    return _view(tx, caller, guarded)


def revoke(tx: Transaction, caller: Session, ref: Ref, grantee: str, given: Right | None) -> AccessView:
    """Take from what somebody has, or all of it."""
    whose, guarded = rights.grantee(grantee), _resolved(tx, ref)
    taken = ALL if given is None else given
    _check_rights(taken)
    guard.may(tx, caller, Deed.ACCESS_REVOKE, f"take rights on {target_name(guarded)}", guarded)
    target = target_of(guarded)
    before = tx.rights.held(target, whose)
    if not before & taken:
        raise ObjectNotFound(
            f"{whose} was given none of these rights on {target_name(guarded)}",
            f"what pools above give is revoked there; see: rsm acl show {target_name(guarded)}",
        )
    tx.rights.set(target, whose, before & ~taken)
    note(tx, caller, "rights_revoked", target_name(guarded), _told(whose, before & taken))
    return _view(tx, caller, guarded)


def _told(whom: rights.Grantee, what: Right) -> str:
    return f"{whom}: {', '.join(right_names(what))}"


def _check_rights(given: Right) -> None:
    if given == NONE or given & ~ALL:
        raise InvalidParameter("there are no such rights", f"name some of: {', '.join(right_names(ALL))}")


def _resolved(tx: Transaction, ref: Ref) -> Guarded:
    """What a text names.

    Raises:
        InvalidParameter: It names nothing that has a list.
        ObjectNotFound: It names a library or a pool that there is not.
    """
    kind, _, name = ref.partition(":")
    try:
        match kind, name:
            case (TargetKind.COMPUTER.value, ""):
                return tx.computer.get()
            case (TargetKind.ROOT.value, ""):
                return Root(computer=tx.computer.get())
            case (TargetKind.LIBRARY.value, _):
                return resolving.library(tx, name)
            case (TargetKind.POOL.value, _):
                return resolving.pool(tx, name)
    except (InvalidLibrary, InvalidMediaPool) as error:
        raise ObjectNotFound(error.what, error.advice) from error
    what = f"{ref!r} is nothing that rights are given on"
    raise InvalidParameter(what, "write computer, root, library:NAME or pool:PATH")


def _view(tx: Transaction, caller: Session, guarded: Guarded) -> AccessView:
    return AccessView(
        target=target_name(guarded),
        owner=guarded.owner if isinstance(guarded, Pool) else "",
        grants=[*_own(tx, guarded), *_inherited(tx, guarded)],
        yours=right_names(guard.held(tx, caller.principal, guarded)),
    )


def _own(tx: Transaction, guarded: Guarded) -> list[GrantView]:
    target = target_of(guarded)
    return [_line(grant) for grant in tx.rights.on(target.kind, [target.id])]


def _inherited(tx: Transaction, guarded: Guarded) -> Iterator[GrantView]:
    """From the pools above, the nearest first; who owns one of them has all rights below it."""
    for above in guard.pools_above(tx, guarded) if isinstance(guarded, Pool) else ():
        if above.owner:
            yield GrantView(grantee=str(rights.user(above.owner)), rights=right_names(ALL), inherited_from=above.path)
        yield from (_line(grant, above.path) for grant in tx.rights.on(TargetKind.POOL, [above.id]))


def _line(grant: Grant, inherited_from: str = "") -> GrantView:
    return GrantView(grantee=str(grant.grantee), rights=right_names(grant.rights), inherited_from=inherited_from)
