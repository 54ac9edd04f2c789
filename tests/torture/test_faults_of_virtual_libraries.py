"""The fault matrix over the virtual library: every scripted fault at every operation of a device, first and second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm import errors
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.operator import OperatorKind
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.drivers.virtual.faults import MOTIONS
from openrsm.errors import DeviceFault, RsmError
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, Bench, Clock, eventually
from tests.service.world import temporary_folder
from tests.surface.conftest import opened
from tests.torture.tally import tally

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.long]

QUERY: Final = "drives=1&slots=8&ports=1&cartridges=4&type=LTO-9&doors=0&cleaner=1"
DRIVE: Final = f"{LIBRARY}/drive1"
IDENTIFIED: Final = "V00002L9"
EJECTED: Final = "V00003L9"
CLEANER_SLOT: Final = 8
AT_ONCE: Final = 100


def deeds(operation: str) -> Iterator[str]:
    """Everything that a fault may do to this operation."""
    kinds = (each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DeviceFault))
    yield from sorted(each.__name__ for each in kinds if each is not DeviceFault)
    yield from ("vanish", "stuck", "slow:0.01")
    if operation in MOTIONS:
        yield from ("unknown-done", "unknown-undone")


@dataclass(frozen=True, kw_only=True)
class Play:
    """An operation: what is so before, how it is asked for, and which operations of devices it takes."""

    prepare: Callable[[Bench, str], object]
    begin: Callable[[Bench, str], WorkView]
    takes: tuple[str, ...]


def nothing(_bench: Bench, _lmid: str) -> None:
    """Nothing is to be done."""


def _mount(bench: Bench, lmid: str) -> WorkView:
    [mounted] = bench.mount(lmid, nowait=True)
    return mounted.work


def _mounted(bench: Bench, lmid: str) -> None:
    bench.done(_mount(bench, lmid))


def _dismount(bench: Bench, lmid: str) -> WorkView:
    [view] = bench.manager.mounts.dismount(bench.session, [lmid])
    return view


def _identify(bench: Bench, _lmid: str) -> WorkView:
    [view] = bench.manager.media.identify(bench.session, IDENTIFIED)
    return view


def _written_on(bench: Bench, _lmid: str) -> None:
    """Something was written over the free label, and is known."""
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
    with suppress(RsmError):  # it is there already, if it could not be made free the last time
        bench.manager.media.move(bench.session, IDENTIFIED, "backups/daily")
    cartridge = next(each for each in bench.hands.look().contents.values() if each.bar_code == IDENTIFIED)
    (bench.place / "cartridges" / cartridge.file).write_bytes(b"VOL1ABCDEF".ljust(79) + b"4")
    bench.done(_identify(bench, ""))
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.WRITE)


def _free(bench: Bench, _lmid: str) -> WorkView:
    bench.manager.media.move(bench.session, IDENTIFIED, "Free/LTO-9")
    views = bench.manager.work.list(bench.session, ended=True)
    return max(
        (view for view in views if view.item.operation is Operation.WRITE_FREE_LABEL), key=lambda view: view.item.number
    )


def _cleaner_kept(bench: Bench, _lmid: str) -> None:
    if bench.manager.libraries.show(bench.session, LIBRARY).cleaner_slot is None:
        bench.done(bench.manager.cleaning.reserve(bench.session, LIBRARY, CLEANER_SLOT))


PLAYS: Final[Mapping[str, Play]] = {
    "load": Play(prepare=nothing, begin=_mount, takes=("move", "status", "drive-status", "load", "read")),
    "unload": Play(prepare=_mounted, begin=_dismount, takes=("drive-status", "read", "unload", "move")),
    "inventory": Play(
        prepare=nothing,
        begin=lambda bench, _: bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FAST),
        takes=("initialise", "status"),
    ),
    "label read": Play(
        prepare=nothing, begin=_identify, takes=("move", "status", "drive-status", "load", "read", "unload")
    ),
    "label write": Play(
        prepare=_written_on, begin=_free, takes=("move", "status", "drive-status", "load", "read", "write", "unload")
    ),
    "clean": Play(
        prepare=_cleaner_kept,
        begin=lambda bench, _: bench.manager.cleaning.clean(bench.session, DRIVE),
        takes=("move", "status", "drive-status", "unload"),
    ),
    "eject": Play(
        prepare=nothing,
        begin=lambda bench, _: bench.manager.media.eject(bench.session, [EJECTED])[0],
        takes=("move", "status"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A scripted fault in an operation."""

    play: str
    operation: str
    deed: str
    nth: int


