"""Inquiry, mode, log and tape pages as devices sent them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.health import ErrorCounters
from openrsm.drivers.contract import Span
from openrsm.drivers.position import Position
from openrsm.drivers.scsi import elements, inquiry, logpages, modepages, tapepages
from openrsm.errors import StatusUnreadable

INQUIRY = bytes.fromhex(
    "0180 0512 3d000002 4850202020202020 556c747269756d20352d534353492020 5a333957".replace(" ", "")
) + bytes(30)
VPD_80 = bytes.fromhex("01800024") + b"HU000001".rjust(36)
VPD_83 = bytes.fromhex("01830048 02010024") + b"IET     00010001".ljust(36, b"\0")
VPD_83 += bytes.fromhex("01030008 3000000100000001 01030010 600000000000000 00e00000000010001".replace(" ", ""))
PAGE_1D = bytes.fromhex("17000000 1d12 0001 0001 03e8 0008 000a 0002 01f4 0002 0000")
PAGE_1F = bytes.fromhex("17000000 1f12 0f07 0f0f0f0f 00000000 0f0f0f0f 00000000")


def test_inquiry_data_name_the_device() -> None:
    told = inquiry.parse_inquiry(INQUIRY)
    assert (told.kind, told.vendor, told.product, told.revision) == (1, "HP", "Ultrium 5-SCSI", "Z39W")


def test_a_logical_unit_without_a_device_has_no_kind() -> None:
    assert inquiry.parse_inquiry(b"\x7f" + INQUIRY[1:]).kind == inquiry.NO_DEVICE


def test_a_serial_number_is_stripped_on_both_sides() -> None:
    assert inquiry.parse_serial(VPD_80) == "HU000001"


def test_another_page_than_was_asked_for_holds_no_serial_number() -> None:
    assert inquiry.parse_serial(INQUIRY) == ""


def test_identifiers_are_told_apart() -> None:
    told = inquiry.parse_designators(VPD_83)
    assert [each.text for each in told] == [
        "IET     00010001",
        "3000000100000001",
        "60000000000000000e00000000010001",
    ]
    assert [each.kind for each in told] == [1, 3, 3]


def test_without_a_serial_page_the_identifier_gives_the_serial_number() -> None:
    drive = inquiry.designator(bytes([2, 1, 0, 34]) + b"HP      Ultrium 5-SCSI  HU000001\0\0")
    assert inquiry.serial_of("", [drive]) == "HU000001"
    assert drive.names == {"HU000001", "HP      Ultrium 5-SCSI  HU000001"}


def test_a_world_wide_name_is_a_serial_number_of_last_resort() -> None:
    assert inquiry.serial_of("", inquiry.parse_designators(VPD_83)) == "3000000100000001"


def test_an_identifier_that_is_cut_short_names_nothing() -> None:
    cut = inquiry.designator(bytes([2, 1, 0, 34]) + b"HP      Ultrium 5-SCSI  HU")
    assert not cut.whole
    assert cut.names == frozenset()


def test_logical_units_are_listed() -> None:
    raw = bytes.fromhex("00000020 00000000000000000000000000010000000000004002000000000000c101000000000000")
    assert inquiry.parse_luns(raw) == (0, 1, 2)


@pytest.mark.parametrize(("raw", "told"), [("0001", False), ("0003", True), ("0000", None), ("", None)])
def test_support_of_a_command_is_told_or_not(raw: str, told: bool | None) -> None:  # noqa: FBT001 - a table
    assert inquiry.parse_opcode_support(bytes.fromhex(raw)) is told


def test_the_geometry_is_read() -> None:
    geometry = modepages.parse_geometry(modepages.parse_mode_6(PAGE_1D))
    assert geometry.robots == Span(first=1, count=1)
    assert geometry.slots == Span(first=1000, count=8)
    assert geometry.ports == Span(first=10, count=2)
    assert geometry.drives == Span(first=500, count=2)


def test_the_geometry_is_read_from_the_longer_form_with_a_block_descriptor() -> None:
    raw = bytes.fromhex("0022 00 00 00 00 0008 0000000000000000".replace(" ", "")) + PAGE_1D[4:]
    assert modepages.parse_geometry(modepages.parse_mode_10(raw)).slots.first == 1000


def test_a_library_without_addresses_is_unreadable() -> None:
    with pytest.raises(StatusUnreadable):
        modepages.parse_geometry(modepages.parse_mode_6(PAGE_1F))


def test_exchange_capabilities_are_read() -> None:
    told = modepages.parse_capabilities(modepages.parse_mode_6(PAGE_1F))
    assert told is not None
    assert told.exchanges == b"\x0f\x0f\x0f\x0f"


def test_a_robot_that_rotates_is_known() -> None:
    assert modepages.parse_rotates(modepages.parse_mode_6(bytes.fromhex("07000000 1e02 0100")))
    assert not modepages.parse_rotates(modepages.parse_mode_6(bytes.fromhex("07000000 1e02 0000")))


def test_a_block_descriptor_tells_the_density() -> None:
    mode = modepages.parse_mode_6(bytes.fromhex("0b 00 90 08 58 000000 00 000000"))
    assert (mode.density, mode.device_specific & 0x80) == (0x58, 0x80)


def test_raised_alerts_are_read() -> None:
    raw = bytes.fromhex("2e00 000f0001 40 01 000014 40 01 010040 40 01 01")
    assert logpages.parse_alerts(raw) == {20, 64}


def test_another_log_page_is_no_alert_page() -> None:
    with pytest.raises(StatusUnreadable):
        logpages.parse_alerts(bytes.fromhex("11000000"))


COUNTERS = bytes.fromhex(
    "02000034"  # 52 bytes of parameters: an LTO drive after writing 6 GiB with 17 corrected errors and a lost one
    "0000400400000000"
    "0001400400000011"
    "0002400400000012"
    "0003400400000011"
    "0005400800000001 80000000"
    "0006400400000001"
)


def test_error_counters_are_read() -> None:
    counted = ErrorCounters(corrected=17, uncorrected=1, processed=6 << 30)
    assert logpages.parse_counters(COUNTERS, logpages.WRITE_ERRORS) == counted


def test_counters_of_another_size_are_read_as_well() -> None:
    counted = logpages.parse_counters(bytes.fromhex("03000006 0006 4002 0102"), logpages.READ_ERRORS)
    assert counted == ErrorCounters(uncorrected=258)


def test_a_page_that_counts_no_errors_has_no_counters() -> None:
    assert logpages.parse_counters(bytes.fromhex("03000008 0005 4004 00000001"), logpages.READ_ERRORS) is None


def test_another_log_page_holds_no_counters() -> None:
    with pytest.raises(StatusUnreadable):
        logpages.parse_counters(COUNTERS, logpages.READ_ERRORS)


def test_supported_log_pages_are_read() -> None:
    assert logpages.parse_supported(bytes.fromhex("00000003 00 02 2e")) == {0, 2, 0x2E}


def test_cartridge_memory_is_read() -> None:
    raw = bytes.fromhex("000000150401 80 0008 41303030303132330806 01 0003 414243")
    assert tapepages.parse_attributes(raw) == {0x0401: b"A0000123", 0x0806: b"ABC"}


def test_the_short_position_is_read() -> None:
    raw = bytes.fromhex("80 01 0000 00000005 00000005".replace(" ", "")) + bytes(8)
    assert tapepages.parse_position_short(raw) == Position(block=5, partition=1, at_start=True)


def test_a_position_that_does_not_fit_is_asked_for_in_long() -> None:
    assert tapepages.parse_position_short(b"\x02" + bytes(19)) is None


def test_a_position_that_the_drive_does_not_know_has_no_block() -> None:
    told = tapepages.parse_position_short(b"\x14" + bytes(19))
    assert told is not None
    assert told.block is None


def test_the_long_position_is_read() -> None:
    raw = bytes.fromhex("40000000 00000001 0000000100000000 0000000000000002") + bytes(8)
    assert tapepages.parse_position_long(raw) == Position(block=1 << 32, partition=1, at_end=True)


def test_densities_are_read() -> None:
    one = (
        bytes.fromhex("46 46 a0 0000 0031b5 007f 0380 000c3500".replace(" ", ""))
        + b"LTO-CVE U-416   Ultrium 4/16T       "
    )
    two = (
        bytes.fromhex("58 58 81 002f 003c20 007f 0500 0016e360".replace(" ", ""))
        + b"LTO-CVE U-516   Ultrium 5/16T       "
    )
    told = tapepages.parse_densities((len(one + two) + 2).to_bytes(2) + b"\0\0" + one + two)
    assert [(each.code, each.writable, each.name, each.description) for each in told] == [
        (0x46, True, "U-416", "Ultrium 4/16T"),
        (0x58, True, "U-516", "Ultrium 5/16T"),
    ]


PARSERS: list[Callable[[bytes], object]] = [
    inquiry.parse_inquiry,
    inquiry.parse_serial,
    inquiry.parse_designators,
    inquiry.parse_luns,
    inquiry.parse_opcode_support,
    lambda raw: modepages.parse_geometry(modepages.parse_mode_6(raw)),
    lambda raw: modepages.parse_geometry(modepages.parse_mode_10(raw)),
    lambda raw: modepages.parse_capabilities(modepages.parse_mode_6(raw)),
    lambda raw: modepages.parse_rotates(modepages.parse_mode_10(raw)),
    logpages.parse_alerts,
    partial(logpages.parse_counters, page=logpages.READ_ERRORS),
    logpages.parse_supported,
    tapepages.parse_attributes,
    tapepages.parse_position_short,
    tapepages.parse_position_long,
    tapepages.parse_densities,
    elements.parse_elements,
]
BEGINNINGS = st.sampled_from([b"", INQUIRY, VPD_80, VPD_83, PAGE_1D, PAGE_1F, b"\x2e\x00\x00\x0f", b"\x01\x83\x00\x48"])


@pytest.mark.parametrize("parser", PARSERS)
@given(beginning=BEGINNINGS, cut=st.integers(0, 80), rest=st.binary(max_size=200))
def test_parsers_refuse_nonsense_and_never_fail(
    parser: Callable[[bytes], object], beginning: bytes, cut: int, rest: bytes
) -> None:
    with suppress(StatusUnreadable):
        parser(beginning[:cut] + rest)
