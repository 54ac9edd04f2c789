"""The folder that a virtual library lives in: its state under a lock, and the files that applications open.

FOLDER/library.json      the whole state; always replaced as one
FOLDER/lock              held (flock) by whoever reads and replaces it
FOLDER/cartridges/       a file for each side of each cartridge that was ever loaded, and its ``.index``
FOLDER/drives/drive1     a symbolic link: to the loaded cartridge's file while the drive is ready, else to a place
                         in a folder that does not exist, so that no program makes a file there by accident
"""

from __future__ import annotations

import os
import stat
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Final, TypeVar

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.form import Writer, read
from openrsm.drivers.virtual.model import FIRST, Cartridge, Library, Phase, Verdict, new_library
from openrsm.drivers.virtual.motion import settle
from openrsm.drivers.virtual.parameters import Parameters
from openrsm.errors import DeviceGone, HardwareFault, StatusUnreadable

T = TypeVar("T")

LONGEST: Final = 64 << 20
"""Bytes of the state that are read; of a hundred thousand cartridges it has ten million."""

NOWHERE: Final = "../not-ready"
"""Where the link of a drive points while it is not ready; nothing ever makes this folder."""


class Folder:
    """One folder. Any number of threads and processes may use it, through objects of their own or one together.

    Args:
        path: Where it is; absolute.
        clock: Seconds since the epoch; all users of a folder need the same.
        sleep: Waits so many seconds.
    """

    def __init__(
        self, path: Path, *, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.path = path
        self._clock = clock
        self._sleep = sleep
        self._writer = Writer()
        self._seen: tuple[tuple[int, int, int], Library] | None = None

    def create(self, made_from: Parameters) -> Library:
        """Make the library, unless another process was faster; returns what is there then.

        Raises:
            OSError: The folder cannot be made.
        """
        for name in ("cartridges", "drives"):
            (self.path / name).mkdir(parents=True, exist_ok=True)
        with self._locked():
            if not self._file.exists():
                self._write(new_library(uuid.uuid4().hex[:8].upper(), made_from))
            library = self._read()
            self._mirror(library)
            return library

    @property
    def holds_library(self) -> bool:
        """Whether there is a library already."""
        return self._file.exists()

    def act(self, change: Callable[[Library, float], tuple[Library, T]]) -> T:
        """Bring the library up to now, change it, and keep what came of it; returns what ``change`` adds.

        Raises:
            DeviceGone: The folder is gone.
            StatusUnreadable: The file does not read as a library.
            Whatever ``change`` raises: Nothing is kept then.
        """
        with self._locked():
            before = self._read()
            now = self._clock()
            after, result = change(settle(before, now), now)
            after = settle(after, now)
            if after is not before:
                self._write(after)
            self._mirror(after)
            return result

    def look(self) -> Library:
        """The library as it is now.

        Raises:
            DeviceGone, StatusUnreadable: As :meth:`act`.
        """
        return self.act(lambda library, _: (library, library))

    def carry_out(self, request: Callable[[Library, float], tuple[Library, Verdict]]) -> None:
        """Ask for something that takes time, and wait until it is done.

        Raises:
            RsmError: What the library answered.
            DeviceGone, StatusUnreadable: As :meth:`act`.
        """
        while (verdict := self.act(request)).again:
            self.wait_until(verdict.until)
        self.wait_for(verdict)

    def wait_for(self, verdict: Verdict) -> None:
        """Wait until what was asked for is over, and hear how it went.

        Raises:
            RsmError: What the library answered.
        """
        if self.wait_until(verdict.until):
            self.look()
        if verdict.error:
            raise verdict.error

    def wait_until(self, when: float) -> bool:
        """Wait for a time of the clock; whether there was anything to wait for."""
        waited = False
        while (left := when - self._clock()) > 0:
            self._sleep(left)
            waited = True
        return waited

    def data_file(self, cartridge: Cartridge) -> Path:
        """The file of the side of a cartridge that is up."""
        return self.path / "cartridges" / cartridge.file

    def drive_link(self, address: int) -> Path:
        """What an application opens for the drive of a drive element."""
        return self.path / "drives" / f"drive{address - FIRST[ElementKind.DRIVE] + 1}"

    @property
    def _file(self) -> Path:
        return self.path / "library.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The lock belongs to a file description, opened anew each time: so it keeps threads apart as well."""
        try:
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        except OSError as wrong:
            raise DeviceGone(f"the library's folder {self.path} cannot be used: {wrong.strerror}") from wrong
        try:
            flock(lock, LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> Library:
        try:
            told = self._file.stat()
            version = told.st_ino, told.st_mtime_ns, told.st_size
            if self._seen is None or self._seen[0] != version:
                self._seen = version, read(self._text())
        except OSError as wrong:
            raise DeviceGone(f"there is no library in {self.path}: {wrong.strerror}") from wrong
        except ValueError as wrong:
            raise StatusUnreadable(f"{self._file} does not read as a library: {wrong}", "restore it") from wrong
        return self._seen[1]

    def _text(self) -> str:
        """The file's; neither a pipe in its place is waited for, nor is more read than a library can need.

        Raises:
            ValueError: It is no such file.
        """
        with os.fdopen(os.open(self._file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            told = os.fstat(file.fileno())
            if not stat.S_ISREG(told.st_mode) or told.st_size > LONGEST:
                raise ValueError(f"it is no file of at most {LONGEST} bytes")
            return file.read().decode()

    def _write(self, library: Library) -> None:
        try:
            self._replace_file(library)
        except OSError as wrong:
            raise HardwareFault(f"{self._file} cannot be written: {wrong.strerror}", "make room for it") from wrong

    def _replace_file(self, library: Library) -> None:
        new = self._file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(self._writer.text(library))
            file.flush()
            os.fsync(file.fileno())
            told = os.fstat(file.fileno())
        new.replace(self._file)
        _sync(self.path)
        self._seen = (told.st_ino, told.st_mtime_ns, told.st_size), library

    def _mirror(self, library: Library) -> None:
        """Point every drive's link to what is true; other processes may have died before they could."""
        for place, drive in enumerate(library.drives):
            address = FIRST[ElementKind.DRIVE] + place
            link = self.drive_link(address)
            loaded = library.contents[address] if drive.phase is Phase.READY else None
            target = f"../cartridges/{loaded.file}" if loaded else f"{NOWHERE}/{link.name}"
            if _target_of(link) != target:
                if loaded:
                    self._provide(loaded)
                _point(link, target)

    def _provide(self, cartridge: Cartridge) -> None:
        """The file of a cartridge, writable as its tab says; a blank one has none until it is first loaded."""
        file = self.data_file(cartridge)
        if file.is_symlink():
            raise StatusUnreadable(f"{file} is a link", "put the cartridge's own file there")
        if not file.exists():  # touching it anew would make its index seem older than the data
            file.touch()
        file.chmod(0o444 if cartridge.protected else 0o644)


def _point(link: Path, target: str) -> None:
    new = link.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def _target_of(link: Path) -> str | None:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return None


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
