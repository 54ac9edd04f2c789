"""Sense data as a device sends them (SPC-5, 4.4): a value in, bytes of either format out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openrsm.drivers.scsi.sense import Sense

FIXED: Final = 0x70
DESCRIPTOR: Final = 0x72
WORD: Final = 4
"""Bytes that INFORMATION has in the fixed format; what fits in them has zeros before it in a descriptor (SPC-5)."""


def fixed(said: Sense) -> bytes:
    """In the fixed format (SPC-5, 4.4.3)."""
    raw = bytearray(18)
    raw[0], raw[2], raw[7] = FIXED | said.deferred, said.key | _stream(said), 10
    raw[12], raw[13] = said.asc, said.ascq
    if said.information is not None:
        raw[0] |= 0x80
        raw[3:7] = said.information.to_bytes(WORD, signed=True)
    raw[15:18] = _pointer(said)
    return bytes(raw)


def in_descriptors(said: Sense) -> bytes:
    """In the descriptor format (SPC-5, 4.4.2)."""
    parts = b"".join(_descriptors(said))
    return bytes([DESCRIPTOR | said.deferred, said.key, said.asc, said.ascq, 0, 0, 0, len(parts)]) + parts


def _descriptors(said: Sense) -> Iterator[bytes]:
    if said.information is not None:
        yield bytes([0x00, 0x0A, 0x80, 0, *bytes(WORD), *said.information.to_bytes(WORD, signed=True)])
    if said.field is not None:
        yield bytes([0x02, 0x06, 0, 0, *_pointer(said), 0])
    if _stream(said):
        yield bytes([0x04, 0x02, 0, _stream(said)])


def _stream(said: Sense) -> int:
    """FILEMARK, EOM and ILI."""
    return 0x80 * said.filemark | 0x40 * said.eom | 0x20 * said.ili


def _pointer(said: Sense) -> bytes:
    """SKSV, C/D and the field pointer; zeros if no field is told."""
    if said.field is None:
        return bytes(3)
    return bytes([0x80 | 0x40 * said.field_in_cdb]) + said.field.to_bytes(2)
