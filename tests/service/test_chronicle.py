"""The log tells what was committed: a mount and its dismount, faults, and what people do."""

from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from openrsm.domain.values import Principal, SessionId
from openrsm.drivers.registry import open_library
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import RsmError
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.chronicle.chronicle import Chronicle
from openrsm.service.manager import LocalManager, open_manager
from openrsm.store.database import Commit
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from tests.conformance.surface_looks import moved_by_another_program

Line = MutableMapping[str, Any]


class Site:
    """A manager that serves, with a library of two drives, one free cartridge and a pool."""

    def __init__(self, folder: Path) -> None:
        self.manager: LocalManager = open_manager(
            folder / "state",
            recognition=IsolatedRecognition(),
            discover=open_library,
            clock=lambda: datetime.now(UTC),
            zone=UTC,
            computer="here",
            serving=True,
        )
        ann = Principal(user="ann", administrator=True)
        self.session: SessionId = self.manager.sessions.open("backup", ann)
        url = f"virtual:{folder / 'library'}?drives=2&slots=6&type=LTO-9&cartridges=3"
        self.manager.libraries.add(self.session, "vlib", url)
        self.manager.media.move(self.session, "V00001L9", "Free/LTO-9")
        self.manager.pools.create(self.session, "p", PoolOptions(media_type="LTO-9", draw_from_free=True))
        self.hands = Hands(folder / "library")

    def allocated(self) -> str:
        return str(self.manager.media.allocate(self.session, "p", AllocateOptions()).logical.id)


