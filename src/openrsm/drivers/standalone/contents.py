"""Which cartridge a lone drive has, and where, from what the drive says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from openrsm.drivers.contract import DriveStatus, Readiness

SERIAL_NUMBER: Final = 0x0401
BAR_CODE: Final = 0x0806
"""Attributes of a cartridge's memory (SPC-5 7.4.2): the medium's own number, and what a library once read on it."""


class Where(Enum):
    """Where the cartridge is."""

    NOWHERE = auto()
    DRIVE = auto()
    MOUTH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a drive.

    Attributes:
        identified: The cartridge has been ready here, so that what it tells of itself is known.
        trouble: Why the drive cannot work with it, in words; empty if it can.
        bar_code: As the cartridge's memory has it; None if it tells none.
        serial: The cartridge's own number; None if it tells none.
        density: SSC density code; None if not told.
    """

    where: Where
    identified: bool = False
    trouble: str = ""
    bar_code: str | None = None
    serial: str | None = None
    density: int | None = None


NOTHING: Final = Contents(where=Where.NOWHERE)


def follow(known: Contents | None, status: DriveStatus) -> Contents | None:
    """What is in the drive after it said this; ``known`` is what was. None if it does not tell.

    A drive that is becoming ready, or fails, does not say whether it holds a cartridge: then nothing has changed yet.
    """
    before = known or NOTHING
    match status.readiness:
        case Readiness.EMPTY:
            return NOTHING
        case Readiness.READY:
            return replace(before, where=Where.DRIVE, trouble="", density=status.density)
        case Readiness.UNLOADED:
            return replace(before, where=Where.MOUTH, trouble="", identified=False)
        case Readiness.FAILED:
            return replace(known, trouble=status.words) if known else None
        case Readiness.BECOMING_READY:
            return known


def identify(contents: Contents, memory: Mapping[int, bytes]) -> Contents:
    """The same with what the cartridge tells of itself."""
    code, serial = _text(memory.get(BAR_CODE, b"")), _text(memory.get(SERIAL_NUMBER, b""))
    return replace(contents, identified=True, bar_code=code, serial=serial)


def _text(value: bytes) -> str | None:
    return value.decode("ascii", errors="replace").strip(" \0") or None


def is_another(one: Contents, other: Contents) -> bool:
    """Whether two cartridges that were loaded one after the other differ; where nothing tells, they do."""
    if one.serial and other.serial:
        return one.serial != other.serial
    return one.bar_code is None or one.bar_code != other.bar_code
