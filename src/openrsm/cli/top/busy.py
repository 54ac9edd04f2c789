"""How much of the time that somebody looked each drive was busy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.values import DriveId
from openrsm.surface.views import DriveView, Status

FREE = frozenset({DriveState.DISMOUNTED, DriveState.DISMOUNTABLE})


class Busy:
    """Shares between 0 and 1, from the frames that were seen."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._last: tuple[datetime, Iterable[DriveView]] | None = None
        self._seen: dict[DriveId, float] = {}
        self._busy: dict[DriveId, float] = {}

    def see(self, status: Status) -> None:
        """What the drives did in the frame before, they did until this one."""
        if self._last is not None:
            before, drives = self._last
            passed = max(0.0, (status.at - before).total_seconds())
            for view in drives:
                self._add(view.drive, passed)
        self._last = (status.at, status.drives)

    def share(self, drive: Drive) -> float | None:
        """That of one drive; None before two frames have shown it."""
        seen = self._seen.get(drive.id, 0.0)
        return self._busy.get(drive.id, 0.0) / seen if seen else None

    def _add(self, drive: Drive, passed: float) -> None:
        self._seen[drive.id] = self._seen.get(drive.id, 0.0) + passed
        self._busy[drive.id] = self._busy.get(drive.id, 0.0) + passed * is_busy(drive)


def is_busy(drive: Drive) -> bool:
    """Whether somebody has it, or a cartridge is on its way into it or out of it."""
    return drive.holder is not None or drive.state not in FREE
