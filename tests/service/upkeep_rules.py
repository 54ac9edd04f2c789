"""What else is done in random operations on a service: sessions end, media are claimed, repaired and injected."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from openrsm.domain import troubles
from openrsm.domain.claims import Claiming, ClaimKind, KnownVolume, VolumeUse
from openrsm.domain.equipment import Library
from openrsm.domain.side import SideState
from openrsm.domain.values import Principal, SessionId
from openrsm.errors import RsmError
from openrsm.simulation.sharing import left_behind
from openrsm.surface.checkup import FindingView
from openrsm.surface.claims import ClaimedMedium, Claims
from openrsm.surface.mounts import MountOptions
from tests.service.invariants import Picture
from tests.service.machine import NEW_CODES, ServiceMachine
from tests.service.world import dump, hands

PICK = st.sampled_from(range(24))
ROOT: Final = Principal(user="root", administrator=True)
OWNER: Final = Claiming(owner="bacula", prefix="bacula", pools={})
SHORT: Final = 0.01
"""A lease, in seconds, that is over before its session is heard of again."""
DAMAGES: Final = (
    "UPDATE slots SET state = 'empty' WHERE id IN (SELECT place_id FROM media WHERE sequence = {0})",
    "UPDATE media SET state = 'in_use' WHERE state = 'idle' AND sequence = {0}",
    "UPDATE drives SET holder_application = 'x', holder_user = 'y', holder_computer = 'z' WHERE medium_id IS NULL",
)
"""What somebody does to the catalogue by hand, to a medium or a drive; all of it can be put right."""
NOT_OURS: Final = frozenset(
    one.code
    for one in (
        troubles.CODE_SHARED,
        troubles.SILENT,
        troubles.REPLACED,
        troubles.MOVES,
        troubles.MISSING,
        troubles.ELSEWHERE,
        troubles.STRANGER,
        troubles.CONTENT_DIFFERS,
        troubles.CODE_DIFFERS,
        troubles.DOUBTFUL,
        troubles.EXCHANGED,
        troubles.ABSENT,
    )
)
"""What hands and faults lead to in a library, and nobody has looked at yet; all else is the catalogue's own fault."""


