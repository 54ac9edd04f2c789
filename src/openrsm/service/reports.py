"""What the catalogue learns from the devices' reports; each function is one transaction's work."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from openrsm.domain import bar_codes
from openrsm.domain.health import Occasion
from openrsm.domain.library import InventoryMethod, LabelUse, Operational
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.slot import DoorState
from openrsm.domain.steps import Carry, Load, TakeInventory, Unload
from openrsm.domain.values import BarCodeState, DriveId, LibraryId, Medium, PlaceKind, Requester, WorkId
from openrsm.domain.work import OPEN, Operation, WorkEvent
from openrsm.drivers.contract import Element
from openrsm.errors import Busy, RecognitionFailed, RsmError, UnexpectedMedium
from openrsm.service import cleaning, cleanings, identities, outcomes, readings, visits
from openrsm.service.devices import DriveReport, RobotReport
from openrsm.service.elements import Elements
from openrsm.service.label_work import mark
from openrsm.service.reconciling import KINDS, in_words, reconcile_library, settle_move
from openrsm.service.records import end_work
from openrsm.service.rulings import queue_inventory
from openrsm.store.database import Transaction


def carried(tx: Transaction, move: Move, report: RobotReport) -> None:
    """A motion is done; if another cartridge than was meant is then seen there, its item fails."""
    outcomes.carried(tx, move)
    if report.elements is None:
        return
    address = Elements.read(tx, move.library_id).address(move.destination)
    shown = next((one for one in report.elements if one.address == address), None)
    medium = tx.media.get(move.medium_id)
    stranger = _stranger(tx, medium, move.work_id, shown)
    _doubt(tx, medium, shown)
    if stranger is not None:
        reconcile_library(tx, move.library_id, report.elements)
        outcomes.fail_item(tx, move.work_id, stranger)


def found(tx: Transaction, step: Load, report: RobotReport, itself: Requester, *, carrying: bool) -> None:
    """What waited in a drive is to be mounted again, and the library has said what is in it."""
    drive = tx.drives.get(step.drive_id)
    if report.elements is None or drive.medium_id != step.medium_id:
        return
    shown = next((one for one in report.elements if one.address == drive.address), None)
    medium = tx.media.get(step.medium_id)
    stranger = _stranger(tx, medium, step.work_id, shown)
    _doubt(tx, medium, shown)
    if stranger is None and shown is not None and shown.full:
        return
    if carrying:
        queue_inventory(tx, drive.library_id, InventoryMethod.DEFAULT, itself)
    else:
        reconcile_library(tx, drive.library_id, report.elements)
    if stranger is not None:
        outcomes.fail_item(tx, step.work_id, stranger)


def _doubt(tx: Transaction, medium: Medium, shown: Element | None) -> None:
    """Its bar code cannot be read any more, so that only its label can tell that it is the one that was meant."""
    if shown is not None and shown.unread and medium.bar_code is not None:
        tx.media.change(medium, replace(medium, bar_code_state=BarCodeState.UNREADABLE))


_TO_DO: Final = {
    PlaceKind.DRIVE: ("the drive", "somebody has moved cartridges; see: rsm library show"),
    PlaceKind.PORT: ("the port", "take it out, or have it taken in again: rsm inject"),
    PlaceKind.SLOT: ("the slot", "somebody has moved cartridges; see: rsm library show"),
}
"""Where another cartridge than was meant may lie, and what to do about it."""


def _stranger(
    tx: Transaction, medium: Medium, work_id: WorkId | None, shown: Element | None
) -> UnexpectedMedium | None:
    """Another cartridge, or one of which neither bar code nor label tells that it is the one that was meant."""
    if shown is None or not shown.full or medium.bar_code is None or bar_codes.same(shown.bar_code, medium.bar_code):
        return None
    if shown.bar_code is not None:
        where, to_do = _TO_DO[KINDS[shown.kind]]
        return UnexpectedMedium(f"the library set {shown.bar_code} into {where} instead of {medium.name}", to_do)
    item = tx.work.find(work_id) if work_id else None
    mounts = item is not None and item.operation is Operation.MOUNT
    if not shown.unread or not mounts or tx.libraries.get(medium.library_id).labels is not LabelUse.IGNORE:
        return None
    what = f"the library cannot read the bar code of the cartridge that should be {medium.name}, so it may be another"
    return UnexpectedMedium(what, "look at it and clean its bar code, or have labels checked: rsm library labels")


def carry_failed(tx: Transaction, step: Carry, move: Move, report: RobotReport, *, final: bool) -> None:
    """A motion failed or was not answered, and the library has said since what is where.

    If it happened after all, it counts as done. Else the catalogue follows the library, and where the fault is
    ``final`` the item fails; if not, nothing moved and it goes on from what is there now.
    """
    if report.elements is None or report.fault is None:
        return
    outcome = settle_move(tx, move, report.elements, str(report.fault))
    reconcile_library(tx, move.library_id, report.elements)
    if outcome is not MoveOutcome.DONE:
        readings.not_carried(tx, move, report.fault)
    if outcome is not MoveOutcome.DONE and final:
        outcomes.fail_item(tx, step.work_id, report.fault)


def method_of(tx: Transaction, work_id: WorkId) -> InventoryMethod:
    """How an inventory is to be taken; the library's own method where the item says default."""
    item = tx.work.get(work_id)
    return tx.libraries.get(item.library_id).method(InventoryMethod(item.option))


