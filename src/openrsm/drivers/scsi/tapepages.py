"""What a tape drive tells of position, cartridge memory and densities (SSC-4, SPC-5): bytes in, values out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openrsm.drivers.position import Position
from openrsm.drivers.scsi.inquiry import text
from openrsm.errors import StatusUnreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """A density that a drive can use.

    Attributes:
        code: Primary density code.
        writable: The drive can write it.
        name: E.g. ``U-516``.
        description: E.g. ``Ultrium 5/16T``.
    """

    code: int
    writable: bool
    name: str
    description: str


def parse_position_short(raw: bytes) -> Position | None:
    """The short form of READ POSITION; None if the block's number does not fit into it (PERR), so ask the long form.

    Raises:
        StatusUnreadable: It is too short.
    """
    if len(raw) < 20:
        raise StatusUnreadable(f"A tape position of {len(raw)} bytes is cut short", "rewind, then ask again")
    if raw[0] & 0x02:
        return None
    unknown = bool(raw[0] & 0x04)  # LOLU: the drive does not know where it is
    return Position(
        block=None if unknown else int.from_bytes(raw[4:8]),
        partition=raw[1],
        at_start=bool(raw[0] & 0x80),
        at_end=bool(raw[0] & 0x40),
    )


def parse_position_long(raw: bytes) -> Position:
    """The long form of READ POSITION.

    Raises:
        StatusUnreadable: It is too short.
    """
    if len(raw) < 32:
        raise StatusUnreadable(f"A tape position of {len(raw)} bytes is cut short", "rewind, then ask again")
    unknown = bool(raw[0] & 0x0C)  # MPU or LONU: partition or block number unknown
    return Position(
        block=None if unknown else int.from_bytes(raw[8:16]),
        partition=int.from_bytes(raw[4:8]),
        at_start=bool(raw[0] & 0x80),
        at_end=bool(raw[0] & 0x40),
    )


def parse_attributes(raw: bytes) -> dict[int, bytes]:
    """Attribute values of a cartridge memory by identifier (READ ATTRIBUTE); one that is cut short is left out."""
    available = int.from_bytes(raw[:4]) if len(raw) >= 4 else 0
    return dict(_attributes(raw[4 : 4 + available]))


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    while len(raw) >= 5:
        end = 5 + int.from_bytes(raw[3:5])
        if end <= len(raw):
            yield int.from_bytes(raw[:2]), raw[5:end]
        raw = raw[end:]


def parse_densities(raw: bytes) -> tuple[Density, ...]:
    """Densities (REPORT DENSITY SUPPORT), lowest first as the standard orders them; a cut one is left out."""
    return tuple(_densities(raw[4 : 2 + int.from_bytes(raw[:2])])) if len(raw) >= 4 else ()


def _densities(raw: bytes) -> Iterator[Density]:
    while len(raw) >= 52:
        yield Density(code=raw[0], writable=bool(raw[2] & 0x80), name=text(raw[24:32]), description=text(raw[32:52]))
        # With DLV each descriptor tells its own length, never below 52; older drives do not know the field.
        own = 5 + int.from_bytes(raw[3:5]) if raw[2] & 0x01 else 0
        raw = raw[max(52, own) :]
