"""Which ids calls take, beside those that the header names."""

from __future__ import annotations

from uuid import UUID

import pytest

from openrsm import ntms
from openrsm.domain.work import Operation
from tests.conformance.surface_bench import ROOT, TWO_SIDED, Bench, Build
from tests.ntms.conditions.basics import lmid, medium

ZEROS = UUID(int=0)


def test_the_null_guid_is_what_calls_return_for_none() -> None:
    assert ntms.NTMS_NULLGUID is None
    assert "NTMS_NULLGUID" in ntms.__all__


@pytest.mark.parametrize("null", [None, ZEROS])
def test_a_batch_is_started_by_no_medium_and_by_the_guid_of_zeros(
    bench: Bench, session: ntms.HANDLE, null: UUID | None
) -> None:
    queued = ntms.EjectNtmsMedia(session, medium(bench, "V00001L9"), None, ntms.NTMS_EJECT_QUEUE)
    assert ntms.EjectNtmsMedia(session, null, None, ntms.NTMS_EJECT_START) == queued
    assert bench.manager.work.show(bench.session, str(queued)).item.operation is Operation.EJECT


def test_the_guid_of_zeros_is_no_medium_to_be_added_to_a_batch(session: ntms.HANDLE) -> None:
    with pytest.raises(ntms.NtmsError) as refusal:
        ntms.EjectNtmsMedia(session, ZEROS, None, ntms.NTMS_EJECT_QUEUE)
    assert refusal.value.winerror == ntms.ERROR_INVALID_MEDIA


def test_the_id_of_a_physical_medium_stands_for_its_only_side_and_its_only_lmid(
    bench: Bench, session: ntms.HANDLE
) -> None:
    pmid = bench.medium(str(lmid(bench))).medium.id
    [drive] = ntms.MountNtmsMedia(session, [pmid], [], 1, ntms.NTMS_MOUNT_READ, 0, ntms.INFINITE)
    assert drive is not None
    ntms.DismountNtmsMedia(session, [pmid], 1, ntms.NTMS_DISMOUNT_DEFERRED)
    ntms.DeallocateNtmsMedia(session, pmid)
    assert bench.medium(str(pmid)).logical == []


def test_the_id_of_a_physical_medium_names_neither_of_two_sides(build: Build) -> None:
    bench = build(TWO_SIDED)
    session = ntms.attach(bench.manager, ROOT, "backup")
    pmid = bench.medium(str(lmid(bench))).medium.id
    with pytest.raises(ntms.NtmsError) as refusal:
        ntms.MountNtmsMedia(session, [pmid], [], 1, ntms.NTMS_MOUNT_READ, 0, ntms.INFINITE)
    assert refusal.value.winerror == ntms.ERROR_INVALID_MEDIA
