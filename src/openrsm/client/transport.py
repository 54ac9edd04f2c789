"""What carries requests: one that lets other tasks run meanwhile, and one that blocks its thread."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from openrsm.errors import RsmError


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, as it is sent; it can be sent again.

    Attributes:
        path: Begins with a slash; its parts are percent-encoded.
        silence: Seconds without a byte from the service after which it counts as gone; None for a call that may take
            its time.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    silence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One server-sent event. One without a name says that the stream has begun."""

    event: str = ""
    data: str = ""
    id: str = ""


class Broken(Exception):
    """No answer came. The request may have been carried out.

    Attributes:
        why: What happened to the connection, in a few words.
        hopeless: Whether it would be the same the next time.
        told: What the service said instead of answering, if it said anything.
    """

    def __init__(self, why: str, *, hopeless: bool = False, told: RsmError | None = None) -> None:
        """Keep what happened."""
        super().__init__(why)
        self.why = why
        self.hopeless = hopeless
        self.told = told


class Refused(Exception):
    """There was an answer where a stream of events was asked for."""

    def __init__(self, answer: Answer) -> None:
        """Keep it."""
        super().__init__(answer.status)
        self.answer = answer


class Transport(Protocol):
    """A way to one service. May be used by any number of callers at once, all of them its own kind."""

    async def send(self, request: Request) -> Answer:
        """Send a request once.

        Raises:
            Broken: No answer came.
        """
        ...

    def follow(self, request: Request) -> AsyncGenerator[Message, None]:
        """Send a request once, and yield that the stream begins, and then what the service tells until it ends that.

        Raises:
            Refused: It was answered otherwise.
            Broken: The connection ended.
        """
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after that time."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...
