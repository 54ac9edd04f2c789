"""Every documented condition of OpenNtmsSession."""

from __future__ import annotations

from typing import Final

import pytest

from openrsm import ntms
from tests.client.service import SECRET, Service
from tests.conformance.surface_bench import Bench

OPENING: Final = [
    ("OpenNtmsSession", error)
    for error in (
        "ERROR_SUCCESS",
        "ERROR_ACCESS_DENIED",
        "ERROR_INVALID_COMPUTERNAME",
        "ERROR_INVALID_PARAMETER",
        "ERROR_NOT_CONNECTED",
    )
]
"""What is provoked here."""


def failure(server: str | None, application: str | None = "archive", options: int = 0) -> str:
    with pytest.raises(ntms.NtmsError) as raised:
        ntms.OpenNtmsSession(server, application, options)
    return raised.value.symbol


def test_a_session_is_opened_with_the_service_that_the_environment_names(
    served: Bench, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    session = ntms.OpenNtmsSession(None, None, ntms.NTMS_SESSION_QUERYEXPEDITE)
    assert {view.application for view in served.manager.sessions.list(served.session)} == {"backup", "RSM"}
    ntms.CloseNtmsSession(session)
    assert {view.application for view in served.manager.sessions.list(served.session)} == {"backup"}


def test_who_may_not_use_the_computer_gets_no_session(
    served: Bench, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_TOKEN", SECRET)
    served.manager.security.revoke(served.session, "computer", "everyone")
    assert failure(service.address.url) == "ERROR_ACCESS_DENIED"


@pytest.mark.parametrize("server", ["", "\\\\tapehost", "ftp://tapehost", "http://tapehost:x"])
def test_a_malformed_server_name_is_refused(server: str) -> None:
    assert failure(server) == "ERROR_INVALID_COMPUTERNAME"


@pytest.mark.usefixtures("served")
def test_a_malformed_application_or_option_is_refused(service: Service) -> None:
    assert failure(service.address.url, "a" * 64) == "ERROR_INVALID_PARAMETER"
    assert failure(service.address.url, options=2) == "ERROR_INVALID_PARAMETER"


def test_a_service_that_is_not_there_is_not_connected(service: Service) -> None:
    assert failure(f"unix:{service.path}.gone") == "ERROR_NOT_CONNECTED"
