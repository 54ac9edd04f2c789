"""What makes calls about changes in stand-alone drives fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from openrsm import ntms
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.basics import Ready, medium
from tests.ntms.conditions.ready import READY, by_medium, watching

SET: Final = "SetNtmsDeviceChangeDetection"
END: Final = "EndNtmsDeviceChangeDetection"

Provoke = Callable[[Bench, ntms.HANDLE], Callable[[], Any]]


def ended(name: str) -> Provoke:
    """A detection that was ended."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        handle = ntms.BeginNtmsDeviceChangeDetection(session)
        ntms.EndNtmsDeviceChangeDetection(session, handle)
        return lambda: getattr(ntms, name)(session, handle, *ready.arguments.values())

    return provoke


def unknown(make: Callable[[Bench], Ready]) -> Provoke:
    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = make(bench).unknown()
        return lambda: ready.do(session)

    return provoke


def of_mixed_kinds(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    """A library and a medium."""
    ready = watching(bench)
    mixed = [*ready.arguments["lpRequestId"], medium(bench, "V00001L9")]
    both = replace(ready, arguments={**ready.arguments, "lpRequestId": mixed, "dwCount": 2})
    return lambda: both.do(session)


PROVOKED: Final[Mapping[tuple[str, str], Provoke]] = {
    (SET, "ERROR_INVALID_HANDLE"): ended(SET),
    (SET, "ERROR_INVALID_LIBRARY"): unknown(watching),
    (SET, "ERROR_INVALID_MEDIA"): unknown(by_medium),
    (SET, "ERROR_INVALID_PARAMETER"): of_mixed_kinds,
    (END, "ERROR_INVALID_HANDLE"): ended(END),
}
