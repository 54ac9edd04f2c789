"""What a cartridge's memory tells (medium auxiliary memory, SPC-5 7.4): attributes in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LOADS: Final = 0x0003
LAST_DRIVES: Final = (0x020A, 0x020B, 0x020C, 0x020D)
WRITTEN: Final = 0x0220
READ: Final = 0x0221
MANUFACTURER: Final = 0x0400
SERIAL: Final = 0x0401
LENGTH: Final = 0x0402
BAR_CODE: Final = 0x0806

MOST: Final = 2**63 - 1

VENDOR: Final = 8
"""Bytes of the vendor's name before a drive's serial number in :data:`LAST_DRIVES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartridgeMemory:
    """The attributes that tell of identity and wear. What the memory does not have is empty, or None.

    Attributes:
        manufacturer: Of the medium.
        serial: The manufacturer's number of this very cartridge; no two have the same.
        loads: How often it was loaded, in any drive.
        written: Megabytes ever written on it (SPC-5 has units of 2^20 bytes).
        read: Megabytes ever read from it.
        length: Of the tape, in metres.
        drives: Serial numbers of the drives that loaded it last, the last first.
        bar_code: As an application wrote it into the memory.
    """

    manufacturer: str = ""
    serial: str = ""
    loads: int | None = None
    written: int | None = None
    read: int | None = None
    length: int | None = None
    drives: tuple[str, ...] = ()
    bar_code: str = ""


def decode(attributes: Mapping[int, bytes]) -> CartridgeMemory:
    """The attributes of a memory by identifier, as READ ATTRIBUTE gives them; what is unknown is passed over."""
    drives = (_text(attributes.get(each, b"")[VENDOR:]) for each in LAST_DRIVES)
    return CartridgeMemory(
        manufacturer=_text(attributes.get(MANUFACTURER, b"")),
        serial=_text(attributes.get(SERIAL, b"")),
        loads=_number(attributes.get(LOADS)),
        written=_number(attributes.get(WRITTEN)),
        read=_number(attributes.get(READ)),
        length=_number(attributes.get(LENGTH)),
        drives=tuple(filter(None, drives)),
        bar_code=_text(attributes.get(BAR_CODE, b"")),
    )


def _text(raw: bytes) -> str:
    """Whoever had the cartridge may have written it: what cannot be printed counts as a blank."""
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else " " for byte in raw).strip()  # noqa: PLR2004 - ASCII's bounds


def _number(raw: bytes | None) -> int | None:
    """Drives fill a number that they do not know with ones; no true one needs the highest bit of eight bytes."""
    number = int.from_bytes(raw) if raw and set(raw) != {0xFF} else None
    return None if number is None or number > MOST else number
