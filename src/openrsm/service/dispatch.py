"""Handing steps to the threads that own the devices, and recording what they report.

Belongs to the controller's thread; only the tasks themselves run in the devices' threads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

import structlog

from openrsm.domain.library import InventoryMethod
from openrsm.domain.records import Move
from openrsm.domain.standalone import is_alone
from openrsm.domain.steps import Carry, CloseStation, Load, OpenStation, ReleaseDoor, Step, TakeInventory, Unload
from openrsm.domain.values import LibraryId, MediumId, WorkId
from openrsm.domain.work import Operation
from openrsm.drivers.contract import Readiness
from openrsm.errors import DeviceGone, HardwareFault, LibraryChanged, MotionUnknown, RsmError
from openrsm.service import devices, identities, reports, visits
from openrsm.service.context import Context
from openrsm.service.devices import Device, DriveReport, OpenDevices, RobotReport
from openrsm.service.elements import Elements
from openrsm.service.outcomes import intend
from openrsm.service.sight import Blind, Hear, Sight
from openrsm.service.snapshot import DriveNotes, UnderWay

log = structlog.get_logger(__name__)

T = TypeVar("T")
R = TypeVar("R", RobotReport, DriveReport)

PATIENCE = 3
"""How often in a row a device may fail before an operator is asked; a drive is then taken out of scheduling."""

LONGEST_PAUSE = 3600.0
"""Seconds between two tries at the most."""


class Inbox(Protocol):
    """The controller, as far as reports need it."""

    def expect(self) -> None:
        """A message will come."""
        ...

    def post(self, message: Callable[[], None]) -> None:
        """The message."""
        ...


class Dispatch:
    """The steps under way in one open library.

    Attributes:
        steps: What is being handed out, or was and has not been reported.
        asked: How many tasks of each device's thread have not been reported.
        lost: The library no longer answers, or what it answered could not be recorded: it must be opened anew.
    """

    def __init__(
        self,
        library_id: LibraryId,
        context: Context,
        opened: OpenDevices,
        inbox: Inbox,
    ) -> None:
        """For a library that has just been opened and recovered."""
        self.devices = opened
        self.steps: list[Step] = []
        self.asked: Counter[str] = Counter()
        self.lost = False
        self._reopens = False
        self._seen: set[WorkId | None] = set()
        self._library_id = library_id
        self._context = context
        self._inbox = inbox
        self._elements = context.store.read(lambda tx: Elements.read(tx, library_id))
        self._notes: dict[UUID, DriveNotes] = {}
        self._surprises: Counter[MediumId] = Counter()
        self._watched = context.pace.steady()
        self._locked = opened.changer.abilities.lock  # whoever had it open before may have kept people out
        self._released: WorkId | None = None
        self._station_open = context.store.read(lambda tx: visits.station_is_open(tx, library_id))
        self._door_open = context.store.read(lambda tx: reports.door_is_open(tx, library_id))
        self._alone = is_alone(context.store.read(lambda tx: tx.libraries.get(library_id)))

    def under_way(self) -> UnderWay:
        """For the scheduler."""
        steps, notes = tuple(self.steps), dict(self._notes)
        return UnderWay(steps=steps, notes=notes, locked=self._locked, released=self._released)

    def hand_out(self, steps: Sequence[Step]) -> None:
        """Commit the intent of every motion, then start the steps; who hears of one finds it under way already."""
        unstarted = list(steps)
        self.steps += unstarted
        try:
            moves = self._intend([step for step in steps if isinstance(step, Carry)])
            while unstarted:
                self._start(unstarted[0], moves)
                del unstarted[0]
        finally:
            for step in unstarted:
                self.steps.remove(step)

    def _intend(self, carries: Sequence[Carry]) -> Iterator[Move]:
        write = self._context.store.write
        return iter(write(lambda tx: [intend(tx, self._library_id, step) for step in carries]) if carries else ())

    def _start(self, step: Step, moves: Iterator[Move]) -> None:
        match step:
            case Carry():
                self._carry(step, next(moves))
            case TakeInventory():
                self._inventory(step)
            case Load():
                self._load(step)
            case Unload():
                self._unload(step)
            case OpenStation() | ReleaseDoor():
                self._admit(step)
            case CloseStation():
                self._shut(step)

    def watch(self) -> float:
        """Look at an idle library now and then, often while people are at it; seconds until the next look is due."""
        limits = self._context.limits
        people = self._door_open or self._station_open or self._released is not None
        idle = (limits.detect or limits.watch) if self._alone else limits.watch
        interval = limits.poll if people else idle
        due = self._watched + interval - self._context.pace.steady()
        if due > 0:
            return due
        self._look()
        return interval

    def has_looked(self, age: float) -> bool:
        """Whether it has looked in the last so many seconds; any thread may ask."""
        return self._context.pace.steady() - self._watched <= age

    def look(self) -> Future[RobotReport] | None:
        """Look now; None if the robot is at work."""
        at_work = any(isinstance(step, Carry | TakeInventory) for step in self.steps)
        return None if at_work else self._look()

    def _look(self) -> Future[RobotReport]:
        self._watched = self._context.pace.steady()
        look = self.devices.robot.do(lambda: devices.inventory(self.devices.changer, InventoryMethod.SLOT))
        self._when_done(look, None, RobotReport, self._looked)
        return look

    def consult(self, hear: Hear) -> None:
        """Look at the library for somebody who wants to know."""
        look = self.devices.robot.do(lambda: devices.inventory(self.devices.changer, InventoryMethod.SLOT))
        self._inbox.expect()
        look.add_done_callback(lambda done: self._inbox.post(lambda: self._consulted(done, hear)))

    def _consulted(self, done: Future[RobotReport], hear: Hear) -> None:
        """Whoever asked is answered, whatever became of the library meanwhile."""
        if self.lost or done.cancelled() or done.exception() is not None:
            hear(Blind.MOVES)
            return
        report = done.result()
        self._heard(report)
        if report.elements is None:
            hear(Blind.AWAY)
        elif any(isinstance(step, Carry) for step in self.steps):
            hear(Blind.MOVES)
        else:
            hear(Sight(report.elements, {key: drive for key, (drive, _) in self.devices.drives.items()}))

    # Motions.

    def _carry(self, step: Carry, move: Move) -> None:
        motion = self._elements.motion(step.source, step.destination)
        changer, limits, stop = self.devices.changer, self._context.limits, self.devices.stop
        check = step.is_doubtful and changer.abilities.bar_codes
        future = self.devices.robot.do(
            lambda: devices.carry(changer, motion, limits, stop, invert=step.invert, check=check)
        )
        self._when_done(future, step, RobotReport, lambda report: self._carried(step, move, report))

    def _carried(self, step: Carry, move: Move, report: RobotReport) -> None:
        self._heard(report)
        if report.fault is None:
            self._surprises.pop(step.medium_id, None)
            self._seen.add(step.work_id)
            self._context.store.write(lambda tx: reports.carried(tx, move, report))
        elif report.elements is None:
            self.lost = True
        else:
            final = not (isinstance(report.fault, LibraryChanged) and self._may_surprise(step.medium_id))
            self._context.store.write(lambda tx: reports.carry_failed(tx, step, move, report, final=final))
            self._count_fault(step, report)

    def _may_surprise(self, medium_id: MediumId) -> bool:
        """A library that says "I have changed" instead of moving is believed a few times, not for ever."""
        self._surprises[medium_id] += 1
        return self._surprises[medium_id] <= PATIENCE

    def _count_fault(self, step: Carry, report: RobotReport) -> None:
        """A cartridge that goes home by itself and cannot must not be tried for ever."""
        if step.work_id is None and step.source.element_id is not None:
            self._failed(step.source.element_id, report.fault)

    def _inventory(self, step: TakeInventory) -> None:
        method = self._context.store.read(lambda tx: reports.method_of(tx, step.work_id))
        future = self.devices.robot.do(lambda: devices.inventory(self.devices.changer, method))
        self._when_done(future, step, RobotReport, lambda report: self._inventoried(step, report))

    def _inventoried(self, step: TakeInventory, report: RobotReport) -> None:
        self._heard(report)
        self._context.store.write(lambda tx: reports.inventoried(tx, self._library_id, step, report))
        self._reopens = self._reopens or self._context.store.read(
            lambda tx: reports.misses_a_drive(tx, self._library_id)
        )
        self.lost = self.lost or report.elements is None

    def _looked(self, report: RobotReport) -> None:
        self._heard(report)
        self._forget_access()
        self.lost = self.lost or report.elements is None
        if report.elements is not None and not any(isinstance(step, Carry) for step in self.steps):
            self._context.store.write(lambda tx: reports.looked(tx, self._library_id, report))

    def _heard(self, report: RobotReport) -> None:
        """Doors, and what the library told unasked: contents that became doubtful are inventoried."""
        if report.fault is not None and report.elements is None:
            return  # it was not heard at all
        # What people do at ports that stand open for them is seen by looking, and needs no inventory.
        suspect = not self._station_open and any(attention.contents_suspect for attention in report.attentions)
        if not suspect and report.door_open is self._door_open:
            return
        if self._door_open and not report.door_open:
            self._released = None
        self._door_open = report.door_open
        itself = self._context.itself()
        self._context.store.write(
            lambda tx: reports.heard(tx, self._library_id, itself, door_open=report.door_open, suspect=suspect)
        )

    # People.

    def _admit(self, step: OpenStation | ReleaseDoor) -> None:
        future = self.devices.robot.do(lambda: devices.admit(self.devices.changer))
        self._when_done(future, step, RobotReport, lambda report: self._admitted(step, report))

    def _admitted(self, step: OpenStation | ReleaseDoor, report: RobotReport) -> None:
        self._locked = self._locked and report.fault is not None
        if isinstance(step, ReleaseDoor):
            self._released = step.work_id
        else:
            self._station_open = report.fault is None
        self._heard(report)
        self._context.store.write(lambda tx: visits.admitted(tx, self._library_id, step, report))
        self.lost = self.lost or report.elements is None

    def _forget_access(self) -> None:
        """A door access may end without the door's being opened; then nobody is waited for any longer."""
        released = self._released
        if released is not None and not self._context.store.read(lambda tx: visits.is_under_way(tx, released)):
            self._released = None

    def _shut(self, step: CloseStation) -> None:
        changer, scan = self.devices.changer, self._station_open
        future = self.devices.robot.do(lambda: devices.shut(changer, locked=step.locked, scan=scan))
        self._when_done(future, step, RobotReport, lambda report: self._was_shut(step, report))

    def _was_shut(self, step: CloseStation, report: RobotReport) -> None:
        self._heard(report)
        if step.locked:
            self._locked = True  # even if it failed: what was locked and could then not be scanned is locked
        else:
            self._unlocked(report.fault)
        self._station_open = False
        self._context.store.write(lambda tx: visits.shut(tx, self._library_id, step, report))
        self.lost = self.lost or report.elements is None

    def _unlocked(self, fault: RsmError | None) -> None:
        """No item waits for it: where it failed people would stay locked out, so it is tried again."""
        self._failed(self._library_id, fault)
        if fault is None:
            self._locked = False
        else:
            log.warning("unlocking failed", action="unlock_failed", library=str(self._library_id), error=str(fault))

    # Drives.

    def _load(self, step: Load) -> None:
        """What waited in its drive since somebody was done with it may have been exchanged there: it is looked at."""
        if step.operation is Operation.MOUNT and step.work_id not in self._seen and not self._alone:
            look = self.devices.robot.do(lambda: devices.inventory(self.devices.changer, InventoryMethod.SLOT))
            self._when_done(look, step, RobotReport, lambda report: self._found(step, report))
            return
        self._seen.discard(step.work_id)
        drive, device = self.devices.drive(step.drive_id)
        limits, stop = self._context.limits, self.devices.stop
        recognition = self._context.recognition
        expected, label = self._context.store.read(lambda tx: identities.loading(tx, step, recognition))
        see_to = devices.loading(step.operation, expected, label)
        future = device.do(lambda: see_to(drive, limits, stop))
        self._when_done(future, step, DriveReport, lambda report: self._loaded(step, report))

    def _found(self, step: Load, report: RobotReport) -> None:
        self._heard(report)
        self.lost = self.lost or report.elements is None
        self._seen.add(step.work_id)
        carrying = any(isinstance(other, Carry) for other in self.steps)
        itself = self._context.itself()
        self._context.store.write(lambda tx: reports.found(tx, step, report, itself, carrying=carrying))

    def _loaded(self, step: Load, report: DriveReport) -> None:
        if self._cut_short(report):
            return
        if report.open_by_program:
            self._leave_open(step)
        itself = self._context.itself()
        self._context.store.write(lambda tx: reports.loaded(tx, step, report, itself))
        if not isinstance(report.fault, reports.NOBODYS):
            self._failed(step.drive_id, report.fault)

    def _cut_short(self, report: DriveReport) -> bool:
        """The library is being closed, and the drive was not waited for; opening asks what came of it."""
        status = report.status
        return self.devices.stop.is_set() and status is not None and status.readiness is Readiness.BECOMING_READY

    def _unload(self, step: Unload) -> None:
        drive, device = self.devices.drive(step.drive_id)
        limits, stop = self._context.limits, self.devices.stop
        stale = self._context.store.read(lambda tx: identities.is_stale(tx, step))
        recognition = self._context.recognition if stale else None
        future = device.do(lambda: devices.unload(drive, limits, stop, recognition))
        self._when_done(future, step, DriveReport, lambda report: self._unloaded(step, report))

    def _unloaded(self, step: Unload, report: DriveReport) -> None:
        if self._cut_short(report):
            return
        if report.open_by_program:
            self._leave_open(step)
        self._context.store.write(lambda tx: reports.unloaded(tx, step, report))
        if not report.open_by_program:
            self._failed(step.drive_id, report.fault)

    def _leave_open(self, step: Load | Unload) -> None:
        now = self._context.clock()
        known = self._notes.get(step.drive_id, DriveNotes())
        again = now + timedelta(seconds=self._context.limits.poll)
        self._notes[step.drive_id] = replace(known, not_before=again, open_since=known.open_since or now)

    def _failed(self, device_id: UUID, fault: RsmError | None) -> None:
        """Count faults of a drive, a robot or the lock in a row; success forgets them, too many call an operator."""
        self._reopens = self._reopens or isinstance(fault, DeviceGone)
        if fault is None:
            self._notes.pop(device_id, None)
            return
        failures = self._notes.get(device_id, DriveNotes()).failures + 1
        pause = timedelta(seconds=min(self._context.limits.poll * 2**failures, LONGEST_PAUSE))
        self._notes[device_id] = DriveNotes(not_before=self._context.clock() + pause, failures=failures)
        if failures >= PATIENCE:
            itself = self._context.itself()
            self._context.store.write(lambda tx: reports.give_up(tx, self._library_id, device_id, fault, itself))

    # From a device's thread back to the controller's.

    def _when_done(self, future: Future[R], step: Step | None, kind: type[R], record: Callable[[R], None]) -> None:
        self.asked[self._device_of(step).name] += 1
        self._inbox.expect()
        future.add_done_callback(lambda done: self._inbox.post(lambda: self._report(done, step, kind, record)))

    def _device_of(self, step: Step | None) -> Device:
        return self.devices.drive(step.drive_id)[1] if isinstance(step, Load | Unload) else self.devices.robot

    def _report(self, done: Future[R], step: Step | None, kind: type[R], record: Callable[[R], None]) -> None:
        self.asked[self._device_of(step).name] -= 1
        try:
            if self.lost:
                return  # recovery asks the library itself
            self._record(done, step, kind, record)
        finally:  # it is under way until that is written down: else it looks, to a checkup, as if nothing moved
            if step is not None:
                self.steps.remove(step)
        if self._reopens and not self.steps:
            self.lost = True  # a drive that is gone comes back behind another node, if it does, which opening finds

    def _record(self, done: Future[R], step: Step | None, kind: type[R], record: Callable[[R], None]) -> None:
        problem = done.exception()
        if problem is None:
            record(done.result())
            return
        log.error("a device's task broke", action="task_broke", error=repr(problem), exc_info=problem)
        fault = MotionUnknown if isinstance(step, Carry) else HardwareFault
        record(kind(fault=fault(f"the driver broke: {problem!r}", "report it")))
