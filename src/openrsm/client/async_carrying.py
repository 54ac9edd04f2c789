"""The transport for event loops, on httpx2."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator

import httpx2

from openrsm.client.address import Address
from openrsm.client.carrying import answer, arguments, options, translated
from openrsm.client.transport import Answer, Message, Refused, Request


class AsyncTransport:
    """Implements :class:`openrsm.client.transport.Transport` for tasks of one event loop."""

    def __init__(self, address: Address, tls: ssl.SSLContext | None = None) -> None:
        """Connects when it is needed."""
        wire = httpx2.AsyncHTTPTransport(**options(address, tls))
        self._client = httpx2.AsyncClient(base_url=address.base, transport=wire)

    async def send(self, request: Request) -> Answer:
        """See the protocol."""
        with translated(self._client):
            return answer(await self._client.request(request.method, request.path, **arguments(request)))

    async def follow(self, request: Request) -> AsyncGenerator[Message, None]:
        """See the protocol."""
        with translated(self._client):
            async with self._client.sse(request.path, **arguments(request)) as source:
                if source.response.status_code != httpx2.codes.OK:
                    await source.response.aread()
                    raise Refused(answer(source.response))
                yield Message()
                async for event in source:
                    yield Message(event=event.event, data=event.data, id=event.id)

    async def sleep(self, seconds: float) -> None:
        """See the protocol."""
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        """See the protocol."""
        await self._client.aclose()
