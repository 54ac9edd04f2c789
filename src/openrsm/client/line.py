"""A line to one service: requests that are made until they are answered, and answers that are values or errors."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final, TypeVar
from urllib.parse import quote
from uuid import uuid4

from openrsm.client.problems import error_in, foreign
from openrsm.client.transport import Answer, Broken, Message, Refused, Request, Transport
from openrsm.domain.values import SessionId
from openrsm.errors import InvalidParameter, RsmError, ServiceUnavailable
from openrsm.wire.decoding import decode, decode_items
from openrsm.wire.encoding import Json

T = TypeVar("T")

BASE: Final = "/api/v1"
PATIENCE: Final = 30.0
"""Seconds for which a service that was reached before is tried again: time enough for it to start anew."""
SILENCE: Final = 60.0
"""Seconds after which a service that owes an answer counts as gone."""
UNHURRIED: Final = ("POST", "/libraries")
"""What takes as long as a library takes to be looked at for the first time."""
PAUSES: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Seconds before each new attempt; the last of them again and again."""
PAGE: Final = 1000
"""Items in one answer, at most."""
NOT_NOW: Final = 503
FIRST_FAILURE: Final = 400

Query = Mapping[str, str | float | Sequence[str] | None]
"""What is None is left out; a list is a parameter that is given more than once."""


@dataclass(slots=True)
class Contact:
    """What is known of the service. All lines to it share this.

    Attributes:
        patience: Seconds for which it is tried again; 0 for not at all.
        reached: Whether it ever answered. One that never did is probably not there at all.
    """

    patience: float = PATIENCE
    reached: bool = False

    @property
    def left(self) -> float:
        """Seconds for which to try now."""
        return self.patience if self.reached else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way to the service for one caller. Cheap to make, and safe to share.

    Attributes:
        address: Of the service, for messages.
        token: What vouches for the caller; None where the operating system does.
        session: In which requests are made; None for none.
    """

    transport: Transport
    address: str
    token: str | None = None
    session: SessionId | None = None
    contact: Contact = field(default_factory=Contact)

    def within(self, session: SessionId) -> Line:
        """The same, in a session."""
        return replace(self, session=session)

    def impatient(self) -> Line:
        """The same, giving up at the first failure."""
        return replace(self, contact=Contact(patience=0))

    # --- Requests ---

    async def get(self, kind: type[T], path: str, query: Query | None = None) -> T:
        """Look at something."""
        return self.value(kind, await self.ask("GET", path, query=query))

    async def get_items(self, kind: type[T], path: str, query: Query | None = None, most: int | None = None) -> list[T]:
        """Look at a list, with all of its pages, or until there are so many."""
        found: list[T] = []
        asked: Query = {**(query or {}), "limit": PAGE if most is None else min(most, PAGE)}
        while True:
            answer = await self.ask("GET", path, query=asked)
            found += self.items(kind, answer)
            cursor = self._next(answer)
            if not cursor or (most is not None and len(found) >= most):
                return found[:most]
            asked = {**asked, "cursor": cursor}

    async def post(self, kind: type[T], path: str, body: Json = None, *, wait: float | None = None) -> T:
        """Do something that has one result."""
        return self.value(kind, await self.ask("POST", path, body=body, wait=wait))

    async def delete(self, path: str) -> None:
        """End something."""
        await self.ask("DELETE", path)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Json = None,
        wait: float | None = None,
        known: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Make a request until it is answered, and return an answer that is no failure.

        Args:
            method: What is done, as HTTP names it.
            path: Below the API's root; see :func:`path_of`.
            query: Parameters.
            body: What is sent; None for nothing.
            wait: Seconds that the service may wait before it answers.
            known: The ETag of what the caller has; as long as it stays, the service waits.
            key: Names what is done, so that it is done once; a new one if not given.

        Raises:
            ServiceUnavailable: No answer came, again and again.
            RsmError: What the service refused, or failed in.
        """
        request = self._request(method, path, query, body, wait=wait)
        if method != "GET":
            request = _with(request, "Idempotency-Key", key or new_key())
        if known is not None:
            request = _with(request, "If-None-Match", known)
        return self._checked(await self._until_answered(request))

    async def ask_once(self, path: str, body: Json = None, *, wait: float | None = None) -> Answer:
        """Post what must not be repeated, because its answer is told once.

        Raises:
            Broken: No answer came.
            RsmError: As :meth:`ask`.
        """
        return self._checked(await self.transport.send(self._request("POST", path, None, body, wait=wait)))

    async def follow(self, path: str, query: Query, last: int) -> AsyncGenerator[Message, None]:
        """What the service tells after a message, until the connection ends.

        Raises:
            Broken: It did.
            RsmError: What the service refused, or failed in.
        """
        request = _with(self._request("GET", path, query, None), "Last-Event-ID", str(last))
        messages = self.transport.follow(request)
        try:
            async for message in messages:
                self.contact.reached = True
                yield message
        except Refused as refused:
            self._checked(refused.answer)
        finally:
            await messages.aclose()

    # --- Answers ---

    def value(self, kind: type[T], answer: Answer) -> T:
        """What an answer holds."""
        try:
            return decode(kind, self._json(answer))
        except InvalidParameter as error:
            raise foreign(self.address, error.what) from error

    def items(self, kind: type[T], answer: Answer) -> list[T]:
        """The list that an answer holds."""
        try:
            return decode_items(kind, self._json(answer))
        except InvalidParameter as error:
            raise foreign(self.address, error.what) from error

    def gone(self, broken: Broken) -> RsmError:
        """What to say of a service that cannot be reached: that it failed, where it could say so itself."""
        if broken.told is not None and not isinstance(broken.told, ServiceUnavailable):
            return broken.told
        what = f"the OpenRSM service at {self.address} cannot be reached: {broken.why}"
        return ServiceUnavailable(what, "start it (rsm serve, or systemctl start rsmd), or name another (OPENRSM_URL)")

    def _next(self, answer: Answer) -> str:
        match self._json(answer):
            case {"next": str() | int() as cursor}:
                return str(cursor)
            case _:
                return ""

    def _json(self, answer: Answer) -> Json:
        try:
            data: Json = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise foreign(self.address, "what it sends is no JSON") from error
        return data

    def _checked(self, answer: Answer) -> Answer:
        if answer.status >= FIRST_FAILURE:
            raise error_in(answer, self.address)
        return answer

    # --- Sending ---

    def _request(
        self, method: str, path: str, query: Query | None, body: Json, *, wait: float | None = None
    ) -> Request:
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.session is not None:
            headers["OpenRSM-Session"] = str(self.session)
        if wait is not None:
            headers["Prefer"] = f"wait={wait:.3f}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        return Request(
            method=method,
            path=BASE + path,
            query=_pairs(query or {}),
            headers=headers,
            body=b"" if body is None else json.dumps(body).encode(),
            silence=None if (method, path) == UNHURRIED else SILENCE + (wait or 0),
        )

    async def _until_answered(self, request: Request) -> Answer:
        retry = Retry(self)
        while True:
            try:
                answer = await self.transport.send(request)
            except Broken as broken:
                await retry.pause(broken)
                continue
            self.contact.reached = True
            if answer.status != NOT_NOW or "retry-after" not in answer.headers:
                return answer
            told = error_in(answer, self.address)
            await retry.pause(Broken(told.what, told=told))


