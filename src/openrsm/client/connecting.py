"""From an address to a connection."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from openrsm.client.address import Address, address_of, usual_address
from openrsm.client.async_carrying import AsyncTransport
from openrsm.client.async_connection import AsyncConnection
from openrsm.client.calls.sessions import open_session
from openrsm.client.carrying import BlockingTransport
from openrsm.client.connection import Connection
from openrsm.client.driving import drive
from openrsm.client.line import Line
from openrsm.settings import settings


def connect(
    url: str | None,
    application: str,
    token: str | None,
    lease: float,
    tls: ssl.SSLContext | None,
    *,
    ends_mounts: bool,
) -> Connection:
    """See :func:`openrsm.connect`."""
    address, token = _where(url, token)
    line = Line(transport=BlockingTransport(address, tls), address=address.url, token=token)
    try:
        return Connection(line, drive(open_session(line, application, lease, ends_mounts=ends_mounts)), lease)
    except BaseException:
        drive(line.transport.close())
        raise


@asynccontextmanager
async def connect_async(
    url: str | None,
    application: str,
    token: str | None,
    lease: float,
    tls: ssl.SSLContext | None,
    *,
    ends_mounts: bool,
) -> AsyncIterator[AsyncConnection]:
    """See :func:`openrsm.connect_async`."""
    address, token = _where(url, token)
    line = Line(transport=AsyncTransport(address, tls), address=address.url, token=token)
    try:
        session = await open_session(line, application, lease, ends_mounts=ends_mounts)
    except BaseException:
        await line.transport.close()
        raise
    connection = AsyncConnection(line, session, lease)
    try:
        yield connection
    finally:
        await connection.close()


def _where(url: str | None, token: str | None) -> tuple[Address, str | None]:
    """What is told, and what the environment says where nothing is told."""
    told = settings()
    return address_of(url) if url is not None else usual_address(told), token or told.token or None
