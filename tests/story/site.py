"""A site: its library, its calendar, its administrator, its vault, and the books that the administrator keeps.

The books are kept beside the catalogue, by what the administrator means to have done, and compared with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openrsm.domain.library import InventoryMethod, LabelUse, Operational
from openrsm.domain.slot import PortPosition
from openrsm.domain.work import WorkState
from openrsm.store.database import Store
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench, Clock, eventually, given
from tests.service.invariants import Picture, agreement, chain, hold, settled, structure
from tests.service.world import hands, physical
from tests.surface.conftest import opened

MADE_FROM: Final = "drives=2&slots=60&ports=4&cartridges=40&type=LTO-9&doors=1&cleaner=1"
WEEKLY: Final = "backup/weekly"
OFFSITE: Final = "backup/offsite"
EXCHANGE: Final = "exchange"
FREE: Final = "Free/LTO-9"
VAULT: Final = "vault, shelf 2"
BLOCK: Final = 4096


@dataclass
class Book:
    """One medium in the administrator's books.

    Attributes:
        name: Its bar code.
        content: What was written on it, after its label.
        since: When it was begun.
        away: It is in the vault.
    """

    name: str
    content: bytes
    since: datetime
    away: bool = False


@dataclass
class Site:
    """Everything there is, and what a person does with it.

    Attributes:
        books: By LMID.
        touched: Bar codes that people moved, whose journal therefore has gaps.
    """

    folder: Path
    clock: Clock = field(default_factory=lambda: Clock(datetime(2027, 1, 1, 8, 0, tzinfo=UTC)))
    books: dict[str, Book] = field(default_factory=dict)
    touched: set[str | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._open()

    def _open(self) -> None:
        manager = opened(self.folder / "state", self.clock)
        session = manager.sessions.open("backup", ROOT)
        self.bench = Bench(manager, self.folder / "library", self.clock, session)
        self._reader = Store.open(self.folder / "state", read_only=True, clock=self.clock)

    def close(self) -> None:
        self._reader.close()
        self.bench.close()

    def restart(self) -> None:
        """The computer is started again."""
        self.close()
        self._open()
        self.bench.pass_time(1)

    # --- The calendar ---

    def until(self, month: int, day: int, hour: int = 8) -> None:
        """Leap to a morning of the year."""
        self.bench.pass_time((datetime(2027, month, day, hour, tzinfo=UTC) - self.clock()).total_seconds())

    # --- Backups ---

    def begin_tape(self, pool: str, content: bytes) -> str:
        """Take a scratch medium, and write the application's label and a first backup; its LMID."""
        lmid = str(self.bench.manager.media.allocate(self.bench.session, pool, AllocateOptions()).logical.id)
        name = self.bench.medium(lmid).medium.name
        self._write(lmid, volume(name) + content, "wb")
        self.books[lmid] = Book(name, content, self.clock())
        return lmid

    def append(self, lmid: str, content: bytes, *drives: str) -> None:
        """Add a backup; in exactly that drive, if one is named."""
        self._write(lmid, content, "ab", *drives)
        self.books[lmid].content += content

    def _write(self, lmid: str, content: bytes, mode: str, *drives: str) -> None:
        [mounted] = self.bench.mount(lmid, write=True, drives=drives)
        with Path(given(mounted.drive).device_path).open(mode) as drive:
            drive.write(content)
        self.bench.dismount(lmid, deferred=True)

    def restore(self, lmid: str) -> None:
        """Read a medium back, and compare it with the books."""
        [mounted] = self.bench.mount(lmid)
        self.compare(lmid, given(mounted.drive).device_path)
        self.bench.dismount(lmid)

    def compare(self, lmid: str, device: str) -> None:
        book = self.books[lmid]
        assert Path(device).read_bytes() == volume(book.name) + book.content, f"{book.name} holds something else"

    def recycle(self, lmid: str) -> None:
        """What is on it is not needed any more."""
        self.bench.manager.media.deallocate(self.bench.session, lmid)
        self.bench.manager.settle()
        del self.books[lmid]

    # --- Cartridges in people's hands ---

    def send_away(self, *lmids: str) -> None:
        """Eject media, and carry them to the vault."""
        self.hand_out(*(self.books[lmid].name for lmid in lmids), to=VAULT)
        for lmid in lmids:
            self.books[lmid].away = True

    def hand_out(self, *names: str, to: str | None = None) -> None:
        """Eject media, and take them out of the ports."""
        views = self.bench.manager.media.eject(self.bench.session, names, location=to)
        self.take(views, *names)

    def take(self, views: Sequence[WorkView], *names: str) -> None:
        """Take out what is being ejected, when it is in its port."""
        eventually(lambda: all("take " in self.bench.item(view).item.reason for view in views))
        for name in names:
            self.bench.hands.take(name)
        self._passed(views)

    def bring_home(self, *lmids: str) -> None:
        """Fetch media from the vault, and put them into the ports."""
        self.inject(*(self.books[lmid].name for lmid in lmids))
        for lmid in lmids:
            self.books[lmid].away = False

    def inject(self, *names: str, content: Path | None = None) -> None:
        """Put cartridges into the ports: known ones, or new ones that hold that file."""
        self.touched.update(names)
        view = self.bench.manager.libraries.inject(self.bench.session, LIBRARY, many=True)
        eventually(self._ports_are_open)
        for number, name in enumerate(names, start=1):
            self.bench.hands.insert(name, f"port:{number}", file=content)
        self.bench.manager.work.stop(self.bench.session, str(view.item.id))
        assert self.bench.done(view).item.state is WorkState.STOPPED

    def _ports_are_open(self) -> bool:
        ports = self.bench.manager.libraries.show(self.bench.session, LIBRARY).ports
        return all(view.port.position is PortPosition.EXTENDED for view in ports)

    def _passed(self, views: Sequence[WorkView]) -> None:
        for view in views:
            ended = self.bench.done(view).item
            assert ended.state is WorkState.PASSED, ended.error_text
        self.bench.manager.settle()

    def on_the_shelf(self, name: str) -> bytes:
        """What is on a cartridge that lies outside."""
        cartridge = self.bench.hands.look().shelf[name]
        return (self.bench.place / "cartridges" / cartridge.file).read_bytes()

    @contextmanager
    def door_open(self, *names: str) -> Iterator[None]:
        """Somebody opens the door and does something with those cartridges, of which nobody is told."""
        self.touched.update(names)
        self.bench.hands.open()
        yield
        self.bench.hands.close()
        self.bench.inventory()

    # --- Order ---

    def commission(self) -> None:
        """A new library: look at every cartridge, and make all of them free, with labels."""
        manager, session = self.bench.manager, self.bench.session
        manager.libraries.add(session, LIBRARY, f"virtual:{self.bench.place}?{MADE_FROM}")
        manager.libraries.set_labels(session, LIBRARY, LabelUse.WRITE)
        self._passed([manager.libraries.inventory(session, LIBRARY, InventoryMethod.FULL)])
        self.make_free(*(view.medium.name for view in manager.media.list(session) if not view.medium.cleaner))
        self._passed([manager.cleaning.reserve(session, LIBRARY, 60, uses=4)])
        for pool in (WEEKLY, OFFSITE):
            self.bench.create_pool(pool, "LTO-9", draw_from_free=True, return_to_free=True)

    def make_free(self, *names: str) -> None:
        for name in names:
            self.bench.manager.media.move(self.bench.session, name, FREE)
        self.bench.manager.settle()

    def pools(self) -> Mapping[str, int]:
        """How many data cartridges each pool holds."""
        return Counter(
            view.pool for view in self.bench.manager.media.list(self.bench.session) if not view.medium.cleaner
        )

    def check(self, **pools: int) -> None:
        """Everything that must hold at the end of a month; how many media each pool holds, by the books."""
        self.bench.manager.settle()
        hold([*self._wrong()])
        self._compare_books()
        expected = {_POOLS[name]: count for name, count in pools.items() if count}
        assert self.pools() == expected

    def _wrong(self) -> Iterator[str]:
        picture = self._reader.read(Picture.read)
        yield from (*structure(picture), *settled(picture), *chain(picture, self.touched))
        for library in physical(picture):
            actual = hands(library).look()
            assert library.operational is Operational.READY
            yield from agreement(picture, library.id, actual)

    def _compare_books(self) -> None:
        for lmid, book in self.books.items():
            view = self.bench.medium(lmid)
            assert (view.medium.name, view.where == "offline") == (book.name, book.away)
            assert not book.away or view.medium.location == VAULT
            assert [str(one.id) for one in view.logical] == [lmid]


_POOLS: Final = {
    "free": FREE,
    "weekly": WEEKLY,
    "offsite": OFFSITE,
    "exchange": EXCHANGE,
    "unrecognized": "Unrecognized/LTO-9",
    "foreign": "Import/LTO-9",
}


def volume(name: str) -> bytes:
    """The label that this site's backup program writes (ANSI X3.27)."""
    return f"VOL1{name[:6]}".encode().ljust(79) + b"4"


def backup(what: str) -> bytes:
    """A backup: some blocks that are like no other."""
    return f"backup of {what};".encode() * (BLOCK // 16)
