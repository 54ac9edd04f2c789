"""A disk that may lose its power: what was flushed is there, of the rest nobody knows.

A file keeps what was written before it was last flushed. Of what was written since, any sectors may have arrived, in
any order, and it may have been cut off or not. A folder keeps names as of when it was last flushed, and of the changes
since the first so many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.crash.record import SAID, Deed

SECTOR: Final = 512

Kept = Callable[[int], bool]
"""Whether a sector that was not flushed has arrived; told the how-manieth it is."""


@dataclass
class _File:
    """A file: what is on the disk for sure, and what was done to it since."""

    flushed: bytearray = field(default_factory=bytearray)
    since: list[Deed] = field(default_factory=list)

    def flush(self) -> None:
        self.flushed = self.after(lambda _: True)
        self.since = []

    def after(self, kept: Kept) -> bytearray:
        content, number = bytearray(self.flushed), 0
        for deed in self.since:
            if deed.what != "w":
                if kept(number):
                    _resize(content, deed.offset)
                number += 1
                continue
            for start, part in _sectors(deed):
                if kept(number):
                    _resize(content, max(len(content), start + len(part)))
                    content[start : start + len(part)] = part
                number += 1
        return content

    def count(self) -> int:
        return sum(len(list(_sectors(deed))) if deed.what == "w" else 1 for deed in self.since)


def _sectors(deed: Deed) -> Iterable[tuple[int, bytes]]:
    end, start = deed.offset + len(deed.rest), deed.offset
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, deed.rest[start - deed.offset : stop - deed.offset]
        start = stop


def _resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


class Disk:
    """The files below a folder, as a record tells of them.

    Args:
        sure: Folders whose files lose nothing: what is in them has power of its own.
    """

    def __init__(self, *, sure: Iterable[Path] = ()) -> None:
        self._sure = tuple(f"{folder}/" for folder in sure)
        self._names: dict[str, _File] = {}
        self._kept: dict[str, _File] = {}
        self._since: list[Deed] = []
        self._linked: dict[int, _File] = {}

    def begin(self, folder: Path) -> None:
        """These files are there, and were flushed."""
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                self._names[str(path)] = _File(bytearray(path.read_bytes()))
        self._kept = dict(self._names)

    def do(self, deed: Deed) -> None:
        """The next that was done."""
        match deed.what:
            case "c" | "u" | "r" | "l":
                self._name(deed)
            case "s" if deed.name in self._names:
                self._names[deed.name].flush()
            case "s":
                self._flush_folder(deed.name)
            case what if what != SAID and deed.name in self._names:
                self._names[deed.name].since.append(deed)

    def _name(self, deed: Deed) -> None:
        if deed.what == "c" and deed.name in self._names:
            self._names[deed.name].since.append(Deed(what="t", name=deed.name))
            return
        if deed.what == "c":
            self._linked[id(deed)] = _File()
        elif deed.what in "rl" and deed.name not in self._names:
            return  # a symbolic link; the record tells of files
        self._since.append(deed)
        self._rename(self._names, deed)

    def _rename(self, names: dict[str, _File], deed: Deed) -> None:
        match deed.what:
            case "c":
                names[deed.name] = self._linked[id(deed)]
            case "u":
                names.pop(deed.name, None)
            case "r" if deed.name in names:
                names[deed.rest.decode()] = names.pop(deed.name)
            case "l" if deed.name in names:
                names[deed.rest.decode()] = names[deed.name]

    def _flush_folder(self, folder: str) -> None:
        """Names of other folders wait for their own flush, unless they come before one of these."""
        last = max((at for at, deed in enumerate(self._since) if _concerns(deed, folder)), default=-1)
        for deed in self._since[: last + 1]:
            self._rename(self._kept, deed)
        del self._since[: last + 1]

    # After the cut.

    def unsettled(self) -> int:
        """Of how many things nobody would know whether they have arrived."""
        return len(self._since) + sum(file.count() for file in {id(one): one for one in self._names.values()}.values())

    def lose_power(self, dice: Random) -> dict[str, bytes]:
        """What may be found when the power is back: one possibility of many."""
        names = dict(self._kept)
        for deed in self._since[: dice.randint(0, len(self._since))]:
            self._rename(names, deed)
        found = {name: bytes(file.after(_kept(dice))) for name, file in names.items() if not self._is_sure(name)}
        whole = {name: file for name, file in self._names.items() if self._is_sure(name)}
        return found | {name: bytes(file.after(lambda _: True)) for name, file in whole.items()}

    def _is_sure(self, name: str) -> bool:
        return name.startswith(self._sure) if self._sure else False


def _concerns(deed: Deed, folder: str) -> bool:
    ends = [deed.name, deed.rest.decode()] if deed.what in "rl" else [deed.name]
    return any(name.rpartition("/")[0] == folder for name in ends)


def _kept(dice: Random) -> Kept:
    """Nothing of what was not flushed, everything, the beginning, or some of it, as the dice say."""
    manner = dice.randrange(4)
    if manner == 0:
        return lambda _: False
    if manner == 1:
        return lambda _: True
    if manner == 2:
        end = dice.randrange(64)
        return lambda number: number < end
    chance = dice.random()
    return lambda _: dice.random() < chance


def lay_out(files: dict[str, bytes]) -> None:
    """Make these files."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
