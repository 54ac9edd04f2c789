"""Killed at every boundary there is, the service goes on, and the play comes to the same end as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from openrsm.drivers.virtual.human import Hands
from tests.crash.nursery import Ended, Nursery, nursery
from tests.crash.people import meddle
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1800)]

PARTS = 4
"""The thorough form tries every boundary, in so many parts, for as many processes."""
SHORT, DOUBLE, MEDDLED = 331, 61, 13
"""One boundary in so many: in the short form, dying twice, and with people about; primes, so that kinds take turns."""


def others(*parts: int) -> list[object]:
    """Those that the short form leaves out."""
    return [pytest.param(part, marks=pytest.mark.exhaustive) for part in parts]


@pytest.fixture(scope="module")
def player() -> Iterator[Nursery]:
    with nursery() as born:
        yield born


@pytest.fixture(scope="module")
def undisturbed(player: Nursery) -> Ended:
    """The play, from beginning to end, and its boundaries."""
    player.set_up()
    ended = player.play()
    assert not ended.died
    return ended


def dies(player: Nursery, boundary: int) -> int | None:
    """Play from the beginning and die at a boundary: the scene in which that was; None if it was over before."""
    player.set_up()
    ended = player.play(deadly=boundary)
    return ended.scene if ended.died else None


def test_the_play_has_boundaries_of_every_kind(undisturbed: Ended) -> None:
    moments = {"commit, before", "commit, after", "device, in the middle"}
    acts = ("move", "unload", "write", "initialise", "lock")
    assert moments | {f"{act}, {when}" for act in acts for when in ("before", "after")} <= set(undisturbed.passed)


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_any_boundary_the_play_comes_to_the_same_end(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    first, every = (part + 1, PARTS) if thorough else (SHORT // PARTS * part + 7, SHORT)
    for boundary in range(first, len(undisturbed.passed) + 1, every):
        if (scene := dies(player, boundary)) is None:
            continue  # threads that take turns differently may share a commit
        with tallied("kill points"):
            assert player.play(scene=scene).outcome == undisturbed.outcome, undisturbed.passed[boundary - 1]


@pytest.mark.parametrize("part", [0, *others(1, 2, 3)])
def test_killed_again_at_any_boundary_of_the_recovery_the_play_comes_to_the_same_end(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    boundaries = range(DOUBLE * part // PARTS + 5, len(undisturbed.passed) + 1, DOUBLE)
    for boundary in boundaries if thorough else boundaries[2:3]:
        if (scene := dies(player, boundary)) is not None:
            die_again(player, undisturbed, scene, 1 if thorough else 8)


def die_again(player: Nursery, undisturbed: Ended, scene: int, every: int) -> None:
    """Try the boundaries of this recovery, one in so many."""
    with player.kept() as again:
        recovered = player.play(scene=scene).recovered
        for second in range(1, recovered + 1, every):
            again()
            later = player.play(scene=scene, deadly=second)
            with tallied("kill points in a recovery"):
                assert later.died
                assert player.play(scene=later.scene).outcome == undisturbed.outcome


@pytest.mark.parametrize("part", [0, 2, *others(1, 3)])
def test_what_people_moved_while_the_service_was_dead_is_found(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    boundaries = range(MEDDLED * part // PARTS + 4, len(undisturbed.passed) + 1, MEDDLED)
    for number, boundary in enumerate(boundaries if thorough else boundaries[part * 3 + 2 :: 1000]):
        if (scene := dies(player, boundary)) is None:
            continue
        touched = meddle(Hands(player.folder / "vtl"), number + part)
        with tallied("kill points with people about"):
            player.play(scene=scene, touched=touched)
