"""What may be mounted, and what a refusal says to do."""

from __future__ import annotations

import pytest

from openrsm.domain.mounting import Wanted, check_online, check_states
from openrsm.domain.side import SideState
from openrsm.domain.values import OFFLINE
from openrsm.errors import InvalidState, MediaOffline
from tests.domain.builders import a_medium, a_side


def wanted(state: SideState) -> Wanted:
    medium = a_medium()
    return Wanted(side=a_side(medium, state=state), medium=medium)


@pytest.mark.parametrize(
    ("state", "advice"),
    [
        (SideState.UNKNOWN, "first run: rsm media identify A00001L5"),
        (SideState.UNPREPARED, "wait until its free label is written, see: rsm work list"),
        (SideState.INCOMPATIBLE, "no drive could use it, so run: rsm eject A00001L5"),
    ],
)
def test_what_cannot_be_mounted_is_refused_with_what_to_run(state: SideState, advice: str) -> None:
    with pytest.raises(InvalidState, match="medium A00001L5 is") as refusal:
        check_states([wanted(state)])
    assert advice in str(refusal.value)


def test_a_side_with_a_strangers_label_may_be_mounted() -> None:
    check_states([wanted(SideState.FOREIGN), wanted(SideState.IMPORT)])


def test_whoever_will_not_have_an_operator_asked_is_told_so_in_the_words_of_no_edge() -> None:
    medium = a_medium(place=OFFLINE)
    with pytest.raises(MediaOffline, match="mount without the option") as refusal:
        check_online([Wanted(side=a_side(medium), medium=medium)])
    assert "--" not in str(refusal.value)
