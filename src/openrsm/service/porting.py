"""Beginning and ending ejects and injects in the catalogue."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.departure import Departure, on_departure
from openrsm.domain.inject import EjectOption, InjectStage
from openrsm.domain.operator import OperatorEvent
from openrsm.domain.porting import INJECTS
from openrsm.domain.records import WorkItem
from openrsm.domain.values import LibraryId, Medium, PlaceKind
from openrsm.service.cataloguing import erase
from openrsm.service.itself import SYSTEM
from openrsm.service.records import accept_medium, answer, set_drive, withdraw_medium
from openrsm.store.database import Transaction


def begin_eject(tx: Transaction, item: WorkItem) -> None:
    """The medium is in use; a forced eject takes it from whoever has it mounted."""
    if item.medium_id is None:
        return
    accept_medium(tx, tx.media.get(item.medium_id))
    drive = tx.drives.holding(item.medium_id)
    if drive is not None and drive.holder is not None and item.option == EjectOption.FORCE:
        set_drive(tx, drive, replace(drive, holder=None))


def is_stopped(item: WorkItem) -> bool:
    """Whether an item that is done is so because somebody stopped it."""
    return item.operation in INJECTS and item.option == InjectStage.STOP


def end_porting(tx: Transaction, item: WorkItem) -> None:
    """What was asked of an operator is done, an ejected medium has left; what a stopped inject leaves is told."""
    request = tx.operators.for_work(item.id)
    if request is not None:
        answer(tx, request, OperatorEvent.SATISFY, SYSTEM)
    medium = tx.media.find(item.medium_id) if item.medium_id else None
    if medium is not None:
        withdraw_medium(tx, item)
        _depart(tx, tx.media.get(medium.id))
    if is_stopped(item):
        tx.work.change(item, replace(item, result=_left_behind(tx, item.library_id)))


def _left_behind(tx: Transaction, library_id: LibraryId) -> str:
    inside = tx.media.in_elements([port.id for port in tx.ports.of(library_id)])
    names = sorted(medium.name for medium in inside.values())
    return f"left in the import/export ports: {', '.join(names)}" if names else ""


def _depart(tx: Transaction, medium: Medium) -> None:
    """A medium that other work still waits for stays catalogued, so that an operator can be asked for it."""
    sides = tx.sides.of(medium.id)
    departure = on_departure(medium, tx.pools.get(medium.pool_id).kind, sides, tx.computer.get())
    wanted = tx.work.of_medium_open(medium.id)
    if departure is Departure.KEPT or wanted or medium.place.kind is not PlaceKind.OFFLINE:
        return
    erase(tx, medium)
