"""What is checked after each event: every commit, the catalogue against the library, and that nobody waits too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.work import Operation
from openrsm.drivers.virtual.model import Library
from openrsm.simulation.acting import DAY, HOUR
from openrsm.simulation.invariants import Picture, agreement, chain, settled
from openrsm.simulation.site import Site

NOTICED: Final = 2 * HOUR
"""Seconds within which the catalogue must agree with what people and faults did, if the library can be asked.

Most is told by a door that is closed. The rest is seen by looking at an idle library, once an hour in a simulation
(``LIMITS.watch``); as much again is for a look that comes while the robot is at work, and is put off.
"""
LONGEST_WAIT: Final = 5 * DAY
"""Seconds after which a mount for which nobody has to bring anything has waited too long."""
LONGEST_QUEUE: Final = 40


class Checker:
    """Checks, and remembers what is to hold soon and does not yet.

    Attributes:
        events: How often it has checked.
        longest_queue: The most items that were open at once.
    """

    def __init__(self, site: Site) -> None:
        """Nothing has been checked."""
        self._site = site
        self._since: dict[str, float] = {}
        self._told = 0
        self.events = 0
        self.longest_queue = 0

    def check(self, picture: Picture) -> list[str]:
        """What does not hold, in sentences."""
        self.events += 1
        open_work = picture.open_work()
        self.longest_queue = max(self.longest_queue, len(open_work))
        wrong = [*self._contradictions(), *self._places(), *self._waits(picture)]
        if len(open_work) > LONGEST_QUEUE:
            wrong.append(f"{len(open_work)} items are open")
        return [*wrong, *self._persisting(picture)]

    def at_the_end(self, picture: Picture) -> Iterator[str]:
        """What does not hold of the whole of it, once everything is at rest: also that each commit was seen."""
        yield from self._site.ledger.unlike(picture)
        yield from chain(replace(picture, moves=self._site.ledger.journal), self._site.touched)

    def _contradictions(self) -> list[str]:
        """Whatever any commit has brought about since the last look."""
        wrong = self._site.ledger.wrong[self._told :]
        self._told += len(wrong)
        return wrong

    def _places(self) -> Iterator[str]:
        """The library itself has every cartridge once."""
        keys = [one.key for _, one in self._site.hands.look().cartridges()]
        if len(keys) != len(set(keys)) or len(keys) != self._site.cartridges:
            yield f"the library has lost or doubled a cartridge: {len(keys)} of them, {len(set(keys))} different"

    def _waits(self, picture: Picture) -> Iterator[str]:
        asked = {request.work_id for request in picture.requests}
        for item in picture.open_work():
            waited = (self._site.time() - item.queued_at).total_seconds()
            if item.operation is Operation.MOUNT and waited > LONGEST_WAIT and item.id not in asked:
                yield f"work item {item.number} has waited since {item.queued_at}: {item.reason}"

    def _persisting(self, picture: Picture) -> Iterator[str]:
        """What may be wrong for a while, as long as somebody is at the library, or it is away."""
        now = self._site.time.steady()
        found = [*self._passing(picture)]
        self._since = {what: self._since.get(what, now) for what in found}
        yield from (what for what, since in self._since.items() if now - since > NOTICED)

    def _passing(self, picture: Picture) -> Iterator[str]:
        actual = self._site.hands.look()
        for library in picture.libraries.values():
            calm = library.operational is Operational.READY and not self._is_disturbed(actual)
            if library.kind is not LibraryKind.OFFLINE and calm:
                yield from agreement(picture, library.id, actual)
                yield from settled(picture)

    def _is_disturbed(self, actual: Library) -> bool:
        at_work = self._site.time.next_waking() is not None
        return at_work or actual.door_open or actual.gone or actual.starting_until > self._site.time.epoch()
