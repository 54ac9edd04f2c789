"""Calls whose caller died with its process: what they waited for is undone when the state is opened again."""

from __future__ import annotations

from openrsm.domain.operator import OperatorKind
from openrsm.domain.work import WorkEvent
from openrsm.errors import Cancelled
from openrsm.service.rulings import fail
from openrsm.store.database import Transaction


def abandon_calls(tx: Transaction) -> None:
    """Cancel mounts that somebody waited for, and withdraw requests for media to allocate.

    Nobody was told that they succeeded. Mounts queued without waiting were acknowledged; they stay.
    """
    orphans = [item.id for item in tx.work.open(None) if item.attended]
    fail(tx, orphans, Cancelled("its caller ended before it was done"), WorkEvent.CANCEL)
    for request in tx.operators.open():
        if request.kind is OperatorKind.NEW_MEDIA and request.work_id is None:
            tx.operators.delete(request)
