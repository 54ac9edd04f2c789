"""What a cartridge's memory tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.cartridge_memory import CartridgeMemory, decode

ATTRIBUTES = {
    0x0003: (71).to_bytes(8),
    0x020A: b"IBM     " + b"10WT000042".ljust(32),
    0x020B: b"HP      " + b"HU1234ABCD".ljust(32, b"\0"),
    0x020C: b" " * 40,
    0x0220: (5_120_000).to_bytes(8),
    0x0221: (730).to_bytes(8),
    0x0400: b"FUJIFILM",
    0x0401: b"D10623A7".ljust(32),
    0x0402: (960).to_bytes(4),
    0x0806: b"A00001L9".ljust(32),
}


def test_the_attributes_of_identity_and_wear_are_read() -> None:
    assert decode(ATTRIBUTES) == CartridgeMemory(
        manufacturer="FUJIFILM",
        serial="D10623A7",
        loads=71,
        written=5_120_000,
        read=730,
        length=960,
        drives=("10WT000042", "HU1234ABCD"),
        bar_code="A00001L9",
    )


def test_what_a_memory_lacks_is_not_invented() -> None:
    assert decode({}) == CartridgeMemory()


def test_a_number_that_the_drive_does_not_know_is_none() -> None:
    assert decode({0x0220: b"\xff" * 8, 0x0003: b""}) == CartridgeMemory()


def test_what_somebody_wrote_to_steer_a_terminal_is_blank() -> None:
    memory = decode({0x0806: b"A00001\x1b[2J\x07L9", 0x0401: b"\xff\x9b31m1"})
    assert (memory.bar_code, memory.serial) == ("A00001 [2J L9", "31m1")


@given(st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), st.binary(max_size=48)))
def test_no_memory_is_too_odd_to_be_read(attributes: dict[int, bytes]) -> None:
    assert isinstance(decode(attributes), CartridgeMemory)
