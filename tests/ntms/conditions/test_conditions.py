"""Every documented condition of every function is provoked by its real cause, or says why it cannot happen here."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

import pytest

from openrsm import ntms
from openrsm.ntms.errors import SYMBOLS
from tests.conformance.surface_bench import LIBRARY, Bench
from tests.ntms.conditions import offline
from tests.ntms.conditions.general import documented, provocations
from tests.ntms.conditions.provoked import Case
from tests.ntms.conditions.ready import READY
from tests.ntms.conditions.reasons import CANNOT_HAPPEN
from tests.ntms.conditions.test_devices import DEVICES
from tests.ntms.conditions.test_opening import OPENING
from tests.ntms.conditions.test_out_of_reach import OUT_OF_REACH
from tests.ntms.conditions.test_plights import PLIGHTS
from tests.ntms.spec import functions
from tests.surface.catalogue import damaged, file_of, locked, without_row

pytestmark = [pytest.mark.long, pytest.mark.slow]

SUCCESS: Final = "ERROR_SUCCESS"
LOCKED: Final = ("DismountNtmsMedia", "ERROR_TIMEOUT")
ROWS: Final[dict[Case, tuple[str, str, str]]] = {
    **offline.ROWS,
    ("MountNtmsMedia", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("DismountNtmsMedia", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("DismountNtmsDrive", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("CleanNtmsDrive", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
    ("DecommissionNtmsMedia", "ERROR_INVALID_MEDIA_POOL"): ("pools", "path", "Free/LTO-9"),
    ("SetNtmsMediaComplete", "ERROR_INVALID_MEDIA_POOL"): ("pools", "path", "backups/daily"),
}
"""What fails where somebody deleted a row by hand."""

DAMAGED: Final = [
    name for name in documented("ERROR_DATABASE_FAILURE") if (name, "ERROR_DATABASE_FAILURE") not in CANNOT_HAPPEN
]


def conditions() -> set[Case]:
    return {(name, error) for name, function in functions().items() for error in function["returns"]}


def failure(call: Callable[[], object]) -> str:
    """With what a call fails."""
    with pytest.raises(ntms.NtmsError) as raised:
        call()
    assert raised.value.symbol == SYMBOLS[raised.value.winerror]
    return raised.value.symbol


@pytest.mark.parametrize(("name", "error"), [case for case in provocations() if case[1] != SUCCESS])
def test_a_documented_error_comes_of_its_cause(bench: Bench, session: ntms.HANDLE, name: str, error: str) -> None:
    assert failure(provocations()[name, error](bench, session)) == error


@pytest.mark.parametrize("name", documented(SUCCESS))
def test_a_call_in_order_succeeds(bench: Bench, session: ntms.HANDLE, name: str) -> None:
    provocations()[name, SUCCESS](bench, session)()


@pytest.mark.parametrize("case", ROWS)
def test_what_refers_to_nothing_is_refused(bench: Bench, session: ntms.HANDLE, case: Case) -> None:
    ready = READY[case[0]](bench)
    bench.manager.settle()
    with without_row(file_of(bench), *ROWS[case]):
        assert failure(lambda: ready.do(session)) == case[1]
    ready.do(session)


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_catalogue_fails_the_call(bench: Bench, session: ntms.HANDLE, name: str) -> None:
    ready = READY[name](bench)
    bench.manager.settle()
    handle = ready.handle(session) if ready.handle else session
    with damaged(file_of(bench)):
        assert failure(lambda: getattr(ntms, name)(handle, *ready.arguments.values())) == "ERROR_DATABASE_FAILURE"


def test_a_catalogue_that_another_program_keeps_locked_is_waited_for_in_vain(
    bench: Bench, session: ntms.HANDLE
) -> None:
    ready = READY["DismountNtmsMedia"](bench)
    bench.manager.settle()
    with locked(file_of(bench)):
        assert failure(lambda: ready.do(session)) == "ERROR_TIMEOUT"
    ready.do(session)


def test_every_documented_condition_is_provoked_or_says_why_it_cannot_be(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    machine = {(name, "ERROR_DATABASE_FAILURE") for name in DAMAGED} | {LOCKED}
    shown = set(provocations()) | set(ROWS) | machine | set(OPENING) | set(OUT_OF_REACH) | set(PLIGHTS)
    shown |= DEVICES
    assert shown <= conditions()
    assert shown & set(CANNOT_HAPPEN) == set()
    assert shown | set(CANNOT_HAPPEN) == conditions()
    record_property("documented conditions provoked", f"{len(shown)} of {len(conditions())}")
    with capsys.disabled():
        sys.stdout.write(f"\nprovoked {len(shown)} of {len(conditions())}\n")
