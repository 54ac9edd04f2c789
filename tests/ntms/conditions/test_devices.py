"""Every documented condition of the functions that open a session of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from openrsm import ntms
from openrsm.domain.operator import OperatorKind
from openrsm.domain.work import OPEN, Operation, WorkState
from tests.client.service import SECRET, Service
from tests.conformance.surface_bench import LIBRARY, Bench, eventually
from tests.conformance.surface_standalone import DESK, FIRST, hands
from tests.ntms.conditions.devices import desk, eject
from tests.surface.catalogue import damaged, file_of

EJECT: Final = "EjectDiskFromSADrive"

DEVICES: Final = {
    ("GetVolumesFromDrive", "ERROR_SUCCESS"),
    *(
        (EJECT, error)
        for error in (
            "ERROR_SUCCESS",
            "ERROR_ACCESS_DENIED",
            "ERROR_DATABASE_FAILURE",
            "ERROR_DEVICE_NOT_AVAILABLE",
            "ERROR_INVALID_OPERATION",
            "ERROR_INVALID_PARAMETER",
            "ERROR_MEDIA_NOT_AVAILABLE",
        )
    ),
}
"""What is provoked here; of the former the success is in tests/ntms/test_volumes.py."""


@pytest.fixture
def bench(served: Bench) -> Bench:
    return desk(served)


def failure(call: Callable[[], object]) -> str:
    with pytest.raises(ntms.NtmsError) as raised:
        call()
    return raised.value.symbol


def ejects(bench: Bench) -> list[WorkState]:
    """How the ejects so far stand."""
    items = [view.item for view in bench.manager.work.list(bench.session, ended=True)]
    return [item.state for item in items if item.operation is Operation.EJECT]


def of_device(service: Service, device: str | None) -> None:
    ntms.EjectDiskFromSADrive(service.address.url, "archive", device)


def where(bench: Bench) -> str:
    return bench.medium(FIRST).where


def test_an_immediate_eject_returns_when_the_cartridge_is_out(bench: Bench, service: Service) -> None:
    eject(bench, service)
    assert where(bench) == "port 1"


@pytest.mark.parametrize("action", [ntms.NTMS_EJECT_START, ntms.NTMS_EJECT_QUEUE])
def test_an_eject_that_is_queued_goes_on_without_its_session(bench: Bench, service: Service, action: int) -> None:
    eject(bench, service, action)
    eventually(lambda: where(bench) == "port 1")
    hands(bench).take("drive:1")
    eventually(lambda: ejects(bench) == [WorkState.PASSED])


def test_an_eject_is_stopped_by_the_device_alone(bench: Bench, service: Service) -> None:
    eject(bench, service, ntms.NTMS_EJECT_START)
    eventually(lambda: where(bench) == "port 1")
    eject(bench, service, ntms.NTMS_EJECT_STOP)
    eventually(lambda: ejects(bench) == [WorkState.STOPPED])


def test_what_is_mounted_is_ejected_by_force_alone(bench: Bench, service: Service) -> None:
    bench.mount(FIRST)
    assert failure(lambda: eject(bench, service)) == "ERROR_BUSY"
    eject(bench, service, ntms.NTMS_EJECT_FORCE)
    eventually(lambda: where(bench) == "port 1")


@pytest.mark.parametrize(("answer", "out"), [("satisfy", True), ("refuse", False)])
def test_an_operator_is_asked_whether_to_eject_what_is_in_use(
    bench: Bench, service: Service, answer: str, *, out: bool
) -> None:
    bench.mount(FIRST)
    asking = bench.threads.submit(
        lambda: eject(bench, service, ntms.NTMS_EJECT_ASK_USER, lpTitle="Archive", lpMessage="Really?")
    )
    [asked] = eventually(bench.requests)
    assert (asked.request.kind, asked.request.message) == (OperatorKind.MESSAGE, "Archive: Really?")
    getattr(bench.manager.operators, answer)(bench.session, str(asked.request.id))
    if out:
        asking.result(30)
        assert where(bench) == "port 1"
    else:
        assert failure(lambda: asking.result(30)) == "ERROR_CANCELLED"
        assert where(bench) == "drive 1"


def test_who_may_not_control_the_drive_is_refused(
    bench: Bench, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_TOKEN", SECRET)
    assert failure(lambda: eject(bench, service)) == "ERROR_ACCESS_DENIED"


def test_a_damaged_catalogue_fails_the_call(bench: Bench, service: Service) -> None:
    with damaged(file_of(bench)):
        assert failure(lambda: of_device(service, "/dev/nst0")) == "ERROR_DATABASE_FAILURE"


def test_a_disabled_drive_ejects_nothing(bench: Bench, service: Service) -> None:
    bench.done(bench.manager.libraries.disable(bench.session, DESK))
    assert failure(lambda: eject(bench, service)) == "ERROR_DEVICE_NOT_AVAILABLE"


def test_a_disabled_medium_stays(bench: Bench, service: Service) -> None:
    bench.done(bench.manager.media.disable(bench.session, FIRST))
    assert failure(lambda: eject(bench, service)) == "ERROR_MEDIA_NOT_AVAILABLE"


def test_an_empty_drive_ejects_nothing(served: Bench, service: Service) -> None:
    bench = desk(served, empty=True)
    assert failure(lambda: eject(bench, service)) == "ERROR_MEDIA_NOT_AVAILABLE"


def test_nothing_that_is_under_way_is_not_stopped(bench: Bench, service: Service) -> None:
    assert failure(lambda: eject(bench, service, ntms.NTMS_EJECT_STOP)) == "ERROR_INVALID_OPERATION"


@pytest.mark.parametrize("device", [None, "/dev/nothing"])
def test_a_device_that_is_no_drives_is_refused(bench: Bench, service: Service, device: str | None) -> None:
    assert where(bench) == "drive 1"
    assert failure(lambda: of_device(service, device)) == "ERROR_INVALID_PARAMETER"


def test_a_drive_of_a_library_is_not_ejected_from(bench: Bench, service: Service) -> None:
    device = bench.manager.drives.show(bench.session, f"{LIBRARY}/drive1").drive.device_path
    assert failure(lambda: of_device(service, device)) == "ERROR_INVALID_PARAMETER"


def test_the_sessions_of_such_calls_end_with_them(bench: Bench, service: Service) -> None:
    eject(bench, service, ntms.NTMS_EJECT_START)
    assert {view.application for view in bench.manager.sessions.list(bench.session)} == {"backup"}
    assert not any(state not in OPEN for state in ejects(bench))
