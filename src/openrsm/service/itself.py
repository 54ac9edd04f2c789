"""The service as one who asks for things."""

from __future__ import annotations

from typing import Final

from openrsm.domain.values import Requester
from openrsm.store.database import Transaction

SYSTEM: Final = "openrsm"
"""The application and user name under which the service itself asks for things."""


def itself(tx: Transaction) -> Requester:
    """Within a transaction that somebody else began."""
    return Requester(application=SYSTEM, user=SYSTEM, computer=tx.computer.get().name)
