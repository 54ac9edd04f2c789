"""The checker of histories finds what is wrong with bad ones, and nothing with good ones."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random

import pytest

from tests.histories.history import Operation, Use, faults, is_linearizable

A, M, D, G = Use.ALLOCATE, Use.MOUNT, Use.DISMOUNT, Use.DEALLOCATE
L, U, E = Use.LOAD, Use.UNLOAD, Use.END
Told = tuple[int, Use, str, float, float]


def history(*told: Told) -> list[Operation]:
    """Of one medium: client, use, LMID, when it was asked for and answered."""
    return [
        Operation(client=client, use=use, medium="V1", lmid=lmid, asked=asked, told=answered)
        for client, use, lmid, asked, answered in told
    ]


OWNED = (1, A, "x", 0, 1)

GOOD = {
    "one after the other": (OWNED, (1, M, "x", 2, 3), (1, D, "x", 4, 5), (1, G, "x", 6, 7), (2, A, "y", 8, 9)),
    "answers that come late": (OWNED, (1, M, "x", 2, 9), (1, D, "x", 3, 10), (2, M, "x", 2, 8)),
    "two wait for one medium": (OWNED, (1, M, "x", 2, 3), (2, M, "x", 2, 6), (1, D, "x", 4, 7)),
    "a mount that was never answered, and never was": (OWNED, (1, M, "x", 2, inf), (2, M, "x", 3, 4)),
    "a dismount that was never answered, and was": (
        OWNED,
        (1, M, "x", 2, 3),
        (1, D, "x", 4, inf),
        (2, M, "x", 5, 6),
    ),
    "loaded in a share, unloaded, and mounted by another": (
        OWNED,
        (1, L, "x", 2, 3),
        (1, U, "x", 4, 5),
        (2, M, "x", 4, 6),
    ),
    "mounted until its session is closed": (OWNED, (1, M, "x", 2, 3), (1, E, "x", 4, 5), (2, L, "x", 4, 6)),
    "a session that was lost some time after its lease": (
        OWNED,
        (1, M, "x", 2, 3),
        (1, E, "x", 4, inf),
        (2, M, "x", 3, 8),
    ),
    "a session that was lost before its mount": (OWNED, (1, M, "x", 2, inf), (1, E, "x", 2, inf), (2, M, "x", 3, 4)),
}

BAD = {
    "two have it": (OWNED, (1, M, "x", 2, 3), (2, M, "x", 4, 5)),
    "mounted before it was given back": (OWNED, (1, M, "x", 2, 3), (2, M, "x", 4, 5), (1, D, "x", 6, 7)),
    "given to two": (OWNED, (2, A, "y", 2, 3)),
    "mounted by a name that it has no more": (OWNED, (1, G, "x", 2, 3), (1, M, "x", 4, 5)),
    "given back while mounted": (OWNED, (1, M, "x", 2, 3), (2, G, "x", 4, 5), (1, D, "x", 6, 7)),
    "dismounted by another": (OWNED, (1, M, "x", 2, 3), (2, D, "x", 4, 5)),
    "dismounted twice": (OWNED, (1, M, "x", 2, 3), (1, D, "x", 4, 5), (1, D, "x", 6, 7)),
    "loaded while another has it mounted": (OWNED, (1, M, "x", 2, 3), (2, L, "x", 4, 5)),
    "unloaded by another": (OWNED, (1, L, "x", 2, 3), (2, U, "x", 4, 5)),
    "taken from a session before its end was asked for": (
        OWNED,
        (1, M, "x", 2, 3),
        (2, M, "x", 4, 5),
        (1, E, "x", 6, 7),
    ),
    "taken from a session before its lease was over": (
        OWNED,
        (1, M, "x", 2, 3),
        (2, M, "x", 4, 5),
        (1, E, "x", 6, inf),
    ),
    "given back by a session that has ended": (OWNED, (1, M, "x", 2, 3), (1, E, "x", 4, 5), (1, D, "x", 6, 7)),
    "still had by a session that has ended": (OWNED, (1, M, "x", 2, 3), (1, E, "x", 4, 5), (1, G, "x", 3, 3.5)),
    "one LMID twice": (OWNED, (1, G, "x", 2, 3), (2, A, "x", 4, 5)),
    "an acknowledged mount was lost": (OWNED, (1, G, "x", 4, 5), (1, M, "x", 6, 7)),
}


@pytest.mark.parametrize("told", GOOD.values(), ids=GOOD)
def test_a_history_that_can_be_explained_is_good(told: tuple[Told, ...]) -> None:
    assert [*faults(history(*told))] == []


@pytest.mark.parametrize("told", BAD.values(), ids=BAD)
def test_a_history_that_cannot_be_explained_is_bad(told: tuple[Told, ...]) -> None:
    assert [*faults(history(*told))]


def in_drives(*told: tuple[int, Use, str, str, float, float]) -> list[Operation]:
    """Of several media, each owned by its name: client, use, medium, drive, when it was asked for and answered."""
    owned = [
        Operation(client=0, use=A, medium=medium, lmid=medium, asked=0, told=1)
        for medium in sorted({medium for _, _, medium, *_ in told})
    ]
    return owned + [
        Operation(client=client, use=use, medium=medium, lmid=medium, asked=asked, told=answered, drive=drive)
        for client, use, medium, drive, asked, answered in told
    ]


def test_a_drive_may_be_one_client_s_after_another_s_and_two_drives_two_clients() -> None:
    told = in_drives(
        (1, M, "V1", "d1", 2, 3),
        (2, M, "V2", "d2", 2, 3),
        (1, D, "V1", "", 4, 9),  # that it is given back may be told later than that it is another's
        (3, L, "V3", "d1", 2, 5),
    )
    assert [*faults(told)] == []


@pytest.mark.parametrize("other", [1, 2])
@pytest.mark.parametrize("use", [M, L])
def test_a_drive_with_two_media_at_once_is_bad(other: int, use: Use) -> None:
    told = in_drives((1, M, "V1", "d1", 2, 3), (other, use, "V2", "d1", 2, 5), (1, D, "V1", "", 6, 7))
    assert [*faults(told)] == [f"d1: client {other} had it from 5 while client 1 had it until 6"]


def test_another_cartridge_behind_the_device_path_is_bad() -> None:
    owned, mounted = in_drives((1, M, "V1", "d1", 2, 3))
    assert [*faults([owned, replace(mounted, found="V1")])] == []
    assert [*faults([owned, replace(mounted, found="V9")])] == ["client 1 was given V9 for V1 in d1"]


def test_a_long_history_of_many_clients_is_checked_and_one_wrong_answer_in_it_is_found() -> None:
    dice = Random(1)  # noqa: S311 - a play, not a secret
    told, now = [*history(OWNED)], 1.0
    for _ in range(200):
        client, now = dice.randrange(64), now + 4
        slack = [dice.random() for _ in range(4)]
        for use, at in ((M, now), (D, now + 2)):
            asked, answered = at - slack.pop(), at + slack.pop()
            told.append(Operation(client=client, use=use, medium="V1", lmid="x", asked=asked, told=answered))
    assert is_linearizable(told)
    late = told[201]
    assert not is_linearizable([*told[:201], replace(late, asked=late.asked + 9, told=late.told + 9), *told[202:]])