def inventoried(tx: Transaction, library_id: LibraryId, step: TakeInventory, report: RobotReport) -> None:
    """An inventory ended; its item says what was found."""
    if report.elements is not None:
        findings = reconcile_library(tx, library_id, report.elements)
        item = tx.work.get(step.work_id)
        if item.state in OPEN:
            if method_of(tx, step.work_id) is InventoryMethod.FULL:
                _mark_all(tx, library_id)
            found = ", ".join(filter(None, (item.result, in_words(findings)))) or "nothing changed"
            result = f"{tx.media.count(library_id)} cartridges; {found}"
            end_work(tx, tx.work.change(item, replace(item, result=result)), WorkEvent.PASS)
    elif report.fault is not None:
        outcomes.fail_item(tx, step.work_id, report.fault)


def _mark_all(tx: Transaction, library_id: LibraryId) -> None:
    """A full inventory ends when everything is marked (InventoryNtmsLibrary); the identifications follow."""
    for medium in tx.media.in_library(library_id):
        mark(tx, medium)


def misses_a_drive(tx: Transaction, library_id: LibraryId) -> bool:
    """Whether a drive does not answer that once did."""
    return any(drive.serial and drive.operational is Operational.NOT_PRESENT for drive in tx.drives.of(library_id))


def looked(tx: Transaction, library_id: LibraryId, report: RobotReport) -> None:
    """An idle library was looked at."""
    if report.elements is not None:
        reconcile_library(tx, library_id, report.elements)


def door_is_open(tx: Transaction, library_id: LibraryId) -> bool:
    """Whether a door stands open, as catalogued."""
    return any(door.state is DoorState.OPEN for door in tx.doors.of(library_id))


def heard(tx: Transaction, library_id: LibraryId, itself: Requester, *, door_open: bool, suspect: bool) -> None:
    """Doors follow the library; doubtful contents are inventoried. A door access that ends chooses its inventory."""
    for door in tx.doors.of(library_id):
        closes = door.state is DoorState.OPEN and not door_open
        suspect = suspect or closes
        if visits.door_seen(tx, door, is_open=door_open):
            return
    if suspect and not door_open:
        queue_inventory(tx, library_id, InventoryMethod.DEFAULT, itself)


NOBODYS: Final = (UnexpectedMedium, Busy, RecognitionFailed)
"""What may go wrong with a label though drive and medium are as they should be."""


def loaded(tx: Transaction, step: Load, report: DriveReport, itself: Requester) -> None:
    """A load ended, and what was to be done with the label is done; or it waits for a program to close the drive."""
    if report.open_by_program:
        outcomes.held_open(tx, step)
        return
    cleaning.heard(tx, step.drive_id, report)
    if step.operation is Operation.CLEAN_DRIVE:
        cleanings.cleaned(tx, step, report)
        return
    if step.operation is Operation.DISMOUNT:
        identities.learnt_before_release(tx, step, report.label)
        return
    step, fault = identities.as_known_now(tx, step), report.fault
    if fault is None and report.label is not None and step.operation is Operation.MOUNT:
        fault = identities.check(tx, step, report.label, sure=report.sure)
    if report.fault is not None and not isinstance(report.fault, NOBODYS):
        readings.parted(tx, Occasion.LOAD, step, report)
    if fault is not None:
        outcomes.fail_item(tx, step.work_id, fault)
        identities.recover(tx, step, fault, itself)
        return
    outcomes.loaded(tx, step)
    if step.operation is not Operation.MOUNT:
        identities.apply(tx, step, report.label, report.serial)


def unloaded(tx: Transaction, step: Unload, report: DriveReport) -> None:
    """An unload ended, or was not tried because a program has the drive open."""
    if report.open_by_program:
        outcomes.held_open(tx, step)
        return
    readings.parted(tx, Occasion.UNLOAD, step, report)
    cleaning.heard(tx, step.drive_id, report)
    if report.fault is None:
        identities.learnt_at_end(tx, step, report.label)
        outcomes.unloaded(tx, step)
    else:
        outcomes.fail_item(tx, step.work_id, report.fault)


def give_up(tx: Transaction, library_id: LibraryId, device_id: UUID, fault: RsmError, itself: Requester) -> None:
    """A drive, or the robot, failed too often."""
    drive = tx.drives.find(DriveId(device_id))
    if drive is not None:
        outcomes.needs_service(tx, drive, fault, itself)
    else:
        outcomes.ask_for_service(tx, tx.libraries.get(library_id), fault, itself)
