"""What is set on an object is what it tells afterwards, and what cannot be set is left as it is."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import pytest

from openrsm import ntms
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import ObjectType
from openrsm.ntms.setting import KINDS
from tests.conformance.surface_bench import ROOT, Bench, Build
from tests.ntms.conditions.basics import drive, library, lmid, medium, pool, side
from tests.ntms.spec import functions
from tests.ntms.test_information import of_every_type

EVERYTHING: Final = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=1"


SETTABLE: Final = {ntms.NtmsObjectsTypes(kind).name for kind in KINDS}


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


def test_what_was_read_is_filled_in_and_handed_back(bench: Bench, session: ntms.HANDLE) -> None:
    information = told(session, library(bench))
    information.szDescription = "in the cellar"
    information.Info.AutoRecovery = False  # type: ignore[union-attr] # of a library
    ntms.SetNtmsObjectInformation(session, library(bench), information)
    after = told(session, library(bench))
    assert (after.szDescription, after.Info.AutoRecovery) == ("in the cellar", False)  # type: ignore[union-attr] # of a library
    assert after.Info.LibrarySupportsDriveCleaning  # type: ignore[union-attr] # of a library


@pytest.mark.parametrize("named", ["5f2d8c1e-0000-4000-8000-000000000000", 7])
def test_what_is_no_guid_is_refused(session: ntms.HANDLE, named: Any) -> None:
    with pytest.raises(ntms.NtmsError, match="it must be a GUID") as refused:
        ntms.EnumerateNtmsObject(session, named, 5, ntms.NTMS_LIBRARY)
    assert refused.value.symbol == "ERROR_INVALID_PARAMETER"


WANTED: Final[dict[str, Any]] = {
    "AllocationPolicy": ntms.NtmsAllocationPolicy(1),
    "AutoRecovery": False,
    "DeallocationPolicy": ntms.NtmsDeallocationPolicy(1),
    "InventoryMethod": ntms.NTMS_INVENTORY_NONE,
    "MaxExtendSecs": 9,
    "MaxOpenSecs": 8,
    "MediaType": guid_of(ObjectType.MEDIA_TYPE, "LTO-8"),
    "dwCleanerUsesRemaining": 7,
    "dwDeferDismountDelay": 77,
    "dwFlags": ntms.NTMS_LIBRARYFLAG_AUTODETECTCHANGE,
    "dwLibRequestFlags": ntms.NtmsLibRequestFlags.NTMS_LIBREQFLAGS_NOFAILEDPURGE,
    "dwLibRequestPurgeTime": 60,
    "dwMaxAllocates": 5,
    "dwMediaPoolPolicy": ntms.NtmsMediaPoolPolicy.NTMS_POOLPOLICY_KEEPOFFLINEIMPORT,
    "dwOpRequestFlags": ntms.NtmsOpRequestFlags.NTMS_OPREQFLAGS_NOALERTS,
    "dwOpRequestPurgeTime": 70,
    "szDescription": "described",
    "szName": "another",
}

WRITABLE: Final[dict[str, list[str]]] = functions()["SetNtmsObjectInformation"]["options"]["writable_fields"]

OF_ITS_WORK: Final = "it says what is or was done, in words of the service's"
LEFT: Final = {
    ("NTMS_LIBREQUEST", "szDescription"): OF_ITS_WORK,
    ("NTMS_OPREQUEST", "szDescription"): OF_ITS_WORK,
    ("NTMS_LIBRARY", "dwFlags"): "they follow from the library and from its other settings",
}
"""What the original lets callers set and OpenRSM does not, with the reason; see docs/divergence.md."""


OF_ALL: Final = {"szName", "szDescription"}


def with_field(one: ntms.NTMS_OBJECTINFORMATION, field: str) -> ntms.NTMS_OBJECTINFORMATION:
    """The same, with another value in a field."""
    wanted: dict[str, Any] = {field: WANTED[field]}
    return replace(one, **wanted) if field in OF_ALL else replace(one, Info=replace(one.Info, **wanted))  # type: ignore[type-var] # a structure


@pytest.mark.parametrize("kind", WRITABLE)
def test_what_the_original_lets_callers_set_is_set_or_has_a_reason(
    bench: Bench, session: ntms.HANDLE, kind: str
) -> None:
    bench.create_pool("spare", "LTO-9")
    spare = bench.manager.pools.show(bench.session, "spare").pool.id
    there = of_every_type(bench, session)[ntms.NtmsObjectsTypes[kind]]
    guid = spare if kind == "NTMS_MEDIA_POOL" else there
    for field in WRITABLE[kind]:
        before = told(session, guid)
        wanted = with_field(before, field)
        assert wanted != before
        with nullcontext() if kind in SETTABLE else pytest.raises(ntms.NtmsError, match="ERROR_ACCESS_DENIED"):
            ntms.SetNtmsObjectInformation(session, guid, wanted)
        assert (with_field(told(session, guid), field) == told(session, guid)) is ((kind, field) not in LEFT), field


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


def test_on_a_library_request_nothing_can_be_set(bench: Bench, session: ntms.HANDLE) -> None:
    bench.inventory()
    guid, *_ = ntms.EnumerateNtmsObject(session, library(bench), ntms.INFINITE, ntms.NTMS_LIBREQUEST)
    with pytest.raises(ntms.NtmsError, match="ERROR_ACCESS_DENIED"):
        ntms.SetNtmsObjectInformation(session, guid, told(session, guid))


def test_types_of_one_name_are_described_each_by_itself(session: ntms.HANDLE) -> None:
    kinds = (ObjectType.MEDIA_TYPE, ObjectType.DRIVE_TYPE)
    for kind, text in zip(kinds, ("eighteen terabytes", "half height"), strict=True):
        guid = guid_of(kind, "LTO-9")
        ntms.SetNtmsObjectInformation(session, guid, replace(told(session, guid), szDescription=text))
    said = [told(session, guid_of(kind, "LTO-9")).szDescription for kind in kinds]
    assert said == ["eighteen terabytes", "half height"]


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
