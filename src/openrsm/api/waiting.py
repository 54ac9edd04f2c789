"""Waiting without a thread: a request sleeps in the event loop until a commit changes what it waits for.

``Prefer: wait=SECONDS`` (RFC 7240) asks for it. With ``If-None-Match`` the wait ends when the representation differs
from that tag, else when it is final.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openrsm.api.answers import answered, tag_of
from openrsm.api.call import Call

LONGEST_BEAT: Final = 15.0
"""Seconds between two signs of life of who waits, at most."""

VOUCHED: Final = 1.0
"""Seconds after which it is asked again whether somebody still vouches for who waits, when it wakes anyway."""


async def heartbeat(call: Call) -> float:
    """Seconds after which a request under way has to give a sign of life, so that its session is not lost."""
    if call.session is None:
        return LONGEST_BEAT
    lease = (await call.ask(call.host.sessions.renew)).lease
    return LONGEST_BEAT if lease is None else min(LONGEST_BEAT, lease / 3)


class Sleepers:
    """Everything that waits in this process's event loop, so that it can be ended. Belongs to the loop's thread."""

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._events: set[asyncio.Event] = set()
        self.stopping = False

    def __len__(self) -> int:
        """How many wait."""
        return len(self._events)

    def stop(self) -> None:
        """End all waits, also those that are still to begin."""
        self.stopping = True
        for event in self._events:
            event.set()

    @asynccontextmanager
    async def alarm(self, request: Request, call: Call, objects: Collection[UUID]) -> AsyncIterator[Alarm]:
        """Something to sleep on until one of the objects (or any) changes, and until there is no more to wait for.

        That is when the call's session ends, the client goes, or the service stops.
        """
        alarm = Alarm(self)
        self._events.add(alarm.event)
        stops = [call.host.watch(watched, alarm.ring) for watched in _watched(call, objects)]
        leaving = asyncio.create_task(alarm.until_gone(request))
        try:
            yield alarm
        finally:
            leaving.cancel()
            for stop in stops:
                stop()
            self._events.discard(alarm.event)


def _watched(call: Call, objects: Collection[UUID]) -> list[Collection[UUID]]:
    return [objects] if call.session is None else [objects, [call.session]]


class Alarm:
    """Rings when there is a reason to look again."""

    def __init__(self, sleepers: Sleepers) -> None:
        """Made by :meth:`Sleepers.alarm`."""
        self.event = asyncio.Event()
        self.gone = False
        self._sleepers = sleepers
        self._loop = asyncio.get_running_loop()

    @property
    def is_over(self) -> bool:
        """Whether nobody waits any more."""
        return self.gone or self._sleepers.stopping

    def ring(self) -> None:
        """Called from any thread."""
        with suppress(RuntimeError):  # the loop has ended, and with it whoever slept
            self._loop.call_soon_threadsafe(self.event.set)

    async def until_gone(self, request: Request) -> None:
        """Notice that the client hangs up."""
        with suppress(HTTPException):  # it announced a body that it did not send
            while (await request.receive())["type"] != "http.disconnect":
                pass
        self.gone = True
        self.event.set()

    async def sleep(self, seconds: float) -> bool:
        """Until it rings; whether it is worth looking again. When no time is left, it is not."""
        if seconds <= 0:
            return False
        with suppress(TimeoutError):
            await asyncio.wait_for(self.event.wait(), seconds)
        rang = self.event.is_set()
        self.event.clear()
        return rang and not self.is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a waiting request sees: the answer as it would be now, and whether there is nothing more to wait for."""

    content: Any
    is_final: bool
    status: int = 200


