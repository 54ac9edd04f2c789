"""Run by test_faults_in_a_kernel.py inside the guest kernel: a part of the fault matrix, over /dev/sgN."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.domain.work import WorkState
from openrsm.drivers.scsi.sysfs import Sysfs
from openrsm.errors import DeviceGone
from tests.torture.cells import cells_of, sampled
from tests.torture.injecting import Script
from tests.torture.plays import PLAYS, Play
from tests.torture.stage import Stage
from tests.torture.tally import tallied
from tests.torture.trying import next_mount, recorded, try_cell
from tests.torture.ways import SERIALS, injected_into_kernel, nodes_by_path, through_kernel

CHANGER = os.environ["CHANGER"]
SYSFS, HOSTS = Path("/sys/class/scsi_generic"), Path("/sys/class/scsi_host")
TRIED = {"load": 1, "unload": 1, "inventory": 1, "label write": 4, "clean": 2, "eject": 1, "move": 1}
"""One step in so many is tried: the guest is slow, and a cleaning begins and ends like a mount."""
SHORT = 6
"""The short form tries one in so many of these."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    script = Script()
    folder: Path = tmp_path_factory.mktemp("stage")
    with injected_into_kernel(script, nodes_by_path(CHANGER)):
        made = Stage(folder, through_kernel(CHANGER), script)
        yield made
        made.close()


@pytest.mark.parametrize("play", [play for play in PLAYS if play.name in TRIED], ids=lambda play: play.name)
def test_nothing_is_lost_or_stuck_whatever_fails(stage: Stage, play: Play, *, thorough: bool) -> None:
    found = []
    every = TRIED[play.name] * (1 if thorough else SHORT)
    for cell in sampled(cells_of(play.name, recorded(stage, play), 1), 3)[::every]:
        with tallied("fault cells") as trial:
            result = try_cell(stage, play, cell)
            trial.held = result.holds
        if not trial.held:
            found.append(f"{cell}: {result}\n{stage.story()}")
    assert not found, "\n\n".join(found)


def test_drives_that_come_back_under_other_names_are_found_again(stage: Stage) -> None:
    stage.rest()
    before = told(stage)
    exchange_drive_nodes()
    with tallied("fault cells"):
        missed = stage.ended(stage.mount(stage.own)).item
        assert (missed.state, missed.error) == (WorkState.FAILED, DeviceGone.code), missed
        stage.heal()
        stage.put_away()
        assert told(stage) == there() != before
        assert [*next_mount(stage)] == []
        assert stage.wrong() == []


def told(stage: Stage) -> list[str]:
    """What applications open of the two drives that there are, by number."""
    return [view.drive.device_path for view in stage.manager.drives.list(stage.session)[:2]]


def there() -> list[str | None]:
    """The same as the kernel has it, drives being known by their serial numbers."""
    kernel, paths = Sysfs(), {name: path for path, name in nodes_by_path(CHANGER).items()}
    return [kernel.tape_node(Path(paths[name]).name) for name in SERIALS.values()]


def exchange_drive_nodes() -> None:
    """Take both drives from the kernel, and have it find them in the other order: names go by that."""
    devices = [
        (SYSFS / Path(path).name / "device").resolve()
        for path, name in nodes_by_path(CHANGER).items()
        if name != "changer"
    ]
    assert len(devices) == len({*devices}) == 2
    for device in devices:
        (device / "delete").write_text("1")
    for device in sorted(devices, reverse=True):
        host, channel, target, unit = device.name.split(":")
        (HOSTS / f"host{host}" / "scan").write_text(f"{channel} {target} {unit}")
