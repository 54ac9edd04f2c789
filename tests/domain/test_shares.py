"""Shares: which media get which numbers, and what makes a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import pytest

from openrsm.domain.library import LibraryKind
from openrsm.domain.shares import (
    Share,
    check_drives,
    check_library,
    check_number,
    check_pools,
    check_unused,
    free_numbers,
    renumber,
)
from openrsm.domain.values import OFFLINE, LibraryId, Medium, MediumId, PoolKind, Requester, ShareId
from openrsm.errors import (
    AlreadyExists,
    Busy,
    DriveMediaMismatch,
    InvalidMediaPool,
    InvalidParameter,
    LibraryOffline,
    NotEmpty,
)
from tests.domain.builders import LIBRARY_ID, a_drive, a_library, a_medium, a_pool, a_system_pool, an_id

POOL = a_pool("tapes")
OTHER = a_pool("others")
SHARE = Share(id=ShareId(an_id("share")), name="bacula", library_id=LIBRARY_ID)
ELSEWHERE = LibraryId(an_id("another library"))


def medium(number: int, **fields: object) -> Medium:
    plain = a_medium(f"A0000{number}L5", sequence=number, pool_id=POOL.id)
    return replace(plain, **fields)  # type: ignore[arg-type] # fields of Medium


def numbered(media: Sequence[Medium], numbers: dict[MediumId, int]) -> dict[MediumId, int]:
    """The numbers after these media have come, gone or moved."""
    change = renumber(SHARE, {POOL.id}, numbers, media)
    return {key: number for key, number in numbers.items() if key not in change.freed} | dict(change.given)


def away(one: Medium) -> Medium:
    return replace(one, place=OFFLINE, library_id=LibraryId(an_id("offline")))


A, B, C = medium(1), medium(2), medium(3)


def test_free_numbers_are_those_that_nobody_has_lowest_first() -> None:
    assert list(islice(free_numbers({1, 3, 4}), 3)) == [2, 5, 6]


def test_new_media_get_the_lowest_numbers_in_the_order_in_which_they_were_catalogued() -> None:
    assert numbered([C, A, B], {}) == {A.id: 1, B.id: 2, C.id: 3}
    assert numbered([C], {A.id: 2}) == {A.id: 2, C.id: 1}


def test_a_medium_keeps_its_number_while_it_is_offline() -> None:
    assert numbered([away(A)], {A.id: 1, B.id: 2}) == {A.id: 1, B.id: 2}
    assert numbered([A], {A.id: 1, B.id: 2}) == {A.id: 1, B.id: 2}


def test_a_medium_that_has_never_been_in_the_library_has_none() -> None:
    assert numbered([away(A)], {}) == {}


@pytest.mark.parametrize(
    "gone",
    [replace(A, pool_id=OTHER.id), replace(A, library_id=ELSEWHERE), replace(away(A), pool_id=OTHER.id)],
    ids=["in another pool", "in another library", "in another pool, offline"],
)
def test_a_medium_that_leaves_for_good_leaves_its_number_to_the_next(gone: Medium) -> None:
    assert numbered([gone, C], {A.id: 1, B.id: 2}) == {B.id: 2, C.id: 1}


def test_a_number_is_given_away_only_if_its_medium_is_not_there() -> None:
    check_number(2, A, None)
    check_number(1, A, A)
    check_number(2, A, away(B))
    with pytest.raises(NotEmpty, match="slot 2 is that of A00002L5"):
        check_number(2, A, B)


def test_a_share_is_part_of_a_library_with_devices() -> None:
    check_library(a_library())
    with pytest.raises(LibraryOffline):
        check_library(a_library(kind=LibraryKind.OFFLINE))


def test_a_share_has_application_pools_that_hold_media_and_are_in_no_other_share() -> None:
    check_pools([POOL, OTHER], {})
    for pools, error in (
        ([], InvalidParameter),
        ([POOL, POOL], InvalidParameter),
        ([a_system_pool(PoolKind.FREE)], InvalidMediaPool),
        ([a_pool("nest", media_type=None)], InvalidMediaPool),
    ):
        with pytest.raises(error):
            check_pools(pools, {})
    with pytest.raises(AlreadyExists, match="tapes belongs to the share bacula"):
        check_pools([POOL], {POOL.id: SHARE})


def test_a_share_has_drives_of_its_library() -> None:
    library = a_library()
    first, second = a_drive(501), a_drive(502)
    check_drives([first, second], library)
    with pytest.raises(InvalidParameter):
        check_drives([], library)
    with pytest.raises(InvalidParameter, match="twice"):
        check_drives([first, first], library)
    with pytest.raises(DriveMediaMismatch):
        check_drives([replace(first, library_id=ELSEWHERE)], library)


def test_what_a_share_has_mounted_is_not_taken_from_it() -> None:
    mine = Requester(application="bacula", user="ann", computer="box")
    drive = a_drive(501, medium_id=A.id, holder=mine)
    with pytest.raises(Busy, match="bacula"):
        check_unused(SHARE, [drive], {A.id})
    check_unused(SHARE, [drive], {B.id})
    check_unused(SHARE, [replace(drive, holder=None)], {A.id})
    check_unused(SHARE, [replace(drive, holder=replace(mine, application="amanda"))], {A.id})
