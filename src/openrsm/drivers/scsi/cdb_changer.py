"""Commands of media changers (SMC-3)."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.scsi import timeouts
from openrsm.drivers.scsi.command import Cdb, Direction, Effect, Layout, bits, flag, whole

READ_ELEMENT_STATUS: Final = Layout(
    name="READ ELEMENT STATUS",
    opcode=0xB8,
    size=12,
    timeout=timeouts.ELEMENT_STATUS,
    fields={
        "voltag": flag(1, 4),
        "kind": bits(1, high=3, low=0),
        "start": whole(2, 2),
        "count": whole(4, 2),
        "curdata": flag(6, 1),
        "dvcid": flag(6, 0),
        "length": whole(7, 3),
    },
    direction=Direction.IN,
)
MOVE_MEDIUM: Final = Layout(
    name="MOVE MEDIUM",
    opcode=0xA5,
    size=12,
    timeout=timeouts.MOVE,
    fields={"robot": whole(2, 2), "source": whole(4, 2), "destination": whole(6, 2), "invert": flag(10, 0)},
    effect=Effect.MOTION,
)
EXCHANGE_MEDIUM: Final = Layout(
    name="EXCHANGE MEDIUM",
    opcode=0xA6,
    size=12,
    timeout=2 * timeouts.MOVE,
    fields={
        "robot": whole(2, 2),
        "source": whole(4, 2),
        "first_destination": whole(6, 2),
        "second_destination": whole(8, 2),
        "invert_first": flag(10, 1),
        "invert_second": flag(10, 0),
    },
    effect=Effect.MOTION,
)
POSITION_TO_ELEMENT: Final = Layout(
    name="POSITION TO ELEMENT",
    opcode=0x2B,
    size=10,
    timeout=timeouts.MOVE,
    fields={"robot": whole(2, 2), "destination": whole(4, 2), "invert": flag(8, 0)},
    effect=Effect.MOTION,
)
INITIALISE: Final = Layout(
    name="INITIALIZE ELEMENT STATUS", opcode=0x07, size=6, timeout=timeouts.INITIALISE, effect=Effect.SETS
)
RANGE_FIELDS: Final = {"fast": flag(1, 1), "range": flag(1, 0), "start": whole(2, 2), "count": whole(6, 2)}
INITIALISE_RANGE_37: Final = Layout(
    name="INITIALIZE ELEMENT STATUS WITH RANGE",
    opcode=0x37,
    size=10,
    timeout=timeouts.INITIALISE,
    fields=RANGE_FIELDS,
    effect=Effect.SETS,
)
INITIALISE_RANGE_E7: Final = Layout(
    name="INITIALIZE ELEMENT STATUS WITH RANGE (E7h)",
    opcode=0xE7,
    size=10,
    timeout=timeouts.INITIALISE,
    fields=RANGE_FIELDS,
    effect=Effect.SETS,
)

RANGE_OPCODES: Final = (0x37, 0xE7)
"""The standard's opcode, and the one that libraries had before the standard took the command up."""

ADDRESS: Final = 16
"""Bits of an element address; no other field of a motion has so many."""

MOTIONS: Final = {layout.opcode: layout for layout in (MOVE_MEDIUM, EXCHANGE_MEDIUM, POSITION_TO_ELEMENT)}


def read_element_status(
    *, kind: int, start: int, count: int, length: int, dvcid: bool = False, curdata: bool = True
) -> Cdb:
    """READ ELEMENT STATUS (SMC-3) with volume tags.

    Args:
        kind: Element type code, 1 robot, 2 slot, 3 port, 4 drive; 0 all.
        start: The lowest address to tell of.
        count: At most so many elements.
        length: Bytes allowed for the answer.
        dvcid: Tell the identifier of the device behind each drive element.
        curdata: Answer from what is known, without any motion.
    """
    return READ_ELEMENT_STATUS.build(
        length=length, voltag=1, kind=kind, start=start, count=count, dvcid=dvcid, curdata=curdata
    )


def move_medium(*, robot: int, source: int, destination: int, invert: bool = False) -> Cdb:
    """MOVE MEDIUM (SMC-3)."""
    return MOVE_MEDIUM.build(robot=robot, source=source, destination=destination, invert=invert)


def exchange_medium(*, robot: int, source: int, first_destination: int, second_destination: int) -> Cdb:
    """EXCHANGE MEDIUM (SMC-3): source to the first destination, what lay there to the second."""
    return EXCHANGE_MEDIUM.build(
        robot=robot, source=source, first_destination=first_destination, second_destination=second_destination
    )


def position_to_element(*, robot: int, destination: int) -> Cdb:
    """POSITION TO ELEMENT (SMC-3)."""
    return POSITION_TO_ELEMENT.build(robot=robot, destination=destination)


def initialise() -> Cdb:
    """INITIALIZE ELEMENT STATUS (SMC-3)."""
    return INITIALISE.build()


def initialise_range(*, start: int, count: int, opcode: int = 0x37) -> Cdb:
    """INITIALIZE ELEMENT STATUS WITH RANGE (SMC-3), bar codes included; ``opcode`` is one of RANGE_OPCODES."""
    layout = INITIALISE_RANGE_37 if opcode == RANGE_OPCODES[0] else INITIALISE_RANGE_E7
    return layout.build(range=1, start=start, count=count)


def address_at(cdb: Cdb, byte: int) -> str:
    """Which element address stands at that byte of a motion, as its layout calls it; empty if none does."""
    fields = MOTIONS[cdb.raw[0]].fields if cdb.effect is Effect.MOTION and cdb.raw[0] in MOTIONS else {}
    found = (
        name for name, field in fields.items() if field.bits == ADDRESS and byte - field.byte in range(field.width)
    )
    return next(found, "")
