"""The functions about which computers show messages: arguments with which they succeed, and what makes them fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from openrsm import ntms
from openrsm.domain.destinations import Messages
from tests.conformance.surface_bench import LIBRARY, Bench
from tests.ntms.conditions.basics import Ready, library

Provoke = Callable[[Bench, ntms.HANDLE], Callable[[], Any]]

GET: Final = "GetNtmsUIOptions"
SET: Final = "SetNtmsUIOptions"


def listing(bench: Bench) -> Ready:
    bench.manager.operators.add_destination(bench.session, Messages.REQUEST, "desk1", LIBRARY)
    arguments = {"lpObjectId": library(bench), "dwType": ntms.NTMS_UITYPE_REQ, "lpdwBufSize": 7}
    return Ready(GET, arguments, "lpObjectId")


def adding(bench: Bench) -> Ready:
    arguments = {
        "lpObjectId": library(bench),
        "dwType": ntms.NTMS_UITYPE_REQ,
        "dwOperation": ntms.NTMS_UIDEST_ADD,
        "lpszDestination": "desk1",
    }
    return Ready(SET, arguments, "lpObjectId")


READY_UI: Final[Mapping[str, Callable[[Bench], Ready]]] = {GET: listing, SET: adding}


def other(name: str, **arguments: object) -> Provoke:
    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY_UI[name](bench)
        return lambda: replace(ready, arguments={**ready.arguments, **arguments}).do(session)

    return provoke


def twice(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = adding(bench)
    ready.do(session)
    return lambda: ready.do(session)


PROVOKED: Final[Mapping[tuple[str, str], Provoke]] = {
    (GET, "ERROR_INSUFFICIENT_BUFFER"): other(GET, lpdwBufSize=6),
    (GET, "ERROR_INVALID_PARAMETER"): other(GET, dwType=ntms.NTMS_UITYPE_INVALID),
    (SET, "ERROR_ALREADY_EXISTS"): twice,
    (SET, "ERROR_INVALID_PARAMETER"): other(SET, lpszDestination=None),
}
"""What takes a cause of its own."""

NOBODY: Final[Mapping[str, str]] = {GET: "ERROR_OBJECT_NOT_FOUND", SET: "ERROR_OBJECT_NOT_FOUND"}
"""What an unknown object fails with."""
