"""The end of cleanings: as the drive reports it, and at a restart."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.drive import DriveEvent
from openrsm.domain.equipment import Drive
from openrsm.domain.medium import MediumEvent
from openrsm.domain.steps import Load
from openrsm.domain.work import OPEN, CleaningStage, Operation
from openrsm.errors import Cancelled, CleanerSpent
from openrsm.service import cleaning
from openrsm.service.devices import DriveReport
from openrsm.service.records import advance_drive, advance_medium
from openrsm.service.rulings import fail
from openrsm.store.database import Transaction


def cleaned(tx: Transaction, step: Load, report: DriveReport) -> None:
    """A drive has cleaned itself and let the cartridge go; or it has not, and why."""
    drive = tx.drives.get(step.drive_id)
    item = tx.work.find(step.work_id)
    if report.fault is not None:
        if item is not None and item.state in OPEN:
            fail(tx, [item.id], report.fault)
        _failed(tx, drive, report)
        return
    cleaning.record(tx, advance_drive(tx, drive, DriveEvent.CLEANED))
    advance_medium(tx, tx.media.get(step.medium_id), MediumEvent.UNLOAD)
    if item is not None and item.state in OPEN:
        tx.work.change(item, replace(item, option=int(CleaningStage.CLEANED)))


def _failed(tx: Transaction, drive: Drive, report: DriveReport) -> None:
    if isinstance(report.fault, CleanerSpent):
        library = tx.libraries.get(drive.library_id)
        tx.libraries.change(library, replace(library, cleaner_uses=0))
        cleaning.see_to(tx, tx.drives.get(drive.id))


def vanish(tx: Transaction) -> None:
    """Cleanings do not outlive a restart (CleanNtmsDrive); drives that still ask for one are queued anew."""
    restarted = Cancelled("the service was started again", "cleanings are not kept; queue it anew")
    fail(tx, [item.id for item in tx.work.open(None) if item.operation is Operation.CLEAN_DRIVE], restarted)
    for drive in tx.drives.all():
        cleaning.see_to(tx, drive)
