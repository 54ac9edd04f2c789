"""What every robot promises (:class:`openrsm.drivers.contract.Changer`), as tests.

An implementation's test file subclasses :class:`ChangerConformance` and provides a fixture ``library`` that yields a
:class:`~tests.conformance.bench.Bench` and closes it afterwards. What a device cannot do is data, ``abilities``; what
it does wrongly, its subclass marks with ``xfail`` and the reason.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest

from openrsm.drivers.contract import Changer, ElementKind, Geometry, Span
from openrsm.errors import DestinationFull, ElementUnreachable, NotSupported, RemovalPrevented, SourceEmpty
from tests.conformance.bench import Bench, elements, settled

KINDS = {kind: place for place, kind in enumerate(ElementKind)}


def span_of(geometry: Geometry, kind: ElementKind) -> Span:
    """The addresses of one kind."""
    by_kind = {
        ElementKind.ROBOT: geometry.robots,
        ElementKind.SLOT: geometry.slots,
        ElementKind.PORT: geometry.ports,
        ElementKind.DRIVE: geometry.drives,
    }
    return by_kind[kind]


def unknown_address(library: Bench) -> int:
    """An address that no element has."""
    taken = {each.address for each in elements(library.opened)}
    return next(address for address in range(0xFFFE, 0, -1) if address not in taken)


def holders(library: Bench) -> Counter[str | None]:
    """How many elements hold each bar code; the empty ones do not count."""
    return Counter(code for full, code in library.picture().values() if full)


class LookConformance:
    """What also a lone drive promises that is taken for a library. Provide the fixture ``library``."""

    @pytest.fixture
    def changer(self, library: Bench) -> Changer:
        return library.opened.changer

    # --- Looking ------------------------------------------------------------------------------------------------------

    def test_it_says_who_it_is(self, changer: Changer) -> None:
        identity = changer.identity
        assert identity.vendor
        assert identity.product
        assert identity.vendor == identity.vendor.strip()
        assert identity.serial == identity.serial.strip()

    def test_status_is_ordered_by_kind_then_address(self, library: Bench) -> None:
        seen = [(KINDS[each.kind], each.address) for each in elements(library.opened)]
        assert seen == sorted(seen)

    def test_no_two_elements_have_the_same_address(self, library: Bench) -> None:
        counts = Counter(each.address for each in elements(library.opened))
        assert max(counts.values()) == 1

    @pytest.mark.parametrize("kind", list(ElementKind))
    def test_status_tells_every_element_of_the_geometry(self, library: Bench, kind: ElementKind) -> None:
        span = span_of(library.opened.changer.geometry, kind)
        seen = [each.address for each in elements(library.opened) if each.kind is kind]
        assert seen == list(range(span.first, span.first + span.count))

    def test_status_tells_the_same_twice_when_nothing_moves(self, library: Bench) -> None:
        assert list(elements(library.opened)) == list(elements(library.opened))

    def test_what_is_empty_has_no_bar_code(self, library: Bench) -> None:
        assert [each for each in elements(library.opened) if not each.full and each.bar_code is not None] == []

    def test_bar_codes_come_without_padding(self, library: Bench) -> None:
        codes = [each.bar_code for each in elements(library.opened) if each.bar_code is not None]
        assert codes == [code.strip() for code in codes]
        assert "" not in codes

    def test_every_drive_element_has_a_drive_or_a_reason_why_not(self, library: Bench) -> None:
        span = library.opened.changer.geometry.drives
        told = sorted([*library.drives, *library.opened.unmatched])
        assert told == list(range(span.first, span.first + span.count))
        assert all(library.opened.unmatched.values())

    def test_drive_elements_tell_the_drive_behind_them_where_the_library_is_able(self, library: Bench) -> None:
        if library.opened.changer.abilities.drive_identifiers:
            told = {each.address: each.drive_serial for each in elements(library.opened)}
            assert all(told[address] for address in library.drives)

    def test_only_drive_elements_have_a_drive_serial(self, library: Bench) -> None:
        others = [each for each in elements(library.opened) if each.kind is not ElementKind.DRIVE]
        assert {each.drive_serial for each in others} == {None}

    def test_it_takes_at_least_one_motion_at_a_time(self, changer: Changer) -> None:
        assert changer.abilities.moves_at_once >= 1

    def test_scanning_leaves_everything_in_place(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        changer.initialise()
        assert library.picture() == before

    def test_the_door_is_closed(self, changer: Changer) -> None:
        assert changer.door_open() is False

    def test_it_is_at_rest_when_nothing_moves(self, changer: Changer) -> None:
        assert changer.at_rest() is True

    # --- Unasked, and the end -----------------------------------------------------------------------------------------

    def test_attentions_are_emptied_by_asking(self, changer: Changer) -> None:
        changer.attentions()
        assert list(changer.attentions()) == []

    def test_closing_twice_is_harmless(self, changer: Changer) -> None:
        changer.close()
        changer.close()


class ChangerConformance(LookConformance):
    """Subclass it, and provide the fixture ``library``."""

    def test_bar_codes_are_read_where_the_library_is_able(self, library: Bench) -> None:
        codes = [each.bar_code for each in elements(library.opened) if each.full]
        assert any(codes) is library.opened.changer.abilities.bar_codes

    def test_a_part_can_be_scanned_where_the_library_is_able(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        if changer.abilities.initialise_range:
            changer.initialise(Span(first=library.full_slots[0], count=1))
        assert library.picture() == before

    # --- Moving -------------------------------------------------------------------------------------------------------

    def test_a_move_carries_exactly_one_cartridge(self, library: Bench, changer: Changer) -> None:
        source, destination = library.full_slots[0], library.empty_slots[0]
        before = library.picture()
        changer.move(source, destination)
        assert library.picture() == {**before, source: before[destination], destination: before[source]}

    def test_it_is_at_rest_again_after_a_move(self, library: Bench, changer: Changer) -> None:
        changer.move(library.full_slots[0], library.empty_slots[0])
        assert changer.at_rest() is True

    def test_a_move_and_its_reverse_leave_everything_as_it_was(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        changer.move(library.full_slots[0], library.empty_slots[0])
        changer.move(library.empty_slots[0], library.full_slots[0])
        assert library.picture() == before

    def test_a_cartridge_goes_through_every_drive(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        slot = library.full_slots[0]
        for address, drive in library.drives.items():
            changer.move(slot, address)
            assert library.picture()[address] == before[slot]
            settled(drive)
            drive.unload()
            changer.move(address, slot)
        assert library.picture() == before

    def test_a_cartridge_goes_through_every_port(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        slot, ports = library.full_slots[0], changer.geometry.ports
        for address in range(ports.first, ports.first + ports.count):
            changer.move(slot, address)
            assert library.picture()[address] == before[slot]
            changer.move(address, slot)
        assert library.picture() == before

    def test_a_moved_cartridge_came_from_its_source_if_the_library_says(self, library: Bench, changer: Changer) -> None:
        slot = library.full_slots[0]
        changer.move(slot, library.drive_address)
        assert library.element(library.drive_address).source in {slot, None}

    def test_an_empty_source_is_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(SourceEmpty):
            changer.move(library.empty_slots[0], library.empty_slots[1])
        assert library.picture() == before

    def test_a_full_destination_is_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(DestinationFull):
            changer.move(library.full_slots[0], library.full_slots[1])
        assert library.picture() == before

    def test_an_unknown_source_is_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(ElementUnreachable):
            changer.move(unknown_address(library), library.empty_slots[0])
        assert library.picture() == before

    def test_an_unknown_destination_is_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(ElementUnreachable):
            changer.move(library.full_slots[0], unknown_address(library))
        assert library.picture() == before

    def test_a_move_to_where_it_lies_changes_nothing(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with suppress(DestinationFull):  # SMC-3 lets a library refuse it, or do nothing
            changer.move(library.full_slots[0], library.full_slots[0])
        assert library.picture() == before

    def test_a_loaded_cartridge_is_carried_whole_or_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        slot, drive = library.full_slots[0], library.drive_address
        library.mount(slot)
        loaded = library.picture()
        try:
            changer.move(drive, slot)
        except RemovalPrevented:
            assert library.picture() == loaded
        else:
            assert library.picture() == before

    def test_refusals_do_not_hinder_the_next_move(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(DestinationFull):
            changer.move(library.full_slots[0], library.full_slots[1])
        changer.move(library.full_slots[0], library.empty_slots[0])
        assert library.picture()[library.empty_slots[0]] == before[library.full_slots[0]]

    def test_moving_loses_and_doubles_nothing(self, library: Bench, changer: Changer) -> None:
        before = holders(library)
        for source, destination in zip(library.full_slots, library.empty_slots, strict=False):
            changer.move(source, destination)
        assert holders(library) == before

    # --- What not every library is able to do -------------------------------------------------------------------------

    def test_media_are_exchanged_where_the_library_is_able(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        source, middle, destination = library.full_slots[0], library.full_slots[1], library.empty_slots[0]
        if not changer.abilities.exchange:
            with pytest.raises(NotSupported):
                changer.exchange(source, middle, destination)
            assert library.picture() == before
            return
        changer.exchange(source, middle, destination)
        after = {source: before[destination], middle: before[source], destination: before[middle]}
        assert library.picture() == {**before, **after}

    def test_an_exchange_with_an_empty_source_is_refused(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        with pytest.raises(SourceEmpty if changer.abilities.exchange else NotSupported):
            changer.exchange(library.empty_slots[0], library.full_slots[0], library.empty_slots[1])
        assert library.picture() == before

    def test_an_exchange_may_swap_two_places_where_the_library_is_able(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        one, other = library.full_slots[:2]
        if changer.abilities.exchange:
            changer.exchange(one, other, one)
            assert library.picture() == {**before, one: before[other], other: before[one]}

    def test_the_robot_goes_before_an_element_where_it_is_able(self, library: Bench, changer: Changer) -> None:
        before = library.picture()
        if changer.abilities.position:
            changer.position(library.full_slots[0])
        else:
            with pytest.raises(NotSupported):
                changer.position(library.full_slots[0])
        assert library.picture() == before

    def test_a_two_sided_medium_is_turned_where_the_robot_is_able(self, library: Bench, changer: Changer) -> None:
        source, destination = library.full_slots[0], library.empty_slots[0]
        if not changer.abilities.invert:
            with pytest.raises(NotSupported):
                changer.move(source, destination, invert=True)
            return
        before = library.element(source).inverted
        changer.move(source, destination, invert=True)
        assert library.element(destination).inverted is not before

    def test_removal_is_prevented_and_allowed_where_the_library_is_able(self, library: Bench, changer: Changer) -> None:
        if not changer.abilities.lock:
            with pytest.raises(NotSupported):
                changer.lock(locked=True)
            return
        before = library.picture()
        changer.lock(locked=True)
        try:
            changer.move(library.full_slots[0], library.empty_slots[0])  # the lock is against people, not the robot
            changer.move(library.empty_slots[0], library.full_slots[0])
        finally:
            changer.lock(locked=False)
        assert library.picture() == before
