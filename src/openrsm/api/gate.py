"""What every request passes before anything reads it: it is bounded, and somebody vouches for who makes it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

import structlog
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openrsm.api.callers import Callers
from openrsm.api.crowd import Crowd
from openrsm.api.options import ApiOptions
from openrsm.api.problems import problem
from openrsm.errors import Busy, InvalidParameter, RsmError

log = structlog.get_logger(__name__)

OPEN: Final = frozenset({"/healthz", "/readyz", "/api/v1/openapi.json"})
"""What anybody may read."""

PRINCIPAL: Final = "principal"
"""The key of the request's state under which routes find who calls."""

_BODIES: Final = frozenset({"POST", "PUT", "PATCH"})

BUSY: Final = HTTPStatus.SERVICE_UNAVAILABLE

_JSON: Final = b"application/json"
_PLAIN: Final = b"identity"

_SINGLE: Final = frozenset(
    {
        b"content-encoding",
        b"content-type",
        b"host",
        b"idempotency-key",
        b"last-event-id",
        b"openrsm-application",
        b"openrsm-session",
    }
)
"""Of these, two would leave open which one is meant."""


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, callers: Callers, options: ApiOptions) -> None:
        """``app`` gets what passes."""
        self._app = app
        self._callers = callers
        self._options = options
        self._passing = 0
        self._crowd = Crowd(options.max_requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it pass, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, told = monotonic(), _Told(send, without_body=scope["method"] == "HEAD")
        self._passing += 1
        try:
            refusal = await self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, told)
            else:
                await self._pass(scope, receive, told)
        finally:
            self._passing -= 1
            log.debug(
                "answered",
                action="request_answered",
                method=scope["method"],
                path=scope["path"],
                status=told.status,
                milliseconds=round(1000 * (monotonic() - begun), 1),
            )

    async def _pass(self, scope: Scope, receive: Receive, told: _Told) -> None:
        caller = scope.get("state", {}).get(PRINCIPAL)
        user = caller.user if caller else None
        try:
            if not self._crowd.enter(user) and not (caller and caller.administrator):
                await problem(_busy("too many requests of one caller are under way"), BUSY)(scope, receive, told)
            else:
                await self._app(_without_head(scope), _Body(receive, self._options), told)
        finally:
            self._crowd.leave(user)

    async def _refusal(self, scope: Scope) -> JSONResponse | None:
        if self._passing > self._options.max_requests:
            return problem(_busy(f"{self._options.max_requests} requests are under way"), BUSY)
        # The path as it was sent: an encoded slash belongs to a name (`vtl%2Fdrive1`) and separates nothing.
        scope["path"] = scope.get("raw_path", scope["path"].encode()).partition(b"?")[0].decode("latin-1")
        if scope["path"] in OPEN:
            return None
        try:
            scope.setdefault("state", {})[PRINCIPAL] = await self._callers.of(scope)
        except RsmError as error:
            return problem(error)
        return _unfit(scope, self._options)


def _unfit(scope: Scope, options: ApiOptions) -> JSONResponse | None:
    """Whether the head alone shows that the body is of no use."""
    headers: Mapping[bytes, bytes] = dict(scope["headers"])
    for name, count in Counter(name for name, _ in scope["headers"]).items():
        if count > 1 and name in _SINGLE:
            what = f"header {name.decode()} is there {count} times"
            return problem(InvalidParameter(what, "send it once"), HTTPStatus.BAD_REQUEST)
    if int(headers.get(b"content-length", b"0")) > options.max_body:
        return problem(_too_large(options.max_body), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if scope["method"] in _BODIES and _has_body(headers):
        return _unreadable(headers)
    return None


def _unreadable(headers: Mapping[bytes, bytes]) -> JSONResponse | None:
    kind = headers.get(b"content-type", _JSON).partition(b";")[0].strip().lower()
    coding = headers.get(b"content-encoding", _PLAIN).strip().lower()
    if (kind, coding) == (_JSON, _PLAIN):
        return None
    what = f"a body of type {kind.decode('latin-1')!r}, {coding.decode('latin-1')!r}"
    return problem(InvalidParameter(what, "send application/json as it is"), HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def _has_body(headers: Mapping[bytes, bytes]) -> bool:
    return headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers


def _busy(what: str) -> Busy:
    return Busy(what, "repeat it a little later")


def _too_large(most: int) -> InvalidParameter:
    return InvalidParameter(f"a body of more than {most} bytes", "ask for less at a time")


def _without_head(scope: Scope) -> Scope:
    """HEAD is GET, of which only the head is answered."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


class _Body:
    """A request's body, cut off where it becomes too long, or too slow."""

    def __init__(self, receive: Receive, options: ApiOptions) -> None:
        self._receive = receive
        self._most = options.max_body
        self._seconds = options.body_seconds
        self._end = asyncio.get_running_loop().time() + options.body_seconds
        self._taken = 0
        self._whole = False

    async def __call__(self) -> Message:
        """The next piece, or that the client has gone."""
        try:
            async with asyncio.timeout_at(None if self._whole else self._end):
                message = await self._receive()
        except TimeoutError as late:
            detail = f"the body did not arrive within {self._seconds:g} seconds"
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, detail, {"Connection": "close"}) from late
        self._whole = not message.get("more_body", False)
        self._taken += len(message.get("body", b""))
        if self._taken > self._most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(self._most).what)
        return message


class _Told:
    """Remembers the status of an answer on its way out."""

    def __init__(self, send: Send, *, without_body: bool) -> None:
        self._send = send
        self._without_body = without_body
        self._over = False
        self.status = 0

    async def __call__(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        if self._over:
            return
        if self._without_body and message["type"] == "http.response.body":
            self._over, message = True, {"type": message["type"]}
        await self._send(message)
