"""Commands as bytes, beside the standard's tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.drivers.scsi import cdb, cdb_changer, cdb_tape
from openrsm.drivers.scsi.command import Cdb, Direction, Effect, Field
from openrsm.errors import InvalidParameter

VECTORS = [
    (cdb.inquiry(), "12 00 00 00 60 00", 96),
    (cdb.vpd(0x83, length=252), "12 01 83 00 fc 00", 252),
    (cdb.test_unit_ready(), "00 00 00 00 00 00", 0),
    (cdb.request_sense(), "03 00 00 00 fc 00", 252),
    (cdb.mode_sense_6(0x1D), "1a 08 1d 00 fc 00", 252),
    (cdb.mode_sense_6(0, block_descriptors=True), "1a 00 00 00 fc 00", 252),
    (cdb.mode_sense_10(0x1F), "5a 08 1f 00 00 00 00 04 00 00", 1024),
    (cdb.log_sense(0x2E), "4d 00 6e 00 00 00 00 40 00 00", 0x4000),
    (cdb.read_attribute(first=0x400), "8c 00 00 00 00 00 00 00 04 00 00 00 80 00 00 00", 0x8000),
    (cdb.report_luns(), "a0 00 00 00 00 00 00 00 10 00 00 00", 0x1000),
    (cdb.report_opcode(0xA6), "a3 0c 01 a6 00 00 00 00 00 40 00 00", 64),
    (cdb.prevent_removal(prevent=True), "1e 00 00 00 01 00", 0),
    (cdb.persistent_reserve_in(0), "5e 00 00 00 00 00 00 04 00 00", 1024),
    (cdb.persistent_reserve_out(cdb.RESERVE), "5f 01 03 00 00 00 00 00 18 00", 24),
    (
        cdb_changer.read_element_status(kind=4, start=500, count=2, length=4000, dvcid=True),
        "b8 14 01 f4 00 02 03 00 0f a0 00 00",
        4000,
    ),
    (cdb_changer.move_medium(robot=1, source=1000, destination=500), "a5 00 00 01 03 e8 01 f4 00 00 00 00", 0),
    (
        cdb_changer.move_medium(robot=0, source=1, destination=2, invert=True),
        "a5 00 00 00 00 01 00 02 00 00 01 00",
        0,
    ),
    (
        cdb_changer.exchange_medium(robot=1, source=2, first_destination=3, second_destination=4),
        "a6 00 00 01 00 02 00 03 00 04 00 00",
        0,
    ),
    (cdb_changer.position_to_element(robot=1, destination=0x3E8), "2b 00 00 01 03 e8 00 00 00 00", 0),
    (cdb_changer.initialise(), "07 00 00 00 00 00", 0),
    (cdb_changer.initialise_range(start=1000, count=8), "37 01 03 e8 00 00 00 08 00 00", 0),
    (cdb_changer.initialise_range(start=1, count=2, opcode=0xE7), "e7 01 00 01 00 00 00 02 00 00", 0),
    (cdb_tape.load(), "1b 01 00 00 01 00", 0),
    (cdb_tape.unload(), "1b 00 00 00 00 00", 0),
    (cdb_tape.rewind(), "01 00 00 00 00 00", 0),
    (cdb_tape.read_block(65536), "08 02 01 00 00 00", 65536),
    (cdb_tape.read_fixed(4, 512), "08 01 00 00 04 00", 2048),
    (cdb_tape.write_block(80), "0a 00 00 00 50 00", 80),
    (cdb_tape.write_fixed(2, 1024), "0a 01 00 00 02 00", 2048),
    (cdb_tape.write_filemarks(2), "10 00 00 00 02 00", 0),
    (cdb_tape.space(1, -1), "11 01 ff ff ff 00", 0),
    (cdb_tape.space(0, 1 << 24), "91 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00", 0),
    (cdb_tape.locate(2), "2b 00 00 00 00 00 02 00 00 00", 0),
    (cdb_tape.locate(2, partition=1), "2b 02 00 00 00 00 02 00 01 00", 0),
    (cdb_tape.locate(1 << 32, partition=1), "92 02 00 01 00 00 00 01 00 00 00 00 00 00 00 00", 0),
    (cdb_tape.read_position_short(), "34 00 00 00 00 00 00 00 00 00", 20),
    (cdb_tape.read_position_long(), "34 06 00 00 00 00 00 00 00 00", 32),
    (cdb_tape.report_density_support(), "44 00 00 00 00 00 00 10 00 00", 0x1000),
]


@pytest.mark.parametrize(("command", "raw", "length"), VECTORS, ids=[vector[0].name for vector in VECTORS])
def test_a_command_is_the_bytes_of_the_standard(command: Cdb, raw: str, length: int) -> None:
    assert command.raw.hex(" ") == raw
    assert command.length == length
    assert (command.direction is Direction.NONE) == (length == 0)


def test_commands_that_carry_cartridges_are_motions() -> None:
    motions = {command.name for command, _, _ in VECTORS if command.effect is Effect.MOTION}
    assert motions == {"MOVE MEDIUM", "EXCHANGE MEDIUM", "POSITION TO ELEMENT"}


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="source 65536 does not fit into 16 bits"):
        cdb_changer.move_medium(robot=0, source=0x10000, destination=1)


def test_a_negative_address_is_refused() -> None:
    with pytest.raises(InvalidParameter):
        cdb_changer.move_medium(robot=0, source=-1, destination=1)


def test_a_block_too_long_for_the_command_is_refused() -> None:
    with pytest.raises(InvalidParameter):
        cdb_tape.write_block(cdb_tape.LONGEST_BLOCK + 1)


@given(byte=st.integers(0, 4), bits=st.integers(1, 40), shift=st.integers(0, 7), value=st.integers(0))
def test_a_field_leaves_the_bits_around_it(byte: int, bits: int, shift: int, value: int) -> None:
    field = Field(byte=byte, bits=bits, shift=shift)
    raw = bytearray(16)
    field.put(raw, value % (1 << bits))
    assert int.from_bytes(raw) == (value % (1 << bits)) << (shift + 8 * (16 - byte - field.width))


def test_reservation_parameters_are_24_bytes() -> None:
    assert cdb.reservation_keys(key=1, action_key=2).hex() == "00000000000000010000000000000002" + "00" * 8
