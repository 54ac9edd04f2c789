"""A service with its virtual library in a folder, the books of those who use it, and how they use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from openrsm.domain.records import WorkItem
from openrsm.domain.values import Principal, SessionId, WorkId
from openrsm.domain.work import OPEN, WorkState
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import DeviceFault, Refusal, RsmError
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.keeper import Retention
from openrsm.service.manager import LocalManager, open_manager
from openrsm.simulation.invariants import Picture
from openrsm.simulation.time import SimulatedTime
from openrsm.store.database import Store
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.simulation import SimulationOptions

LIBRARY: Final = "sim"
TYPE: Final = "LTO-8"
BEGIN: Final = datetime(2027, 1, 4, 8, tzinfo=UTC)
"""A Monday."""
ROOT: Final = Principal(user="root", administrator=True)
POOLS: Final = ("backup", "archive")
CLEANER_USES: Final = 45
EMPTY: Final = 10
"""How many slots stay empty, the cleaner's not counted."""

LIMITS: Final = Limits(poll=15.0, reopen=120.0, watch=3600.0)
"""Seldom enough that a year passes in minutes, and often enough that people are noticed within the hour."""
RETENTION: Final = Retention(events=5000, moves=timedelta(days=30), readings=timedelta(days=30), work=timedelta(days=7))

Held = Callable[[Picture], bool]
"""Something that somebody waits for."""


@dataclass
class Book:
    """What an application has written on a medium, which it calls by an LMID."""

    medium: str
    pool: str
    content: bytes = b""
    in_use: bool = False
    away: bool = False


