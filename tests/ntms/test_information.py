"""Every object of every type is enumerated, and tells what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid4

import pytest

from openrsm import ntms
from openrsm.domain.inject import InjectStage
from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import BEGINNING, ObjectType
from openrsm.domain.work import Operation
from openrsm.ntms.describing_requests import library_request
from openrsm.ntms.finding import FINDERS
from tests.conformance.surface_bench import LIBRARY, ROOT, SMALL, Bench, Build
from tests.ntms.conditions.basics import drive, library, lmid, medium, pool, side
from tests.ntms.conditions.ready_ports import slot
from tests.ntms.spec import functions

EVERYTHING: Final = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=1"
KINDS: Final = [ntms.NtmsObjectsTypes(kind) for kind in FINDERS]


def told(session: ntms.HANDLE, guid: UUID, kind: int = ntms.NTMS_UNKNOWN) -> ntms.NTMS_OBJECTINFORMATION:
    wanted = ntms.NTMS_OBJECTINFORMATION(dwType=ntms.NtmsObjectsTypes(kind))
    return ntms.GetNtmsObjectInformation(session, guid, wanted)


def info(session: ntms.HANDLE, guid: UUID) -> Any:
    return told(session, guid).Info


def test_each_object_that_is_enumerated_tells_of_itself(build: Build) -> None:
    bench = build(EVERYTHING)
    bench.mount(bench.lmid())
    bench.take_out("V00006L9")
    bench.queue("V00006L9")
    session = ntms.attach(bench.manager, ROOT, "backup")
    for kind in KINDS:
        found = ntms.EnumerateNtmsObject(session, None, ntms.INFINITE, kind)
        assert found, kind
        for guid in found:
            one = told(session, guid, kind)
            assert (one.ObjectGuid, one.dwType) == (guid, kind)
            assert type(one.Info).__name__.startswith("NTMS_")
            assert one.Created is not None, kind
            assert one.Modified is not None, kind
            assert BEGINNING < one.Created <= one.Modified <= bench.clock(), kind


def of_every_type(bench: Bench, session: ntms.HANDLE) -> dict[ntms.NtmsObjectsTypes, UUID]:
    """An object of each type."""
    bench.mount(bench.lmid())
    ntms.SubmitNtmsOperatorRequest(session, ntms.NTMS_OPREQ_MESSAGE, "look", None)
    found = {kind: ntms.EnumerateNtmsObject(session, None, ntms.INFINITE, kind) for kind in KINDS}
    return {kind: library(bench) if kind is ntms.NTMS_LIBRARY else guids[0] for kind, guids in found.items()}


def test_whatever_holds_no_objects_of_a_type_is_an_invalid_container(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT)
    there = of_every_type(bench, session)
    holding = functions()["EnumerateNtmsObject"]["options"]["containers"]
    for wanted in KINDS:
        for kind, guid in there.items():
            if kind.name in holding[wanted.name]:
                ntms.EnumerateNtmsObject(session, guid, ntms.INFINITE, wanted)
            else:
                with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_PARAMETER"):
                    ntms.EnumerateNtmsObject(session, guid, ntms.INFINITE, wanted)


def test_requests_are_enumerated_when_they_have_ended(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT)
    item = bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY)).item
    asked = ntms.SubmitNtmsOperatorRequest(session, ntms.NTMS_OPREQ_MESSAGE, "look", None)
    ntms.SatisfyNtmsOperatorRequest(session, asked)
    for container in (None, library(bench)):
        assert item.id in ntms.EnumerateNtmsObject(session, container, ntms.INFINITE, ntms.NTMS_LIBREQUEST)
    assert asked in ntms.EnumerateNtmsObject(session, None, ntms.INFINITE, ntms.NTMS_OPREQUEST)


@pytest.mark.parametrize(
    ("operation", "option", "told"),
    [
        (Operation.DISMOUNT, 1, 1),
        (Operation.INJECT, InjectStage.MANY, 4),
        (Operation.INJECT, InjectStage.TAKE, 0),
        (Operation.INVENTORY, InventoryMethod.FULL, 0),
        (Operation.INVENTORY, InventoryMethod.SLOT, 1),
        (Operation.INVENTORY, InventoryMethod.FAST, 1),
        (Operation.MOUNT, 3, 0),
        (Operation.CLEAN_DRIVE, 1, 0),
    ],
)
def test_the_option_of_a_request_is_told_as_the_protocol_numbers_it(
    build: Build, operation: Operation, option: int, told: int
) -> None:
    bench = build(SMALL)
    item = bench.manager.libraries.inventory(bench.session, LIBRARY).item
    request = library_request(replace(item, operation=operation, option=int(option))).Info
    assert isinstance(request, ntms.NTMS_LIBREQUESTINFORMATION)
    assert request.OperationOption == told


def test_a_request_tells_which_slot_is_kept_for_the_cleaner_and_given_back(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT)
    cleaners, kept = bench.manager.cleaning, slot(bench, 8)
    reserved = bench.done(cleaners.reserve(bench.session, LIBRARY, 8))
    for view in (reserved, bench.done(cleaners.release(bench.session, LIBRARY))):
        request = info(session, view.item.id)
        assert (request.SlotId, request.OperationOption) == (kept, 0)


def test_an_object_that_there_is_not_is_not_found(build: Build) -> None:
    session = ntms.attach(build(EVERYTHING).manager, ROOT)
    for kind in (ntms.NTMS_UNKNOWN, *KINDS):
        with pytest.raises(ntms.NtmsError, match="ERROR_OBJECT_NOT_FOUND"):
            told(session, uuid4(), kind)


@pytest.mark.parametrize("size", [-1, ntms.INFINITE + 1])
def test_a_size_that_no_buffer_has_is_refused(build: Build, size: int) -> None:
    session = ntms.attach(build(EVERYTHING).manager, ROOT)
    with pytest.raises(ntms.NtmsError, match=r"ERROR_INVALID_PARAMETER.*lpdwListSize"):
        ntms.EnumerateNtmsObject(session, None, size, ntms.NTMS_DRIVE)


def test_a_type_of_which_nothing_is_told_is_refused(build: Build) -> None:
    session = ntms.attach(build(EVERYTHING).manager, ROOT)
    assert set(ObjectType) == set(FINDERS)
    with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_PARAMETER"):
        told(session, uuid4(), ntms.NTMS_UI_DESTINATION)


def test_objects_tell_how_they_stand_and_where_they_belong(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT, "backup")
    held = lmid(bench)
    [found] = ntms.MountNtmsMedia(session, [held], [], 1, ntms.NTMS_MOUNT_READ, 0, ntms.INFINITE)
    assert found is not None
    loaded = bench.medium(str(held))
    assert info(session, found).State is ntms.NTMS_DRIVESTATE_LOADED
    physical = info(session, loaded.medium.id)
    assert (physical.MediaState, physical.Location) == (ntms.NTMS_MEDIASTATE_LOADED, found)
    assert (physical.LocationType, physical.MountedPartition) == (ntms.NTMS_DRIVE, loaded.sides[0].id)
    partition = info(session, loaded.sides[0].id)
    assert (partition.LogicalMedia, partition.State) == (held, ntms.NTMS_PARTSTATE_ALLOCATED)
    assert info(session, held).MediaPool == pool(bench)
    of_pool = info(session, pool(bench))
    assert (of_pool.PoolType, of_pool.MediaType) == (ntms.NTMS_POOLTYPE_APPLICATION, physical.MediaType)
    assert of_pool.AllocationPolicy == ntms.NTMS_ALLOCATE_FROMSCRATCH
    assert info(session, physical.MediaType).MediaType == 0x56
    of_library = info(session, library(bench))
    assert (of_library.dwNumberOfDrives, of_library.dwNumberOfSlots, of_library.dwNumberOfDoors) == (2, 8, 1)
    assert told(session, library(bench)).szName == LIBRARY
    assert info(session, drive(bench, 2)).State is ntms.NTMS_DRIVESTATE_DISMOUNTED


def test_a_failed_request_tells_the_number_of_its_error(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT)
    bench.mount(*bench.lmids(2))
    [view] = bench.queue(bench.lmid())
    ntms.CancelNtmsLibraryRequest(session, view.item.id)
    request = info(session, view.item.id)
    assert (request.OperationCode, request.State) == (ntms.NTMS_LM_MOUNT, ntms.NTMS_LM_CANCELLED)
    assert request.dwErrorCode == ntms.ERROR_CANCELLED
    assert request.PhysMediaId == view.item.medium_id


def test_the_id_of_a_side_is_none_of_a_medium(build: Build) -> None:
    bench = build(EVERYTHING)
    session = ntms.attach(bench.manager, ROOT)
    assert told(session, side(bench, "V00001L9"), ntms.NTMS_PARTITION).ObjectGuid == side(bench, "V00001L9")
    with pytest.raises(ntms.NtmsError, match="ERROR_OBJECT_NOT_FOUND"):
        told(session, side(bench, "V00001L9"), ntms.NTMS_PHYSICAL_MEDIA)
    assert told(session, medium(bench, "V00001L9"), ntms.NTMS_PHYSICAL_MEDIA).szName == "V00001L9"


def test_the_root_of_all_pools_is_enumerated_only_where_it_is_asked_for(build: Build) -> None:
    session = ntms.attach(build(EVERYTHING).manager, ROOT)
    [computer] = ntms.EnumerateNtmsObject(session, None, 1, ntms.NTMS_COMPUTER)
    pools = ntms.EnumerateNtmsObject(session, None, 100, ntms.NTMS_MEDIA_POOL)
    with_root = ntms.EnumerateNtmsObject(session, None, 100, ntms.NTMS_MEDIA_POOL, ntms.NTMS_ENUM_ROOTPOOL)
    assert with_root == [computer, *pools]
    with pytest.raises(ntms.NtmsError, match="ERROR_INVALID_PARAMETER"):
        ntms.EnumerateNtmsObject(session, None, 100, ntms.NTMS_DRIVE, ntms.NTMS_ENUM_ROOTPOOL)


def test_a_cartridge_carried_to_a_named_slot_is_told_as_a_dismount(build: Build) -> None:
    bench = build(SMALL)
    view = bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)
    told = library_request(view.item).Info
    assert isinstance(told, ntms.NTMS_LIBREQUESTINFORMATION)
    assert told.OperationCode is ntms.NtmsLmOperation.NTMS_LM_DISMOUNT
