"""Security descriptors say what the lists of rights say."""

from __future__ import annotations

import pytest

from openrsm import ntms
from tests.conformance.surface_bench import Bench
from tests.ntms.conditions.basics import library, pool
from tests.ntms.conditions.ready import LTO_9

ALL_ASKED = ntms.OWNER_SECURITY_INFORMATION | ntms.DACL_SECURITY_INFORMATION


def ace(trustee: str, mask: int) -> ntms.ACCESS_ALLOWED_ACE:
    return ntms.ACCESS_ALLOWED_ACE(Trustee=trustee, Mask=mask)


def test_a_list_that_was_set_is_the_list_that_is_read(bench: Bench, session: ntms.HANDLE) -> None:
    lists = [
        (ace("user:ann", ntms.NTMS_GENERIC_ALL), ace("group:backup", ntms.NTMS_USE_ACCESS)),
        (ace("everyone", 1),),
        (),
    ]
    for wanted in lists:
        descriptor = ntms.SECURITY_DESCRIPTOR(Dacl=wanted)
        ntms.SetNtmsObjectSecurity(
            session, library(bench), ntms.NTMS_LIBRARY, ntms.DACL_SECURITY_INFORMATION, descriptor
        )
        read = ntms.GetNtmsObjectSecurity(session, library(bench), ntms.NTMS_LIBRARY, ALL_ASKED)
        found = read.Dacl or ()
        assert len(found) == len(wanted)
        assert all(one in found for one in wanted)


def test_the_owner_of_a_pool_is_told_and_only_where_asked_for(bench: Bench, session: ntms.HANDLE) -> None:
    read = ntms.GetNtmsObjectSecurity(session, pool(bench), ntms.NTMS_MEDIA_POOL, ntms.OWNER_SECURITY_INFORMATION)
    assert (read.Owner, read.Dacl) == ("root", None)
    [computer] = ntms.EnumerateNtmsObject(session, None, 1, ntms.NTMS_COMPUTER)
    of_computer = ntms.GetNtmsObjectSecurity(session, computer, ntms.NTMS_COMPUTER, ALL_ASKED)
    of_root = ntms.GetNtmsObjectSecurity(session, computer, ntms.NTMS_MEDIA_POOL, ALL_ASKED)
    assert ace("everyone", ntms.NTMS_USE_ACCESS) in (of_computer.Dacl or ())
    assert of_root != of_computer


def test_a_new_pool_has_the_rights_that_it_is_created_with_and_hands_them_down(session: ntms.HANDLE) -> None:
    line = ace("user:ann", ntms.NTMS_USE_ACCESS)
    given = ntms.SECURITY_ATTRIBUTES_NTMS(lpSecurityDescriptor=ntms.SECURITY_DESCRIPTOR(Dacl=(line,)))
    above = ntms.CreateNtmsMediaPool(session, "hers", None, ntms.NTMS_CREATE_NEW, given)
    below = ntms.CreateNtmsMediaPool(session, "hers\\daily", LTO_9, ntms.NTMS_OPEN_ALWAYS)
    assert ntms.GetNtmsMediaPoolName(session, below) == "hers\\daily"
    read = ntms.GetNtmsObjectSecurity(session, above, ntms.NTMS_MEDIA_POOL, ntms.DACL_SECURITY_INFORMATION)
    assert read.Dacl == (line,)
    inherited = ntms.GetNtmsObjectSecurity(session, below, ntms.NTMS_MEDIA_POOL, ntms.DACL_SECURITY_INFORMATION)
    assert ntms.ACCESS_ALLOWED_ACE(Trustee="user:ann", Mask=1, Inherited="hers") in (inherited.Dacl or ())
    ntms.SetNtmsObjectSecurity(session, below, ntms.NTMS_MEDIA_POOL, ntms.DACL_SECURITY_INFORMATION, inherited)
    again = ntms.GetNtmsObjectSecurity(session, below, ntms.NTMS_MEDIA_POOL, ntms.DACL_SECURITY_INFORMATION)
    assert again == inherited


@pytest.mark.parametrize(
    ("information", "descriptor", "symbol"),
    [
        (ALL_ASKED, ntms.SECURITY_DESCRIPTOR(Owner="ann", Dacl=()), "ERROR_ACCESS_DENIED"),
        (ntms.DACL_SECURITY_INFORMATION, ntms.SECURITY_DESCRIPTOR(), "ERROR_INVALID_PARAMETER"),
        (4, ntms.SECURITY_DESCRIPTOR(Dacl=(ace("ann", 1),)), "ERROR_INVALID_PARAMETER"),
        (4, ntms.SECURITY_DESCRIPTOR(Dacl=(ace("user:ann", 0),)), "ERROR_INVALID_PARAMETER"),
        (4, ntms.SECURITY_DESCRIPTOR(Dacl=(ace("user:ann", 8),)), "ERROR_INVALID_PARAMETER"),
    ],
)
def test_what_cannot_be_set_is_refused_and_changes_nothing(
    bench: Bench, session: ntms.HANDLE, information: int, descriptor: ntms.SECURITY_DESCRIPTOR, symbol: str
) -> None:
    before = ntms.GetNtmsObjectSecurity(session, library(bench), ntms.NTMS_LIBRARY, ALL_ASKED)
    with pytest.raises(ntms.NtmsError, match=symbol):
        ntms.SetNtmsObjectSecurity(session, library(bench), ntms.NTMS_LIBRARY, information, descriptor)
    assert ntms.GetNtmsObjectSecurity(session, library(bench), ntms.NTMS_LIBRARY, ALL_ASKED) == before
