"""Mode pages (SPC-5, SMC-3, SSC-4): what a library consists of and is able to do. Bytes in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openrsm.drivers.contract import Geometry, Span
from openrsm.errors import StatusUnreadable

ELEMENT_ADDRESSES: Final = 0x1D
TRANSPORT_GEOMETRY: Final = 0x1E
CAPABILITIES: Final = 0x1F


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeData:
    """An answer to MODE SENSE, taken apart.

    Attributes:
        device_specific: The device-specific parameter; of a tape drive, bit 7 is write protection.
        density: Density code of the first block descriptor; None if there is none.
        pages: Mode page contents by page code, from the byte after the page's length on; subpages left out.
    """

    device_specific: int
    density: int | None
    pages: dict[int, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Device capabilities (page 1Fh): for each kind (robot, slot, port, drive), bits of where to.

    Attributes:
        moves: Four bytes, one a source kind.
        exchanges: Four bytes, one a source kind.
    """

    moves: bytes
    exchanges: bytes


def parse_mode_6(raw: bytes) -> ModeData:
    """Take an answer to MODE SENSE (6) apart."""
    return _parse(raw, header=4, specific=2, descriptors=raw[3] if len(raw) > 3 else 0)


def parse_mode_10(raw: bytes) -> ModeData:
    """Take an answer to MODE SENSE (10) apart."""
    return _parse(raw, header=8, specific=3, descriptors=int.from_bytes(raw[6:8]))


def _parse(raw: bytes, *, header: int, specific: int, descriptors: int) -> ModeData:
    if len(raw) < header:
        raise StatusUnreadable(f"Mode data of {len(raw)} bytes have no header", "check the device's address")
    density = raw[header] if descriptors and len(raw) > header else None
    pages: dict[int, bytes] = {}
    rest = raw[header + descriptors :]
    while len(rest) >= 2:
        has_subpage = bool(rest[0] & 0x40)
        start = 4 if has_subpage else 2
        length = int.from_bytes(rest[2:4]) if has_subpage else rest[1]
        if not has_subpage:
            pages.setdefault(rest[0] & 0x3F, rest[start : start + length])
        rest = rest[start + length :]
    return ModeData(device_specific=raw[specific], density=density, pages=pages)


def parse_geometry(mode: ModeData) -> Geometry:
    """Element address assignment (page 1Dh).

    Raises:
        StatusUnreadable: The page is missing or too short.
    """
    page = mode.pages.get(ELEMENT_ADDRESSES, b"")
    if len(page) < 16:
        raise StatusUnreadable(
            "The library does not tell its element addresses (mode page 1D)", "check that its firmware is complete"
        )
    robots, slots, ports, drives = (
        Span(first=int.from_bytes(page[at : at + 2]), count=int.from_bytes(page[at + 2 : at + 4]))
        for at in range(0, 16, 4)
    )
    return Geometry(robots=robots, slots=slots, ports=ports, drives=drives)


def parse_rotates(mode: ModeData) -> bool:
    """Whether the first robot can turn two-sided media (page 1Eh, ROTATE)."""
    page = mode.pages.get(TRANSPORT_GEOMETRY, b"")
    return bool(page) and bool(page[0] & 0x01)


def parse_capabilities(mode: ModeData) -> Capabilities | None:
    """Device capabilities (page 1Fh); None if the library does not tell."""
    page = mode.pages.get(CAPABILITIES, b"")
    if len(page) < 14:
        return None
    return Capabilities(moves=page[2:6], exchanges=page[10:14])
