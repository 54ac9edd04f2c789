"""What the surface's suite is given: a manager, a virtual library in people's hands, and a clock that can be moved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Final, TypeVar

from openrsm.domain.equipment import Drive
from openrsm.domain.values import Medium, ObjectType, PlaceKind, Principal, SessionId
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.service.context import Limits
from openrsm.surface.manager import Manager
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import DriveView, MediumView, Mounted, ObjectSettings, OperatorView, WorkView

T = TypeVar("T")

PATIENCE: Final = 30.0
"""Seconds after which a test that waits for something gives up; nothing takes so long."""

LIMITS: Final = Limits(poll=0.02, reopen=0.05, detect=0.02, rest=0.1)
"""With these a manager is opened; the rest are the defaults."""

LIBRARY: Final = "vlib"
POOL: Final = "backups/daily"
ROOT: Final = Principal(user="root", administrator=True)
EVE: Final = Principal(user="eve")


class Clock:
    """Begins at two minutes past two, or when it is told, and goes on by itself and when a test moves it."""

    def __init__(self, begin: datetime = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)) -> None:
        self._begin = begin
        self._begun = time.monotonic()
        self._moved = 0.0

    def __call__(self) -> datetime:
        return self._begin + timedelta(seconds=time.monotonic() - self._begun + self._moved)

    def move(self, seconds: float) -> None:
        self._moved += seconds


@dataclass
class Pending:
    """A mount that another thread waits for."""

    future: Future[Sequence[Mounted]]
    told: SimpleQueue[Sequence[WorkView]]

    def until(self, stage: Callable[[WorkView], bool]) -> WorkView:
        """The first of its items that is told to have come so far."""
        while True:
            for view in self.told.get(timeout=PATIENCE):
                if stage(view):
                    return view

    def until_waiting(self) -> WorkView:
        return self.until(lambda view: view.item.state is WorkState.WAITING and bool(view.item.reason))

    def until_started(self) -> WorkView:
        return self.until(lambda view: view.item.state is WorkState.IN_PROCESS)

    def result(self) -> Sequence[Mounted]:
        return self.future.result(PATIENCE)


@dataclass
class Bench:
    """One state, one virtual library called :data:`LIBRARY`, and an administrator's session.

    Attributes:
        place: The virtual library's folder.
        session: Of the application "backup", run by root.
    """

    manager: Manager
    place: Path
    clock: Clock
    session: SessionId
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8))

    @classmethod
    def begin(cls, manager: Manager, place: Path, clock: Clock, query: str) -> Bench:
        """Add a library made from ``query``, all its data cartridges free, and a pool that draws from free."""
        session = manager.sessions.open("backup", ROOT)
        bench = cls(manager, place, clock, session)
        added = manager.libraries.add(session, LIBRARY, f"virtual:{place}?{query}")
        media_type = added.library.default_type or ""
        for view in manager.media.list(session):
            if not view.medium.cleaner:
                manager.media.move(session, view.medium.name, f"Free/{media_type}")
        bench.create_pool(POOL, media_type, draw_from_free=True, return_to_free=True)
        return bench

    def close(self) -> None:
        self.manager.close()
        self.threads.shutdown()

    # --- The library as it is, beside the catalogue ---

    @property
    def hands(self) -> Hands:
        return Hands(self.place)

    def really(self) -> dict[int, str]:
        """What lies where: keys by element address."""
        return {address: cartridge.key for address, cartridge in self.hands.look().contents.items()}

    def catalogued(self) -> dict[int, str]:
        """The same as the catalogue has it."""
        detail = self.manager.libraries.show(self.session, LIBRARY)
        slots = [(view.slot.address, view.medium) for view in detail.slots]
        drives = [(view.drive.address, view.medium) for view in detail.drives]
        ports = [(view.port.address, view.medium) for view in detail.ports]
        return {address: medium.name for address, medium in (*slots, *drives, *ports) if medium is not None}

    def agrees(self) -> bool:
        """Whether the catalogue says of every cartridge what the library says, once nothing moves."""
        self.manager.settle()
        held = {robot.address for robot in self.manager.libraries.show(self.session, LIBRARY).changers} & {
            *self.really()
        }
        return self.catalogued() == self.really() and not held

    def motions(self) -> int:
        """How often the robot carried something so far."""
        return sum(len(self.medium(view.medium.name).moves) for view in self.manager.media.list(self.session))

    # --- Shorthand ---

    def session_of(self, application: str) -> SessionId:
        """A session of another application of the same user."""
        return self.manager.sessions.open(application, ROOT)

    def lmid(self, **options: object) -> str:
        """A freshly allocated medium."""
        return str(self.manager.media.allocate(self.session, POOL, AllocateOptions(**options)).logical.id)  # type: ignore[arg-type] # fields of AllocateOptions

    def lmids(self, count: int) -> list[str]:
        return [self.lmid() for _ in range(count)]

    def create_pool(self, path: str, media_type: str | None, **options: object) -> None:
        self.manager.pools.create(self.session, path, replace(PoolOptions(media_type=media_type), **options))  # type: ignore[arg-type] # fields of PoolOptions

    def change(self, kind: ObjectType, ref: str, **wanted: object) -> ObjectSettings:
        """Set something on an object."""
        return self.manager.objects.change(self.session, kind, ref, ObjectChange(**wanted))  # type: ignore[arg-type] # fields of ObjectChange

    def mount(self, *media: str, **options: object) -> Sequence[Mounted]:
        """Mount and wait until it is done."""
        return self.manager.mounts.mount(self.session, media, MountOptions(**options))  # type: ignore[arg-type] # fields of MountOptions

    def queue(self, *media: str, **options: object) -> list[WorkView]:
        """Queue a mount, and let the library do what it can now."""
        queued = self.mount(*media, nowait=True, **options)
        self.manager.settle()
        return [self.item(mounted.work) for mounted in queued]

    def pending(self, *media: str, session: SessionId | None = None, **options: object) -> Pending:
        """A mount that another thread waits for."""
        told: SimpleQueue[Sequence[WorkView]] = SimpleQueue()
        wanted = MountOptions(**options)  # type: ignore[arg-type] # fields of MountOptions
        call = self.manager.mounts.mount
        return Pending(self.threads.submit(call, session or self.session, media, wanted, told.put), told)

    def dismount(self, *media: str, deferred: bool = False) -> list[WorkView]:
        """Dismount, and let the library do it."""
        views = self.manager.mounts.dismount(self.session, media, deferred=deferred)
        self.manager.settle()
        return [self.item(view) for view in views]

    def inventory(self) -> WorkView:
        """Take one, and return it when it is done."""
        return self.done(self.manager.libraries.inventory(self.session, LIBRARY))

    def done(self, view: WorkView) -> WorkView:
        """The item when it has ended."""
        [ended] = self.manager.work.wait(self.session, [str(view.item.id)], PATIENCE)
        self.manager.settle()
        return ended

    def item(self, view: WorkView) -> WorkView:
        """The item as it is now."""
        return self.manager.work.show(self.session, str(view.item.id))

    def medium(self, name: str) -> MediumView:
        return self.manager.media.show(self.session, name)

    def drive(self, number: int) -> DriveView:
        return self.manager.drives.show(self.session, f"{LIBRARY}/drive{number}")

    def holders(self) -> list[str | None]:
        """The applications that have the drives, by number."""
        views = self.manager.drives.list(self.session)
        return [view.drive.holder.application if view.drive.holder else None for view in views]

    def requests(self) -> list[OperatorView]:
        return list(self.manager.operators.list(self.session))

    def pass_time(self, seconds: float) -> None:
        """Move the clock once nothing moves any more, and have the library look at it."""
        self.manager.settle()
        self.clock.move(seconds)
        first = self.drive(1).drive
        self.manager.drives.set_delay(self.session, first.name, first.dismount_delay)
        self.manager.settle()

    def take_out(self, name: str) -> None:
        """A person takes a cartridge out, and the library is asked what is left."""
        with_door = self.hands.look().made_from.doors
        if with_door:
            self.hands.open()
        self.hands.take(name)
        if with_door:
            self.hands.close()
        self.inventory()
        assert self.medium(name).where == "offline"

    def bring_back(self, name: str, at: str) -> None:
        """A person puts it back; nobody tells the manager."""
        with_door = self.hands.look().made_from.doors
        if with_door:
            self.hands.open()
        self.hands.insert(name, at)
        if with_door:
            self.hands.close()


Build = Callable[..., Bench]
"""Called with the parameters of a virtual library, as in its address; :data:`SMALL` if none are given."""

SMALL: Final = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=0"
"""Two drives, six cartridges, two empty slots; people reach in unnoticed."""

TWO_SIDED: Final = "drives=2&slots=6&ports=0&cartridges=3&type=MO-5-RW&doors=0"


def eventually(look: Callable[[], T]) -> T:
    """The first thing that ``look`` returns that is something; for what no call waits for."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)
    return found


def home(medium: Medium) -> bool:
    """Whether a cartridge lies in a slot that is its own."""
    return medium.place.kind is PlaceKind.SLOT and medium.place.element_id == medium.home_slot_id


def given(drive: Drive | None) -> Drive:
    """The drive of a mount that is done."""
    assert drive is not None
    return drive
