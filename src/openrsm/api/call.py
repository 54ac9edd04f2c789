"""One request as one call of the surface: who calls, in which session, once or not, in a worker thread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

import anyio
from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse

from openrsm.api import peers
from openrsm.api.answers import answered
from openrsm.api.gate import PRINCIPAL
from openrsm.domain.values import NAME_LENGTH, Principal, SessionId
from openrsm.surface.acting import ACTING, PROCESS
from openrsm.surface.host import Host
from openrsm.surface.repetition import KEY_LENGTH, ONCE, AlreadyDone, Once

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a route is given.

    Attributes:
        session: The session that the request acts in; None for one of its own, which ends with it.
        once: The request's idempotency key.
        process: The number of the process that makes it; None if it is not known to be of this computer.
    """

    host: Host
    principal: Principal
    session: SessionId | None
    application: str
    once: Once | None
    limiter: anyio.CapacityLimiter
    process: int | None

    async def ask(self, ask: Callable[[SessionId], T], limiter: anyio.CapacityLimiter | None = None) -> T:
        """Call the surface in a worker thread; of the usual ones, unless it may take minutes.

        Raises:
            RsmError: What it refuses.
            AlreadyDone: The request was done earlier under its key.
        """
        return await anyio.to_thread.run_sync(self._in_session, ask, limiter=limiter or self.limiter)

    async def run(self, work: Callable[[], T]) -> T:
        """Do what needs no session, in a worker thread."""

        def done() -> T:
            PROCESS.set(self.process)
            return work()

        return await anyio.to_thread.run_sync(done, limiter=self.limiter)

    async def answer(
        self, ask: Callable[[SessionId], Any], status: int = 200, limiter: anyio.CapacityLimiter | None = None
    ) -> JSONResponse:
        """Call the surface, and answer with what it returns; or with what it returned the first time."""
        try:
            return answered(await self.ask(ask, limiter), status)
        except AlreadyDone as done:
            return answered(done.answer, status, repeated=True)

    def _in_session(self, ask: Callable[[SessionId], T]) -> T:
        # The thread has a context of its own, which ends with the call.
        ONCE.set(self.once)
        ACTING.set(self.principal)
        PROCESS.set(self.process)
        return self._in_own_session(ask) if self.session is None else self._resumed(self.session, ask)

    def _resumed(self, session: SessionId, ask: Callable[[SessionId], T]) -> T:
        self.host.resume(session, self.principal)
        return ask(session)

    def _in_own_session(self, ask: Callable[[SessionId], T]) -> T:
        session = self.host.sessions.open(self.application, self.principal)
        try:
            return ask(session)
        finally:
            self.host.sessions.close(session)


SessionHeader = Annotated[
    UUID | None, Header(alias="OpenRSM-Session", description="The session that the request acts in.")
]
ApplicationHeader = Annotated[
    str,
    Header(
        alias="OpenRSM-Application",
        min_length=1,
        max_length=NAME_LENGTH,
        pattern=r"^[ -~]+$",
        description="Who asks, as others see it, where there is no session.",
    ),
]
KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=KEY_LENGTH,
        pattern=r"^[!-~]+$",
        description="Repeated under the same key, the request is done once and answered again.",
    ),
]


async def looking(request: Request, in_session: SessionHeader = None, application: ApplicationHeader = "http") -> Call:
    """A call that changes nothing."""
    return _call(request, in_session, application, None)


async def changing(
    request: Request, in_session: SessionHeader = None, application: ApplicationHeader = "http", key: KeyHeader = None
) -> Call:
    """A call that may be repeated under a key."""
    once = None if key is None else Once(key=key, fingerprint=await _fingerprint(request))
    return _call(request, in_session, application, once)


def _call(request: Request, session: UUID | None, application: str, once: Once | None) -> Call:
    return Call(
        host=request.app.state.host,
        principal=request.scope["state"][PRINCIPAL],
        session=None if session is None else SessionId(session),
        application=application,
        once=once,
        limiter=request.app.state.limiter,
        process=request.scope["state"].get(peers.PROCESS),
    )


async def _fingerprint(request: Request) -> str:
    path, query = request.scope["path"].encode(), request.scope["query_string"]
    session = request.headers.get("openrsm-session", "").encode()
    asked = b"%s %s?%s\n%s\n" % (request.method.encode(), path, query, session)
    return hashlib.sha256(asked + await request.body()).hexdigest()


Looking = Annotated[Call, Depends(looking)]
Changing = Annotated[Call, Depends(changing)]
