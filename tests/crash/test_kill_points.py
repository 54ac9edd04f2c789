"""Killed at every boundary there is, the service goes on, and the play comes to the same end as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Final

import pytest

from openrsm.drivers.virtual.human import Hands
from tests.crash.nursery import Ended, Nursery, nursery
from tests.crash.people import meddle
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1800)]

PARTS = 4
"""The thorough form tries every boundary, in so many parts, for as many processes."""
SHORT, DOUBLE, MEDDLED = 331, 127, 29
"""One boundary in so many: in the short form, dying twice, and with people about; primes, so that kinds take turns."""

SKIPPED = 10
"""Of so many boundaries one may not be reached."""

ACTS: Final = {"brokering": ("move", "unload", "write", "initialise", "lock"), "carrying": ("move", "unload")}
"""The plays, and which acts of devices they take at least."""


def parts(**ordinary: Sequence[int]) -> pytest.MarkDecorator:
    """All parts of both plays; those that are not ordinary are left out of the short form."""
    cases = [
        pytest.param(name, part, marks=() if part in ordinary.get(name, ()) else pytest.mark.exhaustive)
        for name in ACTS
        for part in range(PARTS)
    ]
    return pytest.mark.parametrize(("player", "part"), cases, indirect=["player"], scope="module")


@pytest.fixture(scope="module")
def player(request: pytest.FixtureRequest) -> Iterator[Nursery]:
    with nursery(request.param) as born:
        yield born


@pytest.fixture(scope="module")
def undisturbed(player: Nursery) -> Ended:
    """The play, from beginning to end, and its boundaries: on a busy computer it has more, as more is tried again."""
    one, other = (_undisturbed(player) for _ in range(2))
    assert one.outcome == other.outcome
    return min(one, other, key=lambda ended: len(ended.passed))


def _undisturbed(player: Nursery) -> Ended:
    player.set_up()
    ended = player.play()
    assert not ended.died
    return ended


def dies(player: Nursery, boundary: int) -> int | None:
    """Play from the beginning and die at a boundary: the scene in which that was; None if it was over before."""
    player.set_up()
    ended = player.play(deadly=boundary)
    return ended.scene if ended.died else None


def deaths(player: Nursery, boundaries: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Die at each of these boundaries in turn: the boundary, and the scene in which that was.

    Threads that take turns differently may share a commit, so that a play may be over before one of its last
    boundaries; if that is so of more than a few, or of all, the boundaries are no longer where they were counted.
    """
    skipped: list[int] = []
    for boundary in boundaries:
        if (scene := dies(player, boundary)) is None:
            skipped.append(boundary)
        else:
            yield boundary, scene
    assert len(skipped) < len(boundaries)
    assert len(skipped) <= max(1, len(boundaries) // SKIPPED), f"over before the boundaries {skipped}"


@pytest.mark.parametrize(("player", "acts"), ACTS.items(), indirect=["player"], ids=ACTS, scope="module")
def test_the_play_has_boundaries_of_every_kind(undisturbed: Ended, acts: Sequence[str]) -> None:
    moments = {"commit, before", "commit, after", "device, in the middle"}
    assert moments | {f"{act}, {when}" for act in acts for when in ("before", "after")} <= set(undisturbed.passed)


@parts(brokering=range(PARTS), carrying=(1,))
def test_killed_at_any_boundary_the_play_comes_to_the_same_end(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    first, every = (part + 1, PARTS) if thorough else (SHORT // PARTS * part + 7, SHORT)
    for boundary, scene in deaths(player, range(first, len(undisturbed.passed) + 1, every)):
        with tallied("kill points"):
            assert player.play(scene=scene).outcome == undisturbed.outcome, undisturbed.passed[boundary - 1]


@parts(brokering=(0,))
def test_killed_again_at_any_boundary_of_the_recovery_the_play_comes_to_the_same_end(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    boundaries = range(DOUBLE * part // PARTS + 5, len(undisturbed.passed) + 1, DOUBLE)
    for _, scene in deaths(player, boundaries if thorough else boundaries[2:3]):
        die_again(player, undisturbed, scene, 5 if thorough else 8)


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


@parts(brokering=(0, 2), carrying=(1,))
def test_what_people_moved_while_the_service_was_dead_is_found(
    player: Nursery, undisturbed: Ended, part: int, *, thorough: bool
) -> None:
    boundaries = range(MEDDLED * part // PARTS + 4, len(undisturbed.passed) + 1, MEDDLED)
    chosen = boundaries if thorough else boundaries[part + 1 :: 1000]
    for boundary, scene in deaths(player, chosen):
        touched = meddle(Hands(player.folder / "vtl"), chosen.index(boundary) + 2 * part)
        with tallied("kill points with people about"):
            player.play(scene=scene, touched=touched)


@pytest.mark.parametrize("player", ["carrying"], indirect=True, scope="module")
@pytest.mark.parametrize(
    ("count", "reached", "held"), [(1, 1, True), (1, 0, False), (9, 8, True), (9, 7, False), (40, 36, True)]
)
def test_a_play_that_is_over_before_too_many_boundaries_has_not_tried_them(
    monkeypatch: pytest.MonkeyPatch, player: Nursery, count: int, reached: int, *, held: bool
) -> None:
    monkeypatch.setattr(f"{__name__}.dies", lambda _, boundary: 0 if boundary < reached else None)
    found = deaths(player, range(count))
    assert [boundary for boundary, _ in (next(found) for _ in range(reached))] == [*range(reached)]
    with nullcontext() if held else pytest.raises(AssertionError):
        assert [*found] == []