@pytest.fixture
def log() -> Iterator[list[Line]]:
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def site(log: list[Line], tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.manager.settle()
    assert log, "the library was opened, and that was told"
    yield site
    site.manager.close()


def told_of(log: list[Line], medium: str) -> list[str]:
    return [line["action"] for line in log if line.get("medium") == medium and line["log_level"] != "debug"]


def line_of(log: list[Line], action: str) -> Line:
    [line] = [line for line in log if line["action"] == action]
    return line


def test_a_mount_and_its_dismount_are_told_from_beginning_to_end(site: Site, log: list[Line]) -> None:
    lmid = site.allocated()
    site.manager.mounts.mount(site.session, [lmid], MountOptions(write=True))
    site.manager.mounts.dismount(site.session, [lmid])
    site.manager.settle()
    site.manager.close()
    assert told_of(log, "V00001L9") == [
        "work_accepted",
        "move_begun",
        "move_done",
        "medium_mounted",
        "work_accepted",
        "drive_unloaded",
        "move_begun",
        "move_done",
        "medium_dismounted",
    ]


def test_lines_name_things_as_people_do(site: Site, log: list[Line]) -> None:
    site.manager.mounts.mount(site.session, [site.allocated()], MountOptions())
    site.manager.close()
    mounted, moved = line_of(log, "medium_mounted"), line_of(log, "move_done")
    assert (mounted["library"], mounted["drive"], mounted["event"]) == ("vlib", "vlib/drive1", "mounted")
    assert (moved["source"], moved["destination"]) == ("slot 1", "drive 1")
    assert mounted["seconds"] >= mounted["waited"] >= 0
    [accepted] = [line for line in log if line["action"] == "work_accepted" and line["item"] == mounted["item"]]
    assert (accepted["user"], accepted["application"]) == ("ann", "backup")


def test_a_deferred_dismount_says_that_the_cartridge_stays(site: Site, log: list[Line]) -> None:
    lmid = site.allocated()
    site.manager.mounts.mount(site.session, [lmid], MountOptions())
    site.manager.mounts.dismount(site.session, [lmid], deferred=True)
    site.manager.settle()
    site.manager.close()
    assert line_of(log, "medium_released")["drive"] == "vlib/drive1"
    assert [line["deferred"] for line in log if "deferred" in line] == [True]


def test_a_failure_is_told_with_its_code_and_its_reason(site: Site, log: list[Line]) -> None:
    site.hands.add_fault("move", "RemovalPrevented")
    with pytest.raises(RsmError):
        site.manager.mounts.mount(site.session, [site.allocated()], MountOptions())
    site.manager.close()
    failed = line_of(log, "work_failed")
    assert (failed["log_level"], bool(failed["error"]), bool(failed["why"])) == ("warning", True, True)


def test_a_load_that_waits_is_told_with_for_whom_and_for_what(site: Site, log: list[Line]) -> None:
    changers, shares = site.manager.changers, site.manager.shares
    site.manager.pools.create(site.session, "tapes", PoolOptions(media_type="LTO-9"))
    for pool in ("Free/LTO-9", "tapes"):
        site.manager.media.move(site.session, "V00002L9", pool)
    shares.create(site.session, "bacula", "vlib", ["tapes"], ["vlib/drive1"])
    changers.load(site.session, "vlib", 1, 0)
    changers.submit_load(site.session, "bacula", 1, 0)
    site.manager.settle()
    site.manager.close()
    waits = line_of(log, "work_waits")
    assert (waits["application"], waits["user"], waits["medium"]) == ("bacula", "ann", "V00002L9")
    assert "in use by backup" in waits["reason"]


def test_what_people_do_is_told(site: Site, log: list[Line]) -> None:
    site.hands.open()
    site.hands.take("V00002L9")
    site.hands.close()
    site.manager.libraries.inventory(site.session, "vlib")
    site.manager.settle()
    site.manager.close()
    found = line_of(log, "medium_found")
    assert (found["medium"], found["source"], found["destination"]) == ("V00002L9", "slot 2", "offline")


def test_what_another_program_moves_is_told_once_and_as_that(site: Site, log: list[Line], tmp_path: Path) -> None:
    slots = site.manager.changers.show(site.session, "vlib").slots
    moved_by_another_program(tmp_path / "library", slots[0].address, slots[4].address)
    assert site.manager.changers.show(site.session, "vlib", age=0).slots[4].bar_code == "V00001L9"
    site.manager.close()
    [found] = [line for line in log if line["action"] == "medium_found"]
    assert (found["event"], found["log_level"]) == ("moved behind our back", "warning")
    assert (found["medium"], found["source"], found["destination"]) == ("V00001L9", "slot 1", "slot 5")


def test_an_operator_who_is_asked_and_answers_is_told_of(site: Site, log: list[Line]) -> None:
    lmid = site.allocated()
    site.hands.open()
    site.hands.take("V00001L9")
    site.hands.close()
    site.manager.libraries.inventory(site.session, "vlib")
    site.manager.settle()
    site.manager.mounts.mount(site.session, [lmid], MountOptions(nowait=True))
    site.manager.settle()
    [asked] = site.manager.operators.list(site.session)
    site.manager.operators.refuse(site.session, str(asked.request.number))
    site.manager.settle()
    site.manager.close()
    assert line_of(log, "operator_asked")["message"] == asked.request.message
    assert line_of(log, "operator_answered")["answer"] == "refused"


def test_what_a_command_does_by_itself_is_not_logged(log: list[Line], tmp_path: Path) -> None:
    manager = open_manager(
        tmp_path,
        recognition=IsolatedRecognition(),
        discover=open_library,
        clock=lambda: datetime.now(UTC),
        zone=UTC,
        computer="here",
    )
    session = manager.sessions.open("rsm", Principal(user="ann", administrator=True))
    manager.libraries.add(session, "vlib", f"virtual:{tmp_path / 'library'}")
    manager.settle()
    manager.close()
    assert [line for line in log if line["action"] == "work_accepted"] == []


def test_a_chronicle_that_was_never_begun_keeps_nothing() -> None:
    chronicle = Chronicle()
    chronicle.committed(Commit(works=1, seconds=0.0))
    chronicle.close()


def test_a_drive_that_raises_an_alert_is_told_at_dismount_and_a_healthy_one_is_not(site: Site, log: list[Line]) -> None:
    lmid = site.allocated()
    site.hands.add_fault("load", "alert:30", nth=2)
    for _ in range(2):
        site.manager.mounts.mount(site.session, [lmid], MountOptions(drives=["vlib/drive1"]))
        site.manager.mounts.dismount(site.session, [lmid])
        site.manager.settle()
    site.manager.close()
    line = line_of(log, "drive_or_medium_hurt")
    told = (line["drive"], line["medium"], line["alerts"], line["log_level"])
    assert told == ("vlib/drive1", "V00001L9", "TapeAlert 30 (hardware A)", "warning")
    assert "error" not in line
