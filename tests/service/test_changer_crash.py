"""The service is killed while cartridges are carried from slot to slot, and while loads wait."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.domain.values import PlaceKind
from openrsm.domain.work import Operation, WorkState
from openrsm.surface.views import WorkView
from tests.service import changer_worker
from tests.service.changer_worker import LIBRARY
from tests.service.test_crash import INSTANT_LIBRARY, prepare
from tests.service.world import World, temporary_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NEVER = "move before 1000"


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as made:
        prepare(Path(made), INSTANT_LIBRARY)
        yield Path(made)


def killed(folder: Path, play: str, point: str) -> World:
    """The service on that folder, after another that was killed there."""
    program = [sys.executable, "-m", changer_worker.__name__, str(folder), play, point]
    ended = subprocess.run(program, cwd=ROOT, check=False, capture_output=True, text=True, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    world = World(folder)
    world.wake()
    world.manager.settle()
    return world


def items(world: World, operation: Operation) -> list[WorkView]:
    views = world.manager.work.list(world.sessions[0], ended=True)
    return sorted((v for v in views if v.item.operation is operation), key=lambda view: view.item.number)


@pytest.mark.parametrize(
    ("play", "point"),
    [
        ("transfer", "move before 1"),
        ("transfer", "move after 1"),
        ("unload", "unload after 1"),
        ("unload", "move after 2"),
    ],
)
def test_a_cartridge_on_its_way_to_another_slot_gets_there_after_a_crash(folder: Path, play: str, point: str) -> None:
    world = killed(folder, play, point)
    try:
        world.rest()
        [view] = items(world, Operation.TRANSFER)
        assert view.item.state is WorkState.PASSED, view.item
        slots = {slot.number: slot for slot in world.manager.changers.show(world.sessions[0], LIBRARY).slots}
        assert (slots[2].full, slots[9].full) == (False, True)
        medium = world.picture().media[view.item.medium_id] if view.item.medium_id else None
        assert medium is not None
        assert medium.place.kind is PlaceKind.SLOT
        assert medium.place.element_id == medium.home_slot_id
        assert not any(drive.holder for drive in world.picture().drives.values())
    finally:
        world.close()


def test_a_load_that_waits_ends_with_its_process_and_one_that_need_not_wait_goes_on(folder: Path) -> None:
    world = killed(folder, "wait", NEVER)
    try:
        done, attended, queued = items(world, Operation.MOUNT)
        assert [one.item.state for one in (done, attended)] == [WorkState.PASSED, WorkState.CANCELLED]
        assert queued.item.state is WorkState.WAITING
        assert "in use by archive" in queued.item.reason
        world.manager.changers.unload(world.manager.sessions.open("archive", changer_worker.ROOT), LIBRARY, 0)
        world.rest()
        assert items(world, Operation.MOUNT)[-1].item.state is WorkState.PASSED
    finally:
        world.close()
