"""One simulation: everybody acts, time jumps to whatever comes next, and everything is checked after each event."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from openrsm.domain.library import Operational
from openrsm.domain.values import PlaceKind, WorkId
from openrsm.domain.work import Operation
from openrsm.errors import RsmError
from openrsm.settings import environment
from openrsm.simulation import applications, people, programs
from openrsm.simulation.acting import DAY, HOUR, Actor, Role, Until
from openrsm.simulation.checking import Checker
from openrsm.simulation.invariants import Picture
from openrsm.simulation.listening import listening
from openrsm.simulation.site import BEGIN, Site
from openrsm.simulation.time import SimulatedTime
from openrsm.simulation.trouble import Troubles
from openrsm.surface.simulation import Counted, SimulationOptions, SimulationReport

WIND_UP: Final = 10 * DAY
"""Seconds within which everything must have come to rest, once nobody asks for anything and nothing goes wrong."""
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ENOUGH: Final = 5
"""Violations after which there is no point in going on."""


def simulate(options: SimulationOptions) -> SimulationReport:
    """See :class:`openrsm.surface.simulation.Simulator`."""
    with TemporaryDirectory(prefix="openrsm-simulation-", dir=_place()) as folder:
        heard: list[str] = []
        with listening(heard):
            return Simulation(Path(folder), options, heard).run()


def _place() -> Path | None:
    """Where the folder is made: in memory, where writing costs nothing, unless somebody has said where."""
    return None if "TMPDIR" in environment() or not os.access(MEMORY, os.W_OK) else MEMORY


@dataclass
class Turn:
    """One who acts, and what is waited for."""

    actor: Actor
    due: float
    until: Until | None = None


class Simulation:
    """See the module."""

    def __init__(
        self, folder: Path, options: SimulationOptions, violations: list[str], roles: Sequence[Role] | None = None
    ) -> None:
        """In a folder of its own; what must not be is added to ``violations``. Others than usual may take part."""
        self._begun = monotonic()
        self._options = options
        self._time = SimulatedTime(BEGIN)
        self._site = Site(folder, options, self._time)
        self._checker = Checker(self._site)
        self._troubles = Troubles()
        self._waits: dict[WorkId, float] = {}
        self._asked: set[WorkId | None] = set()
        self._exchanges = 0
        self._held: dict[object, object] = {}
        self._picture = self._site.picture()
        self._violations = violations
        self._turns: list[Turn] = []
        for role in self._roles() if roles is None else roles:
            self.join(role)

    def _roles(self) -> list[Role]:
        roles: list[Role] = [applications.backup, applications.archive, applications.restores, people.restarts]
        roles += [programs.changer_program, programs.commands, programs.labels, programs.crashes]
        if self._options.people:
            roles += [people.visitors, people.courier, programs.person_with_mtx]
        if self._options.faults:
            roles.append(self._troubles.role(self._options.faults))
        return [people.operators, *roles]

    def join(self, role: Role) -> None:
        """Somebody else takes part."""
        dice = Random(f"{self._options.seed}:{len(self._turns)}")  # noqa: S311 - a play, not a secret
        turn = Turn(role(self._site, dice), 0.0)
        self._turns.append(turn)
        self._listen(turn, next(turn.actor))

    def close(self) -> None:
        """End it before its time."""
        self._site.close()

    def run(self) -> SimulationReport:
        """Until the time is over, or something is wrong."""
        try:
            self.pass_time(self._options.days * DAY)
            if not self._violations:
                self._wind_up()
        except AssertionError as error:
            self._violations.append(str(error))
        finally:
            self._site.close()
        return self.report()

    def pass_time(self, seconds: float) -> None:
        """Whatever happens in so many seconds, unless too much is wrong."""
        end = self._time.steady() + seconds
        while self._time.steady() < end and len(self._violations) < ENOUGH:
            self._event()
            self._time.jump(min(end, self._next_moment()))
            self._site.manager.controllers.ring(self._time.steady())

    def _event(self) -> None:
        """Everybody does what needs no time."""
        acted = True
        while acted:
            self._time.wait_for(self._site.awaits_time)
            if self._site.changed:
                self._site.changed = False
                self._look()
            acted = self._act()

    def _look(self) -> None:
        picture = self._site.picture()
        self._measure(picture)
        self._violations += self._checker.check(picture)
        if picture is not self._picture:
            self._violations += self._site.amiss(picture)
        self._picture = picture

    def _act(self) -> bool:
        """The first whose turn it is acts; whether there was one."""
        for turn in self._turns:
            if self._is_due(turn):
                self._site.changed = True
                self._listen(turn, turn.actor.send(self._picture))
                return True
        return False

    def _is_due(self, turn: Turn) -> bool:
        return turn.due <= self._time.steady() or (turn.until is not None and turn.until.holds(self._picture))

    def _listen(self, turn: Turn, wait: float | Until) -> None:
        turn.until = wait if isinstance(wait, Until) else None
        turn.due = self._time.steady() + (wait.seconds if isinstance(wait, Until) else wait)

    def _next_moment(self) -> float:
        moments = [turn.due for turn in self._turns]
        moments += [
            one for one in (self._time.next_waking(), self._site.manager.controllers.alarm()) if one is not None
        ]
        return min(moments)

    def _measure(self, picture: Picture) -> None:
        self._asked |= {request.work_id for request in picture.requests}
        for item in picture.work.values():
            if item.operation is Operation.MOUNT and item.started_at is not None and item.id not in self._asked:
                self._waits[item.id] = (item.started_at - item.queued_at).total_seconds()
        for drive in picture.drives.values():
            if drive.medium_id is not None and self._held.get(drive.id) != drive.medium_id:
                self._exchanges += 1
            self._held[drive.id] = drive.medium_id

    def _wind_up(self) -> None:
        """Nobody asks for more and nothing goes wrong any more: everything comes to rest, in its place."""
        self._troubles.heal(self._site)
        self._turns = self._turns[:1]
        end = self._time.steady() + WIND_UP
        while [*self._restless()] and self._time.steady() < end and not self._violations:
            self._give_back()
            self.pass_time(HOUR)
        picture = self._site.picture()
        found = (self._restless(), self._site.unlike_the_books(), self._checker.at_the_end(picture))
        self._violations += [what for each in found for what in each]

    def _give_back(self) -> None:
        site = self._site
        for drive in site.picture().drives.values():
            if drive.holder is not None:
                empty = partial(site.manager.drives.dismount, site.session, drive.name)
                site.attempt(f"{drive.name} is emptied", empty)
        for item in site.picture().open_work():
            try:
                site.manager.work.stop(site.session, str(item.number))
            except RsmError:
                continue

    def _restless(self) -> list[str]:
        """What is not as it is when everything is over."""
        picture = self._site.picture()
        found = [f"work item {item.number} is still open: {item.reason}" for item in picture.open_work()]
        found += [f"{move.medium_id} is still being moved" for move in picture.moves]
        found += [f"{one.name} still holds a medium" for one in picture.drives.values() if one.medium_id is not None]
        found += [
            f"{one.name} is still out of order: {one.trouble}"
            for one in picture.drives.values()
            if _is_out(one.operational)
        ]
        found += [
            f"library {one.name} does not answer" for one in picture.libraries.values() if _is_out(one.operational)
        ]
        lost = [one.name for one in picture.media.values() if one.place.kind is PlaceKind.ROBOT]
        return found + [f"{name} is still in the robot" for name in lost]

    def report(self) -> SimulationReport:
        """What happened so far."""
        site = self._site
        return SimulationReport(
            days=round(self._time.steady() / DAY),
            seed=self._options.seed,
            seconds=round(monotonic() - self._begun, 1),
            events=self._checker.events,
            mounts=site.mounts,
            exchanges=self._exchanges,
            written=site.written,
            compared=site.compared,
            longest_wait=max(self._waits.values(), default=0.0),
            longest_queue=self._checker.longest_queue,
            answered=site.answered,
            restarts=site.restarts,
            crashes=site.crashes,
            carried=site.carried,
            lost=site.lost,
            faults=_counted(self._troubles.met),
            refused=_counted(site.refused),
            violations=self._violations,
            last=site.told if self._violations else (),
        )


def _is_out(operational: Operational) -> bool:
    return operational in (Operational.NEEDS_SERVICE, Operational.NOT_PRESENT)


def _counted(counts: Mapping[str, int]) -> list[Counted]:
    return [Counted(what=what, times=times) for what, times in sorted(counts.items())]
