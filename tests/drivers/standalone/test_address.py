"""Addresses of drives in no library."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.drivers.registry import open_library
from openrsm.errors import DeviceGone, InvalidParameter, NotSupported


@pytest.mark.parametrize("url", ["standalone:", "standalone:tape", "standalone:/dev/sg3", "standalone:standalone:x"])
def test_another_form_is_refused_and_the_right_one_shown(url: str) -> None:
    with pytest.raises(InvalidParameter, match="standalone:scsi:/dev/sg3"):
        open_library(url)


@pytest.mark.parametrize("url", ["standalone:scsi:/dev/nst0", "standalone:iscsi://nowhere", "standalone:virtual:"])
def test_the_form_is_that_of_the_drives_own_address(url: str) -> None:
    with pytest.raises(InvalidParameter):
        open_library(url)


def test_a_drive_that_programs_cannot_open_is_of_no_use() -> None:
    with pytest.raises(NotSupported, match="st driver"):
        open_library("standalone:scsi:/dev/sg9999")


def test_nobody_answers_where_nobody_is() -> None:
    with pytest.raises(DeviceGone):
        open_library("standalone:iscsi://127.0.0.1:1/iqn.2026-01.test:none/1")


@pytest.mark.parametrize("query", ["slots=4", "drives=2", "cartridges=1", "doors=1"])
def test_a_virtual_drive_has_nothing_but_itself(tmp_path: Path, query: str) -> None:
    with pytest.raises(InvalidParameter, match="a drive has no parameter"):
        open_library(f"standalone:virtual:{tmp_path}?{query}")


def test_a_virtual_drive_stays_what_it_was_made_as(tmp_path: Path) -> None:
    first = open_library(f"standalone:virtual:{tmp_path}?type=LTO-7")
    again = open_library(f"standalone:virtual:{tmp_path}")
    assert again.changer.identity == first.changer.identity
    assert again.default_type == "LTO-7"
    with pytest.raises(InvalidParameter, match="LTO-7"):
        open_library(f"standalone:virtual:{tmp_path}?type=LTO-8")


def test_a_library_is_no_drive(tmp_path: Path) -> None:
    open_library(f"virtual:{tmp_path}?slots=4")
    with pytest.raises(InvalidParameter, match=r"slots=4|drives=2"):
        open_library(f"standalone:virtual:{tmp_path}")