CELLS: Final = [
    Cell(play=name, operation=operation, deed=deed, nth=nth)
    for name, play in PLAYS.items()
    for operation in play.takes
    for deed in deeds(operation)
    for nth in (1, 2)
]


def over(bench: Bench, view: WorkView) -> bool:
    """Whether an item has ended, or waits for people at the port."""
    item = bench.item(view).item
    return item.state not in OPEN or "take" in item.reason


def settle(bench: Bench) -> None:
    """People see to what they are asked to see to, and bring back what is missing."""
    bench.hands.clear_faults()
    for view in bench.manager.work.list(bench.session):
        if view.item.operation is Operation.EJECT:
            with suppress(RsmError):
                bench.manager.work.stop(bench.session, str(view.item.number))
    eventually(lambda: not bench.manager.work.list(bench.session))
    for request in bench.requests():
        if request.request.kind is OperatorKind.DEVICE_SERVICE:
            bench.manager.operators.satisfy(bench.session, str(request.request.number))
        else:
            bench.manager.operators.refuse(bench.session, str(request.request.number))
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
    eventually(lambda: not bench.manager.work.list(bench.session))
    bench.pass_time(3600)
    _home(bench)


def _home(bench: Bench) -> None:
    """What lies in the port goes back into its slot."""
    lying = bench.hands.look().contents
    port = bench.manager.libraries.show(bench.session, LIBRARY).ports[0].port.address
    if port in lying:
        free = next(view.slot for view in bench.manager.libraries.show(bench.session, LIBRARY).slots if not view.medium)
        bench.hands.swap("port:1", f"slot:{free.number}")
    for drive in bench.manager.drives.list(bench.session):
        if drive.drive.medium_id is not None:
            bench.done(bench.manager.drives.dismount(bench.session, drive.drive.name))
    bench.inventory()


def problems(bench: Bench, lmid: str, cell: Cell) -> Iterator[str]:
    """What is wrong after the fault, and after it was seen to."""
    play = PLAYS[cell.play]
    before = sorted(bench.really().values())
    play.prepare(bench, lmid)
    bench.hands.add_fault(cell.operation, cell.deed, nth=cell.nth)
    view = play.begin(bench, lmid)
    if cell.deed != "vanish" and not _comes_to_rest(bench, view):
        yield f"it did not end: {bench.item(view)}"
    settle(bench)
    ended = bench.item(view).item
    if ended.state is WorkState.FAILED and not (ended.error and ended.error_text):
        yield "it failed and does not say why"
    if sorted(bench.really().values()) != before or not bench.agrees():
        yield f"{bench.really()} is there, catalogued is {bench.catalogued()}"
    mounted = bench.done(_mount(bench, lmid))
    if mounted.item.state is not WorkState.PASSED:
        yield f"the next mount: {mounted.item.error_text}"
        return
    lies = bench.hands.look().contents[bench.drive(1).drive.address].bar_code
    if lies != mounted.medium:
        yield f"{mounted.medium} was mounted, and {lies} is in the drive"
    bench.dismount(lmid)


def _comes_to_rest(bench: Bench, view: WorkView) -> bool:
    try:
        return bool(eventually(lambda: over(bench, view)))
    except AssertionError:
        return False


def until_wrong(left: list[Cell]) -> Iterator[str]:
    """Try cells with one service until something is wrong, or it has done enough."""
    with temporary_folder() as folder, capture_logs():
        clock = Clock()
        bench = Bench.begin(opened(Path(folder) / "state", clock), Path(folder) / "library", clock, QUERY)
        bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
        lmid = bench.lmid()
        try:
            for _ in range(min(AT_ONCE, len(left))):
                cell = left.pop(0)
                wrong = list(problems(bench, lmid, cell))
                tally("fault cells", held=int(not wrong))
                if wrong:
                    yield f"{cell}: {wrong}"
                    return
        finally:
            bench.close()


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("play", PLAYS)
def test_whatever_a_device_does_nothing_is_lost(play: str, *, thorough: bool) -> None:
    every = [cell for cell in CELLS if cell.play == play]
    left = every if thorough else every[:: max(1, len(every) // 3)]
    found: list[str] = []
    while left:
        found += until_wrong(left)
    assert not found, "\n\n".join(found[:10])
