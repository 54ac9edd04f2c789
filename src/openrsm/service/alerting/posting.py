"""Destinations from addresses, by Apprise: mail, chat, webhooks and what else it knows. Addresses hold secrets."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from openrsm.errors import InvalidParameter
from openrsm.service.alerting.alerts import Destination, Message, NotDeliveredError

if TYPE_CHECKING:
    from apprise import NotifyBase

WORDY: Final = 4
"""Parts of an address so long or longer are struck out of what is logged."""


def destinations(addresses: Sequence[str]) -> list[Destination]:
    """A destination for each address.

    Raises:
        InvalidParameter: Apprise understands one of them not; it is named by its place in the list.
    """
    logging.getLogger("apprise").propagate = False  # it may name addresses; what matters is told by our own log
    return [_destination(address, place) for place, address in enumerate(addresses, start=1)]


def _destination(address: str, place: int) -> Destination:
    from apprise import Apprise  # noqa: PLC0415 - slow to import, and few want it

    service = Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        scheme = address.partition("://")[0] if "://" in address else ""
        what = f"address {place} of the alerts ({scheme or 'no scheme'}://...) is none that can be sent to"
        raise InvalidParameter(what, "write it as the documentation of Apprise says, e.g. mailto://USER:PASSWORD@HOST")
    return Destination(
        key=hashlib.sha256(address.encode()).hexdigest()[:32],
        name=f"{service.service_name} (address {place})",
        send=lambda message: _post(service, address, message),
    )


def _post(service: NotifyBase, address: str, message: Message) -> None:
    from apprise import LogCapture, NotifyFormat  # noqa: PLC0415 - see above

    with LogCapture(level=logging.WARNING, fmt="%(message)s") as told:  # type: ignore[no-untyped-call] # it says nothing of types
        try:
            # Plain text: what a stranger wrote on a label is no markup of ours, where messages are HTML.
            delivered = service.notify(title=message.subject, body=message.body, body_format=NotifyFormat.TEXT)
        except Exception as error:
            raise NotDeliveredError(struck_out(f"{type(error).__name__}: {error}", address)) from error
        if not delivered:
            raise NotDeliveredError(struck_out(_last_line(told.getvalue()), address))


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it was not taken; no reason was given"


def struck_out(text: str, address: str) -> str:
    """The text without anything that stands in the address and may be a secret."""
    parts = re.split(r"[/:@?&=#,]+", address.partition("://")[2])
    for part in sorted({*parts, *map(unquote, parts)}, key=len, reverse=True):
        if len(part) >= WORDY:
            text = text.replace(part, "***")
    return text
