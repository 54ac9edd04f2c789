"""A service with its virtual library in a folder, the books of those who use it, and how they use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

from openrsm.domain.records import Move, WorkItem
from openrsm.domain.values import MediumId, Principal, SessionId, WorkId
from openrsm.domain.work import OPEN, WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import DeviceFault, Refusal, RsmError
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.keeper import Retention
from openrsm.service.manager import LocalManager, open_manager
from openrsm.simulation.invariants import Picture
from openrsm.simulation.ledger import Ledger
from openrsm.simulation.life import Life
from openrsm.simulation.sharing import Shared, left_behind, numbered, renumbered
from openrsm.simulation.time import SimulatedTime
from openrsm.store.database import Store
from openrsm.surface.changers import ChangerView
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.simulation import SimulationOptions
from openrsm.surface.views import WorkView

LIBRARY: Final = "sim"
TYPE: Final = "LTO-8"
BEGIN: Final = datetime(2027, 1, 4, 8, tzinfo=UTC)
"""A Monday."""
ROOT: Final = Principal(user="root", administrator=True)
RUN: Final = "run"
POOLS: Final = ("backup", "archive", RUN)
SHARE: Final = "tapes"
"""A pool that no other application has, and the share that has it, with one of the drives."""
OF_SHARE: Final = 4
LEASE: Final = 3600.0
"""Seconds for which a command that is not heard of is taken to go on."""
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
        hands: Somebody before the library.
        refused: Calls and items that ended with an error, by its name.
        touched: The cartridges that people have moved, by their bar codes.
        ledger: Checks each commit; it goes on when the service is restarted.
        command: The session of a command that runs with a tape, which ends its mounts.
        gone: Those of commands that have ended.
        renumbered: Media of the share that somebody has just given other numbers.
    """

    def __init__(self, folder: Path, options: SimulationOptions, time: SimulatedTime) -> None:
        """Set it up in a folder."""
        self.folder = folder
        self.options = options
        self.time = time
        self.books: dict[str, Book] = {}
        self.told: list[str] = []
        self.refused: Counter[str] = Counter()
        self.touched: set[str | None] = set()
        self.ledger = Ledger()
        self.written = self.compared = self.mounts = self.restarts = self.answered = 0
        self.crashes = self.carried = self.lost = 0
        self.command: SessionId | None = None
        self.gone: set[SessionId] = set()
        self.renumbered: set[MediumId] = set()
        self._shared = Shared()
        self.changed = True
        self._commits = 0
        self._seen: tuple[int, Picture] | None = None
        self._pass_time_during(self._begin)
        self.hands = Hands(folder / "library", clock=time.epoch, sleep=time.sleep)
        self._reader = Store.open(self._state, read_only=True, clock=time)

    def _begin(self) -> None:
        self._open()
        self._commission()

    def _open(self) -> None:
        self._life = Life(self.time)
        self.manager: LocalManager = open_manager(
            self._state,
            recognition=IsolatedRecognition(),
            discover=self._life.discover,
            clock=self.time,
            zone=UTC,
            computer="simulation",
            serving=True,
            limits=LIMITS,
            retention=RETENTION,
            pace=self.time,
            observe=self._life.while_alive(self.ledger.committed),
        )
        self.session: SessionId = self.manager.sessions.open("administrator", ROOT)
        self.sessions = {name: self.manager.sessions.open(name, ROOT) for name in (*POOLS, "restore")}
        if self.command is not None:
            self.sessions[RUN] = self.command
        self.manager.watch([], self._noticed)

    def _noticed(self) -> None:
        self._commits += 1
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
        self.manager.pools.create(self.session, SHARE, PoolOptions(media_type=TYPE))
        for number in range(cartridges - OF_SHARE, cartridges):
            self.manager.media.move(self.session, f"V{number + 1:05}L8", SHARE)
        self.manager.shares.create(self.session, SHARE, LIBRARY, [SHARE], [f"{LIBRARY}/drive{made.drives}"])
        self.manager.cleaning.reserve(self.session, LIBRARY, made.slots, uses=CLEANER_USES)

    @property
    def _state(self) -> Path:
        return self.folder / "state"

    @property
    def cartridges(self) -> int:
        """How many there are, with the one that cleans."""
        return self.options.slots - EMPTY + 1

    def take(self, name: str) -> None:
        """Somebody takes a cartridge out, wherever it is."""
        self.touched.add(name)
        self.hands.take(name)

    def insert(self, name: str, place: str | None = None, key: str = "") -> None:
        """Somebody puts it in; ``key`` is what it is known by outside, where that is not its name."""
        self.touched.add(name)
        self.hands.insert(key or name, place)

    def awaits_time(self) -> bool:
        """Whether nothing happens before time passes."""
        return self.manager.controllers.awaits_time(self.time.sleeps)

    def picture(self) -> Picture:
        """The catalogue as it is; read again if anything has been committed since."""
        commits = self._commits
        if self._seen is None or self._seen[0] != commits:
            self._seen = commits, self._reader.read(Picture.read_present)
        return self._seen[1]

    def close(self) -> None:
        """End everything, letting pass what time that takes."""
        self._reader.close()
        self._pass_time_during(self.manager.close)

    def restart(self) -> None:
        """The service is stopped in order, and started again."""
        self.restarts += 1
        self.tell("the service is restarted")
        self._pass_time_during(self.manager.close)
        self._pass_time_during(self._open)

    def crash(self) -> None:
        """The service is killed, wherever it is at, and started again on what had been committed."""
        self.crashes += 1
        self.tell("the service is killed")
        committed = self.folder / "committed"
        copytree(self._state, committed)
        self._life.kill()
        self._reader.close()
        self._pass_time_during(self.manager.close)  # its threads; what they still write is thrown away
        rmtree(self._state)
        committed.rename(self._state)
        self._pass_time_during(self._open)
        self._reader = Store.open(self._state, read_only=True, clock=self.time)
        self._seen = None

    def amiss(self, picture: Picture) -> Iterator[str]:
        """What does not hold of what applications own, of the share, and of commands that have ended."""
        owned = {str(key) for key in picture.logical}
        yield from (f"{book.medium} is nobody's any more" for lmid, book in self.books.items() if lmid not in owned)
        before, self._shared = self._shared, self._reader.read(Shared.read)
        yield from numbered(picture, self._shared)
        yield from renumbered(picture, before, self._shared, self.renumbered)
        yield from left_behind(picture, self.gone)
        self.renumbered.clear()

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

    def queue(self, what: str, call: Callable[[], WorkView]) -> list[WorkId]:
        """Ask for a motion by numbers; its item, none if it was refused."""
        ids: list[WorkId] = []
        self.attempt(what, lambda: ids.append(call().item.id))
        return ids

    def changer(self, name: str) -> ChangerView:
        """The library or the share, as programs see it."""
        return self.manager.changers.show(self.session, name)

    def lmid_of(self, medium: str) -> str:
        """By which LMID a medium is owned."""
        picture = self.picture()
        return str(picture.sides[picture.medium(medium).id][0].logical_id)

    def moves(self, medium_id: MediumId, work_id: WorkId) -> list[Move]:
        """The last motions of a medium that an item asked for, newest first."""
        found = self._reader.read(lambda tx: tx.moves.of_medium(medium_id, 5))
        return [one for one in found if one.work_id == work_id]

    def begin_command(self) -> None:
        """A command begins, in a session that ends its mounts."""
        self.command = self.manager.sessions.open(RUN, ROOT, lease=LEASE, ends_mounts=True)
        self.sessions[RUN] = self.command

    def hear_command(self) -> None:
        """It says that it still lives."""
        if self.command is not None:
            self.manager.sessions.renew(self.command)

    def end_command(self, *, killed: bool) -> bool:
        """It ends, or has been killed some time ago; whether its session has ended with it."""
        if self.command is None:
            return True
        if not killed:
            self.manager.sessions.close(self.command)
        self.manager.sessions.expire()
        if self.manager.sessions.is_open(self.command):
            return False
        self.lost += killed
        self.gone.add(self.command)
        self.command = None
        self.sessions[RUN] = self.manager.sessions.open(RUN, ROOT)
        return True

    def satisfy(self, number: int) -> None:
        """An operator says that something has been done."""
        with suppress(RsmError):
            self.manager.operators.satisfy(self.session, str(number))


def over(ids: Sequence[WorkId]) -> Held:
    """All those items have ended."""
    return lambda picture: not any(one in picture.work and picture.work[one].state in OPEN for one in ids)
