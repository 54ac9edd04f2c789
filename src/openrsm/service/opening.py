"""Opening a library: the driver finds its devices, and what was left open is settled before anything moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import structlog

from openrsm.domain.drive import DriveEvent, DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import OPERATIONAL, InventoryMethod, Operational, OperationalEvent
from openrsm.domain.machine import accepts, fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.values import DriveId, LibraryId
from openrsm.domain.work import Operation
from openrsm.drivers import contract
from openrsm.drivers.contract import OpenedLibrary, Readiness
from openrsm.errors import RsmError
from openrsm.service import devices, imported, settling
from openrsm.service.cataloguing import catalogue_new_drives
from openrsm.service.context import Context
from openrsm.service.devices import Device, DriveReport, OpenDevices, RobotReport
from openrsm.service.elements import Elements
from openrsm.service.reconciling import in_words, reconcile_library, settle_move
from openrsm.service.records import advance_drive, advance_medium, is_given
from openrsm.service.settling import Motion
from openrsm.service.sight import Blind
from openrsm.service.strangers import another_library, follow, is_number_of
from openrsm.service.visits import door_seen
from openrsm.store.database import Transaction

log = structlog.get_logger(__name__)

NO_ELEMENT: Final = -1
"""The address of what is catalogued no more: nothing is ever seen there."""


def open_devices(context: Context, library_id: LibraryId, opened: OpenedLibrary | None = None) -> OpenDevices | None:
    """The library's devices with a thread each; None if it does not answer, which the catalogue then says."""
    library = context.store.read(lambda tx: tx.libraries.get(library_id))
    try:
        opened = opened or context.discover(library.url)
    except RsmError as error:
        set_operational(context, library_id, OperationalEvent.VANISHED, str(error))
        return None
    by_address = {one.address: one.drive for one in opened.drives}
    drives = _catalogued(context, library, opened)
    return OpenDevices(
        changer=opened.changer,
        robot=Device(f"rsm-robot-{library.name}"),
        drives={
            one.id: (by_address[one.address], Device(f"rsm-drive-{one.name}"))
            for one in drives
            if one.address in by_address
        },
        stop=context.pace.flag(),
    )


def _catalogued(context: Context, library: Library, opened: OpenedLibrary) -> Sequence[Drive]:
    """Its drives, those among them that were removed and answer again; none of what may be another library."""
    known = context.store.read(lambda tx: tx.drives.of(library.id))
    is_known = context.store.read(lambda tx: is_number_of(tx, library.id, opened.changer.identity))
    if not is_known or {one.address for one in opened.drives} <= {drive.address for drive in known}:
        return known
    context.store.write(lambda tx: catalogue_new_drives(tx, library, opened))
    return context.store.read(lambda tx: tx.drives.of(library.id))


def set_operational(context: Context, library_id: LibraryId, event: OperationalEvent, trouble: str = "") -> None:
    """Record whether the library can work, and why not."""

    def record(tx: Transaction) -> None:
        library = tx.libraries.get(library_id)
        state = fire(OPERATIONAL, library.operational, event)
        tx.libraries.change(library, replace(library, operational=state, trouble=trouble))

    context.store.write(record)


def recover(context: Context, library_id: LibraryId, opened: OpenDevices) -> Blind | None:
    """Ask the library what happened to every open motion and what is where; if that cannot be told, why.

    Until this has returned None nothing moves.
    """
    set_operational(context, library_id, OperationalEvent.FOUND)
    report = _at_rest(context, library_id, opened)
    if report.elements is None:
        set_operational(context, library_id, OperationalEvent.VANISHED, str(report.fault))
        return Blind.AWAY
    serials = [drive.identity.serial for drive, _ in opened.drives.values()]
    elements, identity = report.elements, opened.changer.identity
    if stranger := context.store.read(lambda tx: another_library(tx, library_id, identity, elements, serials)):
        set_operational(context, library_id, OperationalEvent.VANISHED, stranger)
        return Blind.ANOTHER
    statuses = {key: device.do(_probing(drive)).result() for key, (drive, device) in opened.drives.items()}
    compared = context.store.write(lambda tx: _settle(tx, library_id, opened, report, statuses))
    if compared:
        log.warning(
            "compared with the imported catalogue", action="import_compared", library=str(library_id), found=compared
        )
    return None


