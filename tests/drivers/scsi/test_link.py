"""What answers mean, and what a changer and a drive make of them: real exchanges, replayed."""

from __future__ import annotations

import pytest

from openrsm.domain.health import Counters, ErrorCounters
from openrsm.drivers.contract import Readiness, Span
from openrsm.drivers.position import SpaceKind
from openrsm.drivers.scsi import cdb, cdb_changer, cdb_tape
from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.transport import (
    BUSY,
    CHECK_CONDITION,
    RESERVATION_CONFLICT,
    TASK_ABORTED,
    TASK_SET_FULL,
    NoAnswer,
    Reply,
)
from openrsm.errors import (
    DestinationFull,
    DeviceGone,
    DriveNotReady,
    ElementUnreachable,
    EndOfData,
    HardwareFault,
    LibraryChanged,
    MediumError,
    MotionUnknown,
    NotSupported,
    StatusUnreadable,
    TransportOccupied,
    UnableToLoad,
)
from tests.drivers.scsi.openings import (
    GEOMETRY,
    NO_COMMAND,
    NO_PAGE,
    OPENING,
    ROBOT,
    SLOTS,
    SLOTS_SWAPPED,
    changer,
    drive,
)
from tests.drivers.scsi.replay import Replay, check, good

MOVE = cdb_changer.move_medium(robot=1, source=2, destination=3)


def test_an_attention_before_a_question_is_noted_and_the_question_asked_again() -> None:
    link = Link(replay := Replay(check("06/29/00"), check("06/28/01"), good()))
    link.run(cdb.test_unit_ready())
    assert len(replay.asked) == 3
    assert [each.contents_suspect for each in link.attentions()] == [False, True]
    assert link.attentions() == ()


def test_an_attention_before_a_motion_is_noted_and_the_motion_not_sent_again() -> None:
    link = Link(replay := Replay(check("06/28/01")))
    with pytest.raises(LibraryChanged):
        link.run(MOVE)
    assert len(replay.asked) == 1
    assert len(link.attentions()) == 1


def test_a_reset_before_a_write_is_not_written_over() -> None:
    link = Link(replay := Replay(check("06/29/00")))
    with pytest.raises(LibraryChanged):
        link.run(cdb_tape.write_block(1), b"x")
    assert len(replay.asked) == 1


def test_attentions_without_end_are_given_up_on() -> None:
    link = Link(Replay(*[check("06/29/00")] * 100))
    with pytest.raises(LibraryChanged, match="nothing but unit attentions"):
        link.run(cdb.test_unit_ready())


def test_a_motion_without_an_answer_is_unknown() -> None:
    with pytest.raises(MotionUnknown):
        Link(Replay(NoAnswer("no answer"))).run(MOVE)


def test_a_question_without_an_answer_finds_the_device_gone() -> None:
    with pytest.raises(DeviceGone):
        Link(Replay(NoAnswer("no answer"))).run(cdb.test_unit_ready())


def test_a_motion_that_was_never_sent_is_not_unknown() -> None:
    with pytest.raises(DeviceGone):
        Link(Replay(DeviceGone("gone"))).run(MOVE)


@pytest.mark.parametrize("answer", [check("0b/4e/00"), Reply(status=TASK_ABORTED)])
def test_a_motion_that_was_broken_off_is_unknown(answer: Reply) -> None:
    with pytest.raises(MotionUnknown):
        Link(Replay(answer)).run(MOVE)


@pytest.mark.parametrize(("status", "words"), [(BUSY, "busy"), (RESERVATION_CONFLICT, "another host"), (0x77, "77")])
def test_a_device_that_cannot_now_says_why(status: int, words: str) -> None:
    with pytest.raises(DriveNotReady, match=words):
        Link(Replay(Reply(status=status))).run(MOVE)


def test_a_recovered_error_is_success() -> None:
    reply = Reply(status=2, data=b"abc", sense=check("01/11/00").sense)
    assert Link(Replay(reply)).run(cdb.inquiry()) == b"abc"


def test_news_of_an_earlier_command_lets_this_one_be_sent_again() -> None:
    deferred = Reply(status=2, sense=b"\x71" + check("01/0c/00").sense[1:])
    assert Link(Replay(deferred, good(b"abc"))).run(cdb.inquiry()) == b"abc"


def test_a_deferred_error_is_told() -> None:
    deferred = Reply(status=2, sense=b"\x71" + check("03/0c/00").sense[1:])
    with pytest.raises(MediumError):
        Link(Replay(deferred)).run(cdb_tape.write_filemarks(0))


def test_the_longer_mode_sense_is_used_where_there_is_no_other() -> None:
    link = Link(replay := Replay(NO_COMMAND, good("0016 000000000000" + "1d12" + "00" * 18)))
    assert 0x1D in link.mode(0x1D).pages
    assert replay.names == ["MODE SENSE (6)", "MODE SENSE (10)"]


def test_abilities_are_probed_without_motion() -> None:
    replay = Replay(*OPENING)
    abilities = ScsiChanger(Link(replay)).abilities
    assert (abilities.exchange, abilities.position, abilities.lock, abilities.invert) == (False, True, False, False)
    assert abilities.initialise_range
    positions = [asked for asked in replay.asked if asked.name == "POSITION TO ELEMENT"]
    assert [asked.raw[4:6].hex() for asked in positions] == ["ffff"]


