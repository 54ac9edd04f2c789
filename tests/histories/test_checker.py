"""The checker of histories finds what is wrong with bad ones, and nothing with good ones."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random

import pytest

from tests.histories.history import Operation, Use, faults, is_linearizable

A, M, D, G = Use.ALLOCATE, Use.MOUNT, Use.DISMOUNT, Use.DEALLOCATE
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
}

BAD = {
    "two have it": (OWNED, (1, M, "x", 2, 3), (2, M, "x", 4, 5)),
    "mounted before it was given back": (OWNED, (1, M, "x", 2, 3), (2, M, "x", 4, 5), (1, D, "x", 6, 7)),
    "given to two": (OWNED, (2, A, "y", 2, 3)),
    "mounted by a name that it has no more": (OWNED, (1, G, "x", 2, 3), (1, M, "x", 4, 5)),
    "given back while mounted": (OWNED, (1, M, "x", 2, 3), (2, G, "x", 4, 5), (1, D, "x", 6, 7)),
    "dismounted by another": (OWNED, (1, M, "x", 2, 3), (2, D, "x", 4, 5)),
    "dismounted twice": (OWNED, (1, M, "x", 2, 3), (1, D, "x", 4, 5), (1, D, "x", 6, 7)),
    "one LMID twice": (OWNED, (1, G, "x", 2, 3), (2, A, "x", 4, 5)),
    "an acknowledged mount was lost": (OWNED, (1, G, "x", 4, 5), (1, M, "x", 6, 7)),
}


@pytest.mark.parametrize("told", GOOD.values(), ids=GOOD)
def test_a_history_that_can_be_explained_is_good(told: tuple[Told, ...]) -> None:
    assert [*faults(history(*told))] == []


@pytest.mark.parametrize("told", BAD.values(), ids=BAD)
def test_a_history_that_cannot_be_explained_is_bad(told: tuple[Told, ...]) -> None:
    assert [*faults(history(*told))]


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
