"""Whether alerts would arrive."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.service.alerting.alerts import Destination, NotDeliveredError
from openrsm.service.alerting.wording import trial


def try_out(destinations: Sequence[Destination], computer: str) -> list[tuple[str, str]]:
    """Send each a test alert; its name, and why it could not be reached, empty if it took it."""
    return [(destination.name, _send(destination, computer)) for destination in destinations]


def _send(destination: Destination, computer: str) -> str:
    try:
        destination.send(trial(computer))
    except NotDeliveredError as error:
        return str(error)
    return ""
