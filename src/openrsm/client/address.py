"""Where a service is: ``unix:/run/openrsm/rsmd.sock``, ``https://host:port``, ``http://127.0.0.1:port``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from openrsm.errors import InvalidParameter
from openrsm.settings import Settings, socket_of

FORMS: Final = "write unix:/PATH, https://HOST:PORT or http://HOST:PORT"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service is to be reached.

    Attributes:
        url: As it is written.
        base: What the paths of requests are put behind.
        socket: The Unix socket that is connected to, whatever ``base`` says; None for TCP.
    """

    url: str
    base: str
    socket: Path | None = None


def address_of(url: str) -> Address:
    """The address that a text spells.

    Raises:
        InvalidParameter: It spells none.
    """
    if url.startswith("unix:"):
        return _local(url)
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError as error:  # a port that is no number, a malformed IPv6 address
        raise InvalidParameter(f"{url!r} is no address of a service: {error}", FORMS) from error
    if not known or parts.username or parts.query or parts.fragment:
        raise InvalidParameter(f"{url!r} is no address of a service", FORMS)
    return Address(url, url.rstrip("/"))


def usual_address(told: Settings) -> Address:
    """Where the settings say that it is, or else where the service of the state folder listens."""
    return address_of(told.url or f"unix:{socket_of(told.state)}")


def _local(url: str) -> Address:
    path = Path(url.removeprefix("unix:").removeprefix("//"))
    if not path.is_absolute():
        raise InvalidParameter(f"{url!r} names no socket by its whole path", FORMS)
    return Address(url, "http://localhost", path)
