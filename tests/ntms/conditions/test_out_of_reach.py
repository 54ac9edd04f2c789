"""What calls fail with when the service can no longer be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from openrsm import ntms
from openrsm.client.manager import ClientManager
from openrsm.ntms.handles import session_of
from tests.client.service import Service
from tests.client.wire import wire_to
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.ready import READY

OUT_OF_REACH: Final = {
    ("CloseNtmsSession", "ERROR_CONNECTION_UNAVAIL"),
    ("InventoryNtmsLibrary", "ERROR_NOT_CONNECTED"),
    ("ReserveNtmsCleanerSlot", "ERROR_NOT_CONNECTED"),
    ("ReleaseNtmsCleanerSlot", "ERROR_NOT_CONNECTED"),
    ("EjectNtmsCleaner", "ERROR_NOT_CONNECTED"),
    ("ExportNtmsDatabase", "ERROR_NOT_CONNECTED"),
    ("ImportNtmsDatabase", "ERROR_NOT_CONNECTED"),
    ("SubmitNtmsOperatorRequest", "ERROR_NOT_CONNECTED"),
    ("WaitForNtmsOperatorRequest", "ERROR_NOT_CONNECTED"),
    ("GetNtmsObjectAttribute", "ERROR_NOT_CONNECTED"),
    ("SetNtmsObjectAttribute", "ERROR_NOT_CONNECTED"),
    ("UpdateNtmsOmidInfo", "ERROR_NOT_CONNECTED"),
    ("OpenNtmsNotification", "ERROR_NOT_CONNECTED"),
    ("WaitForNtmsNotification", "ERROR_NO_DATA"),
    ("CloseNtmsNotification", "ERROR_NOT_CONNECTED"),
}
"""What is provoked here."""

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("name", "error"), sorted(OUT_OF_REACH))
def test_a_call_says_that_the_service_is_out_of_reach(
    served: Bench, service: Service, tmp_path: Path, name: str, error: str
) -> None:
    ready = READY[name](served)
    behind = tmp_path / "behind.sock"
    behind.symlink_to(service.path)
    with wire_to(behind, tmp_path / "wire.sock") as wire:
        session = ntms.OpenNtmsSession(f"unix:{wire.path}", "backup", 0)
        handle = ready.handle(session) if ready.handle else session
        manager, _ = session_of(session)
        assert isinstance(manager, ClientManager)
        manager._line.contact.patience = 0.2  # noqa: SLF001 - nobody should wait for the real one
        behind.unlink()
        wire.break_all()
        with pytest.raises(ntms.NtmsError) as raised:
            getattr(ntms, name)(handle, *ready.arguments.values())
        assert raised.value.symbol == error
        manager.close()
