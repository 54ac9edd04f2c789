"""Every function does over a socket what it does in process."""

from __future__ import annotations

import pytest

from openrsm import ntms
from openrsm.ntms.handles import session_of
from tests.client.service import Service
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.general import documented
from tests.ntms.conditions.ready import READY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", documented("ERROR_SUCCESS"))
def test_a_call_in_order_succeeds(served: Bench, service: Service, name: str) -> None:
    session = ntms.OpenNtmsSession(service.address.url, "archive", 0)
    manager, _ = session_of(session)
    ready = READY[name](served)
    ready.do(session)
    manager.close()


def test_a_session_that_is_closed_is_closed_for_good(served: Bench, service: Service) -> None:
    session = ntms.OpenNtmsSession(service.address.url, "archive", 0)
    assert len(served.manager.sessions.list(served.session)) == 2
    ntms.CloseNtmsSession(session)
    with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_HANDLE"):
        ntms.CloseNtmsSession(session)


def test_a_pool_that_there_is_not_is_not_found_to_be_opened_nor_to_hold_another(service: Service) -> None:
    session = ntms.OpenNtmsSession(service.address.url, "archive", 0)
    for action, path in ((ntms.NTMS_OPEN_EXISTING, "none"), (ntms.NTMS_CREATE_NEW, "none\\below")):
        with pytest.raises(ntms.NtmsError, match="ERROR_OBJECT_NOT_FOUND"):
            ntms.CreateNtmsMediaPool(session, path, None, action)
    session_of(session)[0].close()
