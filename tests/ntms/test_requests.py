"""What is asked of operators and of slots, beyond the documented failures."""

from __future__ import annotations

import pytest

from openrsm import ntms
from openrsm.domain.work import Operation
from tests.conformance.surface_bench import LIBRARY, Bench
from tests.ntms.conditions.basics import library
from tests.ntms.conditions.ready_ports import slot


@pytest.mark.parametrize("by", ["library", "slot"])
def test_a_cleaning_cartridge_is_asked_for_a_library_or_for_its_slot(
    bench: Bench, session: ntms.HANDLE, by: str
) -> None:
    named = library(bench) if by == "library" else slot(bench)
    ntms.SubmitNtmsOperatorRequest(session, ntms.NTMS_OPREQ_CLEANER, None, named)
    [asked] = bench.requests()
    assert asked.library == LIBRARY


def test_a_slot_has_been_identified_when_the_call_returns(bench: Bench, session: ntms.HANDLE) -> None:
    ntms.IdentifyNtmsSlot(session, slot(bench), ntms.NTMS_DISMOUNT_IMMEDIATE)
    items = [view.item for view in bench.manager.work.list(bench.session, ended=True)]
    [identified] = [item for item in items if item.operation is Operation.PROCESS_LABEL]
    assert identified.ended_at is not None


def test_a_slot_that_cannot_be_identified_fails_the_call(bench: Bench, session: ntms.HANDLE) -> None:
    bench.hands.add_fault("load", "UnableToLoad", times=0)
    with pytest.raises(ntms.NtmsError) as raised:
        ntms.IdentifyNtmsSlot(session, slot(bench), ntms.NTMS_DISMOUNT_IMMEDIATE)
    assert raised.value.symbol == "ERROR_UNABLE_TO_LOAD_MEDIUM"
