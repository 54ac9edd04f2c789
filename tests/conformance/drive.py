"""What every drive promises (:class:`openrsm.drivers.contract.Drive`), as tests.

An implementation's test file subclasses :class:`DriveConformance` and provides a fixture ``library`` that yields a
:class:`~tests.conformance.bench.Bench` and closes it afterwards. The cartridges of its full slots are overwritten.
What a device does wrongly, its subclass marks with ``xfail`` and the reason; so each doubtful thing is a method.
"""

from __future__ import annotations

import pytest

from openrsm.domain.health import Counters
from openrsm.drivers.contract import Drive, Readiness
from openrsm.drivers.position import SpaceKind
from openrsm.errors import DeviceFault, DriveNotReady, EndOfData
from tests.conformance.bench import Bench, settled

KEY = 0x4F52534D
"""A reservation key of our own."""


def blocks(count: int, size: int = 1024) -> list[bytes]:
    """Blocks that differ from each other."""
    return [bytes([number + 1]) * size for number in range(count)]


def write_all(drive: Drive, data: list[bytes]) -> None:
    """Blocks; a ``b""`` among them stands for a filemark."""
    for block in data:
        if block:
            drive.write(block)
        else:
            drive.write_filemarks()


def read_all(drive: Drive, count: int, limit: int = 1024) -> list[bytes]:
    """The next blocks, ``b""`` for each filemark."""
    return [drive.read(limit) for _ in range(count)]


