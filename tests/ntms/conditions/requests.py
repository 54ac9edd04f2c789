"""How the documented conditions of the functions about operator requests are provoked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from openrsm import ntms
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.provoked import Case, Provoke, changed
from tests.ntms.conditions.ready import READY, submitted


def wait_refused(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    refused = submitted(bench)
    bench.manager.operators.refuse(bench.session, str(refused))
    return lambda: ntms.WaitForNtmsOperatorRequest(session, refused, 1000)


def wait_in_vain(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    return lambda: ntms.WaitForNtmsOperatorRequest(session, submitted(bench), 0)


def of_a_drive(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    """Drives are not deleted as requests are."""
    ready = READY["DeleteNtmsRequests"](bench).but(dwType=ntms.NTMS_DRIVE)
    return lambda: ready.do(session)


PROVOKED_REQUESTS: Final[Mapping[Case, Provoke]] = {
    ("SubmitNtmsOperatorRequest", "ERROR_INVALID_PARAMETER"): changed(
        "SubmitNtmsOperatorRequest", dwRequest=ntms.NTMS_OPREQ_UNKNOWN
    ),
    ("WaitForNtmsOperatorRequest", "ERROR_CANCELLED"): wait_refused,
    ("WaitForNtmsOperatorRequest", "ERROR_TIMEOUT"): wait_in_vain,
    ("DeleteNtmsRequests", "ERROR_INVALID_PARAMETER"): of_a_drive,
}
"""What takes a cause of its own."""
