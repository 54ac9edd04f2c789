"""Which computers show messages, beyond the documented failures."""

from __future__ import annotations

from socket import gethostname
from uuid import UUID

import pytest

from openrsm import ntms
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.basics import library

REQ = ntms.NTMS_UITYPE_REQ


def computer(session: ntms.HANDLE) -> UUID:
    [found] = ntms.EnumerateNtmsObject(session, None, ntms.INFINITE, ntms.NTMS_COMPUTER)
    return found


def test_names_are_added_deleted_and_deleted_all_at_once(bench: Bench, session: ntms.HANDLE) -> None:
    of = library(bench)
    for name in ("desk1", "desk2", "desk3"):
        ntms.SetNtmsUIOptions(session, of, REQ, ntms.NTMS_UIDEST_ADD, name)
    ntms.SetNtmsUIOptions(session, of, REQ, ntms.NTMS_UIDEST_DELETE, "desk2")
    assert ntms.GetNtmsUIOptions(session, of, REQ) == ["desk1", "desk3"]
    ntms.SetNtmsUIOptions(session, of, REQ, ntms.NTMS_UIDEST_DELETEALL)
    assert ntms.GetNtmsUIOptions(session, of, REQ, 0) == []


def test_the_empty_name_is_this_computers(session: ntms.HANDLE) -> None:
    of = computer(session)
    ntms.SetNtmsUIOptions(session, of, ntms.NTMS_UITYPE_ERR, ntms.NTMS_UIDEST_ADD, "")
    assert ntms.GetNtmsUIOptions(session, of, ntms.NTMS_UITYPE_ERR) == [gethostname()]


def test_without_an_object_the_list_is_the_sessions(session: ntms.HANDLE) -> None:
    ntms.SetNtmsUIOptions(session, None, REQ, ntms.NTMS_UIDEST_ADD, "desk1")
    assert ntms.GetNtmsUIOptions(session, None, REQ) == ["desk1"]
    assert ntms.GetNtmsUIOptions(session, computer(session), REQ) == []


@pytest.mark.parametrize("operation", [0, ntms.NTMS_UIOPERATION_MAX, 5])
def test_an_operation_that_there_is_not_is_refused(bench: Bench, session: ntms.HANDLE, operation: int) -> None:
    with pytest.raises(ntms.NtmsError) as raised:
        ntms.SetNtmsUIOptions(session, library(bench), REQ, operation, "desk1")
    assert raised.value.symbol == "ERROR_INVALID_PARAMETER"