class DriveConformance:
    """Subclass it, and provide the fixture ``library``."""

    @pytest.fixture
    def slot(self, library: Bench) -> int:
        """Where the cartridge that is in :meth:`loaded` belongs."""
        return library.full_slots[0]

    @pytest.fixture
    def empty(self, library: Bench) -> Drive:
        """A drive that holds nothing."""
        return library.drive

    @pytest.fixture
    def loaded(self, library: Bench, slot: int) -> Drive:
        """A drive that is ready, at the beginning of its cartridge."""
        drive = library.mount(slot)
        drive.rewind()
        return drive

    # --- Who it is, and how it is -------------------------------------------------------------------------------------

    def test_it_says_who_it_is(self, empty: Drive) -> None:
        identity = empty.identity
        assert identity.vendor
        assert identity.product
        assert identity.serial
        assert identity.serial == identity.serial.strip()

    def test_no_two_drives_are_the_same(self, library: Bench) -> None:
        serials = [drive.identity.serial for drive in library.drives.values()]
        paths = [drive.device_path for drive in library.drives.values()]
        assert len(set(serials)) == len(serials)
        assert len(set(paths)) == len(paths)

    def test_the_device_path_stays_the_same_while_loaded(self, library: Bench, slot: int) -> None:
        before = library.drive.device_path
        assert before
        assert library.mount(slot).device_path == before

    def test_without_a_cartridge_it_is_empty(self, empty: Drive) -> None:
        status = empty.status()
        assert status.readiness is Readiness.EMPTY
        assert status.words
        assert not status.write_protected
        assert status.density is None

    def test_with_a_cartridge_it_becomes_ready(self, loaded: Drive) -> None:
        status = loaded.status()
        assert status.readiness is Readiness.READY
        assert status.words
        assert not status.write_protected

    def test_it_is_empty_again_when_the_cartridge_is_away(self, library: Bench, loaded: Drive, slot: int) -> None:
        library.dismount(slot)
        assert settled(loaded).readiness is Readiness.EMPTY

    def test_a_drive_that_no_program_opened_is_not_in_use(self, loaded: Drive) -> None:
        assert loaded.in_use() is False

    def test_an_empty_drive_is_not_in_use(self, empty: Drive) -> None:
        assert empty.in_use() is False

    def test_an_empty_drive_refuses_to_rewind(self, empty: Drive) -> None:
        with pytest.raises(DriveNotReady):
            empty.rewind()

    def test_an_empty_drive_refuses_to_read(self, empty: Drive) -> None:
        with pytest.raises(DriveNotReady):
            empty.read(1024)

    def test_an_empty_drive_refuses_to_write(self, empty: Drive) -> None:
        with pytest.raises(DriveNotReady):
            empty.write(b"x" * 1024)

    # --- Load and unload ----------------------------------------------------------------------------------------------

    def test_loading_what_is_loaded_is_harmless(self, loaded: Drive) -> None:
        loaded.load()
        assert settled(loaded).readiness is Readiness.READY

    def test_an_empty_drive_refuses_to_load(self, empty: Drive) -> None:
        with pytest.raises(DeviceFault):
            empty.load()
        assert empty.status().readiness is Readiness.EMPTY

    def test_an_unloaded_cartridge_is_not_ready(self, loaded: Drive) -> None:
        loaded.unload()
        assert loaded.status().readiness is not Readiness.READY

    def test_an_unloaded_cartridge_may_be_taken(self, library: Bench, loaded: Drive, slot: int) -> None:
        before = library.picture()
        loaded.unload()
        library.opened.changer.move(library.drive_address, slot)
        assert library.picture()[slot] == before[library.drive_address]

    def test_an_unloaded_cartridge_can_be_loaded_again(self, loaded: Drive) -> None:
        write_all(loaded, blocks(1))
        loaded.unload()
        loaded.load()
        assert settled(loaded).readiness is Readiness.READY
        loaded.rewind()
        assert read_all(loaded, 1) == blocks(1)

    def test_an_unloaded_cartridge_cannot_be_read(self, loaded: Drive) -> None:
        write_all(loaded, blocks(1))
        loaded.unload()
        with pytest.raises(DriveNotReady):
            loaded.read(1024)

    def test_what_was_written_survives_a_dismount(self, library: Bench, loaded: Drive, slot: int) -> None:
        write_all(loaded, [*blocks(3), b""])
        library.dismount(slot)
        again = library.mount(slot)
        again.rewind()
        assert read_all(again, 4) == [*blocks(3), b""]

    def test_each_cartridge_keeps_its_own(self, library: Bench, loaded: Drive, slot: int) -> None:
        loaded.write(b"1" * 512)
        library.dismount(slot)
        second = library.mount(library.full_slots[1])
        second.rewind()
        second.write(b"2" * 512)
        library.dismount(library.full_slots[1])
        first = library.mount(slot)
        first.rewind()
        assert first.read(512) == b"1" * 512

    # --- Blocks and filemarks -----------------------------------------------------------------------------------------

    @pytest.mark.parametrize("size", [1, 80, 512, 1000, 10240, 65536, 262144])
    def test_a_block_comes_back_as_it_was_written(self, loaded: Drive, size: int) -> None:
        block = bytes(number % 251 for number in range(size))
        loaded.write(block)
        loaded.rewind()
        assert loaded.read(size) == block

    def test_blocks_of_several_sizes_keep_their_borders(self, loaded: Drive) -> None:
        data = [b"a" * 80, b"b" * 10240, b"c" * 512, b"d" * 65536, b"e"]
        write_all(loaded, data)
        loaded.rewind()
        found = read_all(loaded, len(data), limit=65536)
        assert [len(block) for block in found] == [len(block) for block in data]
        assert found == data

    def test_a_longer_limit_reads_one_block_alone(self, loaded: Drive) -> None:
        write_all(loaded, blocks(2, 512))
        loaded.rewind()
        assert loaded.read(65536) == blocks(1, 512)[0]

    def test_a_shorter_limit_cuts_the_block_and_passes_it(self, loaded: Drive) -> None:
        write_all(loaded, blocks(2, 512))
        loaded.rewind()
        assert loaded.read(100) == b"\x01" * 100
        assert loaded.read(512) == b"\x02" * 512

    def test_a_filemark_reads_as_nothing_and_is_passed(self, loaded: Drive) -> None:
        data = [b"x" * 1024, b"", b"y" * 1024]
        write_all(loaded, data)
        loaded.rewind()
        assert read_all(loaded, len(data)) == data

    def test_several_filemarks_are_read_one_by_one(self, loaded: Drive) -> None:
        loaded.write(b"x" * 512)
        loaded.write_filemarks(3)
        loaded.write(b"y" * 512)
        loaded.rewind()
        assert read_all(loaded, 5, limit=512) == [b"x" * 512, b"", b"", b"", b"y" * 512]

    def test_no_filemarks_write_nothing(self, loaded: Drive) -> None:
        loaded.write(b"x" * 512)
        loaded.write_filemarks(0)
        loaded.write(b"y" * 512)
        loaded.rewind()
        assert read_all(loaded, 2, limit=512) == [b"x" * 512, b"y" * 512]

    def test_reading_ends_where_writing_ended(self, loaded: Drive) -> None:
        write_all(loaded, blocks(2))
        loaded.rewind()
        read_all(loaded, 2)
        with pytest.raises(EndOfData):
            loaded.read(1024)

    def test_nothing_is_read_after_what_was_written_last(self, loaded: Drive) -> None:
        loaded.write(b"x" * 512)
        with pytest.raises(EndOfData):
            loaded.read(512)

    def test_writing_over_the_beginning_loses_what_followed(self, loaded: Drive) -> None:
        write_all(loaded, blocks(3))
        loaded.rewind()
        loaded.write(b"n" * 1024)
        with pytest.raises(EndOfData):
            loaded.read(1024)
        loaded.rewind()
        assert loaded.read(1024) == b"n" * 1024

    def test_writing_in_the_middle_keeps_what_came_before(self, loaded: Drive) -> None:
        write_all(loaded, blocks(3))
        loaded.rewind()
        loaded.read(1024)
        loaded.write(b"n" * 1024)
        loaded.rewind()
        assert read_all(loaded, 2) == [*blocks(1), b"n" * 1024]
        with pytest.raises(EndOfData):
            loaded.read(1024)

    # --- Space and locate ---------------------------------------------------------------------------------------------

    def test_blocks_are_spaced_over_forward(self, loaded: Drive) -> None:
        write_all(loaded, blocks(4))
        loaded.rewind()
        loaded.space(SpaceKind.BLOCKS, 2)
        assert loaded.read(1024) == blocks(3)[2]

    def test_blocks_are_spaced_over_backward(self, loaded: Drive) -> None:
        write_all(loaded, blocks(4))
        loaded.space(SpaceKind.BLOCKS, -2)
        assert loaded.read(1024) == blocks(3)[2]

    def test_filemarks_are_spaced_over_forward(self, loaded: Drive) -> None:
        write_all(loaded, [b"a" * 512, b"", b"b" * 512, b"c" * 512, b"", b"d" * 512])
        loaded.rewind()
        loaded.space(SpaceKind.FILEMARKS, 2)
        assert loaded.read(512) == b"d" * 512

    def test_filemarks_are_spaced_over_backward(self, loaded: Drive) -> None:
        write_all(loaded, [b"a" * 512, b"", b"b" * 512, b"", b"c" * 512])
        loaded.space(SpaceKind.FILEMARKS, -1)
        assert read_all(loaded, 2, limit=512) == [b"", b"c" * 512]

    def test_spacing_nowhere_stays(self, loaded: Drive) -> None:
        write_all(loaded, blocks(2))
        loaded.rewind()
        loaded.space(SpaceKind.BLOCKS, 0)
        assert loaded.read(1024) == blocks(1)[0]

    def test_spacing_to_the_end_of_data_appends(self, loaded: Drive) -> None:
        write_all(loaded, [*blocks(2), b""])
        loaded.rewind()
        loaded.space(SpaceKind.END_OF_DATA)
        loaded.write(b"z" * 1024)
        loaded.rewind()
        assert read_all(loaded, 4) == [*blocks(2), b"", b"z" * 1024]

    def test_spacing_beyond_the_last_filemark_ends_the_data(self, loaded: Drive) -> None:
        write_all(loaded, [*blocks(1), b""])
        loaded.rewind()
        with pytest.raises(EndOfData):
            loaded.space(SpaceKind.FILEMARKS, 2)

    def test_a_block_is_located(self, loaded: Drive) -> None:
        write_all(loaded, blocks(4))
        loaded.locate(2)
        assert loaded.read(1024) == blocks(3)[2]

    def test_filemarks_count_as_blocks_when_locating(self, loaded: Drive) -> None:
        write_all(loaded, [b"a" * 512, b"", b"b" * 512])
        loaded.locate(2)
        assert loaded.read(512) == b"b" * 512

    # --- Position -----------------------------------------------------------------------------------------------------

    def test_a_rewound_tape_stands_at_its_start(self, loaded: Drive) -> None:
        loaded.write(b"x" * 512)
        loaded.rewind()
        position = loaded.position()
        assert position.block in {0, None}
        assert position.partition == 0
        assert position.at_start

    def test_the_position_counts_blocks_and_filemarks(self, loaded: Drive) -> None:
        write_all(loaded, [*blocks(3), b"", *blocks(1)])
        assert loaded.position().block == 5

    def test_a_written_tape_does_not_stand_at_its_start(self, loaded: Drive) -> None:
        loaded.write(b"x" * 512)
        assert not loaded.position().at_start

    def test_a_located_block_is_the_position(self, loaded: Drive) -> None:
        write_all(loaded, blocks(4))
        loaded.locate(3)
        assert loaded.position().block == 3

    # --- What a drive tells besides -----------------------------------------------------------------------------------

    def test_alerts_are_flags_of_tape_alert(self, loaded: Drive) -> None:
        assert all(1 <= flag <= 64 for flag in loaded.alerts())

    def test_counted_errors_are_never_negative(self, loaded: Drive) -> None:
        told = loaded.counters()
        counted = [each for each in (told.written, told.read) if each is not None]
        assert all(each.corrected >= 0 and each.uncorrected >= 0 for each in counted)
        assert all(each.processed is None or each.processed >= 0 for each in counted)

    def test_an_empty_drive_answers_what_it_counted(self, empty: Drive) -> None:
        assert isinstance(empty.counters(), Counters)

    def test_cartridge_memory_is_attributes_by_identifier(self, loaded: Drive) -> None:
        memory = loaded.cartridge_memory()
        assert all(0 <= identifier <= 0xFFFF for identifier in memory)
        assert all(isinstance(value, bytes) for value in memory.values())

    def test_the_serial_in_cartridge_memory_goes_with_the_cartridge(
        self, library: Bench, loaded: Drive, slot: int
    ) -> None:
        first = loaded.cartridge_memory().get(0x0401)
        library.dismount(slot)
        second = library.mount(library.full_slots[1]).cartridge_memory().get(0x0401)
        assert first is None or first != second

    def test_a_reservation_is_taken_and_given_up(self, loaded: Drive) -> None:
        loaded.reserve(KEY)
        try:
            loaded.write(b"x" * 512)  # exclusive access is against others, not against whoever took it
        finally:
            loaded.release(KEY)
        loaded.rewind()
        assert loaded.read(512) == b"x" * 512

    def test_a_reservation_can_be_taken_again_after_it_was_given_up(self, loaded: Drive) -> None:
        for _ in range(2):
            loaded.reserve(KEY)
            loaded.release(KEY)
        assert loaded.status().readiness is Readiness.READY

    def test_closing_twice_is_harmless(self, empty: Drive) -> None:
        empty.close()
        empty.close()