class Wait:
    """How long a request is prepared to wait, and what its client has seen already."""

    def __init__(self, request: Request, seconds: float, seen: Collection[str]) -> None:
        """Made by :func:`the_wait`."""
        self._request = request
        self._seconds = seconds
        self._seen = seen
        self._vouched = monotonic()
        self._end = self._vouched + seconds

    @property
    def seconds(self) -> float:
        """How long, from the beginning."""
        return self._seconds

    async def until(self, call: Call, objects: Collection[UUID], look: Callable[[], Awaitable[Look]]) -> Response:
        """Look after each change of the objects (or of any), until that is over, or time is; the answer."""
        seen = await self.until_over(call, objects, look, self._is_over)
        tag = tag_of(seen.content)
        headers = {"ETag": tag} | self._applied()
        if tag in self._seen:
            return Response(status_code=304, headers=headers)
        return JSONResponse(seen.content, seen.status, headers)

    async def until_final(
        self, call: Call, objects: Collection[UUID], look: Callable[[], Awaitable[Look]], *, repeated: bool = False
    ) -> Response:
        """The same for a request that has changed something, so that no tag counts."""
        seen = await self.until_over(call, objects, look, lambda one: one.is_final)
        return answered(seen.content, seen.status, repeated=repeated, headers=self._applied())

    async def until_over(
        self,
        call: Call,
        objects: Collection[UUID],
        look: Callable[[], Awaitable[Look]],
        is_over: Callable[[Look], bool],
    ) -> Look:
        """What is seen when it is over, when time is, when the client has gone or when the service stops."""
        async with self._request.app.state.sleepers.alarm(self._request, call, objects) as alarm:
            while True:
                seen = await look()
                if is_over(seen) or not await self._changed(call, alarm):
                    return seen

    async def _changed(self, call: Call, alarm: Alarm) -> bool:
        """Sleep, giving signs of life now and then; True when something has changed, False when it is no use any more.

        Raises:
            NotAuthenticated: Nobody vouches for the caller any more.
            InvalidHandle: The session has ended.
        """
        while (remaining := self._end - monotonic()) > 0:
            beat = await heartbeat(call)
            rang = await alarm.sleep(min(remaining, beat))
            if alarm.is_over:
                return False
            await self._vouch()
            if rang:
                return True
        return False

    async def _vouch(self) -> None:
        if monotonic() - self._vouched > VOUCHED:
            self._vouched = monotonic()
            await self._request.app.state.callers.of(self._request.scope)

    def _is_over(self, seen: Look) -> bool:
        return tag_of(seen.content) not in self._seen if self._seen else seen.is_final

    def _applied(self) -> dict[str, str]:
        return {"Preference-Applied": f"wait={self._seconds:g}"} if self._seconds else {}


Preference = Annotated[
    str | None,
    Header(
        alias="Prefer",
        description="wait=SECONDS: answer when it is over, or so much later; the answer says how long it was.",
        examples=["wait=30"],
    ),
]
Seen = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="With Prefer: wait, answer as soon as the entity tag is another.",
    ),
]


async def the_wait(request: Request, prefer: Preference = None, seen: Seen = None) -> Wait:
    """For what is looked at."""
    given = _whole(request, "if-none-match", seen)
    tags = [tag.strip().removeprefix("W/") for tag in given.split(",") if tag.strip()]
    return Wait(request, _seconds(request, prefer), tags)


async def the_patience(request: Request, prefer: Preference = None) -> Wait:
    """For what is begun by the request itself."""
    return Wait(request, _seconds(request, prefer), ())


def _seconds(request: Request, prefer: str | None) -> float:
    """How long; preferences that we do not know, or cannot read, are ignored, as RFC 7240 has it."""
    longest: float = request.app.state.options.longest_wait
    found = _WAIT.search(_whole(request, "prefer", prefer))
    return min(float(found["seconds"]), longest) if found else 0.0


def _whole(request: Request, name: str, first: str | None) -> str:
    """A header that is a list may come in several lines; the framework gives us one of them."""
    return "" if first is None else ", ".join(request.headers.getlist(name))


_WAIT: Final = re.compile(r"(?i)(^|,)\s*wait\s*=\s*\"?(?P<seconds>[0-9]{1,9}(\.[0-9]{1,9})?)\"?\s*(?=[,;]|$)", re.ASCII)


Waiting = Annotated[Wait, Depends(the_wait)]
Patience = Annotated[Wait, Depends(the_patience)]
