"""Command descriptor blocks as data: a table of fields a command, one builder for all.

Fields are big-endian unsigned numbers (SPC-5), unless told otherwise; every value is checked against its range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from openrsm.errors import InvalidParameter


class Direction(Enum):
    """Which way the data of a command goes."""

    NONE = "none"
    IN = "from the device"
    OUT = "to the device"


class Effect(Enum):
    """What a command changes, which decides what may be done when it was answered by a unit attention or not at all.

    Attributes:
        NONE: It only asks: it may be sent again at any time.
        SETS: Sent twice, it does the same as sent once.
        PLACE: It works at the present position of the tape, which must not have changed in between.
        MOTION: It carries cartridges.
    """

    NONE = "asks"
    SETS = "sets"
    PLACE = "works at the present place"
    MOTION = "carries cartridges"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where a number stands in a CDB.

    Attributes:
        byte: Its first byte.
        bits: How many bits it has.
        shift: How many bits of its last byte lie below it.
        signed: Two's complement, as SPACE counts.
    """

    byte: int
    bits: int
    shift: int = 0
    signed: bool = False

    @property
    def width(self) -> int:
        """How many bytes it touches."""
        return (self.bits + self.shift + 7) // 8

    def fits(self, value: int) -> bool:
        """Whether the value can be written in so many bits."""
        low = -(1 << (self.bits - 1)) if self.signed else 0
        return low <= value < low + (1 << self.bits)

    def put(self, cdb: bytearray, value: int) -> None:
        """Write the value into its place, leaving the bits around it."""
        place = slice(self.byte, self.byte + self.width)
        number = (value & ((1 << self.bits) - 1)) << self.shift
        cdb[place] = (int.from_bytes(cdb[place]) | number).to_bytes(self.width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cdb:
    """One command, ready to be sent.

    Attributes:
        name: As the standard calls it.
        raw: The 6, 10, 12 or 16 bytes.
        direction: Which way data goes.
        length: How many bytes of data are allowed (in), or follow (out).
        effect: See :class:`Effect`.
        timeout: Seconds that it may take.
    """

    name: str
    raw: bytes
    direction: Direction
    length: int
    effect: Effect
    timeout: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A command as the standard's table shows it.

    Attributes:
        name: As the standard calls it.
        opcode: Byte 0.
        size: Length of the CDB in bytes.
        timeout: Seconds that it may take.
        fields: Where each named value stands.
        fixed: Fields that make it this command, e.g. the service action.
        direction: Which way data goes.
        effect: See :class:`Effect`.
    """

    name: str
    opcode: int
    size: int
    timeout: float
    fields: Mapping[str, Field] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)
    direction: Direction = Direction.NONE
    effect: Effect = Effect.NONE

    def build(self, *, length: int = 0, **values: int) -> Cdb:
        """The command with these values; what is not named is 0.

        Args:
            length: Bytes of data; it is also written into the field ``length`` where the command has one.
            values: By the names in :attr:`fields`; a flag is 0 or 1.

        Raises:
            InvalidParameter: A value does not fit into its field.
        """
        raw = bytearray(self.size)
        raw[0] = self.opcode
        counted = {"length": length} if "length" in self.fields else {}
        for name, value in {**self.fixed, **counted, **values}.items():
            self._checked(name, value).put(raw, value)
        return self._cdb(bytes(raw), length)

    def _cdb(self, raw: bytes, length: int) -> Cdb:
        return Cdb(
            name=self.name,
            raw=raw,
            direction=self.direction if length else Direction.NONE,
            length=length,
            effect=self.effect,
            timeout=self.timeout,
        )

    def _checked(self, name: str, value: int) -> Field:
        where = self.fields[name]
        if not where.fits(value):
            what = f"{self.name}: {name} {value} does not fit into {where.bits} bits"
            raise InvalidParameter(what, "give a number that the device can be told")
        return where


def whole(byte: int, width: int = 1) -> Field:
    """A number of whole bytes."""
    return Field(byte=byte, bits=8 * width)


def flag(byte: int, bit: int) -> Field:
    """One bit."""
    return Field(byte=byte, bits=1, shift=bit)


def bits(byte: int, *, high: int, low: int) -> Field:
    """Bits ``high`` to ``low`` of one byte."""
    return Field(byte=byte, bits=high - low + 1, shift=low)