def _at_rest(context: Context, library_id: LibraryId, opened: OpenDevices) -> RobotReport:
    """What is where; a library that starts, or may still be at a motion, is waited for, in the controller's thread."""
    motions = context.store.read(lambda tx: _open_motions(tx, library_id))
    try:
        settling.wait_until_ready(lambda: opened.robot.do(opened.changer.at_rest).result(), context.limits, opened.stop)
        settling.wait_for_rest(_looking(opened), motions, context.limits, opened.stop)
    except RsmError as fault:
        return RobotReport(fault=fault)
    return opened.robot.do(lambda: devices.inventory(opened.changer, InventoryMethod.SLOT)).result()


def _looking(opened: OpenDevices) -> Callable[[], settling.Told]:
    return lambda: opened.robot.do(lambda: settling.ask(opened.changer)).result()


def _open_motions(tx: Transaction, library_id: LibraryId) -> Sequence[Motion]:
    """Those of the journal that nobody knows the outcome of."""
    known = Elements.read(tx, library_id).addresses
    places = [(move.source.element_id, move.destination.element_id) for move in tx.moves.open(library_id)]
    return [Motion(*(known.get(each, NO_ELEMENT) if each else NO_ELEMENT for each in ends)) for ends in places]


def _probing(drive: contract.Drive) -> Callable[[], DriveReport]:
    return lambda: devices.probe(drive)


def _settle(
    tx: Transaction,
    library_id: LibraryId,
    opened: OpenDevices,
    report: RobotReport,
    statuses: Mapping[DriveId, DriveReport],
) -> str:
    """Says how the library differs from a catalogue that was imported before; empty otherwise."""
    elements = report.elements or ()
    for move in tx.moves.open(library_id):
        settle_move(tx, move, elements, "found at start")
    findings = reconcile_library(tx, library_id, elements)
    compared = imported.compare(tx, tx.libraries.get(library_id), findings)
    for item in tx.work.open(library_id):
        if item.operation is Operation.INVENTORY:
            # What opening has found already belongs into the answer of an inventory that waits.
            tx.work.change(item, replace(item, result=in_words(findings)))
    follow(tx, library_id, opened.changer.identity, {key: drive for key, (drive, _) in opened.drives.items()})
    for drive in tx.drives.of(library_id):
        _settle_drive(tx, drive, statuses.get(drive.id))
    for door in tx.doors.of(library_id):
        door_seen(tx, door, is_open=report.door_open)
    library = tx.libraries.get(library_id)
    ready = fire(OPERATIONAL, library.operational, OperationalEvent.INITIALIZED)
    tx.libraries.change(library, replace(library, operational=ready, trouble=""))
    return compared


def _settle_drive(tx: Transaction, drive: Drive, report: DriveReport | None) -> None:
    """A drive that does not answer is not used; one whose cartridge is not loaded any more is emptied."""
    if report is None or report.fault is not None:
        trouble = str(report.fault) if report is not None else drive.trouble or "it could not be identified"
        if drive.operational is Operational.NEEDS_SERVICE:
            return  # an operator was asked; that it does not answer either changes nothing
        gone = fire(OPERATIONAL, drive.operational, OperationalEvent.VANISHED)
        tx.drives.change(drive, replace(drive, operational=gone, trouble=trouble))
        return
    if drive.operational is Operational.NOT_PRESENT:
        drive = tx.drives.change(drive, replace(drive, operational=Operational.READY, trouble=""))
    let_go = report.status is not None and report.status.readiness is Readiness.UNLOADED
    if let_go and drive.state in (DriveState.LOADED, DriveState.DISMOUNTABLE):
        _found_unloaded(tx, drive)


def _found_unloaded(tx: Transaction, drive: Drive) -> None:
    # A dismount names the drive as well, but whoever held it has given it up.
    holder = drive.holder if is_given(tx, drive) else None
    advance_drive(tx, drive, DriveEvent.UNLOAD, holder=holder, dismountable_since=None)
    medium = tx.media.get(drive.medium_id) if drive.medium_id else None
    if medium is not None and accepts(MEDIUM, medium.state, MediumEvent.UNLOAD):
        advance_medium(tx, medium, MediumEvent.UNLOAD)
