"""What a drive promises that is taken for a library (:class:`openrsm.drivers.standalone.changer.StandaloneChanger`).

An implementation's test file subclasses :class:`LoneConformance` and provides a fixture ``library`` that yields a
:class:`LoneBench`, its drive empty, and closes it afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from openrsm.drivers.contract import Changer, Drive, ElementKind, OpenedLibrary, Readiness
from openrsm.errors import ElementUnreachable, NotSupported, SourceEmpty
from tests.conformance.bench import Bench, release
from tests.conformance.changer import LookConformance, unknown_address


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneBench(Bench):
    """A drive as a library, and a person with two cartridges; ``full_slots`` are their numbers.

    Attributes:
        insert: The person sets the cartridge of that number into the empty drive.
        take: The person takes out what the drive has let go.
    """

    insert: Callable[[int], None]
    take: Callable[[], None]

    @classmethod
    def at(cls, opened: OpenedLibrary, insert: Callable[[int], None], take: Callable[[], None]) -> LoneBench:
        drives = {each.address: each.drive for each in opened.drives}
        return cls(opened=opened, full_slots=[1, 2], empty_slots=[], drives=drives, insert=insert, take=take)

    @property
    def port(self) -> int:
        return self.opened.changer.geometry.ports.first

    def mount(self, slot: int) -> Drive:
        self.insert(slot)
        self.make_ready()
        return self.drive

    def dismount(self, slot: int) -> None:
        assert slot in self.full_slots
        release(self.drive)
        self.take()

    def close(self) -> None:
        self.drive.close()
        self.opened.changer.close()


class LoneConformance(LookConformance):
    """Subclass it, and provide the fixture ``library``."""

    def test_it_has_one_drive_one_port_and_nothing_else(self, changer: Changer) -> None:
        geometry = changer.geometry
        assert (geometry.drives.count, geometry.ports.count) == (1, 1)
        assert (geometry.robots.count, geometry.slots.count) == (0, 0)

    def test_it_is_the_drive_as_which_it_presents_itself(self, library: LoneBench, changer: Changer) -> None:
        assert changer.identity == library.drive.identity
        assert library.element(library.drive_address).drive_serial == library.drive.identity.serial

    def test_an_empty_drive_is_empty(self, library: LoneBench) -> None:
        assert {full for full, _ in library.picture().values()} == {False}

    def test_a_cartridge_that_is_loaded_is_in_the_drive(self, library: LoneBench) -> None:
        library.mount(1)
        assert library.element(library.drive_address).full
        assert not library.element(library.port).full
        assert library.element(library.drive_address).density == library.drive.status().density

    def test_a_cartridge_that_was_taken_out_is_away(self, library: LoneBench) -> None:
        library.mount(1)
        library.picture()
        library.dismount(1)
        assert {full for full, _ in library.picture().values()} == {False}

    def test_a_change_of_cartridges_is_told(self, library: LoneBench, changer: Changer) -> None:
        library.picture()
        changer.attentions()
        library.mount(1)
        library.picture()
        told = changer.attentions()
        assert any(each.medium_changed and each.contents_suspect for each in told)

    def test_between_two_cartridges_that_were_changed_unseen_the_drive_is_empty_once(self, library: LoneBench) -> None:
        library.mount(1)
        library.picture()
        library.dismount(1)
        library.mount(2)
        assert [library.element(library.drive_address).full for _ in range(3)] == [False, True, True]

    def test_the_same_cartridge_may_come_back_unseen(self, library: LoneBench) -> None:
        serial = library.mount(1).cartridge_memory().get(0x0401)
        library.picture()
        library.dismount(1)
        library.mount(1)
        assert library.element(library.drive_address).full is (serial is not None)

    def test_an_ejected_cartridge_lies_in_the_mouth_or_is_out_of_sight(
        self, library: LoneBench, changer: Changer
    ) -> None:
        library.mount(1)
        changer.move(library.drive_address, library.port)
        assert not library.element(library.drive_address).full
        in_mouth = library.drive.status().readiness is Readiness.UNLOADED
        assert library.element(library.port).full is in_mouth

    def test_what_lies_in_the_mouth_is_taken_in_again(self, library: LoneBench, changer: Changer) -> None:
        library.mount(1)
        before = library.picture()
        changer.move(library.drive_address, library.port)
        if library.element(library.port).full:
            changer.move(library.port, library.drive_address)
            library.make_ready()
            assert library.picture() == before

    def test_nothing_is_ejected_from_an_empty_drive_nor_taken_in(self, library: LoneBench, changer: Changer) -> None:
        for source, destination in ((library.drive_address, library.port), (library.port, library.drive_address)):
            with pytest.raises(SourceEmpty):
                changer.move(source, destination)

    def test_a_move_to_where_it_lies_changes_nothing(self, library: LoneBench, changer: Changer) -> None:
        library.mount(1)
        before = library.picture()
        changer.move(library.drive_address, library.drive_address)
        assert library.picture() == before

    def test_there_are_no_other_elements_to_move_to(self, library: LoneBench, changer: Changer) -> None:
        library.mount(1)
        with pytest.raises(ElementUnreachable):
            changer.move(library.drive_address, unknown_address(library))
        assert library.element(library.drive_address).full

    def test_what_needs_a_robot_is_not_supported(self, library: LoneBench, changer: Changer) -> None:
        library.mount(1)
        drive, port = library.drive_address, library.port
        with pytest.raises(NotSupported):
            changer.move(drive, port, invert=True)
        with pytest.raises(NotSupported):
            changer.exchange(drive, port, drive)
        with pytest.raises(NotSupported):
            changer.position(drive)
        with pytest.raises(NotSupported):
            changer.lock(locked=True)
        assert library.element(drive).kind is ElementKind.DRIVE
        assert library.element(drive).full
