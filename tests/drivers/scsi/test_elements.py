"""Element status in every layout that libraries were seen to send."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.drivers.contract import Element, ElementKind
from openrsm.drivers.scsi.elements import Described, parse_elements, with_access
from openrsm.errors import StatusUnreadable

TAG_32 = b"A00001L5".ljust(32)
TAG_36 = TAG_32 + bytes(4)
IDENTIFIER = bytes([2, 1, 0, 34]) + b"HP      Ultrium 5-SCSI  HU000001\0\0"
FULL = 0x09  # ACCESS and FULL
EMPTY = 0x08


def fixed(
    address: int, *, flags: int = FULL, source: int | None = None, medium: int = 0, codes: tuple[int, int] = (0, 0)
) -> bytes:
    """The first 12 bytes of a descriptor."""
    ninth = medium | (0x80 if source is not None else 0)
    return address.to_bytes(2) + bytes([flags, 0, *codes, 0, 0, 0, ninth]) + (source or 0).to_bytes(2)


def page(kind: ElementKind, *descriptors: bytes, primary: bool = True, alternate: bool = False) -> bytes:
    """A page of descriptors of one length."""
    flags = (0x80 if primary else 0) | (0x40 if alternate else 0)
    content = b"".join(descriptors)
    return bytes([kind.value, flags]) + len(descriptors[0]).to_bytes(2) + len(content).to_bytes(4) + content


def report(*pages: bytes) -> bytes:
    """A whole answer. Its counts are wrong on purpose: nobody may rely on them."""
    return bytes.fromhex("ffff 0001 00") + len(b"".join(pages)).to_bytes(3) + b"".join(pages)


def one(raw: bytes) -> Described:
    (described,) = parse_elements(raw).described
    return described


def slot(*parts: bytes, primary: bool = True, alternate: bool = False) -> Element:
    return one(report(page(ElementKind.SLOT, b"".join(parts), primary=primary, alternate=alternate))).element


def drive(*parts: bytes, primary: bool = True, alternate: bool = False) -> Described:
    return one(report(page(ElementKind.DRIVE, b"".join(parts), primary=primary, alternate=alternate)))


def test_the_standard_layout_is_read() -> None:
    element = slot(fixed(1000, source=500), TAG_36, bytes(4))
    assert element == Element(
        address=1000, kind=ElementKind.SLOT, full=True, accessible=True, bar_code="A00001L5", source=500
    )


def test_tags_of_32_bytes_are_read() -> None:
    assert slot(fixed(1), TAG_32).bar_code == "A00001L5"


def test_tags_padded_with_nuls_are_read() -> None:
    assert slot(fixed(1), b"A00001L5".ljust(36, b"\0")).bar_code == "A00001L5"


def test_a_blank_tag_is_no_bar_code() -> None:
    assert slot(fixed(1), b" " * 32 + bytes(4)).bar_code is None


def test_the_tag_that_an_empty_slot_still_carries_is_not_believed() -> None:
    assert slot(fixed(1, flags=EMPTY), TAG_36).bar_code is None


def test_without_tags_there_are_no_bar_codes() -> None:
    assert slot(fixed(1), bytes(4), primary=False).bar_code is None


def test_a_tag_that_is_announced_and_not_sent_is_no_bar_code() -> None:
    assert slot(fixed(1), bytes(4)).bar_code is None


def test_an_alternate_tag_that_is_announced_and_not_sent_moves_nothing() -> None:
    described = drive(fixed(500), TAG_36, IDENTIFIER, alternate=True)
    assert described.element.bar_code == "A00001L5"
    assert described.element.drive_serial == "HU000001"


def test_the_identifier_stands_behind_both_tags() -> None:
    described = drive(fixed(500), TAG_36, b"ALTERNATE".ljust(36), IDENTIFIER, alternate=True)
    assert (described.element.bar_code, described.element.drive_serial) == ("A00001L5", "HU000001")


@pytest.mark.parametrize("tag", [b"", TAG_32, TAG_36])
def test_the_identifier_stands_behind_tags_of_any_length(tag: bytes) -> None:
    assert drive(fixed(500), tag, IDENTIFIER, primary=bool(tag)).element.drive_serial == "HU000001"


def test_an_identifier_may_be_the_serial_number_alone() -> None:
    assert drive(fixed(500), TAG_36, bytes([2, 0, 0, 10]) + b"1210012345").element.drive_serial == "1210012345"


def test_an_identifier_may_be_a_world_wide_name() -> None:
    name = bytes.fromhex("500104f000b5a6c7")
    assert drive(fixed(500), TAG_36, bytes([1, 3, 0, 8]) + name).element.drive_serial == "500104f000b5a6c7"


def test_an_identifier_padded_to_a_longer_field_is_read() -> None:
    described = drive(fixed(500), TAG_36, bytes([2, 0, 0, 10]) + b"1210012345" + bytes(22))
    assert described.element.drive_serial == "1210012345"


def test_a_drive_without_identifier_has_no_serial_number() -> None:
    assert drive(fixed(500), TAG_36, bytes(4)).element.drive_serial is None


def test_an_identifier_that_is_cut_short_is_no_serial_number() -> None:
    raw = report(page(ElementKind.DRIVE, fixed(500) + IDENTIFIER, primary=False))[:-8]
    described = one(raw)
    assert described.cut
    assert described.identifier is not None
    assert not described.identifier.whole
    assert described.element.drive_serial is None


def test_slots_have_no_identifier() -> None:
    assert slot(fixed(1), TAG_36, IDENTIFIER).drive_serial is None


def test_a_last_descriptor_cut_within_its_tag_has_no_bar_code() -> None:
    raw = report(page(ElementKind.SLOT, fixed(1) + TAG_36, fixed(2) + TAG_36))[:-30]
    first, last = parse_elements(raw).described
    assert (first.element.bar_code, first.cut) == ("A00001L5", False)
    assert (last.element.address, last.element.full, last.element.bar_code, last.cut) == (2, True, None, True)


def test_a_last_descriptor_cut_behind_its_tag_keeps_its_bar_code() -> None:
    raw = report(page(ElementKind.SLOT, fixed(1) + TAG_36 + bytes(4)))[:-8]
    assert (one(raw).element.bar_code, one(raw).cut) == ("A00001L5", True)


def test_a_header_alone_is_a_report_of_nothing() -> None:
    assert parse_elements(bytes.fromhex("0000 0000 00000008")).described == ()


def test_several_pages_are_read() -> None:
    raw = report(
        page(ElementKind.ROBOT, fixed(1), primary=False),
        page(ElementKind.PORT, fixed(10) + TAG_36, fixed(11) + TAG_36),
        page(ElementKind.DRIVE, fixed(500) + TAG_36 + IDENTIFIER),
    )
    assert [each.element.address for each in parse_elements(raw).described] == [1, 10, 11, 500]


def test_pages_that_overlap_give_no_address_twice() -> None:
    raw = bytes.fromhex(
        "01f4000d000000d8 01000010 00000010 02000010 00000080"
        "03e8010000000000 0000000000000000 03e9010000000000 0000000000000000"
    )
    addresses = [each.element.address for each in parse_elements(raw).described]
    assert len(addresses) == len(set(addresses))


def test_what_tgt_sent_of_its_drives_is_read() -> None:
    raw = bytes.fromhex(
        "01f4 0002 0000006c 0400 0032 00000064"
        "01f4 00000000000000000000 02010022 4850202020202020 556c747269756d20352d534353492020 48553030303030310000"
        "01f5 00000000000000000000 02010022 4850202020202020 556c747269756d20352d534353492020 4855".replace(" ", "")
    )
    first, last = parse_elements(raw).described
    assert (first.element.address, first.element.drive_serial, first.cut) == (500, "HU000001", False)
    assert (last.element.address, last.element.drive_serial, last.cut) == (501, None, True)


def test_exceptions_are_told_in_words() -> None:
    element = slot(fixed(1, flags=0x05, codes=(0x83, 0x00)))
    assert "83/00" in element.trouble
    assert not element.accessible


@pytest.mark.parametrize(
    ("flags", "codes", "unsure"),
    [
        pytest.param(0x04, (0x53, 0x08), True, id="it says something else"),
        pytest.param(0x04, (0x00, 0x00), True, id="it does not say why"),
        pytest.param(0x05, (0x53, 0x08), False, id="it is full"),
        pytest.param(0x00, (0x00, 0x00), False, id="nothing is wrong"),
        pytest.param(0x04, (0x3B, 0x12), False, id="its magazine is out"),
        pytest.param(0x04, (0x3B, 0x11), False, id="its magazine is out of reach"),
        pytest.param(0x04, (0x83, 0x02), False, id="it is the vendor's own"),
    ],
)
def test_an_element_that_is_not_well_and_not_full_may_be_full(
    flags: int, codes: tuple[int, int], *, unsure: bool
) -> None:
    assert slot(fixed(1, flags=flags, codes=codes)).unsure is unsure


def test_a_source_counts_only_where_it_is_valid() -> None:
    assert slot(fixed(1)).source is None


def test_a_cleaning_cartridge_is_known_by_its_medium_type() -> None:
    assert slot(fixed(1, medium=2)).cleaner
    assert not slot(fixed(1, medium=1)).cleaner


def test_inversion_counts_only_with_a_valid_source() -> None:
    turned = bytearray(fixed(1, source=3))
    turned[9] |= 0x40
    assert slot(bytes(turned)).inverted


def test_a_library_that_sets_access_for_nothing_does_not_tell_access() -> None:
    raw = report(page(ElementKind.SLOT, fixed(1, flags=0), fixed(2, flags=0x04)))
    told = with_access([each.element for each in parse_elements(raw).described])
    assert [each.accessible for each in told] == [True, False]


def test_a_library_that_sets_access_for_some_means_it() -> None:
    raw = report(page(ElementKind.SLOT, fixed(1, flags=0), fixed(2)))
    told = with_access([each.element for each in parse_elements(raw).described])
    assert [each.accessible for each in told] == [False, True]


@pytest.mark.parametrize("raw", [b"", bytes(7), report(bytes.fromhex("09000010 00000010") + bytes(16))])
def test_nonsense_is_unreadable(raw: bytes) -> None:
    with pytest.raises(StatusUnreadable):
        parse_elements(raw)


@given(
    kind=st.sampled_from(list(ElementKind)),
    flags=st.sampled_from([0x00, 0x40, 0x80, 0xC0]),
    length=st.integers(3, 200),
    content=st.binary(max_size=600),
)
def test_any_bytes_in_a_page_are_read_without_failing(
    kind: ElementKind, flags: int, length: int, content: bytes
) -> None:
    raw = bytes(8) + bytes([kind.value, flags]) + length.to_bytes(2) + len(content).to_bytes(4) + content
    described = parse_elements(raw).described
    assert all(each.element.bar_code != "" for each in described)
    assert sum(each.cut for each in described) <= 1


@given(count=st.integers(1, 30), lost=st.integers(0, 30))
def test_only_the_last_element_suffers_when_the_end_is_lost(count: int, lost: int) -> None:
    raw = report(page(ElementKind.SLOT, *(fixed(address) + TAG_36 for address in range(1, count + 1))))
    addresses = [each.element.address for each in parse_elements(raw[: len(raw) - lost]).described]
    assert addresses == list(range(1, count + 1))
    assert all(after == before + 1 for before, after in pairwise(addresses))
