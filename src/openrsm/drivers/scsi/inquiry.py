"""INQUIRY data and vital product data pages (SPC-5): who a device is. Bytes in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from openrsm.errors import StatusUnreadable

TAPE: Final = 0x01
CHANGER: Final = 0x08
NO_DEVICE: Final = 0x1F

BINARY: Final = 1
T10_VENDOR: Final = 1
VENDOR_AND_PRODUCT: Final = 24
"""Bytes of vendor (8) and product (16) before the serial number in the identifiers that drives give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Standard INQUIRY data.

    Attributes:
        kind: Peripheral device type: 1 tape, 8 changer, 1Fh nothing there.
        vendor: Without padding.
        product: Without padding.
        revision: Without padding.
    """

    kind: int
    vendor: str
    product: str
    revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Designator:
    """One identifier of a device, as VPD page 83h and element status give it.

    Attributes:
        kind: Designator type: 0 vendor's own, 1 vendor and product, 2 EUI-64, 3 NAA, 8 name string.
        text: ASCII without padding, or hexadecimal digits where it is binary.
        association: 0 the logical unit, 1 the port, 2 the whole device.
        whole: It is not cut short.
    """

    kind: int
    text: str
    association: int = 0
    whole: bool = True

    @property
    def names(self) -> frozenset[str]:
        """What it may be compared by: the text, and the serial number after vendor and product where it has those.

        An identifier that is cut short names nothing: its beginning is the same for all drives of a make.
        """
        serial = self.serial
        return frozenset({self.text, serial} - {""}) if self.whole else frozenset()

    @property
    def serial(self) -> str:
        """The serial number in it where it has one behind vendor and product, else the whole text."""
        return self.text[VENDOR_AND_PRODUCT:].strip() or self.text


def text(raw: bytes) -> str:
    """ASCII without the blanks or NULs that pad it. What cannot be printed counts as a blank, so that places stay."""
    return "".join(chr(byte) if 0x20 <= byte < 0x7F else " " for byte in raw).strip()


def parse_inquiry(raw: bytes) -> Inquiry:
    """Decode standard INQUIRY data.

    Raises:
        StatusUnreadable: It ends before the product.
    """
    if len(raw) < 32:
        raise StatusUnreadable(f"INQUIRY data of {len(raw)} bytes do not name a product", "check the device's address")
    return Inquiry(
        kind=raw[0] & 0x1F if raw[0] >> 5 == 0 else NO_DEVICE,
        vendor=text(raw[8:16]),
        product=text(raw[16:32]),
        revision=text(raw[32:36]),
    )


def parse_vpd(raw: bytes, page: int) -> bytes:
    """The contents of a VPD page; empty if something else came.

    Old devices send standard data instead, whose second byte is 80h too where media are removable, so the
    length counts as well.
    """
    length = int.from_bytes(raw[2:4])
    is_page = len(raw) >= 4 and raw[1] == page and len(raw) >= 4 + length
    return raw[4 : 4 + length] if is_page else b""


def parse_serial(raw: bytes) -> str:
    """Unit serial number (page 80h), without padding on either side."""
    return text(parse_vpd(raw, 0x80))


def parse_designators(raw: bytes) -> tuple[Designator, ...]:
    """Identifiers (page 83h), in the order in which they come; one that is cut short ends the list."""
    return tuple(_designators(parse_vpd(raw, 0x83)))


def _designators(raw: bytes) -> Iterator[Designator]:
    while len(raw) >= 4 and len(raw) >= 4 + raw[3]:
        yield designator(raw)
        raw = raw[4 + raw[3] :]


def designator(raw: bytes) -> Designator:
    """One identification descriptor: code set, type, length, identifier. ``raw`` has at least its 4 bytes of header."""
    length = raw[3]
    content = raw[4 : 4 + length]
    binary = raw[0] & 0x0F == BINARY
    return Designator(
        kind=raw[1] & 0x0F,
        text=content.hex() if binary else text(content),
        association=raw[1] >> 4 & 0x03,
        whole=len(content) == length,
    )


def serial_of(serial: str, designators: Iterable[Designator]) -> str:
    """The serial number: from page 80h, else what page 83h has behind vendor and product, else a world-wide name."""
    if serial:
        return serial
    of_device = [each for each in designators if each.association != 1]
    t10 = [each.serial for each in of_device if each.kind == T10_VENDOR and each.serial != each.text]
    names = [each.text for each in of_device if each.kind in {2, 3, 8}]
    return next(iter([*t10, *names]), "")


def parse_luns(raw: bytes) -> tuple[int, ...]:
    """Logical unit numbers (REPORT LUNS) of the simple kinds: peripheral and flat addressing, one level.

    Well-known logical units and those behind bridges are left out: no drive is reached there.
    """
    length = int.from_bytes(raw[:4]) if len(raw) >= 8 else 0
    entries = raw[8 : 8 + length]
    whole = (entries[at : at + 8] for at in range(0, len(entries) - 7, 8))
    return tuple(int.from_bytes(lun[:2]) & 0x3FFF for lun in whole if lun[0] >> 6 < 2 and not any(lun[2:]))


def parse_opcode_support(raw: bytes) -> bool | None:
    """Whether a command is supported (REPORT SUPPORTED OPERATION CODES, one command); None if not told."""
    support = raw[1] & 0x07 if len(raw) >= 2 else 0
    return {1: False, 3: True, 5: True}.get(support)