class Site:
    """Everything there is.

    Attributes:
        books: By LMID.
        told: The last things that happened, in words.
        refused: Calls and items that ended with an error, by its name.
    """

    def __init__(self, folder: Path, options: SimulationOptions, time: SimulatedTime) -> None:
        """Set it up in a folder."""
        self.folder = folder
        self.options = options
        self.time = time
        self.books: dict[str, Book] = {}
        self.told: list[str] = []
        self.refused: Counter[str] = Counter()
        self.written = self.compared = self.mounts = self.restarts = self.answered = 0
        self.changed = True
        self._pass_time_during(self._begin)
        self._reader = Store.open(folder / "state", read_only=True, clock=time)

    def _begin(self) -> None:
        self._open()
        self._commission()

    def _open(self) -> None:
        self.manager: LocalManager = open_manager(
            self.folder / "state",
            recognition=IsolatedRecognition(),
            discover=lambda url: open_virtual(url, clock=self.time.epoch, sleep=self.time.sleep),
            clock=self.time,
            zone=UTC,
            computer="simulation",
            serving=True,
            limits=LIMITS,
            retention=RETENTION,
            pace=self.time,
        )
        self.session: SessionId = self.manager.sessions.open("administrator", ROOT)
        self.sessions = {name: self.manager.sessions.open(name, ROOT) for name in (*POOLS, "restore")}
        self.manager.watch([], self._noticed)

    def _noticed(self) -> None:
        self.changed = True

    def _commission(self) -> None:
        made, cartridges = self.options, self.cartridges - 1
        query = f"drives={made.drives}&slots={made.slots}&ports=4&cartridges={cartridges}&type={TYPE}&doors=1&cleaner=1"
        self.manager.libraries.add(self.session, LIBRARY, f"virtual:{self.folder / 'library'}?{query}&realistic=1")
        for view in self.manager.media.list(self.session):
            if not view.medium.cleaner:
                self.manager.media.move(self.session, view.medium.name, f"Free/{TYPE}")
        drawing = PoolOptions(media_type=TYPE, draw_from_free=True, return_to_free=True)
        for pool in POOLS:
            self.manager.pools.create(self.session, pool, drawing)
        self.manager.cleaning.reserve(self.session, LIBRARY, made.slots, uses=CLEANER_USES)

    @property
    def cartridges(self) -> int:
        """How many there are, with the one that cleans."""
        return self.options.slots - EMPTY + 1

    @property
    def hands(self) -> Hands:
        """Somebody before the library."""
        return Hands(self.folder / "library", clock=self.time.epoch, sleep=self.time.sleep)

    def awaits_time(self) -> bool:
        """Whether nothing happens before time passes."""
        return self.manager.controllers.awaits_time(self.time.sleeps)

    def picture(self) -> Picture:
        """The catalogue as it is."""
        return self._reader.read(Picture.read_present)

    def close(self) -> None:
        """End everything, letting pass what time that takes."""
        self._reader.close()
        self._pass_time_during(self.manager.close)

    def restart(self) -> None:
        """The computer is started again."""
        self.restarts += 1
        self.tell("the service is restarted")
        self._pass_time_during(self.manager.close)
        self._pass_time_during(self._open)

    def _pass_time_during(self, deed: Callable[[], None]) -> None:
        """Do something that may take simulated time: motions that end first, a library that is looked at."""
        with ThreadPoolExecutor(1, "rsm-simulation") as thread:
            future = thread.submit(deed)
            future.add_done_callback(lambda _: self.time.rested())
            while not future.done():
                self.time.wait_for(lambda: future.done() or self.time.next_waking() is not None)
                if (moment := self.time.next_waking()) is not None:
                    self.time.jump(moment)
            future.result()

    # What people and applications do.

    def tell(self, what: str) -> None:
        """Remember it, for a report of what went wrong."""
        self.told = [*self.told[-29:], f"{self.time():%Y-%m-%d %H:%M:%S} {what}"]

    def attempt(self, what: str, deed: Callable[[], object]) -> bool:
        """Do something that may be refused, or fail; whether it was done."""
        try:
            deed()
        except (Refusal, DeviceFault) as error:
            self._failed(what, error)
            return False
        self.tell(what)
        return True

    def _failed(self, what: str, error: RsmError) -> None:
        self.refused[type(error).__name__] += 1
        self.tell(f"{what}: {error}")

    def allocate(self, pool: str) -> str | None:
        """A scratch medium for an application, if there is one; its LMID."""
        try:
            taken = self.manager.media.allocate(self.sessions[pool], pool, AllocateOptions(timeout=0))
        except RsmError as error:
            self._failed(f"{pool} allocates", error)
            return None
        lmid = str(taken.logical.id)
        if lmid in self.books:
            raise AssertionError(f"LMID {lmid} was given twice")
        self.books[lmid] = Book(taken.medium.name, pool)
        self.tell(f"{pool} allocates {taken.medium.name}")
        return lmid

    def deallocate(self, lmid: str) -> None:
        """What is on it is not needed any more."""
        book = self.books[lmid]
        if self.attempt(f"{book.pool} gives {book.medium} back", lambda: self._deallocate(book, lmid)):
            del self.books[lmid]

    def _deallocate(self, book: Book, lmid: str) -> None:
        self.manager.media.deallocate(self.sessions[book.pool], lmid)

    def mount(self, who: str, lmids: Sequence[str], *, write: bool, drives: Sequence[str] = ()) -> list[WorkId]:
        """Queue a mount, perhaps in exactly those drives; its items, none if it was refused."""
        options = MountOptions(read=True, write=write, drives=drives, nowait=True)
        names = " and ".join(self.books[lmid].medium for lmid in lmids)
        try:
            queued = self.manager.mounts.mount(self.sessions[who], lmids, options)
        except RsmError as error:
            self._failed(f"{who} asks for {names}", error)
            return []
        self.tell(f"{who} asks for {names}")
        for lmid in lmids:
            self.books[lmid].in_use = True
        return [one.work.item.id for one in queued]

    def ended(self, ids: Sequence[WorkId]) -> list[WorkItem]:
        """How items have ended; whether a mount has succeeded, and how long it took, is noted."""
        items = self._reader.read(lambda tx: [tx.work.get(one) for one in ids])
        for item in items:
            if item.state is not WorkState.PASSED:
                self.refused[item.error or item.state.name] += 1
        return items

    def use(self, lmid: str, item: WorkItem, more: bytes) -> None:
        """Look which cartridge is mounted, compare what is on it with the books, and write ``more``."""
        book = self.books[lmid]
        drive = self.manager.drives.show(self.session, str(item.drive_id)).drive
        tape = Path(drive.device_path).resolve()
        if tape != self._tape_of(book):
            raise AssertionError(f"{book.medium} is mounted in {drive.name}, which holds another cartridge")
        content = tape.read_bytes()
        if not content.startswith(book.content) or (book.content and content != book.content):
            raise AssertionError(f"{book.medium} in {drive.name} does not hold what was written on it")
        self.compared += 1
        if more:
            # What a former owner left on a scratch medium is overwritten, as backup programs do.
            with tape.open("ab" if book.content else "wb") as file:
                file.write(more)
            book.content += more
            self.written += 1

    def unlike_the_books(self) -> Iterator[str]:
        """Of every medium that does not hold what was written on it, wherever it lies: that it does not."""
        for book in self.books.values():
            tape = self._tape_of(book)
            if book.content and (tape is None or not tape.exists() or tape.read_bytes() != book.content):
                yield f"{book.medium} does not hold what was written on it"

    def _tape_of(self, book: Book) -> Path | None:
        """Where what is written on a medium really lies."""
        cartridges = (one for _, one in self.hands.look().cartridges())
        file = next((one.file for one in cartridges if one.bar_code == book.medium), None)
        return None if file is None else (self.folder / "library" / "cartridges" / file).resolve()

    def dismount(self, who: str, lmids: Sequence[str], *, deferred: bool) -> list[WorkId]:
        """Give media up; the items that do it, none if it was refused."""
        names = " and ".join(self.books[lmid].medium for lmid in lmids)
        ids: list[WorkId] = []

        def give_up() -> None:
            views = self.manager.mounts.dismount(self.sessions[who], lmids, deferred=deferred)
            ids.extend(view.item.id for view in views)

        self.attempt(f"{who} gives up {names}", give_up)
        return ids

    def satisfy(self, number: int) -> None:
        """An operator says that something has been done."""
        with suppress(RsmError):
            self.manager.operators.satisfy(self.session, str(number))


def over(ids: Sequence[WorkId]) -> Held:
    """All those items have ended."""
    return lambda picture: not any(one in picture.work and picture.work[one].state in OPEN for one in ids)
