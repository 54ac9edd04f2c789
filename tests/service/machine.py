"""What the random operations on a service share: how things are named, and how a rule does something."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine, initialize

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OPEN as ASKED
from openrsm.domain.operator import OperatorKind
from openrsm.domain.values import Medium, PlaceKind, SessionId
from openrsm.errors import DeviceFault, Refusal, RsmError, Waited
from openrsm.service.manager import LocalManager
from openrsm.surface.media import AllocateOptions
from openrsm.surface.pools import PoolOptions
from tests.service.invariants import Picture
from tests.service.world import World, differences, dump, hands, is_calm, physical, story, temporary_folder

T = TypeVar("T")

TAPES = "drives=2&slots=7&ports=1&type=LTO-9&cartridges=5&cleaner=1"
OPTICAL = "drives=1&slots=4&ports=1&type=MO-5-RW&cartridges=3&prefix=M"
QUERIES = {"vtl": TAPES, "jukebox": OPTICAL}
OWN_POOLS = {"backups/daily": "LTO-9", "backups/weekly": "LTO-9", "pictures": "MO-5-RW"}
MOST = {"LTO-9": 3, "MO-5-RW": 1}
"""How often a side is allocated until it is retired; of discs the one side may be while the other is not."""
NEW_CODES = ("N00001L9", "N00002L8", "N00003L5", "N00004", "CLNU02L9", "W00005LY")
NOTICED = 0.05
"""Seconds after which the service has looked at its libraries by itself."""
ROUNDS = 40
LONG = 3600.0


class ServiceMachine(RuleBasedStateMachine):
    """A service with two libraries; every rule lets it settle and checks all invariants.

    Attributes:
        sound: Nothing has failed yet, so that the end may be checked, too.
        disturbed: People or scripted faults were at work, so that devices may fail.
    """

    def __init__(self) -> None:
        super().__init__()
        self.temporary = temporary_folder()
        self.folder = Path(self.temporary.name)
        self.world = World(self.folder)
        self.sound = False
        self.disturbed = False

    @property
    def manager(self) -> LocalManager:
        return self.world.manager

    @initialize()
    def begin(self) -> None:
        session = self.session(0)
        for path, kind in OWN_POOLS.items():
            options = PoolOptions(
                media_type=kind,
                draw_from_free=True,
                return_to_free=path != "backups/weekly",
                max_allocations=MOST[kind],
            )
            self.manager.pools.create(session, path, options)
        for name in QUERIES:
            self.manager.libraries.add(session, name, self.url(name))
        for medium in self.media()[:-1]:
            with suppress(Refusal):
                self.manager.media.move(session, str(medium.id), f"Free/{medium.media_type}")
        self.manager.libraries.set_labels(session, "jukebox", LabelUse.WRITE)
        for pool in ("backups/daily", "backups/daily", "backups/weekly", "pictures"):
            self.manager.media.allocate(session, pool, AllocateOptions(new=pool == "pictures"))
        self.rest()

    def url(self, name: str) -> str:
        return f"virtual:{self.folder / name}?{QUERIES[name]}"

    # What there is to be named.

    def session(self, pick: int) -> SessionId:
        return self.world.sessions[pick % 2]

    def media(self) -> list[Medium]:
        return sorted(self.world.picture().media.values(), key=lambda medium: medium.sequence)

    def drives(self) -> list[Drive]:
        return sorted(self.world.picture().drives.values(), key=lambda drive: drive.name)

    def lmids(self) -> list[str]:
        """What applications hold; if nothing, something that is none."""
        picture = self.world.picture()
        sides = [side for medium in self.media() for side in picture.sides[medium.id]]
        return [str(side.logical_id) for side in sides if side.logical_id] or ["nothing"]

    def mountable(self) -> list[str]:
        """Media as callers name them: by LMID, bar code and side; and one that is none."""
        picture = self.world.picture()
        sides = [str(side.id) for medium in self.media() for side in picture.sides[medium.id]]
        return [*self.lmids(), *(medium.name for medium in self.media()), *sides, "nothing"]

    def mounted(self) -> list[str]:
        """Media in drives, by a name that tells the side."""
        picture = self.world.picture()
        return [
            str(side.id)
            for drive in self.drives()
            if drive.medium_id
            for side in picture.sides[drive.medium_id]
            if drive.side_id in (None, side.id)
        ]

    def one(self, pick: int, things: Sequence[T]) -> T | None:
        return things[pick % len(things)] if things else None

    def library(self, pick: int) -> Library | None:
        return self.one(pick, self.world.libraries())

    # How a rule does something.

    def attempt(self, call: Callable[[], object]) -> None:
        """Call the surface: it does as asked, or refuses and has changed nothing."""
        self.sound = False
        quiet, before, known = self.is_quiet(), dump(self.world.state), set(self.world.picture().work)
        error = outcome(call)
        assert self.disturbed or not isinstance(error, DeviceFault), "a device failed, and nobody had broken it"
        queued = set(self.world.picture().work) - known
        if quiet and isinstance(error, Refusal) and not isinstance(error, Waited) and not queued:
            changes = differences(before, dump(self.world.state))
            assert not changes, "\n".join([f"refused with {error!r}, and changed:", *changes])
        self.rest()

    def disturb(self, deed: Callable[[], object]) -> None:
        """Do something at a library, as far as it lets itself be done, and wait until the service has seen it."""
        self.disturb_unnoticed(deed)
        self.rest_after_a_while()

    def disturb_unnoticed(self, deed: Callable[[], object]) -> None:
        """Do something at a library, and leave it to the service when it sees it."""
        self.sound, self.disturbed = False, True
        with suppress(RsmError):
            deed()

    def rest_after_a_while(self) -> None:
        self.sound = False
        time.sleep(NOTICED)
        self.rest()

    def is_quiet(self) -> bool:
        return all(is_calm(one, hands(one).look()) for one in self.world.libraries())

    def rest(self) -> None:
        self.world.rest()
        wrong = [*self.wrong(self.world.picture())]
        assert not wrong, "\n".join(wrong)
        self.sound = True

    def wrong(self, picture: Picture) -> Iterator[str]:  # noqa: ARG002 - rules that know more override it
        """What must hold besides, and does not."""
        yield from ()

    # The end: what hinders is put right, and then all work must end and all cartridges go home.

    def teardown(self) -> None:
        try:
            if self.sound:
                self.put_right()
                self.all_work_ends()
        finally:
            self.world.close()
            self.temporary.cleanup()

    def put_right(self) -> None:
        for library in self.world.libraries():
            hands(library).clear_faults()
            hands(library).close()
        self.world.restart()  # a drive that did not answer is asked again when its library is opened
        self.rest_after_a_while()
        self.enable_everything()
        self.rest_after_a_while()

    def enable_everything(self) -> None:
        picture, session = self.world.picture(), self.session(0)
        for library in physical(picture):
            if not library.enabled:
                self.manager.libraries.enable(session, str(library.id))
        for drive in picture.drives.values():
            if not drive.enabled:
                self.manager.drives.enable(session, str(drive.id))
        for medium in picture.media.values():
            if not medium.enabled and medium.place.kind is not PlaceKind.OFFLINE:
                self.manager.media.enable(session, str(medium.id))

    def all_work_ends(self) -> None:
        for _ in range(ROUNDS):
            self.answer_operators()
            self.stop_waiting_for_people()
            self.dismount_everything()
            self.world.clock.skip(LONG)
            self.rest_after_a_while()
            if self.is_over(self.world.picture()):
                return
        raise AssertionError("\n".join(["this never ends:", *story(self.world.picture())]))

    def is_over(self, picture: Picture) -> bool:
        empty = all(drive.medium_id is None or not self.has_room(picture, drive) for drive in picture.drives.values())
        return empty and not picture.open_work()

    def has_room(self, picture: Picture, drive: Drive) -> bool:
        full = {medium.place.element_id for medium in picture.media.values()}
        return any(slot.library_id == drive.library_id and slot.id not in full for slot in picture.slots)

    def answer_operators(self) -> None:
        for request in self.world.picture().requests:
            if request.state in ASKED and request.kind is OperatorKind.DEVICE_SERVICE:
                self.manager.operators.satisfy(self.session(0), str(request.number))
            elif request.state in ASKED:
                self.manager.operators.refuse(self.session(0), str(request.number))

    def stop_waiting_for_people(self) -> None:
        for item in self.world.picture().open_work():
            with suppress(Refusal):
                self.manager.work.stop(self.session(0), str(item.number))

    def dismount_everything(self) -> None:
        for drive in self.drives():
            with suppress(Refusal):
                self.manager.drives.dismount(self.session(0), str(drive.id))


def outcome(call: Callable[[], object]) -> RsmError | None:
    """How a call was refused or failed; None if it did as told."""
    try:
        call()
    except (Refusal, DeviceFault) as error:
        return error
    return None
