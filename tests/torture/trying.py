"""Trying one cell: a fault at a step of an operation, what it led to, what must hold then, and how it heals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.domain.library import Operational
from openrsm.domain.porting import THROUGH_PORTS
from openrsm.domain.work import OPEN, WorkState
from openrsm.drivers.scsi.sense import ILLEGAL_REQUEST
from openrsm.errors import RsmError
from openrsm.surface.views import WorkView
from tests.torture.cells import Cell
from tests.torture.expecting import Fate, Kind, claimed, expected, kind_of, wrongly_asked
from tests.torture.injecting import Sent
from tests.torture.plays import Play
from tests.torture.stage import Stage, waits_for_people

QUICKLY: Final = 0.5
"""Seconds that an item is given to end while a fault lasts."""


GIVEN_UP: Final = frozenset({"INITIALIZE ELEMENT STATUS WITH RANGE"})
"""Commands that are not sent again to a library that objects to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a cell.

    Attributes:
        struck: Whether the fault was met at all.
        state: How the item ended; or in what state it waited for the fault to be seen to.
        code: The error that the item ended with.
        error: The same in words.
        asked: What operators were asked to do.
        trouble: What the library and its drives say of themselves.
        wrong: What does not hold and must.
    """

    struck: bool
    state: WorkState
    code: str = ""
    error: str = ""
    asked: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the fault was met, and nothing came of it that must not."""
        return self.struck and not self.wrong


def try_cell(stage: Stage, play: Play, cell: Cell) -> Result:
    """Carry an operation out with a fault in it, see to the fault, and mount a cartridge to see that all is well."""
    play.set_up(stage)
    stage.script.arm(cell.step, cell.fault.answer, for_ever=cell.fault.lasts)
    view = came_to(stage, play.begin(stage), QUICKLY if cell.fault.lasts else None)
    stage.until(lambda: stage.script.struck > 0, QUICKLY)  # some steps come after the end: cartridges go home
    if cell.fault.lasts:
        stage.until(lambda: bool(stage.asked()), QUICKLY)
    trouble = tuple(_trouble(stage))
    struck = stage.script.struck > 0
    stage.script.disarm()
    ended = came_to(stage, view)
    asked = tuple(stage.asked())
    wrong = [*_unjust(cell, ended), *wrongly_asked(cell, asked), *_untrue(stage, cell, ended)]
    play.clean_up(stage)
    stage.heal()
    stage.put_away()
    if cell.step.command in GIVEN_UP and cell.fault.sense is not None and cell.fault.sense.key == ILLEGAL_REQUEST:
        stage.forget_abilities()
    if kind_of(cell.fault) is Kind.GONE and cell.step.nth > 1:
        next_mount(stage)  # who needs the drive next may be the first to find it gone, and is told
    if kind_of(cell.fault) is Kind.LIE:
        stage.look()  # as the service does of itself every minute
    wrong += stage.wrong() or (() if play.mounts else next_mount(stage))
    return Result(
        struck=struck,
        state=ended.item.state,
        code=ended.item.error,
        error=ended.item.error_text,
        asked=asked,
        trouble=trouble,
        wrong=tuple(wrong),
    )


def came_to(stage: Stage, view: WorkView, patience: float | None = None) -> WorkView:
    """The item when it has ended or waits for people; as it is when patience is over."""
    if view.item.operation not in THROUGH_PORTS:
        return stage.waited(view, patience)

    stage.until(lambda: stage.has_come_to_people(view), patience)
    return stage.manager.work.show(stage.session, str(view.item.id))


def _unjust(cell: Cell, ended: WorkView) -> Iterator[str]:
    item = ended.item
    if item.state in OPEN and not waits_for_people(item):
        yield f"it did not end: {item.state.name} {item.reason}"
    passed = item.state is not WorkState.FAILED
    if expected(cell) is not Fate.EITHER and passed is not (expected(cell) is Fate.GOES_ON):
        yield f"it {item.state.name}, and {expected(cell).value} was expected: {item.error_text}"
    if item.state is WorkState.FAILED and claimed(cell) not in item.error_text:
        yield f"the error does not name {claimed(cell)}: {item.error_text}"


def _untrue(stage: Stage, cell: Cell, ended: WorkView) -> Iterator[str]:
    """What does not hold once the service rests, before anybody has looked at anything; a lie shows only then.

    It does not rest while people are at the ports: then it looks all the time.
    """
    if ended.item.state not in OPEN:
        stage.rest()
    if kind_of(cell.fault) is Kind.LIE:
        stage.allow_for_a_lie()
    elif not stage.until(lambda: not stage.wrong()):  # what is on its way home is home soon
        yield from (f"before anybody saw to it: {each}" for each in stage.wrong())


def _trouble(stage: Stage) -> Iterator[str]:
    for one in stage.manager.libraries.list(stage.session):
        if one.library.operational is not Operational.READY:
            yield f"library {one.library.operational.name}: {one.library.trouble}"
    for view in stage.manager.drives.list(stage.session):
        if view.drive.operational is Operational.NEEDS_SERVICE:
            yield f"{view.drive.name} {view.drive.operational.name}: {view.drive.trouble}"


def next_mount(stage: Stage) -> Sequence[str]:
    """Whether the next mount works, with the right cartridge, and brings it home again."""
    try:
        mounted = stage.ended(stage.mount(stage.own))
        inside = stage.really()
        drive = next(view.drive for view in stage.manager.drives.list(stage.session) if view.drive.number == 1)
        home = stage.ended(stage.dismount(stage.own)) if mounted.item.state is WorkState.PASSED else mounted
    except RsmError as refused:
        return [f"the next mount was refused: {refused}"]
    if home.item.state is not WorkState.PASSED or inside.get(drive.address) != mounted.medium:
        return [f"the next mount of {mounted.medium}: {home.item.state.name} {home.item.error_text}, {inside}"]
    return []


def recorded(stage: Stage, play: Play) -> list[Sent]:
    """The commands of an operation in which nothing fails."""
    play.set_up(stage)
    stage.script.disarm()
    ended = came_to(stage, play.begin(stage))
    assert not ended.item.error, ended.item.error_text
    if ended.item.state not in OPEN:
        stage.rest()
    sent = stage.script.disarm()
    play.clean_up(stage)
    stage.heal()
    stage.put_away()
    return sent
