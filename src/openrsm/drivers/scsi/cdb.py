"""Commands of every kind of device (SPC-5); those of robots are in ``cdb_changer``, of drives in ``cdb_tape``."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.scsi import timeouts
from openrsm.drivers.scsi.command import Cdb, Direction, Effect, Layout, bits, flag, whole

INQUIRY: Final = Layout(
    name="INQUIRY",
    opcode=0x12,
    size=6,
    timeout=timeouts.ASK,
    fields={"evpd": flag(1, 0), "page": whole(2), "length": whole(3, 2)},
    direction=Direction.IN,
)
TEST_UNIT_READY: Final = Layout(name="TEST UNIT READY", opcode=0x00, size=6, timeout=timeouts.ASK)
REQUEST_SENSE: Final = Layout(
    name="REQUEST SENSE",
    opcode=0x03,
    size=6,
    timeout=timeouts.ASK,
    fields={"descriptor": flag(1, 0), "length": whole(4)},
    direction=Direction.IN,
)
MODE_SENSE_6: Final = Layout(
    name="MODE SENSE (6)",
    opcode=0x1A,
    size=6,
    timeout=timeouts.ASK,
    fields={"dbd": flag(1, 3), "page": bits(2, high=5, low=0), "subpage": whole(3), "length": whole(4)},
    direction=Direction.IN,
)
MODE_SENSE_10: Final = Layout(
    name="MODE SENSE (10)",
    opcode=0x5A,
    size=10,
    timeout=timeouts.ASK,
    fields={"dbd": flag(1, 3), "page": bits(2, high=5, low=0), "subpage": whole(3), "length": whole(7, 2)},
    direction=Direction.IN,
)
LOG_SENSE: Final = Layout(
    name="LOG SENSE",
    opcode=0x4D,
    size=10,
    timeout=timeouts.ASK,
    fields={
        "control": bits(2, high=7, low=6),
        "page": bits(2, high=5, low=0),
        "subpage": whole(3),
        "parameter": whole(5, 2),
        "length": whole(7, 2),
    },
    direction=Direction.IN,
)
READ_ATTRIBUTE: Final = Layout(
    name="READ ATTRIBUTE",
    opcode=0x8C,
    size=16,
    timeout=timeouts.ASK,
    fields={
        "action": bits(1, high=4, low=0),
        "element": whole(2, 2),
        "volume": whole(5),
        "partition": whole(7),
        "first": whole(8, 2),
        "length": whole(10, 4),
    },
    direction=Direction.IN,
)
REPORT_LUNS: Final = Layout(
    name="REPORT LUNS",
    opcode=0xA0,
    size=12,
    timeout=timeouts.ASK,
    fields={"select": whole(2), "length": whole(6, 4)},
    direction=Direction.IN,
)
REPORT_OPCODE: Final = Layout(
    name="REPORT SUPPORTED OPERATION CODES",
    opcode=0xA3,
    size=12,
    timeout=timeouts.ASK,
    fields={
        "action": bits(1, high=4, low=0),
        "options": bits(2, high=2, low=0),
        "opcode": whole(3),
        "length": whole(6, 4),
    },
    fixed={"action": 0x0C},
    direction=Direction.IN,
)
PREVENT_ALLOW: Final = Layout(
    name="PREVENT ALLOW MEDIUM REMOVAL",
    opcode=0x1E,
    size=6,
    timeout=timeouts.ASK,
    fields={"prevent": bits(4, high=1, low=0)},
    effect=Effect.SETS,
)
PERSISTENT_RESERVE_IN: Final = Layout(
    name="PERSISTENT RESERVE IN",
    opcode=0x5E,
    size=10,
    timeout=timeouts.RESERVE,
    fields={"action": bits(1, high=4, low=0), "length": whole(7, 2)},
    direction=Direction.IN,
)
PERSISTENT_RESERVE_OUT: Final = Layout(
    name="PERSISTENT RESERVE OUT",
    opcode=0x5F,
    size=10,
    timeout=timeouts.RESERVE,
    fields={
        "action": bits(1, high=4, low=0),
        "scope": bits(2, high=7, low=4),
        "type": bits(2, high=3, low=0),
        "length": whole(5, 4),
    },
    direction=Direction.OUT,
    effect=Effect.SETS,
)

REGISTER: Final = 0x00
RESERVE: Final = 0x01
RELEASE: Final = 0x02
REGISTER_AND_IGNORE: Final = 0x06
EXCLUSIVE_ACCESS: Final = 0x03
"""Type of reservation: nobody else reads or writes (SPC-5)."""


def inquiry(*, length: int = 96) -> Cdb:
    """Standard INQUIRY data (SPC-5); 96 bytes are its defined part, with version descriptors."""
    return INQUIRY.build(length=length)


def vpd(page: int, *, length: int = 1024) -> Cdb:
    """A vital product data page (SPC-5): 00h which there are, 80h serial number, 83h identifiers."""
    return INQUIRY.build(length=length, evpd=1, page=page)


def test_unit_ready() -> Cdb:
    """TEST UNIT READY (SPC-5)."""
    return TEST_UNIT_READY.build()


def request_sense(*, descriptor: bool = False, length: int = 252) -> Cdb:
    """REQUEST SENSE (SPC-5)."""
    return REQUEST_SENSE.build(length=length, descriptor=descriptor)


def mode_sense_6(page: int, *, subpage: int = 0, block_descriptors: bool = False, length: int = 252) -> Cdb:
    """MODE SENSE (6) (SPC-5), current values; some devices choke on a length that is no multiple of 4."""
    return MODE_SENSE_6.build(length=length, page=page, subpage=subpage, dbd=not block_descriptors)


def mode_sense_10(page: int, *, subpage: int = 0, block_descriptors: bool = False, length: int = 1024) -> Cdb:
    """MODE SENSE (10) (SPC-5), current values."""
    return MODE_SENSE_10.build(length=length, page=page, subpage=subpage, dbd=not block_descriptors)


def log_sense(page: int, *, subpage: int = 0, parameter: int = 0, length: int = 0x4000) -> Cdb:
    """LOG SENSE (SPC-5), cumulative current values, from ``parameter`` on."""
    return LOG_SENSE.build(length=length, page=page, subpage=subpage, parameter=parameter, control=1)


def read_attribute(*, first: int = 0, partition: int = 0, length: int = 0x8000) -> Cdb:
    """READ ATTRIBUTE (SPC-5), service action 00h: values, from identifier ``first`` on."""
    return READ_ATTRIBUTE.build(length=length, first=first, partition=partition)


def report_luns(*, length: int = 0x1000) -> Cdb:
    """REPORT LUNS (SPC-5); 4 KiB hold 511 logical units."""
    return REPORT_LUNS.build(length=length)


def report_opcode(opcode: int) -> Cdb:
    """REPORT SUPPORTED OPERATION CODES (SPC-5) about one opcode without service actions."""
    return REPORT_OPCODE.build(length=64, options=1, opcode=opcode)


def prevent_removal(*, prevent: bool) -> Cdb:
    """PREVENT ALLOW MEDIUM REMOVAL (SPC-5)."""
    return PREVENT_ALLOW.build(prevent=prevent)


def persistent_reserve_in(action: int, *, length: int = 1024) -> Cdb:
    """PERSISTENT RESERVE IN (SPC-5): 00h keys, 01h the reservation, 02h capabilities."""
    return PERSISTENT_RESERVE_IN.build(length=length, action=action)


def persistent_reserve_out(action: int, *, kind: int = EXCLUSIVE_ACCESS) -> Cdb:
    """PERSISTENT RESERVE OUT (SPC-5) of the whole logical unit; send :func:`reservation_keys` with it."""
    return PERSISTENT_RESERVE_OUT.build(length=24, action=action, type=kind)


def reservation_keys(*, key: int = 0, action_key: int = 0) -> bytes:
    """The 24 bytes of parameters that PERSISTENT RESERVE OUT takes: keys of 64 bits, no flags (SPC-5)."""
    return key.to_bytes(8) + action_key.to_bytes(8) + bytes(8)
