"""A second play: what changer programs and shares ask for, a session that ends its mounts, a claim, and a repair."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Final

from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.domain.values import SessionId
from openrsm.store import sqlite
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from tests.conformance.surface_bench import ROOT, eventually
from tests.crash.play import LEASE, LIBRARY, SCENES, Player, Scene
from tests.service.world import World

SHARE: Final = "part"
SHARED: Final = "V00004L5"
CARRIED: Final = "V00005L5"
HOME, ELSEWHERE, PORT = 5, 7, 9
"""Numbers as changers have them: the I/E element is behind the eight slots."""
NIGHTLY: Final = "nightly"


def transfers(player: Player) -> None:
    """From slot to slot, out through the port, and back."""
    for source, destination in ((HOME, ELSEWHERE), (ELSEWHERE, PORT), (PORT, HOME)):
        transfer = player.world.manager.changers.submit_transfer
        player.passes(player.ask(f"a transfer from {source}", transfer, LIBRARY, source, destination))


def a_share(player: Player) -> None:
    manager = player.world.manager
    player.ask("a pool", manager.pools.create, SHARE, PoolOptions(media_type="LTO-5"))
    player.ask("a medium for it", manager.media.move, SHARED, SHARE)
    player.ask("a share", manager.shares.create, SHARE, LIBRARY, [SHARE], [f"{LIBRARY}/drive2"])


def a_load_of_the_share(player: Player) -> None:
    load = player.world.manager.changers.submit_load
    player.passes(player.ask("a load", load, SHARE, 1, 0, nowait=True))


def an_unload_to_another_number(player: Player) -> None:
    player.passes(player.ask("an unload", player.world.manager.changers.submit_unload, SHARE, 0, 3))


def a_session_that_ends_its_mounts(player: Player) -> None:
    """Who begins anew goes on with the session, where it is still open."""
    night, manager = _night(player), player.world.manager
    mounted = player.ask_in(night, "a mount of the night", manager.mounts.submit, player.lmids[:1], MountOptions())
    player.passes(mounted)
    manager.sessions.close(night)
    eventually(lambda: not any(drive.holder for drive in player.world.picture().drives.values()))


def _night(player: Player) -> SessionId:
    manager = player.world.manager
    for view in manager.sessions.list(player.session):
        if view.application == NIGHTLY:
            manager.resume(view.id, ROOT)
            return view.id
    return manager.sessions.open(NIGHTLY, ROOT, lease=LEASE, ends_mounts=True)


def a_claim(player: Player) -> None:
    """Another program knew the medium as its own."""
    how = Claiming(owner="bacula", prefix="bacula", pools={})
    volume = KnownVolume(name=CARRIED, pool="Full", slot=HOME)
    player.ask("a claim", player.world.manager.media.claim, LIBRARY, [volume], how)


def a_repair(player: Player) -> None:
    """Somebody has been at the catalogue; the service may have seen that before it is told to put it right."""
    with closing(sqlite3.connect(player.world.state / sqlite.FILE)) as catalogue, catalogue:
        catalogue.execute("UPDATE slots SET state = 'empty' WHERE number = ?", (HOME,))
    player.world.manager.database.repair(player.session, LIBRARY)
    assert not player.world.manager.database.check(player.session, LIBRARY).findings


def put_right(world: World, scene: int, play: str) -> None:
    """Whoever damaged the catalogue has it put right, if the service died before: what was wrong until then is past."""
    if PLAYS[play][scene] is a_repair:
        world.manager.database.repair(world.sessions[0], LIBRARY)
        world.ledger.wrong.clear()


PLAYS: Final[Mapping[str, Sequence[Scene]]] = {
    "brokering": SCENES,
    "carrying": (
        transfers,
        a_share,
        a_load_of_the_share,
        an_unload_to_another_number,
        a_session_that_ends_its_mounts,
        a_claim,
        a_repair,
    ),
}
"""Both begin on the same stage."""
