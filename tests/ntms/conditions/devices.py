"""What the functions that open a session of their own are given: a service, and a drive on the desk beside it."""

from __future__ import annotations

from openrsm import ntms
from tests.client.service import Service
from tests.conformance.surface_bench import Bench
from tests.conformance.surface_standalone import DESK, FIRST, drive, drive_folder, insert


def desk(bench: Bench, *, empty: bool = False) -> Bench:
    """The bench with a drive on the desk that holds FIRST."""
    bench.manager.libraries.add(bench.session, DESK, f"standalone:virtual:{drive_folder(bench)}?type=LTO-8")
    if not empty:
        insert(bench, FIRST)
    bench.manager.settle()
    return bench


def eject(bench: Bench, service: Service, action: int = ntms.NTMS_EJECT_IMMEDIATE, **other: str) -> None:
    """The call, by the path of the drive's device."""
    device = drive(bench).drive.device_path
    ntms.EjectDiskFromSADrive(service.address.url, "archive", device, None, dwOptions=action, **other)
