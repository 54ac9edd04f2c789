"""Cartridges carried to a slot or an I/E element that somebody named: what they wait for, and what is in their way.

What they do next stands in :mod:`openrsm.domain.planner`: they return to where they are wanted instead of home. The
station is not opened for them: a person takes a cartridge from it when that suits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openrsm.domain.porting import INJECTS
from openrsm.domain.reasons import held_back, ports_open
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import PortContent, SlotState
from openrsm.domain.steps import Fail, Snapshot, Wait
from openrsm.domain.values import Place, PlaceKind, SlotId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import NotEmpty


def ports_in_use(snapshot: Snapshot, item: WorkItem) -> str:
    """Why a transfer from or to an I/E element cannot go on; empty if it can, or goes from slot to slot."""
    if item.operation is not Operation.TRANSFER:
        return ""
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    ends = [item.destination, medium.place if medium is not None else None]
    if not any(end is not None and end.kind is PlaceKind.PORT for end in ends):
        return ""
    for other in snapshot.work:
        if other.operation in INJECTS and other.state is WorkState.IN_PROCESS:
            return f"waits for the ports of library {snapshot.library.name}: work item {other.number} uses them"
    if not all(snapshot.can_reach(end) for end in ends if end is not None):
        return ports_open(snapshot.library)
    return ""


def transfer_rulings(snapshot: Snapshot, now: datetime) -> Iterator[Wait]:
    """Why started transfers stand still."""
    for item in snapshot.work:
        if item.operation is not Operation.TRANSFER or item.state is not WorkState.IN_PROCESS:
            continue
        seat = snapshot.seat_with(item.medium_id)
        reason = ports_in_use(snapshot, item) or (held_back(seat, now, snapshot.zone) if seat is not None else "")
        if reason != item.reason:
            yield Wait(work_id=item.id, reason=reason)


def is_transferred(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether the cartridge is where it was to go."""
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    return medium is not None and medium.id not in snapshot.moving and medium.place == item.destination


def in_the_way(snapshot: Snapshot, item: WorkItem) -> Fail | None:
    """A cartridge that somebody has put where another was to go stays there."""
    if item.destination is None or item.medium_id in snapshot.moving or _is_free(snapshot, item.destination):
        return None
    what = f"where it was to go in library {snapshot.library.name} is not empty any more"
    return Fail(work_ids=(item.id,), error=NotEmpty(what, "name another slot"))


def _is_free(snapshot: Snapshot, place: Place) -> bool:
    if place.kind is PlaceKind.PORT:
        contents = [berth.port.content for berth in snapshot.berths if berth.port.id == place.element_id]
        return PortContent.FULL not in contents
    slot = snapshot.home_slots.get(SlotId(place.element_id)) if place.element_id else None
    return slot is not None and slot.state is SlotState.EMPTY
