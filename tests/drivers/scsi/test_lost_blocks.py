"""Blocks that a drive passes and does not hand over, as it ignores SILI: they are read again, or are an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openrsm.drivers.position import SpaceKind
from openrsm.drivers.scsi import cdb_tape
from openrsm.drivers.scsi.transport import CHECK_CONDITION, Reply
from openrsm.errors import (
    HardwareFault,
    MediumError,
)
from tests.drivers.scsi.openings import (
    drive,
)
from tests.drivers.scsi.replay import check, good


def lost(information: str) -> Reply:
    """A block of another length than asked for; what is lacking of that is the information, as SSC-4 has it."""
    return Reply(status=CHECK_CONDITION, sense=bytes.fromhex(f"f00020 {information} 0a 00000000 0000 00 000000"))


@pytest.mark.parametrize(("information", "length"), [("000003b0", 80), ("fffffc00", 2048)], ids=["shorter", "longer"])
def test_a_block_of_another_length_that_was_lost_is_read_again_in_its_own(information: str, length: int) -> None:
    block = bytes(number % 251 for number in range(length))
    opened, replay = drive(lost(information), good(), good(block))
    assert opened.read(1024) == block[:1024]
    again = [cdb_tape.read_block(1024), cdb_tape.space(SpaceKind.BLOCKS.value, -1), cdb_tape.read_block(length)]
    assert replay.asked == again


def test_a_lost_block_in_whose_place_a_buffer_of_zeros_came_is_read_again() -> None:
    opened, replay = drive(replace(lost("000003b0"), data=bytes(1024)), good(), good(b"x" * 80))
    assert opened.read(1024) == b"x" * 80
    assert replay.names == ["READ (6)", "SPACE (6)", "READ (6)"]


def test_a_lost_block_is_read_again_though_the_drive_recovered_from_an_error_besides() -> None:
    recovered = Reply(status=2, data=bytes(1024), sense=bytes.fromhex("f00021 000003b0 0a 00000000 0000 00 000000"))
    opened, replay = drive(recovered, good(), good(b"x" * 80))
    assert opened.read(1024) == b"x" * 80
    assert replay.names == ["READ (6)", "SPACE (6)", "READ (6)"]


def test_a_longer_block_that_was_lost_is_read_again_when_a_descriptor_tells_so() -> None:
    longer = Reply(status=2, sense=bytes.fromhex("72000000 00000010 000a8000 00000000fffffc00 04020020"))
    opened, replay = drive(longer, good(), good(b"x" * 2048))
    assert opened.read(1024) == b"x" * 1024
    assert replay.asked[-1] == cdb_tape.read_block(2048)


def test_a_block_that_came_through_with_a_warning_is_not_read_again() -> None:
    opened, replay = drive(replace(lost("000003b0"), data=b"x" * 80))
    assert opened.read(1024) == b"x" * 80
    assert replay.names == ["READ (6)"]


@pytest.mark.parametrize("answer", ["700020 000003b0", "f00020 00000400", "f00020 00000000", "f00000 000003b0"])
def test_a_lost_block_whose_length_is_not_told_is_an_error(answer: str) -> None:
    opened, replay = drive(Reply(status=2, sense=bytes.fromhex(f"{answer} 0a 00000000 0000 00 000000")))
    with pytest.raises(MediumError, match="did not come through"):
        opened.read(1024)
    assert replay.names == ["READ (6)"]


@pytest.mark.parametrize("then", [lost("00000020"), check("08/00/05")], ids=["lost again", "nothing more"])
def test_a_block_that_is_lost_twice_is_an_error(then: Reply) -> None:
    opened, replay = drive(lost("000003b0"), good(), then)
    with pytest.raises(MediumError, match="did not come through"):
        opened.read(1024)
    assert replay.names == ["READ (6)", "SPACE (6)", "READ (6)"]


def test_a_lost_block_that_the_tape_does_not_go_back_to_is_not_taken_for_the_next_one() -> None:
    opened, replay = drive(lost("000003b0"), check("04/15/01"), good(b"the next block"))
    with pytest.raises(HardwareFault):
        opened.read(1024)
    assert replay.names == ["READ (6)", "SPACE (6)"]
