"""Sense data: what devices said, and which error it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm import errors
from openrsm.drivers.scsi import cdb, cdb_changer, cdb_tape, faults
from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.sense import Sense, decode
from openrsm.drivers.scsi.sense_words import WORDS, words_for

MOVE = cdb_changer.move_medium(robot=0, source=1, destination=2)
EXCHANGE = cdb_changer.exchange_medium(robot=0, source=1, first_destination=2, second_destination=3)
POSITION = cdb_changer.position_to_element(robot=0, destination=1)


def of(code: str) -> Sense:
    key, asc, ascq = (int(part, 16) for part in code.split("/"))
    return Sense(key=key, asc=asc, ascq=ascq)


def test_fixed_sense_is_decoded() -> None:
    sense = decode(bytes.fromhex("f000 a0 00000200 0a 00000000 0001 00 000000"))
    assert (sense.code, sense.filemark, sense.ili, sense.eom) == ("00/00/01", True, True, False)
    assert sense.information == 0x200
    assert not sense.deferred


def test_information_counts_below_zero() -> None:
    assert decode(bytes.fromhex("f0002f fffffe64 0a 00000000 0000 00 000000")).information == -412


def test_a_field_pointer_into_the_cdb_is_decoded() -> None:
    sense = decode(bytes.fromhex("7000 05 00000000 0a 00000000 2400 00 c00004"))
    assert (sense.field, sense.field_in_cdb) == (4, True)


def test_a_field_pointer_into_the_parameters_is_told_apart() -> None:
    sense = decode(bytes.fromhex("7000 05 00000000 0a 00000000 2600 00 80000a"))
    assert (sense.field, sense.field_in_cdb) == (10, False)


def test_deferred_sense_is_told_apart() -> None:
    assert decode(bytes.fromhex("7100030000000a0a00000000 0c00 00000000")).deferred


def test_descriptor_sense_is_decoded() -> None:
    information = "000a 8000 0000000000000010"
    field = "0206 0000 c00004 00"
    stream = "0402 00 80"
    sense = decode(bytes.fromhex("72 05 3b 0e 000000 18" + information + field + stream))
    assert (sense.code, sense.information, sense.field, sense.filemark) == ("05/3b/0e", 16, 4, True)


@pytest.mark.parametrize(
    ("information", "number"),
    [
        pytest.param("00000000 fffffc00", -1024, id="four bytes"),
        pytest.param("ffffffff fffffc00", -1024, id="eight bytes"),
        pytest.param("00000001 00000000", 1 << 32, id="more than four bytes hold"),
    ],
)
def test_a_number_below_zero_is_read_in_a_descriptor_whether_it_was_stored_in_four_bytes_or_in_eight(
    information: str, number: int
) -> None:
    assert decode(bytes.fromhex(f"72 00 00 00 000000 0c 000a 8000 {information}")).information == number


@pytest.mark.parametrize("raw", [b"", b"\x70", b"\x72\x05", bytes(18), b"\x00\x00\x05", b"\x7f\xff"])
def test_sense_that_is_cut_short_is_decoded_as_far_as_it_goes(raw: bytes) -> None:
    assert decode(raw).asc == 0


def test_bytes_beyond_the_length_that_sense_claims_are_not_believed() -> None:
    assert decode(bytes.fromhex("7000 05 00000000 00 00000000 3b0e 00 000000")).asc == 0


@given(st.binary(max_size=300))
def test_decoding_never_fails(raw: bytes) -> None:
    assert decode(raw).words


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("05/3b/0e", errors.SourceEmpty),
        ("05/3b/0d", errors.DestinationFull),
        ("05/21/01", errors.ElementUnreachable),
        ("05/53/02", errors.RemovalPrevented),
        ("05/53/01", errors.RemovalPrevented),
        ("05/53/03", errors.RemovalPrevented),
        ("03/53/00", errors.UnableToLoad),
        ("03/53/04", errors.UnableToLoad),
        ("05/20/00", errors.NotSupported),
        ("05/24/00", errors.NotSupported),
        ("05/3b/11", errors.ElementUnreachable),
        ("02/3b/12", errors.DoorOpen),
        ("05/3b/14", errors.ElementUnreachable),
        ("05/3b/18", errors.ElementUnreachable),
        ("02/04/01", errors.DriveNotReady),
        ("02/04/03", errors.DoorOpen),
        ("02/04/12", errors.DoorOpen),
        ("02/04/8d", errors.DoorOpen),
        ("02/04/15", errors.DoorOpen),
        ("02/04/18", errors.DoorOpen),
        ("02/04/20", errors.HardwareFault),
        ("02/30/13", errors.CleanerSpent),
        ("06/3b/12", errors.LibraryChanged),
        ("06/53/02", errors.LibraryChanged),
        ("02/3a/00", errors.DriveNotReady),
        ("02/3a/02", errors.DoorOpen),
        ("02/30/00", errors.MediumError),
        ("03/11/00", errors.MediumError),
        ("03/14/03", errors.MediumError),
        ("04/15/01", errors.HardwareFault),
        ("04/04/03", errors.DoorOpen),
        ("06/28/00", errors.LibraryChanged),
        ("06/29/00", errors.LibraryChanged),
        ("07/27/00", errors.MediumError),
        ("08/00/05", errors.EndOfData),
        ("0b/4e/00", errors.DriveNotReady),
        ("0d/00/02", errors.MediumError),
        ("09/80/00", errors.HardwareFault),
    ],
)
def test_sense_means_one_error(code: str, error: type[errors.RsmError]) -> None:
    raised = faults.error_for(of(code), cdb.test_unit_ready(), "/dev/sg3")
    assert type(raised) is error
    assert code in raised.what
    assert "/dev/sg3" in raised.what
    assert raised.advice


@pytest.mark.parametrize(
    ("command", "field", "words"),
    [
        (MOVE, 2, "the robot's address is wrong"),
        (MOVE, 4, "the source is wrong"),
        (MOVE, 7, "the destination is wrong"),
        (EXCHANGE, 8, "the second destination is wrong"),
        (POSITION, 4, "the destination is wrong"),
    ],
)
def test_a_motion_with_a_field_pointer_to_an_address_names_the_address(command: Cdb, field: int, words: str) -> None:
    sense = Sense(key=5, asc=0x24, field=field, field_in_cdb=True)
    raised = faults.error_for(sense, command, "/dev/sg3")
    assert isinstance(raised, errors.ElementUnreachable)
    assert words in raised.what


@pytest.mark.parametrize(
    ("command", "field", "in_cdb"),
    [(MOVE, 8, True), (MOVE, 10, True), (POSITION, 6, True), (MOVE, 4, False), (cdb_tape.locate(1), 4, True)],
)
def test_a_field_pointer_to_anything_else_names_no_address(command: Cdb, field: int, *, in_cdb: bool) -> None:
    sense = Sense(key=5, asc=0x24, field=field, field_in_cdb=in_cdb)
    assert isinstance(faults.error_for(sense, command, "/dev/sg3"), errors.NotSupported)


@given(st.integers(0, 15), st.integers(0, 255), st.integers(0, 255))
def test_every_sense_means_some_error_with_advice(key: int, asc: int, ascq: int) -> None:
    raised = faults.error_for(Sense(key=key, asc=asc, ascq=ascq), MOVE, "x")
    assert raised.advice


@given(st.integers(0, 255), st.integers(0, 255))
def test_every_code_has_words(asc: int, ascq: int) -> None:
    assert words_for(asc, ascq)


def test_words_carry_no_full_stop() -> None:
    assert [words for words in WORDS.values() if words.endswith(".")] == []


@pytest.mark.parametrize(
    ("code", "first", "suspect"),
    [
        ("06/28/00", True, True),
        ("06/28/01", False, True),
        ("06/29/00", True, False),
        ("06/29/01", False, True),
        ("06/29/07", False, False),
        ("06/2a/01", False, False),
    ],
)
def test_an_attention_tells_whether_contents_are_suspect(code: str, first: bool, suspect: bool) -> None:  # noqa: FBT001 - a table
    assert faults.attention_for(of(code), first=first).contents_suspect is suspect


@pytest.mark.parametrize(
    ("code", "command", "again"),
    [
        ("06/28/00", cdb.test_unit_ready(), True),
        ("06/29/00", cdb_tape.rewind(), True),
        ("06/29/00", cdb_tape.write_block(1), False),
        ("06/2a/01", cdb_tape.write_block(1), True),
        ("06/2a/01", MOVE, False),
    ],
)
def test_only_what_is_safe_is_sent_again_after_an_attention(code: str, command: Cdb, again: bool) -> None:  # noqa: FBT001 - a table
    assert faults.may_be_sent_again(of(code), command) is again
