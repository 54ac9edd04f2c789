"""What an alert is, who is told, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class AlertKind(Enum):
    """What people may be told of."""

    OPERATOR = "operator"
    WORK = "work"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to tell: a line for a subject, and what to know and to do about it."""

    kind: AlertKind
    at: datetime
    headline: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent."""

    subject: str
    body: str


class NotDeliveredError(Exception):
    """A destination did not take a message; the text says why, and holds no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Whom to tell.

    Attributes:
        key: Tells it from others over restarts; a digest, as its address may hold secrets.
        name: For the log and for people; holds no secret.
        send: Delivers, or raises NotDeliveredError, within a bounded time.
    """

    key: str
    name: str
    send: Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertOptions:
    """What is told, and how patiently. Times are in seconds.

    Attributes:
        kinds: What to tell of.
        retry_for: How long an alert is tried to be delivered before it is dropped.
        gather: How long to wait for more before a message is sent.
        interval: Between two messages to one destination at least; what comes meanwhile shares the next.
        remind_after: How often to tell again of an operator request that stays open; None: once is enough.
        first_pause: Before the first try again; doubled each time.
        longest_pause: Between two tries at most.
    """

    kinds: frozenset[AlertKind] = frozenset(AlertKind)
    retry_for: float = 86_400.0
    gather: float = 2.0
    interval: float = 60.0
    remind_after: float | None = None
    first_pause: float = 5.0
    longest_pause: float = 300.0
