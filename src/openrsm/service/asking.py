"""What the scheduler has operators asked to do."""

from __future__ import annotations

from uuid import uuid4

from openrsm.domain.equipment import Library
from openrsm.domain.machine import accepts
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.standalone import is_alone, wish
from openrsm.domain.steps import Ask, Summon
from openrsm.domain.values import MESSAGE_LENGTH, Medium, OperatorId, PlaceKind
from openrsm.service.records import advance_medium
from openrsm.store.database import Transaction


def request(tx: Transaction, ruling: Ask | Summon) -> None:
    """Submit the operator request that an item waits for."""
    if isinstance(ruling, Ask):
        _ask(tx, ruling)
    else:
        _summon(tx, ruling)


def _summon(tx: Transaction, ruling: Summon) -> None:
    item = tx.work.get(ruling.work_id)
    tx.operators.insert(
        OperatorRequest(
            id=OperatorId(uuid4()),
            number=tx.operators.next_number(),
            kind=ruling.kind,
            message=ruling.message[:MESSAGE_LENGTH],
            submitted_at=tx.now,
            requester=item.requester,
            work_id=item.id,
            library_id=item.library_id,
        )
    )


def inside(tx: Transaction, library: Library) -> Medium | None:
    """What a lone drive holds."""
    held = (drive.medium_id for drive in tx.drives.of(library.id) if drive.medium_id) if is_alone(library) else ()
    return next((tx.media.get(medium_id) for medium_id in held), None)


def _ask(tx: Transaction, ruling: Ask) -> None:
    item = tx.work.get(ruling.work_id)
    medium = tx.media.get(ruling.medium_id)
    library = tx.libraries.get(item.library_id)
    tx.operators.insert(
        OperatorRequest(
            id=OperatorId(uuid4()),
            number=tx.operators.next_number(),
            kind=OperatorKind.MOVE_MEDIA,
            message=wish(medium, library, item.requester.application, inside(tx, library)),
            submitted_at=tx.now,
            requester=item.requester,
            work_id=item.id,
            medium_id=medium.id,
            library_id=library.id,
        )
    )
    # One that another library has is of use there.
    if medium.place.kind is PlaceKind.OFFLINE and accepts(MEDIUM, medium.state, MediumEvent.ASK_OPERATOR):
        advance_medium(tx, medium, MediumEvent.ASK_OPERATOR)
