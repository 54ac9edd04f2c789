"""Sense data: what a device says when a command did not simply succeed (SPC-5), bytes in, a value out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from openrsm.drivers.scsi.sense_words import words_for

NO_SENSE: Final = 0x0
RECOVERED: Final = 0x1
NOT_READY: Final = 0x2
MEDIUM: Final = 0x3
HARDWARE: Final = 0x4
ILLEGAL_REQUEST: Final = 0x5
UNIT_ATTENTION: Final = 0x6
DATA_PROTECT: Final = 0x7
BLANK_CHECK: Final = 0x8
ABORTED: Final = 0xB
OVERFLOW: Final = 0xD
MISCOMPARE: Final = 0xE

FIXED: Final = (0x70, 0x71)
DESCRIPTOR: Final = (0x72, 0x73)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """Decoded sense data.

    Attributes:
        key: The sense key, 0 to 15.
        asc: Additional sense code.
        ascq: Additional sense code qualifier.
        deferred: It is about an earlier command.
        filemark: A filemark was met.
        eom: The end (or the early warning) of the medium was met; backwards, its beginning.
        ili: The block had another length than asked for.
        information: E.g. how many blocks were left; None if not told. Read as a signed number.
        field: The byte of the CDB (or of the parameters) that the device objects to; None if not told.
        field_in_cdb: Whether ``field`` counts in the CDB.
    """

    key: int
    asc: int = 0
    ascq: int = 0
    deferred: bool = False
    filemark: bool = False
    eom: bool = False
    ili: bool = False
    information: int | None = None
    field: int | None = None
    field_in_cdb: bool = False

    @property
    def code(self) -> str:
        """Key and codes as they are written everywhere: ``05/3b/0e``."""
        return f"{self.key:02x}/{self.asc:02x}/{self.ascq:02x}"

    @property
    def words(self) -> str:
        """What it means, with the numbers: ``the source is empty (05/3b/0e)``."""
        return f"{words_for(self.asc, self.ascq)} ({self.code})"


def is_sense(raw: bytes) -> bool:
    """Whether these are sense data, of either format, that tell at least their key."""
    return len(raw) > 2 and raw[0] & 0x7F in (*FIXED, *DESCRIPTOR)


def decode(raw: bytes) -> Sense:
    """Decode sense data of either format. What is cut short or unknown counts as not told; never raises."""
    kind = raw[0] & 0x7F if raw else 0
    if kind in FIXED:
        return _fixed(raw, deferred=kind == 0x71)
    if kind in DESCRIPTOR:
        return _descriptor(raw, deferred=kind == 0x73)
    return Sense(key=NO_SENSE)


def _fixed(raw: bytes, *, deferred: bool) -> Sense:
    padded = raw.ljust(18, b"\0")
    present = 8 + padded[7]  # the device may claim, or have sent, fewer bytes than the fields need
    padded = padded[: max(8, min(len(padded), present))].ljust(18, b"\0")
    field, in_cdb = _field_pointer(padded[15:18], padded[2] & 0x0F)
    return Sense(
        key=padded[2] & 0x0F,
        asc=padded[12],
        ascq=padded[13],
        deferred=deferred,
        filemark=bool(padded[2] & 0x80),
        eom=bool(padded[2] & 0x40),
        ili=bool(padded[2] & 0x20),
        information=int.from_bytes(padded[3:7], signed=True) if padded[0] & 0x80 else None,
        field=field,
        field_in_cdb=in_cdb,
    )


def _descriptor(raw: bytes, *, deferred: bool) -> Sense:
    padded = raw.ljust(8, b"\0")
    key = padded[1] & 0x0F
    parts = dict(_descriptors(padded[8 : 8 + padded[7]]))
    information = parts.get(0x00, b"")
    stream = parts.get(0x04, b"\0\0")[1:2] or b"\0"
    field, in_cdb = _field_pointer(parts.get(0x02, b"")[2:5], key)
    return Sense(
        key=key,
        asc=padded[2],
        ascq=padded[3],
        deferred=deferred,
        filemark=bool(stream[0] & 0x80),
        eom=bool(stream[0] & 0x40),
        ili=bool(stream[0] & 0x20),
        information=_information(information[2:10]) if information[:1] >= b"\x80" else None,
        field=field,
        field_in_cdb=in_cdb,
    )


def _descriptors(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and contents (from byte 2 on) of each sense data descriptor."""
    while len(raw) >= 2:
        yield raw[0], raw[2 : 2 + raw[1]]
        raw = raw[2 + raw[1] :]


def _information(raw: bytes) -> int:
    """A number of eight bytes; what four bytes hold has zeros before it, even if it is negative (SPC-5, 4.4.2.2)."""
    return int.from_bytes(raw[4:] if raw[:4] == bytes(4) else raw, signed=True)


def _field_pointer(raw: bytes, key: int) -> tuple[int | None, bool]:
    """The sense-key-specific bytes; with ILLEGAL REQUEST they point at a field."""
    if key != ILLEGAL_REQUEST or len(raw) < 3 or not raw[0] & 0x80:
        return None, False
    return int.from_bytes(raw[1:3]), bool(raw[0] & 0x40)
