"""From an address to a manager."""

from __future__ import annotations

from openrsm.client.address import Address
from openrsm.client.carrying import BlockingTransport
from openrsm.client.line import Line
from openrsm.client.manager import ClientManager, Credentials, no_credentials


def open_client(address: Address, token: str | None = None, credentials: Credentials = no_credentials) -> ClientManager:
    """The service at an address, as a manager. Nothing is sent before the first call."""
    return ClientManager(Line(transport=BlockingTransport(address), address=address.url, token=token), credentials)
