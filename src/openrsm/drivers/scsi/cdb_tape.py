"""Commands of tape drives (SSC-4)."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.scsi import timeouts
from openrsm.drivers.scsi.command import Cdb, Direction, Effect, Field, Layout, bits, flag, whole

LOAD: Final = Layout(
    name="LOAD UNLOAD (load)",
    opcode=0x1B,
    size=6,
    timeout=timeouts.LOAD,
    fields={"immed": flag(1, 0), "load": flag(4, 0)},
    fixed={"load": 1, "immed": 1},
    effect=Effect.SETS,
)
UNLOAD: Final = Layout(
    name="LOAD UNLOAD (unload)",
    opcode=0x1B,
    size=6,
    timeout=timeouts.UNLOAD,
    fields={"immed": flag(1, 0), "load": flag(4, 0)},
    effect=Effect.SETS,
)
REWIND: Final = Layout(name="REWIND", opcode=0x01, size=6, timeout=timeouts.TAPE, effect=Effect.SETS)
TRANSFER_FIELDS: Final = {"sili": flag(1, 1), "fixed": flag(1, 0), "transfer": whole(2, 3)}
READ_6: Final = Layout(
    name="READ (6)",
    opcode=0x08,
    size=6,
    timeout=timeouts.DATA,
    fields=TRANSFER_FIELDS,
    direction=Direction.IN,
    effect=Effect.PLACE,
)
WRITE_6: Final = Layout(
    name="WRITE (6)",
    opcode=0x0A,
    size=6,
    timeout=timeouts.DATA,
    fields=TRANSFER_FIELDS,
    direction=Direction.OUT,
    effect=Effect.PLACE,
)
WRITE_FILEMARKS_6: Final = Layout(
    name="WRITE FILEMARKS (6)",
    opcode=0x10,
    size=6,
    timeout=timeouts.DATA,
    fields={"immed": flag(1, 0), "count": whole(2, 3)},
    effect=Effect.PLACE,
)
SPACE_6: Final = Layout(
    name="SPACE (6)",
    opcode=0x11,
    size=6,
    timeout=timeouts.TAPE,
    fields={"code": bits(1, high=3, low=0), "count": Field(byte=2, bits=24, signed=True)},
    effect=Effect.PLACE,
)
SPACE_16: Final = Layout(
    name="SPACE (16)",
    opcode=0x91,
    size=16,
    timeout=timeouts.TAPE,
    fields={"code": bits(1, high=3, low=0), "count": Field(byte=4, bits=64, signed=True)},
    effect=Effect.PLACE,
)
LOCATE_10: Final = Layout(
    name="LOCATE (10)",
    opcode=0x2B,
    size=10,
    timeout=timeouts.TAPE,
    fields={"change": flag(1, 1), "block": whole(3, 4), "partition": whole(8)},
    effect=Effect.SETS,
)
LOCATE_16: Final = Layout(
    name="LOCATE (16)",
    opcode=0x92,
    size=16,
    timeout=timeouts.TAPE,
    fields={"change": flag(1, 1), "partition": whole(3), "block": whole(4, 8)},
    effect=Effect.SETS,
)
READ_POSITION: Final = Layout(
    name="READ POSITION",
    opcode=0x34,
    size=10,
    timeout=timeouts.ASK,
    fields={"action": bits(1, high=4, low=0)},
    direction=Direction.IN,
)
REPORT_DENSITY: Final = Layout(
    name="REPORT DENSITY SUPPORT",
    opcode=0x44,
    size=10,
    timeout=timeouts.ASK,
    fields={"media": flag(1, 0), "length": whole(7, 2)},
    direction=Direction.IN,
)

LONGEST_BLOCK: Final = (1 << 24) - 1
"""Bytes that READ (6) and WRITE (6) can name in one block."""


def load() -> Cdb:
    """LOAD UNLOAD (SSC-4) to load, answered at once: threading can take hours, and status tells how it goes."""
    return LOAD.build()


def unload() -> Cdb:
    """LOAD UNLOAD (SSC-4) to unload, answered when done."""
    return UNLOAD.build()


def rewind() -> Cdb:
    """REWIND (SSC-4), answered when done."""
    return REWIND.build()


def read_block(limit: int) -> Cdb:
    """READ (6) (SSC-4) of one block of any length up to ``limit`` bytes.

    SILI is set: a block of another length is no error. Without it the answer is CHECK CONDITION, with which initiators
    may drop the data.
    """
    return READ_6.build(length=limit, transfer=limit, sili=1)


def read_fixed(blocks: int, size: int) -> Cdb:
    """READ (6) of ``blocks`` blocks of ``size`` bytes each, the length that the drive is set to."""
    return READ_6.build(length=blocks * size, transfer=blocks, fixed=1)


def write_block(length: int) -> Cdb:
    """WRITE (6) (SSC-4) of one block of ``length`` bytes."""
    return WRITE_6.build(length=length, transfer=length)


def write_fixed(blocks: int, size: int) -> Cdb:
    """WRITE (6) of ``blocks`` blocks of ``size`` bytes each, the length that the drive is set to."""
    return WRITE_6.build(length=blocks * size, transfer=blocks, fixed=1)


def write_filemarks(count: int) -> Cdb:
    """WRITE FILEMARKS (6) (SSC-4), answered when they, and all before them, are on the tape; 0 flushes."""
    return WRITE_FILEMARKS_6.build(count=count)


def space(code: int, count: int) -> Cdb:
    """SPACE (SSC-4): 0 blocks, 1 filemarks, 3 end of data; back where negative. The 6-byte form if it fits."""
    layout = SPACE_6 if SPACE_6.fields["count"].fits(count) else SPACE_16
    return layout.build(code=code, count=count)


def locate(block: int, *, partition: int | None = None) -> Cdb:
    """LOCATE (SSC-4) to a logical object; another partition where told. The 10-byte form if the block fits."""
    layout = LOCATE_10 if LOCATE_10.fields["block"].fits(block) else LOCATE_16
    return layout.build(block=block, change=partition is not None, partition=partition or 0)


def read_position_short() -> Cdb:
    """READ POSITION (SSC-4), short form: 20 bytes, blocks of 32 bits."""
    return READ_POSITION.build(length=20)


def read_position_long() -> Cdb:
    """READ POSITION (SSC-4), long form: 32 bytes, blocks of 64 bits."""
    return READ_POSITION.build(length=32, action=6)


def report_density_support(*, loaded_medium: bool = False, length: int = 0x1000) -> Cdb:
    """REPORT DENSITY SUPPORT (SSC-4) of the drive, or of the medium in it."""
    return REPORT_DENSITY.build(length=length, media=loaded_medium)
