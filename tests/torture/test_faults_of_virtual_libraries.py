"""The fault matrix over the virtual library: every scripted fault at every act of a device, the first and a second."""

from __future__ import annotations

import time
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
from openrsm.domain.porting import THROUGH_PORTS
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.drivers.virtual.faults import CARRYING, MOTIONS
from openrsm.errors import CleanerSpent, DeviceFault, RsmError, UnexpectedMedium
from openrsm.simulation.ledger import Ledger
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, Bench, Clock, eventually
from tests.service.world import temporary_folder
from tests.surface.conftest import opened
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.long]

QUERY: Final = "drives=1&slots=8&ports=1&cartridges=4&type=LTO-9&doors=0&cleaner=1"
DRIVE: Final = f"{LIBRARY}/drive1"
IDENTIFIED: Final = "V00002L9"
EJECTED: Final = "V00003L9"
CARRIED: Final = "V00004L9"
HOME, EMPTY_SLOT, PORT_SLOT = 4, 7, 9
"""Numbers as changers have them: I/E elements behind the slots."""
CLEANER_SLOT: Final = 8
LATER: Final = "unknown-late:0.04"
"""Sooner than the service believes that nothing comes of a motion."""
AT_ONCE: Final = 40
"""Cells that one service, and one cleaning cartridge, are led through."""
ADMITTED: Final = 1.0
"""Seconds in which the port is opened to people, if nothing fails."""


def deeds(operation: str) -> Iterator[str]:
    """Everything that a fault may do to this operation; that a medium is another one, the service says, no device."""
    kinds = (each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, DeviceFault))
    yield from sorted(each.__name__ for each in kinds if each not in (DeviceFault, UnexpectedMedium))
    yield from ("vanish", "stuck", "slow:0.01")
    if operation in MOTIONS:
        yield from ("unknown-done", "unknown-undone")
    if operation in CARRYING:
        yield LATER


@dataclass(frozen=True, kw_only=True)
class Play:
    """An operation: what is so before, how it is asked for, which acts of devices it takes, and which of them again."""

    prepare: Callable[[Bench, str], object]
    begin: Callable[[Bench, str], WorkView]
    takes: tuple[str, ...]
    again: tuple[str, ...] = ()


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
    """An application had it, wrote over its free label and gave it back; it is to get one again."""
    [side] = bench.medium(IDENTIFIED).sides
    lmid = bench.lmid(side=str(side.id))
    bench.done(_mount(bench, lmid))
    cartridge = next(each for each in bench.hands.look().contents.values() if each.bar_code == IDENTIFIED)
    (bench.place / "cartridges" / cartridge.file).write_bytes(b"VOL1ABCDEF".ljust(79) + b"4")
    bench.dismount(lmid)
    bench.manager.media.deallocate(bench.session, lmid)
    bench.manager.media.move(bench.session, IDENTIFIED, "backups/daily")
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.WRITE)


def _free(bench: Bench, _lmid: str) -> WorkView:
    """It is moved back to where it is free."""
    bench.manager.media.move(bench.session, IDENTIFIED, "Free/LTO-9")
    views = bench.manager.work.list(bench.session, ended=True)
    return max(
        (view for view in views if view.item.operation is Operation.WRITE_FREE_LABEL), key=lambda view: view.item.number
    )


def _cleaner_kept(bench: Bench, _lmid: str) -> None:
    if bench.manager.libraries.show(bench.session, LIBRARY).cleaner_slot is None:
        bench.done(bench.manager.cleaning.reserve(bench.session, LIBRARY, CLEANER_SLOT))


def _inject(bench: Bench, _lmid: str) -> WorkView:
    """Somebody puts a cartridge into the port, if it is opened to people, and says that this was all."""
    view = bench.manager.libraries.inject(bench.session, LIBRARY)
    end = time.monotonic() + ADMITTED
    while time.monotonic() < end and bench.item(view).item.state in OPEN:
        if "put cartridges" in bench.item(view).item.reason:
            bench.hands.swap(f"slot:{HOME}", "port:1")
            break
        time.sleep(0.001)
    with suppress(RsmError):  # it has ended
        bench.manager.work.stop(bench.session, str(view.item.id))
    return view


def _transfer(source: int, destination: int) -> Callable[[Bench, str], WorkView]:
    """A changer program has a cartridge carried from one place to another."""
    return lambda bench, _: bench.manager.changers.submit_transfer(bench.session, LIBRARY, source, destination)


def _exported(bench: Bench, lmid: str) -> None:
    assert not bench.done(_transfer(HOME, PORT_SLOT)(bench, lmid)).item.error


