"""A state on which every call of the surface has something to work on, and whoever may ask for it.

Calls that pass the guard are carried out in a transaction that is then undone, so that all tests can share one state.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from openrsm.domain import rights
from openrsm.domain.rights import (
    EVERYONE,
    NONE,
    Grantee,
    Guarded,
    Right,
    Root,
    TargetKind,
    target_of,
)
from openrsm.domain.values import Principal, SessionId
from openrsm.service import resolving
from openrsm.service.manager import LocalManager
from openrsm.store.database import Store, Transaction
from openrsm.surface.media import AllocateOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import OperatorView
from tests.conformance.surface_bench import LIBRARY, SMALL, Bench, Clock
from tests.surface.conftest import opened

T = TypeVar("T")

ABOVE: Final = "above"
OWN: Final = "above/own"
OTHER: Final = "other"
BARE: Final = "bare"
FREE: Final = "Free/LTO-9"
SHARE: Final = "part"
LEAF: Final = PoolOptions(media_type="LTO-9")
OWNED: Final = {"opal": (OWN,), "abe": (ABOVE, OWN)}
"""Who owns a pool, or one above it, and what that covers."""

Rights = Mapping[str, Right]
"""Rights on what texts name: ``computer``, ``root``, ``library:NAME`` or ``pool:PATH``."""


@dataclass(frozen=True)
class Kind:
    """How somebody comes by rights.

    Attributes:
        user: Who it is.
        groups: Of which groups.
        to: To whom the rights are given.
        covers: The pools on which there is nothing to be given.
        through: Where rights on a pool are given, if not there.
        by_token: A token speaks for the user.
    """

    user: str = "eve"
    groups: tuple[str, ...] = ()
    to: Grantee = rights.user("eve")  # noqa: RUF009 - frozen
    covers: tuple[str, ...] = ()
    through: Mapping[str, str] | None = None
    by_token: bool = False

    def lacks(self, needs: Rights) -> Rights:
        """What has to be given for these needs."""
        return {name: right for name, right in needs.items() if name not in {f"pool:{path}" for path in self.covers}}

    def place(self, name: str) -> str:
        """Where rights on something are given."""
        return (self.through or {}).get(name, name)


KINDS: Final[Mapping[str, Kind]] = {
    "a user": Kind(),
    "a member of a group": Kind(groups=("staff", "crew"), to=rights.group("crew")),
    "everyone": Kind(to=EVERYONE),
    "a user given rights on the pool above": Kind(through={f"pool:{OWN}": f"pool:{ABOVE}"}),
    "the owner of the pool": Kind(user="opal", to=rights.user("opal"), covers=OWNED["opal"]),
    "the owner of the pool above": Kind(user="abe", to=rights.user("abe"), covers=OWNED["abe"]),
    "a token's user": Kind(user="tom", to=rights.user("tom"), by_token=True),
}


@dataclass
class Stage:
    """The state: a library, pools of several owners, and media, work and requests of an administrator.

    Attributes:
        lmid: Allocated from :data:`OWN`, in its slot.
        mounted: Allocated from there, and mounted in drive 1.
        item: The number of a mount that waits for drive 1.
        request: The number of an operator request.
        sessions: One for each kind of principal, and for an administrator.
    """

    bench: Bench
    lmid: str
    mounted: str
    item: str
    request: str
    sessions: Mapping[str, SessionId]
    principals: Mapping[str, Principal]

    @property
    def manager(self) -> LocalManager:
        manager = self.bench.manager
        assert isinstance(manager, LocalManager)
        return manager

    @property
    def store(self) -> Store:
        return self.manager._context.store  # noqa: SLF001 - what is done is to be undone

    def give(self, to: Grantee, rights: Rights) -> None:
        """Let these be the only rights that anybody was given."""
        self.store.write(lambda tx: _give(tx, to, rights))

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What this thread commits is carried out, and then undone."""
        real, here = self.store.write, threading.get_ident()

        def write(work: Callable[[Transaction], Any]) -> Any:
            return _rehearse(real, work) if threading.get_ident() == here else real(work)

        self.store.write = write  # type: ignore[method-assign]  # undone below
        try:
            yield
        finally:
            del self.store.write


