"""A cartridge's data: one file of raw bytes that applications open, and an index that remembers blocks and filemarks.

The data file holds the bytes of all blocks one after another, so what a program wrote through the drive's link
(``tar -cf FOLDER/drives/drive1``) and what :class:`~openrsm.drivers.contract.Drive` wrote block by block are both read
by both. Where the blocks end is in ``NAME.index``: eight bytes (big-endian) for each object, the length of a block, or
0 for a filemark. The index holds as long as it fits the data: its lengths add up to the file's size, and the file was
not written after it. Otherwise a program wrote the file as a whole, and it reads as blocks of 64 KiB, the last one
shorter, and then the end of data. Writing cuts off what follows, as tape does.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from sys import byteorder
from typing import Final

from openrsm.errors import EndOfData, MediumError

RAW_BLOCK: Final = 65536
"""Block size, in bytes, that a file without an index is read with."""

ENTRY: Final = 8
FILEMARK: Final = 0


class Tape:
    """The objects (blocks and filemarks) of one data file. Nothing is kept open between calls.

    Args:
        data: The data file; it exists.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._index = data.with_name(f"{data.name}.index")
        self._lengths = array("Q")
        self._starts: list[int] = [0]
        self._indexed = False
        self._version: tuple[int, int] | None = None

    def __len__(self) -> int:
        """How many objects are written."""
        self._refresh()
        return len(self._lengths)

    def read(self, place: int, limit: int) -> bytes:
        """The first ``limit`` bytes of the object at ``place``; ``b""`` for a filemark.

        Raises:
            EndOfData: Nothing is written there.
        """
        self._refresh()
        self._need(place)
        with self._data.open("rb") as file:
            file.seek(self._starts[place])
            return file.read(min(limit, self._lengths[place]))

    def write(self, place: int, block: bytes) -> None:
        """A block at ``place``; what was there and after it is lost."""
        self._append(place, block, array("Q", [len(block)]))

    def write_filemarks(self, place: int, count: int) -> None:
        """Filemarks at ``place``; what was there and after it is lost."""
        self._append(place, b"", array("Q", [FILEMARK] * count))

    def flush(self) -> None:
        """What was written survives a power failure."""
        for path in (self._data, self._index):
            if path.exists():
                with path.open("rb") as file:
                    os.fsync(file.fileno())

    def skip_blocks(self, place: int, count: int) -> int:
        """The place after (or, where negative, before) so many blocks.

        Raises:
            EndOfData: The data ends before.
            MediumError: A filemark, or the beginning of the medium, comes before.
        """
        self._refresh()
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            place = self._step(place, step)
        return place

    def skip_filemarks(self, place: int, count: int) -> int:
        """The place after so many filemarks; where negative, before them.

        Raises:
            EndOfData: The data ends before.
            MediumError: The beginning of the medium comes before.
        """
        self._refresh()
        marks = [at for at, length in enumerate(self._lengths) if length == FILEMARK]
        passed = bisect_right(marks, place - 1)  # filemarks that lie before the place
        if count > 0:
            if passed + count > len(marks):
                raise EndOfData("there are not so many filemarks before the end of data (08/00/05)")
            return marks[passed + count - 1] + 1
        if passed + count < 0:
            raise MediumError("there are not so many filemarks after the beginning of the medium (00/00/04)")
        return marks[passed + count] if count else place

    def _step(self, place: int, step: int) -> int:
        at = place if step > 0 else place - 1
        if at < 0:
            raise MediumError("the beginning of the medium (00/00/04)")
        self._need(at)
        if self._lengths[at] == FILEMARK:
            raise MediumError("a filemark comes before so many blocks (00/00/01)")
        return place + step

    def _need(self, place: int) -> None:
        if place >= len(self._lengths):
            raise EndOfData("the end of what is written (08/00/05)")

    def _append(self, place: int, data: bytes, lengths: array[int]) -> None:
        self._refresh()
        kept = self._starts[place]
        with self._data.open("r+b") as file:
            file.truncate(kept)
            file.seek(kept)
            file.write(data)
        self._write_index(place, lengths)
        del self._lengths[place:], self._starts[place + 1 :]
        self._lengths.extend(lengths)
        self._starts.extend(kept + end for end in accumulate(lengths))
        self._version = self._present_version()

    def _write_index(self, place: int, lengths: array[int]) -> None:
        """Add to the index; where it is missing or does not hold, all of it is written."""
        fits = self._index.exists() and self._index.stat().st_size >= place * ENTRY and self._indexed
        with self._index.open("r+b" if fits else "wb") as file:
            if not fits:
                file.write(_big_endian(self._lengths[:place]))
            file.truncate(place * ENTRY)
            file.seek(place * ENTRY)
            file.write(_big_endian(lengths))
        self._indexed = True

    def _present_version(self) -> tuple[int, int]:
        stat = self._data.stat()
        return stat.st_mtime_ns, stat.st_size

    def _refresh(self) -> None:
        """Read the index anew if the data file is not as we left it."""
        version = self._present_version()
        if version == self._version:
            return
        written, size = version
        lengths = self._read_index(written, size)
        self._indexed = lengths is not None
        self._lengths = raw_lengths(size) if lengths is None else lengths
        self._starts = list(accumulate(self._lengths, initial=0))
        self._version = version

    def _read_index(self, written: int, size: int) -> array[int] | None:
        try:
            if self._index.stat().st_mtime_ns < written:
                return None
            content = self._index.read_bytes()
        except FileNotFoundError:
            return None
        lengths = array("Q", content[: len(content) // ENTRY * ENTRY])
        if byteorder == "little":
            lengths.byteswap()
        return lengths if sum(lengths) == size else None


def raw_lengths(size: int) -> array[int]:
    """The blocks of a file of ``size`` bytes that has no index."""
    whole, rest = divmod(size, RAW_BLOCK)
    return array("Q", [RAW_BLOCK] * whole + ([rest] if rest else []))


def _big_endian(lengths: array[int]) -> bytes:
    swapped = array("Q", lengths)
    if byteorder == "little":
        swapped.byteswap()
    return swapped.tobytes()
