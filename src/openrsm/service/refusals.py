"""Refusals for lack of rights go into the audit trail, each in a transaction of its own, as what was asked is undone.

A flood of them can neither fill the disk nor keep the writer busy: each user has a number of lines at once, and gets
new ones slowly; what is left out is counted, and the next line says how many that were. Besides, the trail keeps only
the newest :data:`KEPT` of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from time import monotonic
from typing import Any, Final, Protocol, TypeVar

import structlog

from openrsm.domain.values import SessionId
from openrsm.errors import AccessDenied, NotAuthenticated, RsmError
from openrsm.service.sessions import Session
from openrsm.store.database import Store

log = structlog.get_logger(__name__)

S = TypeVar("S")

ACTION: Final = "refused"
"""How the trail names them."""

AT_ONCE: Final = 60
"""How many lines a user has before they come slowly."""

PACE: Final = 10.0
"""Seconds until a user gets another line."""

MOST_USERS: Final = 10_000
"""How many users are counted; beyond them all begin anew, so that what is remembered is bounded, too."""

_UNDER_WAY: Final[ContextVar[bool]] = ContextVar("_UNDER_WAY", default=False)

KEPT: Final = 50_000
DETAIL_LENGTH: Final = 1000


@dataclass(slots=True)
class _Allowance:
    """The lines that a user has left, at a time; and how many refusals were left out since the last line."""

    lines: float
    at: float
    left_out: int = 0


class Refusals:
    """Writes them down; used by any thread."""

    def __init__(self, store: Store, steady: Callable[[], float] = monotonic) -> None:
        """``steady`` tells the seconds by which users get new lines."""
        self._store = store
        self._steady = steady
        self._lock = threading.Lock()
        self._allowances: dict[str, _Allowance] = {}

    def note(self, caller: Session, asked: str, refusal: AccessDenied) -> None:
        """Write one down, if there is a line left for it. That fails no call: the refusal is told in any case."""
        user, application = caller.principal.user, caller.application
        left_out = self._take_line(user)
        if left_out is None:
            return
        log.warning("refused", action="access_refused", user=user, application=application, asked=asked)
        detail = _told(refusal) + (f" ({left_out} more before it are left out)" if left_out else "")
        try:
            self._store.write(lambda tx: tx.audit.append(user, application, ACTION, asked, detail))
        except RsmError as error:  # read-only, or the catalogue fails
            log.info("a refusal was not written down", action="refusal_not_written", reason=error.code)

    def _take_line(self, user: str) -> int | None:
        """How many were left out before this one; None if this one is to be left out, too."""
        now = self._steady()
        with self._lock:
            if len(self._allowances) >= MOST_USERS:
                self._allowances.clear()
            has = self._allowances.setdefault(user, _Allowance(AT_ONCE, now))
            has.lines = min(AT_ONCE, has.lines + (now - has.at) / PACE)
            has.at = now
            if has.lines < 1:
                has.left_out += 1
                return None
            has.lines -= 1
            left_out, has.left_out = has.left_out, 0
            return left_out


def _told(refusal: AccessDenied) -> str:
    """What was refused, as a line: a caller may have put anything into the names in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in refusal.what[:DETAIL_LENGTH])


class _Context(Protocol):
    """What is needed of :class:`openrsm.service.context.Context`, which has a :class:`Refusals` itself."""

    @property
    def refusals(self) -> Refusals: ...

    def caller(self, session: SessionId) -> Session: ...


def audited(group: str) -> Callable[[type[S]], type[S]]:
    """Have refusals of a service's calls written down; ``group`` is its name on the surface."""

    def wrap(service: type[S]) -> type[S]:
        for name, method in list(vars(service).items()):
            if callable(method) and not name.startswith("_"):
                setattr(service, name, _noting(method, f"{group}.{name}"))
        return service

    return wrap


def _noting(method: Callable[..., Any], asked: str) -> Callable[..., Any]:
    @wraps(method)
    def call(service: Any, session: SessionId, *args: Any, **options: Any) -> Any:
        if _UNDER_WAY.get():  # part of another call, which notes it
            return method(service, session, *args, **options)
        began = _UNDER_WAY.set(True)
        try:
            return method(service, session, *args, **options)
        except NotAuthenticated:
            raise
        except AccessDenied as refusal:
            context: _Context = service._context  # noqa: SLF001 - every service has it
            context.refusals.note(context.caller(session), asked, refusal)
            raise
        finally:
            _UNDER_WAY.reset(began)

    return call
