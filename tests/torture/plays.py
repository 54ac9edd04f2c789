"""The operations at whose every step a fault is injected: what is so before, what is asked for, what undoes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.work import OPEN, Operation
from openrsm.errors import RsmError
from openrsm.surface.views import WorkView
from tests.torture.stage import LIBRARY, Stage

MEDIUM: Final = "A00001L5"
SECOND: Final = "A00002L5"
EJECTED: Final = "A00003L5"
FIRST_DRIVE: Final = f"{LIBRARY}/drive1"
CLEANER_SLOT: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One operation.

    Attributes:
        name: What people call it.
        prepare: What is done before, without faults.
        begin: Asks for it; returns its work item.
        clean_up: What is done afterwards, when the faults are over.
    """

    name: str
    prepare: Callable[[Stage], None]
    begin: Callable[[Stage], WorkView]
    clean_up: Callable[[Stage], None]


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


def _put_back(stage: Stage) -> None:
    """Whoever stood at the port puts the cartridge into its slot, and says that the ejecting is over."""
    for view in stage.manager.work.list(stage.session):
        if view.item.operation is Operation.EJECT and view.item.state in OPEN:
            with suppress(RsmError):
                stage.manager.work.stop(stage.session, str(view.item.number))
    stage.rest()
    stage.carry_by_hand(EJECTED)
    stage.ended(stage.manager.libraries.inventory(stage.session, LIBRARY, InventoryMethod.FAST))


PLAYS: Final[Sequence[Play]] = (
    Play(name="load", prepare=nothing, begin=lambda stage: stage.mount(stage.own), clean_up=_dismounted),
    Play(name="unload", prepare=_mounted, begin=lambda stage: stage.dismount(stage.own), clean_up=_dismounted),
    Play(
        name="inventory",
        prepare=nothing,
        begin=lambda stage: stage.manager.libraries.inventory(stage.session, LIBRARY, InventoryMethod.FAST),
        clean_up=nothing,
    ),
    Play(name="label read", prepare=nothing, begin=_identify, clean_up=nothing),
    Play(name="label write", prepare=_written_on, begin=_freed, clean_up=_checked_only),
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
        clean_up=_put_back,
    ),
)