class UpkeepRules(ServiceMachine):
    """Those who come and go, and those who put things right.

    Attributes:
        ended: Sessions that were to end their mounts, and have ended.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ended: set[SessionId] = set()

    def wrong(self, picture: Picture) -> Iterator[str]:
        yield from super().wrong(picture)
        yield from left_behind(picture, self.ended)

    # Sessions.

    @rule(
        pick=PICK,
        write=st.booleans(),
        ends=st.sampled_from([True, True, False]),
        how=st.sampled_from(["closed", "lost", "closed at once", "left open"]),
    )
    def come_and_go(self, pick: int, how: str, *, write: bool, ends: bool) -> None:
        """Somebody mounts in a session of his own, which ends."""
        self.attempt(lambda: self._come_and_go(pick, how, write=write, ends=ends))

    def _come_and_go(self, pick: int, how: str, *, write: bool, ends: bool) -> None:
        sessions, name = self.manager.sessions, self.one(pick, self.lmids()) or ""
        session = sessions.open("nightly", ROOT, lease=SHORT if how == "lost" else None, ends_mounts=ends)
        try:
            self.manager.mounts.mount(session, [name], MountOptions(write=write, nowait=True))
            if how != "closed at once":
                self.manager.settle()
        finally:
            if how != "left open":
                self._leave(session, how)
            if how != "left open" and ends:
                self.ended.add(session)

    def _leave(self, session: SessionId, how: str) -> None:
        if how == "lost":
            time.sleep(2 * SHORT)
            self.manager.sessions.expire()
        else:
            self.manager.sessions.close(session)

    # What another tool knew.

    @rule(
        picks=st.lists(PICK, min_size=1, max_size=4), uses=st.lists(st.sampled_from(VolumeUse), min_size=4, max_size=4)
    )
    def claim(self, picks: list[int], uses: list[VolumeUse]) -> None:
        names = {medium.bar_code or "" for pick in picks if (medium := self.one(pick, self.media())) is not None}
        volumes = [
            KnownVolume(name=name, pool="Full", use=use, slot=pick)
            for name, use, pick in zip(
                [*sorted(names), "STRANGER"], [*uses, VolumeUse.WRITTEN], picks * 5, strict=False
            )
        ]
        self.attempt(lambda: self._claim(volumes))

    def _claim(self, volumes: list[KnownVolume]) -> None:
        """What is tried is what is done; done again, nothing changes; what was not claimed stays as it was."""
        before, quiet, rows = self.world.picture(), self.is_quiet(), dump(self.world.state)
        tried = self._claimed(volumes, dry_run=True)
        assert not quiet or not self.is_quiet() or dump(self.world.state) == rows, "a dry run has changed something"
        done, after = self._claimed(volumes, dry_run=False), self.world.picture()
        assert done == tried
        for one in done.claimed:
            self._belongs_to_its_owner(one)
        names = {one.name for one in done.claimed}
        same = [medium for medium in after.media.values() if medium.name not in names and medium.id in before.media]
        assert all(before.sides[medium.id] == after.sides[medium.id] for medium in same)
        assert not self._claimed(volumes, dry_run=False).claimed

    def _claimed(self, volumes: list[KnownVolume], *, dry_run: bool) -> Claims:
        return self.manager.media.claim(self.session(0), "vtl", volumes, OWNER, dry_run=dry_run)

    def _belongs_to_its_owner(self, one: ClaimedMedium) -> None:
        picture = self.world.picture()
        medium = next(medium for medium in picture.media.values() if medium.name == one.name)
        [side] = picture.sides[medium.id]
        if one.kind is ClaimKind.OFFER:
            assert side.state is SideState.AVAILABLE
            return
        assert side.logical_id is not None
        assert picture.logical[side.logical_id].owner == OWNER.owner
        assert (side.state is SideState.COMPLETE) is (one.kind is not ClaimKind.ALLOCATE)

    # Checkups and repairs.

    @rule(pick=PICK, damage=st.sampled_from(["", *DAMAGES]))
    def check_up(self, pick: int, damage: str) -> None:
        """Nothing contradicts itself; what somebody has done to the catalogue by hand is put right."""
        if not self.is_quiet() or self.world.picture().open_work():
            return
        assert self._contradictions() == []
        if damage:
            self._spoil(damage.format(pick % len(self.media())))
            self.manager.database.repair(self.session(0))
            self.world.watch.heard.clear()  # a round that met the damage may have failed, and was taken up again
        self.rest_after_a_while()
        assert self._contradictions() == []

    def _contradictions(self) -> list[FindingView]:
        """What a checkup never finds in a catalogue that nobody has written to."""
        findings = self.manager.database.check(self.session(0)).findings
        return [one for one in findings if one.code not in NOT_OURS]

    def _spoil(self, statement: str) -> None:
        with closing(sqlite3.connect(self.world.state / "catalogue.sqlite")) as catalogue, catalogue:
            catalogue.execute(statement)

    # Injects.

    @rule(pick=PICK, code=st.sampled_from(NEW_CODES), many=st.booleans(), end=st.sampled_from(["stop", "retract"]))
    def bring_in(self, pick: int, code: str, end: str, *, many: bool) -> None:
        """Ports are opened, somebody puts a cartridge in, and it is taken in."""
        library = self.library(pick)
        if library is not None:
            self.attempt(lambda: self._bring_in(library, code, end, many=many))

    def _bring_in(self, library: Library, code: str, end: str, *, many: bool) -> None:
        session, person = self.session(0), hands(library)
        item = self.manager.libraries.inject(session, library.name, many=many).item
        self.manager.settle()
        look = person.look()
        if look.kind.sides == 1 and code not in {one.bar_code for _, one in look.cartridges()}:
            self.world.touched.add(code)
            with suppress(RsmError):
                person.insert(code, "port:1")
        if end == "stop":
            self.manager.work.stop(session, str(item.number))
        else:
            self.manager.libraries.retract(session, library.name)
