"""What the history learns when a drive and a medium part, or fail together; each function is one transaction's work."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.health import Occasion, Reading, is_telling
from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorEvent, OperatorKind
from openrsm.domain.records import Move, OperatorRequest
from openrsm.domain.steps import Load, Unload
from openrsm.domain.values import (
    MESSAGE_LENGTH,
    BarCodeState,
    DriveId,
    Medium,
    OperatorId,
    PlaceKind,
    ReadingId,
    Requester,
)
from openrsm.errors import RsmError
from openrsm.service.condition import Condition
from openrsm.service.devices import DriveReport
from openrsm.service.itself import SYSTEM
from openrsm.service.records import answer
from openrsm.store.database import Transaction


def parted(tx: Transaction, occasion: Occasion, step: Load | Unload, report: DriveReport) -> None:
    """A load failed, or an unload ended. A fault that says nothing of drive or medium is not written down."""
    drive, medium = tx.drives.find(step.drive_id), tx.media.find(step.medium_id)
    if drive is None or medium is None or drive.medium_id != medium.id or medium.cleaner:
        return
    if report.fault is None or is_telling(occasion, report.fault):
        _write(tx, occasion, drive, medium, report)
    serial = "" if report.condition is None else report.condition.memory.serial
    if _is_sure(tx, occasion, drive, medium):
        _recognise(tx, medium, serial)
    elif medium.bar_code and medium.bar_code_state is BarCodeState.OK and medium.serial:
        _doubt(tx, medium, serial)  # its bar code says that it is the medium; without one, its label finds whose it is


def not_carried(tx: Transaction, move: Move, fault: RsmError) -> None:
    """A motion failed; it tells something if it was from or to a drive."""
    ends = (place.element_id for place in (move.source, move.destination) if place.kind is PlaceKind.DRIVE)
    drive_id = next(filter(None, ends), None)
    drive = tx.drives.find(DriveId(drive_id)) if drive_id else None
    medium = tx.media.find(move.medium_id)
    if drive is not None and medium is not None and not medium.cleaner and is_telling(Occasion.MOVE, fault):
        _write(tx, Occasion.MOVE, drive, medium, DriveReport(fault=fault))


def _write(tx: Transaction, occasion: Occasion, drive: Drive, medium: Medium, report: DriveReport) -> None:
    found = report.condition or Condition()
    reading = Reading(
        id=ReadingId(uuid4()),
        library_id=drive.library_id,
        drive_id=drive.id,
        medium_id=medium.id,
        at=tx.now,
        occasion=occasion,
        error="" if report.fault is None else report.fault.code,
        error_text="" if report.fault is None else str(report.fault),
        alerts=tuple(sorted(found.alerts)),
        written=found.counters.written,
        read=found.counters.read,
        loads=found.memory.loads,
        written_mb=found.memory.written,
        read_mb=found.memory.read,
    )
    tx.readings.insert(reading)


# Whether it is the same cartridge.


def _is_sure(tx: Transaction, occasion: Occasion, drive: Drive, medium: Medium) -> bool:
    """Whether nothing is known against its being that medium: a mount that met another label never got further.

    Nor may the memory of what an identification found to be another's cartridge be taken for this medium's.
    """
    if occasion is Occasion.UNLOAD and drive.state is DriveState.MOUNTED:
        return False
    reads_labels = tx.libraries.get(drive.library_id).labels is not LabelUse.IGNORE
    return not (reads_labels and any(side.trouble for side in tx.sides.of(medium.id)))


def _recognise(tx: Transaction, medium: Medium, serial: str) -> None:
    """The bar code and the number in the memory go together from the first reading on; else people must look."""
    if serial and not medium.serial:
        tx.media.change(medium, replace(medium, serial=serial))
    elif serial and serial == medium.serial:
        for request in _asked(tx, medium):
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)
    else:
        _doubt(tx, medium, serial)


def _doubt(tx: Transaction, medium: Medium, serial: str) -> None:
    """Another memory than the medium's is told once."""
    if serial and serial != medium.serial and not _asked(tx, medium):
        _ask(tx, medium, serial)


def _asked(tx: Transaction, medium: Medium) -> list[OperatorRequest]:
    return [one for one in tx.operators.open() if one.medium_id == medium.id and _is_ours(one)]


def _is_ours(request: OperatorRequest) -> bool:
    return request.kind is OperatorKind.MESSAGE and request.requester.application == SYSTEM


def _ask(tx: Transaction, medium: Medium, serial: str) -> None:
    message = (
        f"Another cartridge carries the label of {medium.name}: its memory says {serial}, not {medium.serial}. Find "
        f"out which is right; if this one, run: rsm health clear medium {medium.name}"
    )
    request = OperatorRequest(
        id=OperatorId(uuid4()),
        number=tx.operators.next_number(),
        kind=OperatorKind.MESSAGE,
        message=message[:MESSAGE_LENGTH],
        submitted_at=tx.now,
        requester=Requester(application=SYSTEM, user=SYSTEM, computer=tx.computer.get().name),
        medium_id=medium.id,
        library_id=medium.library_id,
    )
    tx.operators.insert(request)
