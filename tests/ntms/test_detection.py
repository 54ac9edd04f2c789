"""What is looked at when changes in stand-alone drives are to be detected."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openrsm import ntms
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation
from tests.conformance.surface_bench import ROOT, Bench
from tests.conformance.surface_standalone import DESK
from tests.ntms.conditions.basics import Ready, drive, library
from tests.ntms.conditions.ready import by_medium, by_type, desk, watching


def looks(bench: Bench, name: str) -> int:
    """How often somebody has had a library looked at."""
    bench.manager.settle()
    views = bench.manager.work.list(bench.session, ended=True)
    return sum(view.item.operation is Operation.INVENTORY and view.library == name for view in views)


@pytest.mark.parametrize("make", [watching, by_medium, by_type])
def test_the_drives_that_are_named_or_could_hold_it_are_looked_at(
    bench: Bench, session: ntms.HANDLE, make: Callable[[Bench], Ready]
) -> None:
    ready = make(bench)
    before = looks(bench, DESK)
    ready.do(session)
    assert looks(bench, DESK) == before + 1


def test_no_robot_is_troubled_nor_a_drive_out_of_service(bench: Bench, session: ntms.HANDLE) -> None:
    ready = by_type(bench)
    bench.done(bench.manager.libraries.disable(bench.session, DESK))
    before = looks(bench, DESK), looks(bench, "vlib")
    ready.do(session)
    ntms.SetNtmsDeviceChangeDetection(session, None, [library(bench)], ntms.NTMS_LIBRARY, 1)
    assert (looks(bench, DESK), looks(bench, "vlib")) == before


def test_a_type_that_no_drive_takes_has_none_looked_at(bench: Bench, session: ntms.HANDLE) -> None:
    desk(bench)
    before = looks(bench, DESK)
    other = guid_of(ObjectType.MEDIA_TYPE, "LTO-3")
    ntms.SetNtmsDeviceChangeDetection(session, None, [other], ntms.NTMS_MEDIA_TYPE, 1)
    assert looks(bench, DESK) == before


@pytest.mark.parametrize("kind", [ntms.NTMS_DRIVE, 1000])
def test_other_kinds_are_refused(bench: Bench, session: ntms.HANDLE, kind: int) -> None:
    with pytest.raises(ntms.NtmsError, match="dwType") as raised:
        ntms.SetNtmsDeviceChangeDetection(session, None, [drive(bench)], kind, 1)
    assert raised.value.winerror == ntms.ERROR_INVALID_PARAMETER


def test_a_detection_belongs_to_its_session_and_ends_with_it(bench: Bench, session: ntms.HANDLE) -> None:
    other = ntms.attach(bench.manager, ROOT, "other")
    handle = ntms.BeginNtmsDeviceChangeDetection(other)
    for _ in range(2):
        with pytest.raises(ntms.NtmsError) as raised:
            ntms.EndNtmsDeviceChangeDetection(session, handle)
        assert raised.value.winerror == ntms.ERROR_INVALID_HANDLE
        ntms.CloseNtmsSession(other)
        session, other = other, ntms.attach(bench.manager, ROOT, "third")
