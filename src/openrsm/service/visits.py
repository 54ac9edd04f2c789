"""What the catalogue learns of people at a library: its ports opened and closed to them, its doors opened by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openrsm.domain.equipment import Door
from openrsm.domain.library import InventoryMethod
from openrsm.domain.machine import fire
from openrsm.domain.operator import OperatorEvent
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import DOOR, PORT_POSITION, DoorEvent, DoorState, PortMotion, PortPosition
from openrsm.domain.steps import CloseStation, OpenStation, ReleaseDoor
from openrsm.domain.values import LibraryId, WorkId
from openrsm.domain.work import Operation, WorkEvent, WorkState
from openrsm.drivers.contract import Element
from openrsm.service import outcomes
from openrsm.service.devices import RobotReport
from openrsm.service.itself import SYSTEM
from openrsm.service.reconciling import reconcile_library
from openrsm.service.records import answer, end_work
from openrsm.service.rulings import queue_inventory
from openrsm.store.database import Transaction


def station_is_open(tx: Transaction, library_id: LibraryId) -> bool:
    """Whether the ports stand open to people, as catalogued."""
    return any(port.position is PortPosition.EXTENDED for port in tx.ports.of(library_id))


def admitted(tx: Transaction, library_id: LibraryId, step: OpenStation | ReleaseDoor, report: RobotReport) -> None:
    """People may reach in; or the library would not let them, and the item ends."""
    _follow(tx, library_id, report.elements)
    if report.fault is not None:
        outcomes.fail_item(tx, step.work_id, report.fault)
    elif isinstance(step, OpenStation):
        _place(tx, library_id, PortMotion.EXTEND)


def shut(tx: Transaction, library_id: LibraryId, step: CloseStation, report: RobotReport) -> None:
    """People are done with the ports."""
    _place(tx, library_id, PortMotion.RETRACT)
    _follow(tx, library_id, report.elements)
    if report.fault is not None:
        outcomes.fail_item(tx, step.work_id, report.fault)


def _follow(tx: Transaction, library_id: LibraryId, elements: Iterable[Element] | None) -> None:
    if elements is not None:
        reconcile_library(tx, library_id, elements)


def _place(tx: Transaction, library_id: LibraryId, motion: PortMotion) -> None:
    since = tx.now if motion is PortMotion.EXTEND else None
    for port in tx.ports.of(library_id):
        position = fire(PORT_POSITION, port.position, motion)
        tx.ports.change(port, replace(port, position=position, extended_since=since))


def is_under_way(tx: Transaction, work_id: WorkId) -> bool:
    """Whether an item has begun and not ended."""
    item = tx.work.find(work_id)
    return item is not None and item.state is WorkState.IN_PROCESS


def door_seen(tx: Transaction, door: Door, *, is_open: bool) -> bool:
    """A door follows what the library says of it; whether that has ended a door access."""
    state = fire(DOOR, door.state, DoorEvent.OPEN if is_open else DoorEvent.CLOSE)
    since = (door.opened_at or tx.now) if state is DoorState.OPEN else None
    tx.doors.change(door, replace(door, state=state, opened_at=since))
    closes = door.state is DoorState.OPEN and not is_open
    return closes and _end_door_access(tx, door.library_id)


def _end_door_access(tx: Transaction, library_id: LibraryId) -> bool:
    """A door was closed: the accesses under way are over, and the inventories they chose follow; whether there was one.

    Without an inventory (NONE), a wrong cartridge shows when it is mounted (section 14.15 of the model).
    """
    items = [item for item in tx.work.open(library_id) if _is_access(item)]
    for item in items:
        request = tx.operators.for_work(item.id)
        if request is not None:
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)
        end_work(tx, item, WorkEvent.PASS)
        method = InventoryMethod(item.option)
        if method is not InventoryMethod.NONE:
            queue_inventory(tx, library_id, method, item.requester)
    return bool(items)


def _is_access(item: WorkItem) -> bool:
    return item.operation is Operation.DOOR_ACCESS and item.state is WorkState.IN_PROCESS
