"""What is set on an object is what it tells afterwards, and what cannot be set is left as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import pytest

from openrsm import ntms
from tests.conformance.surface_bench import ROOT, Bench, Build
from tests.ntms.conditions.basics import drive, library, lmid, medium, pool, side

EVERYTHING: Final = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=1"


@pytest.fixture
def bench(build: Build) -> Bench:
    return build(EVERYTHING)


@pytest.fixture
def session(bench: Bench) -> ntms.HANDLE:
    return ntms.attach(bench.manager, ROOT, "backup")


def told(session: ntms.HANDLE, guid: UUID) -> ntms.NTMS_OBJECTINFORMATION:
    return ntms.GetNtmsObjectInformation(session, guid, ntms.NTMS_OBJECTINFORMATION())


def change(session: ntms.HANDLE, guid: UUID, **info: Any) -> Any:
    """Set these members of ``Info``; what the object tells afterwards."""
    before = told(session, guid)
    ntms.SetNtmsObjectInformation(session, guid, replace(before, Info=replace(before.Info, **info)))  # type: ignore[type-var] # a structure
    return told(session, guid).Info


def only(session: ntms.HANDLE, kind: int) -> UUID:
    [guid] = ntms.EnumerateNtmsObject(session, None, ntms.INFINITE, kind)
    return guid


def test_names_and_descriptions_are_set(bench: Bench, session: ntms.HANDLE) -> None:
    for guid in (library(bench), pool(bench), medium(bench, "V00001L9"), side(bench, "V00002L9"), lmid(bench)):
        wanted = replace(told(session, guid), szName="another", szDescription="described")
        ntms.SetNtmsObjectInformation(session, guid, wanted)
        after = told(session, guid)
        assert (after.szName, after.szDescription) == ("another", "described")


def test_a_library_is_set(bench: Bench, session: ntms.HANDLE) -> None:
    none = ntms.NTMS_INVENTORY_NONE
    info = change(session, library(bench), InventoryMethod=none, dwCleanerUsesRemaining=7, AutoRecovery=False)
    assert (info.InventoryMethod, info.dwCleanerUsesRemaining, info.AutoRecovery) == (none, 7, False)
    flag = ntms.NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING
    assert flag not in info.dwFlags
    assert flag in change(session, library(bench), dwCleanerUsesRemaining=0xFFFFFFFF).dwFlags


def test_a_drive_a_port_and_a_door_are_set(bench: Bench, session: ntms.HANDLE) -> None:
    assert change(session, drive(bench), dwDeferDismountDelay=77).dwDeferDismountDelay == 77
    assert change(session, only(session, ntms.NTMS_IEPORT), MaxExtendSecs=9).MaxExtendSecs == 9
    assert change(session, only(session, ntms.NTMS_IEDOOR), MaxOpenSecs=8).MaxOpenSecs == 8


def test_a_pool_is_set(bench: Bench, session: ntms.HANDLE) -> None:
    info = change(
        session,
        pool(bench),
        AllocationPolicy=ntms.NtmsAllocationPolicy(0),
        DeallocationPolicy=ntms.NtmsDeallocationPolicy(0),
        dwMaxAllocates=5,
    )
    assert (info.AllocationPolicy, info.DeallocationPolicy, info.dwMaxAllocates) == (0, 0, 5)


def test_the_computer_is_set(session: ntms.HANDLE) -> None:
    wanted = {
        "dwLibRequestPurgeTime": 60,
        "dwOpRequestPurgeTime": 70,
        "dwLibRequestFlags": ntms.NtmsLibRequestFlags.NTMS_LIBREQFLAGS_NOFAILEDPURGE,
        "dwOpRequestFlags": ntms.NtmsOpRequestFlags.NTMS_OPREQFLAGS_NOALERTS,
        "dwMediaPoolPolicy": ntms.NtmsMediaPoolPolicy.NTMS_POOLPOLICY_KEEPOFFLINEIMPORT,
    }
    info = change(session, only(session, ntms.NTMS_COMPUTER), **wanted)
    assert {name: getattr(info, name) for name in wanted} == wanted


def test_what_cannot_be_set_is_left_as_it_is(bench: Bench, session: ntms.HANDLE) -> None:
    before = told(session, drive(bench)).Info
    assert change(session, drive(bench), dwMountCount=99, szSerialNumber="mine") == before


def test_on_a_slot_nothing_can_be_set(bench: Bench, session: ntms.HANDLE) -> None:
    slot = told(session, ntms.EnumerateNtmsObject(session, library(bench), ntms.INFINITE, ntms.NTMS_STORAGESLOT)[0])
    assert slot.ObjectGuid is not None
    with pytest.raises(ntms.NtmsError, match="ERROR_ACCESS_DENIED"):
        ntms.SetNtmsObjectInformation(session, slot.ObjectGuid, slot)


def test_information_of_another_type_is_refused(bench: Bench, session: ntms.HANDLE) -> None:
    wrong = replace(told(session, drive(bench)), Info=told(session, library(bench)).Info)
    with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_PARAMETER"):
        ntms.SetNtmsObjectInformation(session, drive(bench), wrong)


def test_the_label_of_a_file_system_is_written_down(bench: Bench, session: ntms.HANDLE) -> None:
    taken = lmid(bench)
    info = ntms.NTMS_FILESYSTEM_INFO(FileSystemType="NTFS", VolumeName="archive", SerialNumber=0xCAFE)
    ntms.UpdateNtmsOmidInfo(session, taken, ntms.NTMS_OMID_TYPE_FILESYSTEM_INFO, 0, info)
    [told] = bench.medium(str(taken)).sides
    assert (told.label_type, told.label_id, told.label_info) == ("NTFS", "0000CAFE", "archive")
    with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_PARAMETER"):
        ntms.UpdateNtmsOmidInfo(session, taken, ntms.NTMS_OMID_TYPE_RAW_LABEL, 0, info)