PLAYS: Final[Mapping[str, Play]] = {
    "load": Play(prepare=nothing, begin=_mount, takes=("move", "status", "drive-status", "load", "read")),
    "unload": Play(
        prepare=_mounted,
        begin=_dismount,
        takes=("drive-status", "read", "unload", "move"),
        again=("drive-status",),
    ),
    "inventory": Play(
        prepare=nothing,
        begin=lambda bench, _: bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FAST),
        takes=("initialise", "status"),
    ),
    "label read": Play(
        prepare=nothing,
        begin=_identify,
        takes=("move", "status", "drive-status", "load", "read", "unload"),
        again=("move", "drive-status"),
    ),
    "label write": Play(
        prepare=_written_on,
        begin=_free,
        takes=("move", "status", "drive-status", "load", "read", "write", "unload"),
        again=("move", "drive-status", "read", "write"),
    ),
    "clean": Play(
        prepare=_cleaner_kept,
        begin=lambda bench, _: bench.manager.cleaning.clean(bench.session, DRIVE),
        takes=("move", "status", "drive-status", "load"),
        again=("move",),
    ),
    "eject": Play(
        prepare=nothing,
        begin=lambda bench, _: bench.manager.media.eject(bench.session, [EJECTED])[0],
        takes=("move", "status"),
        again=("status",),
    ),
    "inject": Play(prepare=nothing, begin=_inject, takes=("move", "status", "initialise"), again=("status",)),
    "move": Play(prepare=nothing, begin=_transfer(HOME, EMPTY_SLOT), takes=("move",)),
    "export": Play(prepare=nothing, begin=_transfer(HOME, PORT_SLOT), takes=("move",)),
    "import": Play(prepare=_exported, begin=_transfer(PORT_SLOT, HOME), takes=("move",)),
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
    for nth, operations in ((1, play.takes), (2, play.again))
    for operation in operations
    for deed in deeds(operation)
]


def over(bench: Bench, view: WorkView) -> bool:
    """Whether an item has ended, or waits for people at the port."""
    item = bench.item(view).item
    return item.state not in OPEN or "take" in item.reason


def settle(bench: Bench) -> None:
    """People see to what they are asked to see to, and bring back what is missing."""
    bench.hands.clear_faults()
    for view in bench.manager.work.list(bench.session):
        if view.item.operation in THROUGH_PORTS:
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
    detail = bench.manager.libraries.show(bench.session, LIBRARY)
    if detail.ports[0].port.address in lying:
        eventually(lambda: not bench.hands.look().locked)
        free = next(view.slot for view in detail.slots if view.slot.address not in lying)
        bench.hands.swap("port:1", f"slot:{free.number}")
    away = next((at for at, each in bench.hands.look().contents.items() if each.bar_code == CARRIED), None)
    number = next((view.slot.number for view in detail.slots if view.slot.address == away), HOME)
    if number != HOME:
        bench.hands.swap(f"slot:{number}", f"slot:{HOME}")
    for drive in bench.manager.drives.list(bench.session):
        if drive.drive.medium_id is not None:
            bench.done(bench.manager.drives.dismount(bench.session, drive.drive.name))
    bench.inventory()


def problems(bench: Bench, lmid: str, cell: Cell) -> Iterator[str]:
    """What is wrong after the fault, and after it was seen to."""
    try:
        yield from _problems(bench, lmid, cell)
    except Exception as error:
        error.add_note(f"in the cell {cell}")
        raise


def _problems(bench: Bench, lmid: str, cell: Cell) -> Iterator[str]:
    play = PLAYS[cell.play]
    before = sorted(bench.really().values())
    play.prepare(bench, lmid)
    bench.hands.add_fault(cell.operation, cell.deed, nth=cell.nth)
    view = play.begin(bench, lmid)
    if cell.deed != "vanish" and not _came_true(lambda: over(bench, view)):
        yield f"it did not end: {bench.item(view)}"
    if not _came_true(lambda: any(fault.fired for fault in bench.hands.faults())):  # some acts come after the end
        yield "the fault was not met"
    bench.hands.clear_faults()
    if not _came_true(bench.agrees):
        yield f"before anybody saw to it: {bench.really()} is there, catalogued is {bench.catalogued()}"
    settle(bench)
    ended = bench.item(view).item
    if ended.state is WorkState.FAILED and not (ended.error and ended.error_text):
        yield "it failed and does not say why"
    if ended.state is WorkState.FAILED and cell.deed == LATER:
        yield f"it was done, and counts as not done: {ended.error_text}"
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


def _came_true(look: Callable[[], bool]) -> bool:
    try:
        return eventually(look)
    except AssertionError:
        return False


def until_wrong(left: list[Cell]) -> Iterator[str]:
    """Try cells with one service until something is wrong, or it has done enough."""
    with temporary_folder() as folder, capture_logs():
        clock, ledger = Clock(), Ledger()
        manager = opened(Path(folder) / "state", clock, observe=ledger.committed)
        bench = Bench.begin(manager, Path(folder) / "library", clock, QUERY)
        bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
        lmid = bench.lmid()
        try:
            for _ in range(min(AT_ONCE, len(left))):
                cell = left.pop(0)
                with tallied("fault cells") as trial:
                    wrong = [*problems(bench, lmid, cell), *ledger.wrong]
                    trial.held = not wrong
                if wrong:
                    yield f"{cell}: {wrong}"
                if wrong or cell.deed == CleanerSpent.__name__:
                    return  # what the next cell is led through must be whole, and clean once more
        finally:
            bench.close()


@pytest.mark.timeout(1500)
@pytest.mark.parametrize("play", PLAYS)
def test_whatever_a_device_does_nothing_is_lost(play: str, *, thorough: bool) -> None:
    every = [cell for cell in CELLS if cell.play == play]
    left = every if thorough else [*every[:: max(1, len(every) // 3)], *(each for each in every if each.deed == LATER)]
    found: list[str] = []
    while left:
        found += until_wrong(left)
    assert not found, "\n\n".join(found[:10])