class _Over(Exception):
    def __init__(self, result: Any) -> None:
        self.result = result


def _rehearse(write: Callable[[Callable[[Transaction], Any]], Any], work: Callable[[Transaction], Any]) -> Any:
    def do(tx: Transaction) -> None:
        raise _Over(work(tx))

    try:
        write(do)
    except _Over as over:
        return over.result


def _give(tx: Transaction, to: Grantee, rights: Rights) -> None:
    wanted = {target_of(_named(tx, name)): right for name, right in rights.items()}
    for kind in TargetKind:
        for grant in tx.rights.on(kind):
            if grant.grantee != to or grant.target not in wanted:
                tx.rights.set(grant.target, grant.grantee, NONE)
    for target, right in wanted.items():
        tx.rights.set(target, to, right)


def _named(tx: Transaction, name: str) -> Guarded:
    kind, _, rest = name.partition(":")
    if kind == "pool":
        return resolving.pool(tx, rest)
    if kind == "library":
        return resolving.library(tx, rest)
    return tx.computer.get() if kind == "computer" else Root(computer=tx.computer.get())


def set_up(folder: Path) -> Stage:
    """Make it; the caller closes its bench."""
    clock = Clock()
    manager = opened(folder / "state", clock)
    bench = Bench.begin(manager, folder / "library", clock, SMALL.replace("cartridges=6", "cartridges=8"))
    _make_pools(bench)
    media = [str(_allocate(bench, OWN)) for _ in range(2)]
    for name, pool in (("V00003L9", OWN), ("V00004L9", OTHER), ("V00005L9", OTHER)):
        manager.media.move(bench.session, name, pool)
    manager.shares.create(bench.session, SHARE, LIBRARY, [OWN], ["drive1", "drive2"])
    bench.mount(media[1], drives=("drive1",))
    [waiting] = bench.queue(media[0], drives=("drive1",))
    asked = manager.media.request(bench.session, BARE, AllocateOptions(timeout=None))
    assert isinstance(asked, OperatorView)
    principals = {name: _principal(bench, kind) for name, kind in KINDS.items()}
    principals["an administrator"] = Principal(user="anna", administrator=True)
    sessions = {name: manager.sessions.open(f"of {name}", principal) for name, principal in principals.items()}
    return Stage(
        bench=bench,
        lmid=media[0],
        mounted=media[1],
        item=str(waiting.item.number),
        request=str(asked.request.number),
        sessions=sessions,
        principals=principals,
    )


def _make_pools(bench: Bench) -> None:
    security = bench.manager.security
    abe, opal = (bench.manager.sessions.open("making", Principal(user=name)) for name in ("abe", "opal"))
    security.grant(bench.session, "root", "user:abe", Right.CONTROL)
    bench.manager.pools.create(abe, ABOVE, replace(LEAF, media_type=None))
    security.grant(bench.session, f"pool:{ABOVE}", "user:opal", Right.CONTROL)
    bench.manager.pools.create(opal, OWN, replace(LEAF, draw_from_free=True, return_to_free=True))
    for path in (OTHER, BARE):
        bench.manager.pools.create(bench.session, path, LEAF)


def _allocate(bench: Bench, pool: str) -> object:
    return bench.manager.media.allocate(bench.session, pool, AllocateOptions()).logical.id


def _principal(bench: Bench, kind: Kind) -> Principal:
    if not kind.by_token:
        return Principal(user=kind.user, groups=kind.groups)
    manager = bench.manager
    assert isinstance(manager, LocalManager)
    secret = manager.security.create_token(bench.session, "a token", kind.user).secret
    return manager.authenticate(secret)
