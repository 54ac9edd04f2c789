"""A library's numbers are those that mtx counts, on a real robot over iSCSI: tgt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.domain.values import Principal, SessionId
from openrsm.domain.work import WorkState
from openrsm.drivers.registry import open_library
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from tests.lab.fixtures import fresh_library, shim, shim_folder
from tests.lab.lab import SgShim, TgtLibrary

__all__ = ["fresh_library", "shim", "shim_folder"]  # fixtures that this file's tests ask for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt]

LIBRARY = "robot"
SLOT = re.compile(r"Storage Element (\d+)( IMPORT/EXPORT)?:(Full|Empty) ?(?::VolumeTag=(\S+))?")
DRIVE = re.compile(r"Data Transfer Element (\d+):Full \(Storage Element (\d+) Loaded\):VolumeTag = (\S+)")

Seen = tuple[dict[int, tuple[bool, str]], dict[int, tuple[int, str]]]
"""Slots by number: whether it is an I/E element, and what lies in it; drives: from which slot what is in it."""


@pytest.fixture
def manager(tmp_path: Path, fresh_library: TgtLibrary) -> Iterator[LocalManager]:
    with capture_logs():
        made = open_manager(
            tmp_path / "state",
            recognition=IsolatedRecognition(),
            discover=open_library,
            clock=lambda: datetime.now(UTC),
            zone=UTC,
            computer="box",
        )
        made.libraries.add(session_with(made), LIBRARY, fresh_library.url())
        yield made
        made.close()


def session_with(manager: LocalManager) -> SessionId:
    return manager.sessions.open("rsm-mtx", Principal(user="root", administrator=True))


def told_by_mtx(shim: SgShim) -> Seen:
    status = shim.run("mtx", "-f", "/dev/sg9", "status").stdout
    slots = {int(number): (bool(port), code) for number, port, _, code in SLOT.findall(status)}
    return slots, {int(number): (int(slot), code) for number, slot, code in DRIVE.findall(status)}


def told_by_us(manager: LocalManager) -> Seen:
    shown = manager.changers.show(session_with(manager), LIBRARY)
    slots = {slot.number: (slot.port, slot.bar_code) for slot in shown.slots}
    return slots, {drive.number: (drive.slot, drive.bar_code) for drive in shown.drives if drive.full}


def test_slots_and_drives_have_the_numbers_that_mtx_counts_through_every_motion(
    manager: LocalManager, shim: SgShim
) -> None:
    assert told_by_us(manager) == told_by_mtx(shim)
    slots, _ = told_by_us(manager)
    full = next(number for number, (port, code) in slots.items() if code and not port)
    empty = next(number for number, (port, code) in slots.items() if not code and not port)
    outside = next(number for number, (port, _) in slots.items() if port)
    changers = manager.changers
    changers.load(session_with(manager), LIBRARY, full, 1)
    assert told_by_us(manager) == told_by_mtx(shim)
    assert changers.unload(session_with(manager), LIBRARY, 1, empty).item.state is WorkState.PASSED
    assert told_by_us(manager) == told_by_mtx(shim)
    changers.transfer(session_with(manager), LIBRARY, empty, outside)
    assert told_by_us(manager) == told_by_mtx(shim)
    changers.transfer(session_with(manager), LIBRARY, outside, full)
    assert told_by_us(manager) == told_by_mtx(shim)
    assert told_by_us(manager)[0] == slots
