"""The operations at whose every step a fault is injected: what is so before, what is asked for, what undoes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.porting import THROUGH_PORTS
from openrsm.domain.work import OPEN, Operation
from openrsm.errors import RsmError
from openrsm.surface.views import WorkView
from tests.torture.stage import BEFORE_SLOTS, LIBRARY, PORT, Stage

MEDIUM: Final = "A00001L5"
SECOND: Final = "A00002L5"
EJECTED: Final = "A00003L5"
CARRIED: Final = "A00004L5"
INJECTED: Final = "A00005L5"
FIRST_DRIVE: Final = f"{LIBRARY}/drive1"
CLEANER_SLOT: Final = 7
EMPTY_SLOT: Final = 9
PORT_SLOT: Final = 11
"""I/E elements are numbered behind the ten slots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One operation.

    Attributes:
        name: What people call it.
        prepare: What is done before, without faults.
        begin: Asks for it; returns its work item.
        clean_up: What is done afterwards, when the faults are over.
        attended: People are at the library when it begins, so that it is looked at all the time, and never rests.
        mounts: A mount is prepared before, which shows that after the cell before this one mounts work.
    """

    name: str
    prepare: Callable[[Stage], None]
    begin: Callable[[Stage], WorkView]
    clean_up: Callable[[Stage], None]
    attended: bool = False
    mounts: bool = False

    def set_up(self, stage: Stage) -> None:
        """Everything is as it must be before."""
        self.prepare(stage)
        if not self.attended:
            stage.rest()


def home(name: str) -> int:
    """The number of the slot in which a cartridge lies at first."""
    return int(name[1:6])


def nothing(_stage: Stage) -> None:
    """Nothing is to be done."""


def _mounted(stage: Stage) -> None:
    mounted = stage.ended(stage.mount(stage.own))
    assert not mounted.item.error, mounted.item.error_text


def _dismounted(stage: Stage) -> None:
    with suppress(RsmError):
        stage.ended(stage.dismount(stage.own))


def _identify(stage: Stage) -> WorkView:
    [view] = stage.manager.media.identify(stage.session, SECOND)
    return view


def _written_on(stage: Stage) -> None:
    """A medium that an application had, wrote on and gave back; it is to get a free label again."""
    stage.manager.libraries.set_labels(stage.session, LIBRARY, LabelUse.CHECK)
    lmid = stage.lmid()
    mounted = stage.ended(stage.mount(lmid))
    assert not mounted.item.error, mounted.item.error_text
    stage.write_over()
    stage.ended(stage.dismount(lmid))
    stage.manager.media.deallocate(stage.session, lmid)
    name = mounted.medium
    stage.manager.media.move(stage.session, name, "backups/daily")
    stage.manager.libraries.set_labels(stage.session, LIBRARY, LabelUse.WRITE)
    stage.written = name
    stage.rest()


def _freed(stage: Stage) -> WorkView:
    stage.manager.media.move(stage.session, stage.written, "Free/LTO-5")
    views = stage.manager.work.list(stage.session, ended=True)
    return next(view for view in views if view.item.operation is Operation.WRITE_FREE_LABEL)


def _checked_only(stage: Stage) -> None:
    stage.manager.libraries.set_labels(stage.session, LIBRARY, LabelUse.CHECK)


def _cleaner_kept(stage: Stage) -> None:
    if stage.manager.libraries.show(stage.session, LIBRARY).cleaner_slot is None:
        stage.ended(stage.manager.cleaning.reserve(stage.session, LIBRARY, CLEANER_SLOT))
    stage.script.cleaned = frozenset({"drive"})


def _cleaned(stage: Stage) -> None:
    stage.script.cleaned = frozenset()


def _put_back(name: str) -> Callable[[Stage], None]:
    """Whoever stood at the port puts the cartridge into its slot, and says that it is over."""

    def put_back(stage: Stage) -> None:
        for view in stage.manager.work.list(stage.session):
            if view.item.operation in THROUGH_PORTS and view.item.state in OPEN:
                stage.stop(view)
        stage.rest()
        stage.carry_by_hand(name, BEFORE_SLOTS + home(name))
        stage.ended(stage.manager.libraries.inventory(stage.session, LIBRARY, InventoryMethod.FAST))

    return put_back


def _inject(stage: Stage) -> WorkView:
    return stage.manager.libraries.inject(stage.session, LIBRARY)


def _opened(stage: Stage) -> None:
    """The ports are open to people."""
    assert stage.until(lambda: stage.has_come_to_people(_inject_of(stage)))


def _put_in(stage: Stage) -> WorkView:
    """Somebody puts a cartridge into a port, and says that this was all."""
    view = _inject_of(stage)
    stage.carry_by_hand(INJECTED, PORT)
    stage.stop(view)
    return view


def _inject_of(stage: Stage) -> WorkView:
    """The inject under way; it is begun if there is none."""
    injects = (view for view in stage.manager.work.list(stage.session) if view.item.operation is Operation.INJECT)
    return next(injects, None) or _inject(stage)


def _transfer(source: int, destination: int) -> Callable[[Stage], WorkView]:
    """A changer program has a cartridge carried from one place to another."""
    return lambda stage: stage.manager.changers.submit_transfer(stage.session, LIBRARY, source, destination)


def _exported(stage: Stage) -> None:
    exported = stage.ended(_transfer(home(CARRIED), PORT_SLOT)(stage))
    assert not exported.item.error, exported.item.error_text


def _carried_home(stage: Stage) -> None:
    """It is carried back from where it is; where a robot lied about that, it is looked at before."""
    if stage.catalogued(stage.picture()) != stage.really():
        stage.look()
    slots = stage.manager.changers.show(stage.session, LIBRARY).slots
    lies = next((slot.number for slot in slots if slot.bar_code == CARRIED), home(CARRIED))
    if lies != home(CARRIED):
        stage.ended(_transfer(lies, home(CARRIED))(stage))


PLAYS: Final[Sequence[Play]] = (
    Play(name="load", prepare=nothing, begin=lambda stage: stage.mount(stage.own), clean_up=_dismounted),
    Play(
        name="unload",
        prepare=_mounted,
        begin=lambda stage: stage.dismount(stage.own),
        clean_up=_dismounted,
        mounts=True,
    ),
    Play(
        name="inventory",
        prepare=nothing,
        begin=lambda stage: stage.manager.libraries.inventory(stage.session, LIBRARY, InventoryMethod.FAST),
        clean_up=nothing,
    ),
    Play(name="label read", prepare=nothing, begin=_identify, clean_up=nothing),
    Play(name="label write", prepare=_written_on, begin=_freed, clean_up=_checked_only, mounts=True),
    Play(
        name="clean",
        prepare=_cleaner_kept,
        begin=lambda stage: stage.manager.cleaning.clean(stage.session, FIRST_DRIVE),
        clean_up=_cleaned,
    ),
    Play(
        name="eject",
        prepare=nothing,
        begin=lambda stage: stage.manager.media.eject(stage.session, [EJECTED])[0],
        clean_up=_put_back(EJECTED),
    ),
    Play(name="open the ports", prepare=nothing, begin=_inject, clean_up=_put_back(INJECTED)),
    Play(name="inject", prepare=_opened, begin=_put_in, clean_up=_put_back(INJECTED), attended=True),
    Play(name="move", prepare=nothing, begin=_transfer(home(CARRIED), EMPTY_SLOT), clean_up=_carried_home),
    Play(name="export", prepare=nothing, begin=_transfer(home(CARRIED), PORT_SLOT), clean_up=_carried_home),
    Play(name="import", prepare=_exported, begin=_transfer(PORT_SLOT, home(CARRIED)), clean_up=_carried_home),
)
