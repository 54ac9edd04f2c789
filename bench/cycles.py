"""Mount and immediate dismount on an emulated library over iSCSI, beside what ``mtx load`` and ``mtx unload`` take.

A cycle of ours goes through the surface of a running service: mount, wait until the drive is ready, dismount, wait
until the cartridge is back in its slot; journaled, and durable at each step. A cycle of mtx is two processes that each
log in, move and log out, and check neither drive nor catalogue. The driver's cycle is two moves on an open session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.counting import Statements
from bench.emulated import CHANGER, emulated
from bench.figures import Figure, Result, figure
from bench.service import Service, service
from openrsm.domain.work import WorkState
from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.registry import open_library
from openrsm.surface.mounts import MountOptions
from tests.lab.lab import SgShim, TgtLibrary

NAME = "cycles"
YARDSTICK = "mtx load + unload"
SLOT, DRIVE = 6, 1
"""What mtx and the driver move: the last cartridge and the second drive, in mtx's words."""
SLOT_ADDRESS, DRIVE_ADDRESS = 1005, 501
"""The same as element addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured."""

    cycles: int = 20
    rounds: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Seconds a cycle, and the flushes of one of ours."""

    driver: float
    mtx: float
    ours: float
    flushes: float


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder. Raises Unavailable."""
    with emulated(folder) as (library, shim):
        rounds = _rounds(folder, library, shim, sizes)
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    return Result(name=NAME, sizes=named, yardstick=YARDSTICK, figures=_figures(rounds))


def _rounds(folder: Path, library: TgtLibrary, shim: SgShim, sizes: Sizes) -> list[Round]:
    opened = open_library(library.url())
    try:
        with service(folder / "state") as running:
            (medium,) = running.allocate_from(library.url(), "LTO-5", 1)
            _ours(running, medium)
            return [_round(opened, shim, sizes.cycles, lambda: _ours(running, medium)) for _ in range(sizes.rounds)]
    finally:
        _close(opened)


def _round(opened: OpenedLibrary, shim: SgShim, count: int, ours: Callable[[], None]) -> Round:
    driver = _seconds(count, lambda: _driver(opened))
    mtx = _seconds(count, lambda: _mtx(shim))
    seconds = _seconds(count, ours)
    with Statements() as counted:
        ours()
    return Round(driver=driver, mtx=mtx, ours=seconds, flushes=counted.flushes)


def _seconds(count: int, cycle: Callable[[], None]) -> float:
    start = perf_counter()
    for _ in range(count):
        cycle()
    return (perf_counter() - start) / count


def _driver(opened: OpenedLibrary) -> None:
    opened.changer.move(SLOT_ADDRESS, DRIVE_ADDRESS)
    opened.changer.move(DRIVE_ADDRESS, SLOT_ADDRESS)


def _mtx(shim: SgShim) -> None:
    for word in ("load", "unload"):
        shim.run("mtx", "-f", CHANGER, word, str(SLOT), str(DRIVE))


def _ours(running: Service, medium: str) -> None:
    manager, session = running.manager, running.session
    (mounted,) = manager.mounts.mount(session, [medium], MountOptions(write=True))
    assert mounted.drive is not None
    (item,) = manager.mounts.dismount(session, [medium])
    manager.settle()
    assert manager.work.show(session, str(item.item.number)).item.state is WorkState.PASSED


def _close(opened: OpenedLibrary) -> None:
    for each in opened.drives:
        each.drive.close()
    opened.changer.close()


def _figures(rounds: Sequence[Round]) -> list[Figure]:
    base = [1 / each.mtx for each in rounds]
    return [
        figure("mount + dismount", "cycles a second", [1 / each.ours for each in rounds], base),
        figure("two moves by the driver", "cycles a second", [1 / each.driver for each in rounds], base),
        figure("mount + dismount", "ms", [1000 * each.ours for each in rounds], [1000 * each.mtx for each in rounds]),
        Figure(name="mount + dismount", value=median(each.flushes for each in rounds), unit="flushes"),
    ]
