"""The open devices of one library, each owned by one thread, and what those threads do with them.

The functions here run in a device's own thread. They do one thing, report what happened as a value, and touch neither
catalogue nor scheduler.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from openrsm.domain.labels import Label
from openrsm.domain.library import InventoryMethod
from openrsm.domain.tape_alerts import CLEANER_SPENT, NO_CLEANER
from openrsm.domain.values import DriveId, Medium
from openrsm.domain.work import Operation
from openrsm.drivers.contract import Attention, Changer, Drive, DriveStatus, Element, Readiness
from openrsm.errors import (
    Busy,
    CleanerSpent,
    DeviceGone,
    InvalidCleaner,
    LibraryChanged,
    MotionUnknown,
    NotSupported,
    RsmError,
    UnableToClean,
    UnableToLoad,
)
from openrsm.labels.contract import Recognition
from openrsm.service import label_reading, settling
from openrsm.service.condition import Condition, condition_of, memory_of
from openrsm.service.context import Limits
from openrsm.service.label_reading import LabelTask
from openrsm.service.settling import Motion

T = TypeVar("T")


class Device:
    """One device and the one thread that may touch it; a closed one refuses, it never hangs."""

    def __init__(self, name: str) -> None:
        """``name`` is the thread's."""
        self.name = name
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def do(self, task: Callable[[], T]) -> Future[T]:
        """Hand a task to the device's thread."""
        return self._thread.submit(task)

    def close(self, last: Callable[[], None]) -> None:
        """Finish the task under way, drop the others, end the thread, and then run ``last``."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        last()


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotReport:
    """What a robot task found.

    Attributes:
        fault: Why the motion or the scan failed; None if it did not.
        elements: Element status read afterwards, where it was asked for or needed; None if not, or not to be had.
        attentions: What the library told unasked.
    """

    fault: RsmError | None = None
    elements: Sequence[Element] | None = None
    attentions: Sequence[Attention] = ()
    door_open: bool = False


def carry(
    changer: Changer, motion: Motion, limits: Limits, stop: threading.Event, *, invert: bool, check: bool
) -> RobotReport:
    """One motion; when it fails, or ``check`` is asked for, the library says afterwards what is where."""
    try:
        changer.move(motion.source, motion.destination, invert=invert)
    except LibraryChanged as fault:
        return _after_fault(changer, fault, scan=True)
    except (MotionUnknown, DeviceGone) as fault:  # a node may also go away with the command under way
        return _after_silence(changer, motion, limits, stop, fault)
    except RsmError as fault:  # a library that does not take the command at all is one more that did not move
        return _after_fault(changer, fault, scan=False)
    return inventory(changer, InventoryMethod.SLOT) if check else _after_motion(changer)


def _after_motion(changer: Changer) -> RobotReport:
    """It is done; a library that then does not say whether its door is open is asked everything anew."""
    try:
        return RobotReport(attentions=changer.attentions(), door_open=changer.door_open())
    except RsmError as fault:
        return RobotReport(fault=fault)


def _after_silence(
    changer: Changer, motion: Motion, limits: Limits, stop: threading.Event, fault: RsmError
) -> RobotReport:
    """What is where counts once the robot is at rest; until then the outcome is left open."""
    try:
        settling.wait_for_rest(lambda: settling.ask(changer), [motion], limits, stop)
    except RsmError:
        return RobotReport(fault=fault)
    return _after_fault(changer, fault, scan=False)


def _after_fault(changer: Changer, fault: RsmError, *, scan: bool) -> RobotReport:
    try:
        if scan:
            changer.initialise()
        elements = changer.status()
        return RobotReport(
            fault=fault, elements=elements, attentions=changer.attentions(), door_open=changer.door_open()
        )
    except RsmError:
        return RobotReport(fault=fault)


def inventory(changer: Changer, method: InventoryMethod) -> RobotReport:
    """Element status; for a fast or a full inventory the library scans its bar codes first."""
    try:
        if method in (InventoryMethod.FAST, InventoryMethod.FULL) and changer.abilities.bar_codes:
            changer.initialise()
        elements = changer.status()
        return RobotReport(elements=elements, attentions=changer.attentions(), door_open=changer.door_open())
    except RsmError as fault:
        return RobotReport(fault=fault)


def admit(changer: Changer) -> RobotReport:
    """Let people reach into ports and through doors."""
    return _turn_lock(changer, locked=False)


def shut(changer: Changer, *, locked: bool, scan: bool) -> RobotReport:
    """People have done with the ports: keep them out if ``locked``, and see what they have put in.

    If it is to ``scan``, a library that scans a part of itself does: some read the bar codes at their ports only when
    they are told to.
    """
    report = _turn_lock(changer, locked=locked)
    ports = changer.geometry.ports
    able = bool(ports.count) and changer.abilities.initialise_range
    if report.fault is not None or not (scan and able):
        return report
    try:
        changer.initialise(ports)
    except NotSupported:  # it was believed able, and knows better now; what people put in was seen before
        return report
    except RsmError as fault:
        return replace(report, fault=fault)
    return inventory(changer, InventoryMethod.SLOT)


def _turn_lock(changer: Changer, *, locked: bool) -> RobotReport:
    try:
        if changer.abilities.lock:
            changer.lock(locked=locked)
    except RsmError as fault:
        return replace(inventory(changer, InventoryMethod.SLOT), fault=fault)
    return inventory(changer, InventoryMethod.SLOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveReport:
    """What a drive task found; ``open_by_program`` when it was not carried out because a program has the drive open.

    ``label`` is what was read at the beginning of the medium; None if that was not asked for.
    ``sure`` is whether the cartridge's memory said that it is the expected medium.
    ``serial`` is what that memory said where a label was read and no medium was expected.
    ``condition`` is what the drive told before it let go of its cartridge, or after it could not load it.
    """

    fault: RsmError | None = None
    status: DriveStatus | None = None
    open_by_program: bool = False
    label: Label | None = None
    sure: bool = False
    serial: str = ""
    condition: Condition | None = None


DriveTask = Callable[[Drive, Limits, threading.Event], DriveReport]


def loading(operation: Operation, expected: Medium | None, label: LabelTask | None) -> DriveTask:
    """What a drive does that is to be made ready for an operation, or for whoever comes after it."""
    if operation is Operation.CLEAN_DRIVE:
        return clean
    if operation is Operation.DISMOUNT and label is None:
        return lambda drive, *_: is_closed(drive)
    task = partial(load, expected=expected, label=label)
    return lambda drive, limits, stop: with_condition(drive, task(drive, limits, stop))


def is_closed(drive: Drive) -> DriveReport:
    """Whether no program has a drive open, so that it may be left to others with what is in it."""
    try:
        return _open_by_program() if drive.in_use() else DriveReport()
    except RsmError as fault:
        return DriveReport(fault=fault)


def _open_by_program() -> DriveReport:
    return DriveReport(open_by_program=True, fault=Busy("a program still has the drive open"))


def load(
    drive: Drive, limits: Limits, stop: threading.Event, *, expected: Medium | None, label: LabelTask | None
) -> DriveReport:
    """Make a drive ready with the cartridge in it, and see to its label; nothing moves if it is ready.

    Where a medium is ``expected``, a cartridge of which the memory says that it is another fails. A drive that a
    program has open is neither handed out nor told to rewind or to write: whoever had it before may still be at it.

    A cartridge that is new to its drive may take long (an LTO-9's first load: up to two hours, 02/04/01 meanwhile):
    the drive is asked until it is ready, fails, or the limit is over.
    """
    try:
        status = drive.status()
        if status.readiness is Readiness.UNLOADED:
            drive.load()
            status = drive.status()
        status = _until_settled(drive, status, limits, stop)
    except RsmError as fault:
        return DriveReport(fault=fault)
    if status.readiness is Readiness.READY:
        return _looked_at(drive, status, expected, label)
    words = f"the drive does not get ready: {status.words}"
    return DriveReport(status=status, fault=UnableToLoad(words, "try another drive, then another cartridge"))


def _looked_at(drive: Drive, status: DriveStatus, expected: Medium | None, task: LabelTask | None) -> DriveReport:
    try:
        if not (task is not None and task.shared) and drive.in_use():
            return _open_by_program()
        sure = expected is not None and label_reading.is_surely(drive, expected)
        label = None if task is None else label_reading.see_to(drive, task, sure=sure)
        serial = "" if expected is not None or label is None else memory_of(drive).serial
    except RsmError as fault:
        return DriveReport(status=status, fault=fault)
    return DriveReport(status=status, label=label, sure=sure, serial=serial)


def _until_settled(drive: Drive, status: DriveStatus, limits: Limits, stop: threading.Event) -> DriveStatus:
    waited, pause = 0.0, 0.02
    while status.readiness is Readiness.BECOMING_READY and waited < limits.becoming_ready:
        if stop.wait(pause):
            break
        waited, pause = waited + pause, min(2 * pause, limits.poll)
        status = drive.status()
    return status


def unload(drive: Drive, limits: Limits, stop: threading.Event, recognition: Recognition | None = None) -> DriveReport:
    """Make a drive let its cartridge go, unless a program has it open; one that still takes it in is waited for.

    Where ``recognition`` is given, the label that an application may have written is read first.
    """
    found: Condition | None = None
    try:
        if drive.in_use():
            return _open_by_program()
        status = _until_settled(drive, drive.status(), limits, stop)
        if status.readiness is Readiness.BECOMING_READY and stop.is_set():
            return DriveReport(status=status)
        label = _last_label(drive, status, recognition) if recognition is not None else None
        found = condition_of(drive)
        if status.readiness is not Readiness.UNLOADED:
            drive.unload()
        return DriveReport(status=drive.status(), label=label, condition=found)
    except RsmError as fault:
        return DriveReport(fault=fault, condition=found)


def with_condition(drive: Drive, report: DriveReport) -> DriveReport:
    """A report of a failure, and what the drive tells after it; one of a success as it is."""
    return report if report.fault is None else replace(report, condition=condition_of(drive))


def _last_label(drive: Drive, status: DriveStatus, recognition: Recognition) -> Label | None:
    """None if it cannot be read: that must not keep a cartridge in its drive, and the next mount reads it again."""
    if status.readiness is not Readiness.READY:
        return None
    try:
        return label_reading.read(drive, recognition)
    except RsmError:
        return None


def clean(drive: Drive, limits: Limits, stop: threading.Event) -> DriveReport:
    """Wait until a drive has cleaned itself with the cartridge that was set into it, which then lets it go.

    The cleaning begins by itself and ends with the cartridge unloaded; TapeAlert 16h and 17h say
    what went wrong (SSC-4).
    """
    try:
        status = _until_settled(drive, drive.status(), limits, stop)
        alerts = drive.alerts()
        if status.readiness is Readiness.READY:
            drive.unload()
        fault = _not_cleaned(status, alerts)
    except RsmError as error:
        return DriveReport(fault=error)
    return DriveReport(status=status, fault=fault, condition=Condition(alerts=alerts) if fault else None)


def _not_cleaned(status: DriveStatus, alerts: frozenset[int]) -> RsmError | None:
    if alerts & CLEANER_SPENT:
        return CleanerSpent("the cleaning cartridge is used up", "put a new one in: rsm cleaner inject")
    if alerts & NO_CLEANER or status.readiness is Readiness.READY:
        return InvalidCleaner("the drive cannot be cleaned with this cartridge", "use one made for this kind of drive")
    if status.readiness is Readiness.UNLOADED:
        return None
    return UnableToClean(f"the drive did not finish its cleaning: {status.words}", "see to the drive")


def probe(drive: Drive) -> DriveReport:
    """Whether the drive answers."""
    try:
        return DriveReport(status=drive.status())
    except RsmError as fault:
        return DriveReport(fault=fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDevices:
    """The robot and the drives of one open library, with their threads."""

    changer: Changer
    robot: Device
    drives: Mapping[DriveId, tuple[Drive, Device]]
    stop: threading.Event

    def drive(self, drive_id: DriveId) -> tuple[Drive, Device]:
        """A drive, and its thread.

        Raises:
            DeviceGone: It was not found when the library was opened.
        """
        if drive_id not in self.drives:
            raise DeviceGone(f"drive {drive_id} was not found in its library", "check its power and cable")
        return self.drives[drive_id]

    def close(self) -> None:
        """Finish what is under way and let go of everything; a drive that is getting ready is not waited for."""
        self.stop.set()
        self.robot.close(self.changer.close)
        for drive, device in self.drives.values():
            device.close(drive.close)
