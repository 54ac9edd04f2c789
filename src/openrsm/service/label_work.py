"""Work items about labels: queued, and what is left when one fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import uuid4

from openrsm.domain.equipment import Library
from openrsm.domain.labels import FREE_LABEL
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.machine import accepts, fire
from openrsm.domain.media_types import is_rewritable
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.slot import SLOT, SlotEvent, SlotState
from openrsm.domain.standalone import is_alone
from openrsm.domain.values import DESCRIPTION_LENGTH, Medium, PlaceKind, Requester, Side, SlotId, WorkId
from openrsm.domain.work import Operation
from openrsm.errors import DeviceFault, NotSupported, RsmError, UnexpectedMedium
from openrsm.service.itself import itself
from openrsm.service.records import accept_medium
from openrsm.store.database import Transaction

_BACK: Final = {
    SideState.FOREIGN: SideEvent.PREPARE_FAILED_FOREIGN,
    SideState.IMPORT: SideEvent.PREPARE_FAILED_IMPORT,
    SideState.AVAILABLE: SideEvent.PREPARE_FAILED_AVAILABLE,
}


def check_labels_read(library: Library, method: InventoryMethod) -> None:
    """Refuse an inventory that reads every label where labels are ignored."""
    if method is InventoryMethod.FULL and library.labels is LabelUse.IGNORE:
        raise NotSupported(
            f"labels are ignored in library {library.name}", f"run: rsm library labels {library.name} check"
        )


def mark(tx: Transaction, medium: Medium) -> None:
    """A medium in a slot is to be identified when a drive has time for it, where labels are used at all.

    A lone drive has the time: what is in it is identified at once.
    """
    library = tx.libraries.get(medium.library_id)
    if library.labels is LabelUse.IGNORE or medium.cleaner:
        return
    if medium.place.kind is PlaceKind.SLOT:
        _set_mark(tx, medium, SlotEvent.MARK)
    elif medium.place.kind is PlaceKind.DRIVE and is_alone(library) and not tx.work.of_medium_open(medium.id):
        queue_identification(tx, medium, itself(tx))


def mark_if_new(tx: Transaction, medium: Medium) -> None:
    """One that came by a port or a drive is to be identified once it lies in a slot; what failed is not tried again."""
    if any(side.state is SideState.UNKNOWN and not side.trouble for side in tx.sides.of(medium.id)):
        mark(tx, medium)


def _set_mark(tx: Transaction, medium: Medium, event: SlotEvent) -> None:
    if medium.place.kind is not PlaceKind.SLOT or medium.place.element_id is None:
        return  # in a drive, say, where its label was read
    slot = tx.slots.get(SlotId(medium.place.element_id))
    if slot.state in (SlotState.FULL, SlotState.NEEDS_INVENTORY):
        tx.slots.change(slot, replace(slot, state=fire(SLOT, slot.state, event)))


def unmark_all(tx: Transaction, library: Library) -> int:
    """What was to be identified is not any more; how many slots that were."""
    marked = [slot for slot in tx.slots.of(library.id) if slot.state is SlotState.NEEDS_INVENTORY]
    for slot in marked:
        tx.slots.change(slot, replace(slot, state=fire(SLOT, slot.state, SlotEvent.FILL)))
    return len(marked)


def queue_identification(tx: Transaction, medium: Medium, requester: Requester, option: int = 0) -> list[WorkItem]:
    """One item a side."""
    return [_queue(tx, Operation.PROCESS_LABEL, side, requester, option) for side in tx.sides.of(medium.id)]


def wants_free_label(tx: Transaction, medium: Medium, side: Side) -> bool:
    """Whether a side that is to be free has to get a label first.

    What can be written once gets none, as it could hold nothing else any more (the original spares discs alone). Nor
    does a side that nobody will be given: one that is retired, say, beside another that is of use.
    """
    if not is_rewritable(medium.media_type) or not accepts(SIDE, side.state, SideEvent.PREPARE):
        return False
    # What is offline is prepared when it is back.
    offline = medium.place.kind is PlaceKind.OFFLINE
    library = tx.libraries.find((medium.last_library_id if offline else None) or medium.library_id)
    if library is None or library.labels is not LabelUse.WRITE:
        return False
    return side.label_type != FREE_LABEL or side.label_stale


def queue_free_labels(tx: Transaction, sides: Sequence[Side], requester: Requester) -> list[WorkItem]:
    """One item a side, each of which is unprepared from now on; an item's option is the state that the side had."""
    items = []
    for side in sides:
        items.append(_queue(tx, Operation.WRITE_FREE_LABEL, side, requester, int(side.state)))
        tx.sides.change(side, replace(side, state=fire(SIDE, side.state, SideEvent.PREPARE), trouble=""))
    return items


def _queue(tx: Transaction, operation: Operation, side: Side, requester: Requester, option: int) -> WorkItem:
    medium = tx.media.get(side.medium_id)
    accept_medium(tx, medium)
    return tx.work.insert(
        WorkItem(
            id=WorkId(uuid4()),
            number=tx.work.next_number(),
            operation=operation,
            library_id=medium.library_id,
            requester=requester,
            queued_at=tx.now,
            option=option,
            medium_id=medium.id,
            side_id=side.id,
        )
    )


def label_work_failed(tx: Transaction, item: WorkItem, error: RsmError) -> None:
    """An item about a label ended without success: the side is what it was, says why, and is not tried for ever."""
    if item.operation not in (Operation.PROCESS_LABEL, Operation.WRITE_FREE_LABEL) or item.side_id is None:
        return
    side = tx.sides.get(item.side_id)
    trouble = str(error)[:DESCRIPTION_LENGTH]
    if item.operation is Operation.WRITE_FREE_LABEL and side.state is SideState.UNPREPARED:
        state = fire(SIDE, side.state, _BACK[SideState(item.option)])
        # A write that broke off may have put the new label there, or half of it: the old one is not relied upon.
        stale = side.label_stale or (isinstance(error, DeviceFault) and not isinstance(error, UnexpectedMedium))
        tx.sides.change(side, replace(side, state=state, trouble=trouble, label_stale=stale))
        return
    tx.sides.change(side, replace(side, trouble=trouble))
    _set_mark(tx, tx.media.get(side.medium_id), SlotEvent.FILL)