def test_a_command_that_turns_out_missing_is_no_ability_any_more() -> None:
    opened, _ = changer(NO_COMMAND)
    with pytest.raises(NotSupported):
        opened.position(1000)
    assert not opened.abilities.position


def test_the_older_opcode_scans_a_part() -> None:
    opened, replay = changer(NO_COMMAND, good())
    opened.initialise(Span(first=1000, count=1))
    assert [asked.raw[0] for asked in replay.asked] == [0x37, 0xE7]


def test_a_library_that_scans_no_part_says_so_once_asked() -> None:
    opened, _ = changer(NO_COMMAND, NO_COMMAND)
    with pytest.raises(NotSupported):
        opened.initialise(Span(first=1000, count=1))
    assert not opened.abilities.initialise_range


def test_a_library_without_the_command_is_left_to_scan_by_itself() -> None:
    opened, replay = changer(NO_COMMAND, ROBOT, SLOTS)
    opened.initialise()
    assert replay.names == ["INITIALIZE ELEMENT STATUS", "READ ELEMENT STATUS", "READ ELEMENT STATUS"]


def test_options_that_a_library_objects_to_are_left_out() -> None:
    opened, replay = changer(GEOMETRY, NO_PAGE, ROBOT, SLOTS)
    assert [each.address for each in opened.status()] == [1, 1000, 1001]
    assert [asked.raw[6] for asked in replay.asked[1:]] == [2, 0, 0]


def test_a_starting_library_is_not_ready() -> None:
    opened, _ = changer(check("02/04/01"))
    with pytest.raises(DriveNotReady):
        opened.status()


def test_an_address_that_no_element_has_is_not_even_sent() -> None:
    opened, replay = changer()
    with pytest.raises(ElementUnreachable):
        opened.move(1000, 77)
    assert replay.asked == []


def test_a_breakdown_with_the_cartridge_at_its_source_moved_nothing() -> None:
    opened, _ = changer(check("04/15/01"), GEOMETRY, ROBOT, SLOTS)
    with pytest.raises(HardwareFault):
        opened.move(1000, 1001)


def test_a_breakdown_with_the_cartridge_elsewhere_is_unknown() -> None:
    opened, _ = changer(check("04/15/01"), GEOMETRY, ROBOT, SLOTS_SWAPPED)
    with pytest.raises(MotionUnknown):
        opened.move(1000, 1001)


def test_a_full_destination_that_is_the_robot_is_an_occupied_robot() -> None:
    opened, _ = changer(check("05/3b/0d"))
    with pytest.raises(TransportOccupied):
        opened.move(1000, 1)


def test_a_full_destination_is_full() -> None:
    opened, _ = changer(check("05/3b/0d"))
    with pytest.raises(DestinationFull):
        opened.move(1000, 1001)


def test_an_open_station_is_an_open_door_from_then_on() -> None:
    opened, _ = changer(check("02/3a/02"))
    assert not opened.abilities.has_door
    assert opened.door_open()
    assert opened.abilities.has_door


@pytest.mark.parametrize(
    ("answer", "rests"),
    [
        (good(), True),
        (check("02/04/01"), False),
        (check("02/04/03"), True),
        (check("02/04/18"), True),
        (Reply(status=BUSY), False),
        (Reply(status=TASK_SET_FULL), False),
    ],
    ids=["ready", "becoming ready", "a person is needed", "a door is open", "busy", "its queue is full"],
)
def test_a_changer_is_at_rest_unless_it_says_otherwise(answer: Reply, *, rests: bool) -> None:
    opened, _ = changer(answer)
    assert opened.at_rest() is rests


def test_unload_waits_until_the_drive_is_done() -> None:
    opened, replay = drive(good(), check("02/04/01"), check("02/04/07"), check("02/3a/04"))
    opened.unload()
    assert replay.names == ["LOAD UNLOAD (unload)", *["TEST UNIT READY"] * 3]


def test_unload_that_never_ends_is_unknown() -> None:
    opened, _ = drive(good(), *[check("02/04/01")] * 100)
    with pytest.raises(MotionUnknown):
        opened.unload()


def test_a_cartridge_that_cannot_be_threaded_is_unable_to_load() -> None:
    opened, _ = drive(check("03/53/04"))
    with pytest.raises(UnableToLoad):
        opened.load()
    opened, _ = drive(check("03/30/02"))
    with pytest.raises(UnableToLoad):
        opened.load()


def test_a_busy_drive_is_becoming_ready() -> None:
    opened, _ = drive(Reply(status=BUSY))
    assert opened.status().readiness is Readiness.BECOMING_READY


def test_a_drive_that_another_host_reserved_has_failed_for_us() -> None:
    opened, _ = drive(Reply(status=RESERVATION_CONFLICT))
    status = opened.status()
    assert status.readiness is Readiness.FAILED
    assert "another host" in status.words