class Retry:
    """How often and how long something was tried that the service did not answer."""

    def __init__(self, line: Line) -> None:
        """Nothing failed so far."""
        self._line = line
        self._failures = 0
        self._end = 0.0

    async def pause(self, broken: Broken) -> None:
        """Return when it is time to try again.

        Raises:
            ServiceUnavailable: It is time to give up.
        """
        if self._failures == 0:
            self._end = monotonic() + self._line.contact.left
        if broken.hopeless or monotonic() >= self._end:
            raise self._line.gone(broken) from broken
        await self._line.transport.sleep(PAUSES[min(self._failures, len(PAUSES) - 1)])
        self._failures += 1

    def succeeded(self) -> None:
        """Nothing failed so far."""
        self._failures = 0


def path_of(*parts: str) -> str:
    """The path of these parts; whatever is in them stays in its part.

    Raises:
        InvalidParameter: One is empty.
    """
    if not all(parts):
        raise InvalidParameter("an empty name names nothing", "give a name, or a GUID")
    return "".join(f"/{_quoted(part)}" for part in parts)


def cursor_of(key: object) -> str:
    """The cursor of what comes behind an item in a list."""
    return urlsafe_b64encode(str(key).encode()).decode()


def new_key() -> str:
    """An idempotency key that was never used."""
    return uuid4().hex


def _quoted(part: str) -> str:
    """A part that consists of dots would be taken for a step along the path."""
    quoted = quote(part, safe="", errors="surrogatepass")
    return quoted if part.strip(".") else quoted.replace(".", "%2E")


def _pairs(query: Query) -> list[tuple[str, str]]:
    return [(name, text) for name, value in query.items() for text in _texts(value)]


def _texts(value: str | float | Sequence[str] | None) -> Sequence[str]:
    match value:
        case None:
            return ()
        case bool():
            return ("true" if value else "false",)
        case str() | int() | float():
            return (str(value),)
        case _:
            return value


def _with(request: Request, header: str, value: str) -> Request:
    return replace(request, headers={**request.headers, header: value})
