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
        asked: It has told who it is since it was loaded.
        known: It has told who it is, now or when it was loaded before it came to lie in the mouth.
        trouble: Why the drive cannot work with it, in words; empty if it can.
        bar_code: As the cartridge's memory has it; None if it tells none.
        serial: The cartridge's own number; None if it tells none.
        density: SSC density code; None if not told.
    """

    where: Where
    asked: bool = False
    known: bool = False
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
            return replace(before, where=Where.MOUTH, trouble="", asked=False)
        case Readiness.FAILED:
            return replace(known, trouble=status.words) if known else None
        case Readiness.BECOMING_READY:
            return known


def identify(contents: Contents, memory: Mapping[int, bytes]) -> Contents:
    """The same with what the cartridge tells of itself."""
    code, serial = _text(memory.get(BAR_CODE, b"")), _text(memory.get(SERIAL_NUMBER, b""))
    return replace(contents, asked=True, known=True, bar_code=code, serial=serial)


def _text(value: bytes) -> str | None:
    return value.decode("ascii", errors="replace").strip(" \0") or None


def is_another(before: Contents, now: Contents) -> bool:
    """Whether the cartridge that has just told who it is differs from the one that was there.

    Where both tell nothing, it does if it was changed while ``before`` was loaded, and does not if that lay in the
    mouth, from where the drive took it in again.
    """
    if not before.known:
        return False
    if before.serial and now.serial:
        return before.serial != now.serial
    return before.bar_code != now.bar_code or (before.bar_code is None and before.asked)