def test_a_ready_drive_tells_density_and_write_protection() -> None:
    opened, _ = drive(good(), good("0b 00 90 08 58 000000 00 000000"))
    status = opened.status()
    assert (status.readiness, status.density, status.write_protected) == (Readiness.READY, 0x58, True)


def test_a_ready_drive_without_mode_data_is_ready() -> None:
    opened, _ = drive(good(), NO_PAGE, NO_PAGE)
    assert opened.status().readiness is Readiness.READY


def test_a_filemark_reads_as_nothing() -> None:
    opened, _ = drive(Reply(status=2, sense=bytes.fromhex("f00080 00000400 0a 00000000 0001 00 000000")))
    assert opened.read(1024) == b""


@pytest.mark.parametrize("kind", ["70", "71"], ids=["this command", "an earlier one"])
def test_a_failure_that_tells_of_a_filemark_besides_is_no_filemark(kind: str) -> None:
    opened, _ = drive(Reply(status=2, sense=bytes.fromhex(f"{kind}0084 00000000 0a 00000000 4400 00 000000")))
    with pytest.raises(HardwareFault):
        opened.read(1024)


def test_the_early_warning_does_not_fail_a_write() -> None:
    opened, replay = drive(Reply(status=2, sense=bytes.fromhex("700040 00000000 0a 00000000 0002 00 000000")))
    opened.write(b"x")
    assert replay.names == ["WRITE (6)"]


def test_a_full_tape_fails_a_write() -> None:
    opened, _ = drive(Reply(status=2, sense=bytes.fromhex("70004d 00000000 0a 00000000 0002 00 000000")))
    with pytest.raises(MediumError, match="tape is full"):
        opened.write(b"x")


def test_spacing_that_stops_early_says_at_what() -> None:
    filemark = Reply(status=2, sense=bytes.fromhex("f00080 00000001 0a 00000000 0001 00 000000"))
    opened, _ = drive(check("00/00/05"), filemark)
    with pytest.raises(EndOfData):
        opened.space(SpaceKind.FILEMARKS, 2)
    with pytest.raises(MediumError, match="filemark"):
        opened.space(SpaceKind.BLOCKS, 2)


@pytest.mark.parametrize("told", ["81 00000001 0a 00000000 0001", "41 00000001 0a 00000000 0004"])
def test_a_recovered_error_does_not_hide_that_spacing_stopped_early(told: str) -> None:
    opened, _ = drive(Reply(status=2, sense=bytes.fromhex(f"f000{told} 00 000000")))
    with pytest.raises(MediumError, match="stopped early"):
        opened.space(SpaceKind.BLOCKS, -1)


def test_a_reservation_that_is_refused_leaves_no_registration() -> None:
    opened, replay = drive(good(), Reply(status=RESERVATION_CONFLICT), good())
    with pytest.raises(DriveNotReady):
        opened.reserve(7)
    assert [asked.raw[1] for asked in replay.asked] == [cdb.REGISTER_AND_IGNORE, cdb.RESERVE, cdb.REGISTER]


def test_what_a_drive_does_not_have_is_empty() -> None:
    opened, _ = drive(NO_COMMAND, NO_COMMAND)
    assert opened.alerts() == frozenset()
    assert opened.cartridge_memory() == {}


def test_errors_are_counted_by_direction_where_the_drive_counts_them() -> None:
    opened, replay = drive(NO_COMMAND, good("03000008 0003 4004 00000007"))
    assert opened.counters() == Counters(written=None, read=ErrorCounters(corrected=7))
    assert [asked.raw[2] & 0x3F for asked in replay.asked] == [0x02, 0x03]


def test_a_long_position_is_asked_for_where_the_short_one_overflows() -> None:
    opened, _ = drive(good(b"\x02" + bytes(19)), good("00000000 00000000 0000000100000000" + "00" * 16))
    assert opened.position().block == 1 << 32


# --- Answers that tell less than they should ---


@pytest.mark.parametrize("sense", [b"", b"\x70\x00", bytes(18), b"\x0f" * 18])
def test_a_complaint_without_sense_data_leaves_open_whether_a_motion_happened(sense: bytes) -> None:
    link = Link(Replay(Reply(status=CHECK_CONDITION, sense=sense)))
    with pytest.raises(MotionUnknown, match="did not come through"):
        link.run(MOVE)


def test_a_complaint_without_sense_data_is_no_answer_to_a_question() -> None:
    link = Link(Replay(Reply(status=CHECK_CONDITION)))
    with pytest.raises(DriveNotReady, match="did not come through"):
        link.run(cdb.test_unit_ready())


@pytest.mark.parametrize("answer", [good("00000000 00000000"), good("0001")])
def test_a_library_that_tells_of_no_slot_is_not_believed_to_have_lost_them_all(answer: Reply) -> None:
    opened, _ = changer(GEOMETRY, ROBOT, answer)
    with pytest.raises(StatusUnreadable):
        opened.status()


def test_a_device_that_answers_nothing_but_attentions_says_which() -> None:
    link = Link(Replay(*[check("06/29/02")] * 16))
    with pytest.raises(LibraryChanged, match="06/29/02"):
        link.run(cdb.test_unit_ready())
