"""What a drive is doing, in one word, and for how long in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.library import Operational
from openrsm.domain.values import DriveId

Tick = Callable[[], float]
"""Seconds since some moment; never runs backwards, whatever happens to the clock."""

OUT_OF_SERVICE: Final = "out_of_service"
ACTIVITIES: Final = ("empty", "dismountable", "moving", "in_use", "cleaning", OUT_OF_SERVICE)


def activity(drive: Drive) -> str:
    """What a drive is doing: one of :data:`ACTIVITIES`."""
    if drive.operational is not Operational.READY:
        return OUT_OF_SERVICE
    if drive.state is DriveState.BEING_CLEANED:
        return "cleaning"
    if drive.holder is not None:
        return "in_use" if drive.state is DriveState.LOADED else "moving"
    return {DriveState.DISMOUNTED: "empty", DriveState.DISMOUNTABLE: "dismountable"}.get(drive.state, "moving")


class DriveTime:
    """Adds up how long each drive does what. Its caller sees to it that one thread at a time is in here."""

    def __init__(self, tick: Tick) -> None:
        """No drive is known yet."""
        self._tick = tick
        self._doing: dict[DriveId, tuple[Drive, float]] = {}

    def knows(self, drive: Drive) -> bool:
        """Whether its time is added up."""
        return drive.id in self._doing

    def name(self, drive_id: DriveId) -> str:
        """What it is called; empty once it is gone."""
        return self._doing[drive_id][0].name if drive_id in self._doing else ""

    def drive(self, drive: Drive) -> Iterator[tuple[Drive, float]]:
        """From now on the drive is as it is here; what ended is yielded: the drive as it was, and for how long."""
        now = self._tick()
        if drive.id in self._doing:
            yield self._since(drive.id, now)
        self._doing[drive.id] = (drive, now)

    def forget(self, drive: Drive) -> None:
        """It is gone."""
        self._doing.pop(drive.id, None)

    def until_now(self) -> Iterator[tuple[Drive, float]]:
        """What each has been doing since it was last asked."""
        now = self._tick()
        for drive_id in list(self._doing):
            yield self._since(drive_id, now)
            self._doing[drive_id] = (self._doing[drive_id][0], now)

    def _since(self, drive_id: DriveId, now: float) -> tuple[Drive, float]:
        drive, since = self._doing[drive_id]
        return drive, now - since
