"""The service is killed at random instants and at chosen points: nothing is lost, and the queue goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from openrsm.domain.work import WorkState
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from tests.service import crash_worker
from tests.service.world import World, temporary_folder

SLOW_LIBRARY = "drives=2&slots=10&ports=1&type=LTO-5&cartridges=8&realistic=1&timescale=0.001"
"""A motion takes 10 to 15 ms, a load 12, an unload 17, a scan 35."""
INSTANT_LIBRARY = "drives=2&slots=10&ports=1&type=LTO-5&cartridges=8"
LATEST = 0.6
"""Seconds after which a worker is killed at the latest: it opens in the first tenths, and then works."""
GOES_ON = 10.0


@dataclass
class Told:
    """What the workers on one state folder said before they died.

    Attributes:
        work: Acknowledged work items.
        held: Acknowledged allocations that nobody has begun to give back.
        mounted: Acknowledged mounts whose dismount nobody has begun.
    """

    work: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    mounted: set[str] = field(default_factory=set)

    def hear(self, said: dict[str, Any]) -> None:
        self.work |= set(said.get("work", ()))
        self.held |= {said["allocated"]} if "allocated" in said else set()
        self.held.discard(said.get("deallocating", ""))
        self.mounted |= set(said.get("mounted", ()))
        self.mounted -= {*said.get("releasing", ()), said.get("deallocating", "")}


class Nursery:
    """The process that gives birth to workers."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(crash_worker.__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert [*self.lines()], "it rehearses first"

    def order(self, folder: Path, seed: object, point: tuple[str, str, int] | None = None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "seed": seed, "point": point}) + "\n")
        self._process.stdin.flush()

    def lines(self) -> Iterator[dict[str, Any]]:
        """What the worker says, until it has ended."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            yield said
            if "ended" in said:
                return
        raise AssertionError("the nursery died")

    def kill_later(self, folder: Path, seed: object, delay: float) -> Iterator[dict[str, Any]]:
        """Have a worker killed after some time; what it says until then."""
        self.order(folder, seed)
        lines = self.lines()
        child = next(lines)["born"]
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        yield from lines

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    born = Nursery()
    yield born
    born.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    with temporary_folder() as made:
        yield Path(made)


def prepare(folder: Path, query: str) -> Told:
    """A service with a library, a pool and some allocations, closed."""
    world = World(folder)
    session = world.sessions[0]
    world.manager.libraries.add(session, "vtl", f"virtual:{folder / 'vtl'}?{query}")
    options = PoolOptions(media_type="LTO-5", draw_from_free=True, return_to_free=True)
    world.manager.pools.create(session, crash_worker.POOL, options)
    for view in world.manager.media.list(session):
        world.manager.media.move(session, str(view.medium.id), "Free/LTO-5")
    taken = [world.manager.media.allocate(session, crash_worker.POOL, AllocateOptions()) for _ in range(5)]
    world.close()
    return Told(held={str(one.logical.id) for one in taken})


def check(folder: Path, told: Told) -> None:
    """Reopen the state: it agrees with the library, has lost nothing, and goes on."""
    world = World(folder)
    try:
        world.wake()
        world.rest()
        nothing_is_lost(world, told)
        the_queue_goes_on(world, told)
    finally:
        world.close()


def nothing_is_lost(world: World, told: Told) -> None:
    picture = world.picture()
    assert told.work <= {str(key) for key in picture.work}, "an acknowledged work item is lost"
    assert told.held <= {str(key) for key in picture.logical}, "an acknowledged allocation is lost"
    media = {str(side.logical_id): key for key, sides in picture.sides.items() for side in sides}
    assert {media[lmid] for lmid in told.mounted} <= set(world.owned), "an owner was robbed"


def the_queue_goes_on(world: World, told: Told) -> None:
    """Everything that is open comes to its end once drives are given back; then a new mount and dismount succeed."""
    manager, session = world.manager, world.sessions[0]
    end = time.monotonic() + GOES_ON
    while world.picture().open_work() or any(drive.holder for drive in world.picture().drives.values()):
        assert time.monotonic() < end, world.picture().open_work()
        for drive in world.picture().drives.values():
            if drive.holder is not None:
                manager.drives.dismount(session, str(drive.id))
        manager.settle()
    told.mounted.clear()
    for lmid in sorted(told.held)[:2]:
        manager.mounts.mount(session, [lmid], MountOptions(timeout=GOES_ON))
        world.rest()
        queued = manager.mounts.dismount(session, [lmid])
        ended = manager.work.wait(session, [str(one.item.id) for one in queued])
        assert [view.item.state for view in ended] == [WorkState.PASSED]
    world.rest()


def kill_at_random(nursery: Nursery, folder: Path, rounds: int, seed: str) -> None:
    told, dice = prepare(folder, SLOW_LIBRARY), Random(seed)  # noqa: S311 - a play
    for number in range(rounds):
        for said in nursery.kill_later(folder, f"{seed}:{number}", dice.uniform(0, LATEST)):
            told.hear(said)
        check(folder, told)


def test_a_service_killed_at_any_instant_loses_nothing_and_goes_on(nursery: Nursery, folder: Path) -> None:
    kill_at_random(nursery, folder, 8, "brief")


@pytest.mark.long
@pytest.mark.torture
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(4))
def test_a_service_killed_at_many_instants_loses_nothing_and_goes_on(nursery: Nursery, folder: Path, seed: int) -> None:
    kill_at_random(nursery, folder, 15, str(seed))


@dataclass(frozen=True)
class Stage:
    """A service as it was before the play, to begin from again and again."""

    folder: Path
    kept: Path
    held: frozenset[str]

    def set_up(self) -> Told:
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder, symlinks=True)
        return Told(held=set(self.held))


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with temporary_folder() as made:
        folder, kept = Path(made) / "stage", Path(made) / "kept"
        told = prepare(folder, INSTANT_LIBRARY)
        shutil.copytree(folder, kept, symlinks=True)
        yield Stage(folder, kept, frozenset(told.held))


def play_until(nursery: Nursery, stage: Stage, point: tuple[str, str, int]) -> bool:
    """Play, die at the point, and check; whether the play was over before."""
    told = stage.set_up()
    nursery.order(stage.folder, None, point)
    said = list(nursery.lines())
    for each in said:
        told.hear(each)
    check(stage.folder, told)
    status: int = said[-1]["ended"]
    assert status in (0, -signal.SIGKILL), f"the worker broke: {status}"
    return status == 0


MINUTES = (pytest.mark.torture, pytest.mark.exhaustive)
"""Marks of what is looked at and of the clock: they are asked a hundred times in a play."""
BRIEFLY = [("move", "before", 1), ("move", "after", 1), ("move", "after", 4), ("unload", "before", 1)]


@pytest.mark.parametrize(("operation", "when", "number"), BRIEFLY)
def test_a_crash_beside_a_motion_is_settled_by_asking_the_library(
    nursery: Nursery, stage: Stage, operation: str, when: str, number: int
) -> None:
    assert not play_until(nursery, stage, (operation, when, number))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "operation", ["move", "load", "unload", *(pytest.param(each, marks=MINUTES) for each in ("status", "time"))]
)
def test_a_crash_beside_every_single_operation_of_the_play_is_settled(
    nursery: Nursery, stage: Stage, operation: str, when: str
) -> None:
    number = 1
    while not play_until(nursery, stage, (operation, when, number)):
        number += 1 if number < 30 else 7  # the play reads the clock some hundred times
    assert number > 1 or operation == "load", "the play never came there"
