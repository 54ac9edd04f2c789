"""Requests over a Unix socket, as fast as they are answered; timed from the first byte sent to the last one read.

It speaks just enough HTTP/1.1 for that, because a complete client would take most of the processor for itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    method: str
    path: str
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self) -> bytes:
        """As it is sent."""
        body = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: rsm", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/json"] if body else []
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Its content."""
        return json.loads(self.body)


class Connection:
    """One connection that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, socket: Path) -> Connection:
        return cls(*await asyncio.open_unix_connection(str(socket)))

    async def send(self, request: Request) -> None:
        """Send it; somebody else reads."""
        self._writer.write(request.bytes())
        await self._writer.drain()

    async def head(self) -> tuple[int, dict[str, str]]:
        """The status and the headers of an answer."""
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        return int(lines[0].split()[1]), headers

    async def ask(self, request: Request) -> Answer:
        """Send it, and read the whole answer."""
        await self.send(request)
        status, headers = await self.head()
        return Answer(status, await self._reader.readexactly(int(headers.get("content-length", 0))))

    def close(self) -> None:
        self._writer.close()


async def timed(socket: Path, requests: Sequence[Request], connections: int, expected: int) -> list[float]:
    """Send them all, over so many connections at once; the seconds each took. All are to have the expected status."""
    waiting = iter(requests)
    opened = [await Connection.open(socket) for _ in range(connections)]
    try:
        took = await asyncio.gather(*(_all(one, waiting, expected) for one in opened))
    finally:
        for one in opened:
            one.close()
    return [seconds for each in took for seconds in each]


async def _all(connection: Connection, waiting: Iterable[Request], expected: int) -> list[float]:
    took = []
    for request in waiting:
        start = perf_counter()
        answer = await connection.ask(request)
        took.append(perf_counter() - start)
        assert answer.status == expected, (request.path, answer)
    return took
