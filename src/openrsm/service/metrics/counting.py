"""What is counted where it happens: in the writer's thread after each commit, and where calls fail.

Counting starts with the process, as Prometheus expects; what is a state is read when it is asked for (``gauges.py``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from time import monotonic
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.health import Reading
from openrsm.domain.records import Move, MoveOutcome, WorkItem
from openrsm.domain.tape_alerts import TAPE_ALERTS
from openrsm.domain.values import LibraryId, PlaceKind, WorkId
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.errors import RsmError
from openrsm.service.metrics import families
from openrsm.service.metrics.drive_time import ACTIVITIES, DriveTime, Tick, activity
from openrsm.service.metrics.families import Family
from openrsm.store.database import Commit, Transaction

NO_ERROR: Final = "none"
IN_DRIVE: Final = "in_drive"
CARRIED: Final = "carried"
GONE: Final = "removed"
"""What stands for a library that is not in the catalogue any more."""


class Counting:
    """The counters and histograms of one manager. Any thread may call any method."""

    def __init__(self, tick: Tick = monotonic) -> None:
        """Nothing has happened yet. ``tick`` measures how long drives do what."""
        self.registry = CollectorRegistry()
        self._lock = threading.Lock()
        self._libraries: dict[LibraryId, str] = {}
        self._carried: set[WorkId] = set()
        self._drives = DriveTime(tick)
        self._drive_time = self._counter(families.DRIVE_TIME)
        self._tape_alerts = self._counter(families.TAPE_ALERTS)
        self._ended = self._counter(families.WORK_ENDED)
        self._mounts = self._counter(families.MOUNTS)
        self._wait = self._histogram(families.MOUNT_WAIT)
        self._motion = self._histogram(families.MOUNT_MOTION)
        self._moves = self._counter(families.MOVES)
        self._move_time = self._histogram(families.MOVE_TIME)
        self._errors = self._counter(families.CALL_ERRORS)
        self._commits = self._counter(families.COMMITS)
        self._commit_time = self._histogram(families.COMMIT_TIME)
        self._commit_works = self._histogram(families.COMMIT_WORKS)
        self._alerts = self._counter(families.ALERTS)
        self._show_zeros()

    def _counter(self, family: Family) -> Counter:
        return Counter(family.name, family.help, family.labels, registry=self.registry)

    def _histogram(self, family: Family) -> Histogram:
        return Histogram(family.name, family.help, family.labels, buckets=family.buckets, registry=self.registry)

    def _show_zeros(self) -> None:
        """A rate over a counter that appears with its first failure would miss that one."""
        for outcome in ("done", "failed"):
            self._commits.labels(outcome)
        for outcome in ("sent", "failed", "dropped"):
            self._alerts.labels(outcome)

    def begin(self, tx: Transaction) -> None:
        """Take in what a catalogue holds that has just been opened."""
        with self._lock:
            for library in tx.libraries.all():
                self._library(library)
            for drive in tx.drives.all():
                self._drive(drive)
            self._carried |= _carried(tx)

    # What others tell.

    def committed(self, commit: Commit) -> None:
        """The store's writer ended a transaction."""
        self._commits.labels("failed" if commit.failed else "done").inc()
        self._commit_time.observe(commit.seconds)
        self._commit_works.observe(commit.works)
        with self._lock:
            for before, after in commit.alterations:
                self._altered(before, after)

    def failed(self, error: RsmError) -> None:
        """A call ended with an error."""
        self._errors.labels(error.code, error.acts).inc()

    def alerted(self, outcome: str) -> None:
        """A message of alerts was ``sent``, ``failed`` (and will be tried again) or was ``dropped``."""
        self._alerts.labels(outcome).inc()

    def bring_up_to_date(self) -> None:
        """Add what goes on at this moment; called before the counters are read."""
        with self._lock:
            self._spent(self._drives.until_now())

    # What the catalogue's changes mean.

    def _altered(self, before: object, after: object) -> None:
        match before, after:
            case WorkItem(), WorkItem():
                self._work(before, after)
            case _, Move():
                self._move(before, after)
            case _, Drive():
                self._drive(after)
            case Drive(), None:
                self._drives.forget(before)
            case None, Reading():
                self._read(after)
            case _, Library():
                self._library(after)

    def _library(self, library: Library) -> None:
        if library.url and library.id not in self._libraries:
            for outcome in MoveOutcome:
                self._moves.labels(library.name, outcome.name.lower())
            for cartridge in (IN_DRIVE, CARRIED):
                self._mounts.labels(library.name, cartridge)
                self._motion.labels(library.name, cartridge)
            self._wait.labels(library.name)
            self._move_time.labels(library.name)
        self._libraries[library.id] = library.name

    def _drive(self, drive: Drive) -> None:
        if not self._drives.knows(drive):
            for doing in ACTIVITIES:
                self._drive_time.labels(self._name(drive.library_id), drive.name, doing)
        self._spent(self._drives.drive(drive))

    def _spent(self, times: Iterable[tuple[Drive, float]]) -> None:
        for drive, seconds in times:
            self._drive_time.labels(self._name(drive.library_id), drive.name, activity(drive)).inc(seconds)

    def _work(self, before: WorkItem, after: WorkItem) -> None:
        if before.state not in OPEN or after.state in OPEN:
            return
        names = (self._name(after.library_id), after.operation.name.lower(), after.state.name.lower())
        self._ended.labels(*names, after.error or NO_ERROR).inc()
        carried = after.id in self._carried
        self._carried.discard(after.id)
        if after.operation is Operation.MOUNT and after.state is WorkState.PASSED:
            self._mounted(after, CARRIED if carried else IN_DRIVE)

    def _mounted(self, item: WorkItem, cartridge: str) -> None:
        library = self._name(item.library_id)
        self._mounts.labels(library, cartridge).inc()
        if item.started_at is not None and item.ended_at is not None:
            self._wait.labels(library).observe(_seconds(item.started_at.timestamp() - item.queued_at.timestamp()))
            moved = _seconds(item.ended_at.timestamp() - item.started_at.timestamp())
            self._motion.labels(library, cartridge).observe(moved)

    def _move(self, before: object, move: Move) -> None:
        if before is None and move.work_id is not None and move.destination.kind is PlaceKind.DRIVE:
            self._carried.add(move.work_id)
        if move.closed_at is None or move.outcome is None or (isinstance(before, Move) and before.closed_at):
            return
        library = self._name(move.library_id)
        self._moves.labels(library, move.outcome.name.lower()).inc()
        if move.outcome is MoveOutcome.DONE:
            self._move_time.labels(library).observe(_seconds((move.closed_at - move.opened_at).total_seconds()))

    def _read(self, reading: Reading) -> None:
        names = (self._name(reading.library_id), self._drives.name(reading.drive_id))
        for flag in reading.alerts:
            self._tape_alerts.labels(*names, flag, TAPE_ALERTS[flag].name).inc()

    def _name(self, library_id: LibraryId) -> str:
        return self._libraries.get(library_id, GONE)


def _seconds(passed: float) -> float:
    """A clock that was set back makes no time negative."""
    return max(0.0, passed)


def _carried(tx: Transaction) -> set[WorkId]:
    """Mounts under way for which the robot has moved already, before this process began."""
    under_way = [item for item in tx.work.open() if item.operation is Operation.MOUNT and item.medium_id]
    moves = (move for item in under_way if item.medium_id for move in tx.moves.of_medium(item.medium_id, 20))
    wanted = {item.id for item in under_way}
    carried = {move.work_id for move in moves if move.work_id and move.destination.kind is PlaceKind.DRIVE}
    return carried & wanted
