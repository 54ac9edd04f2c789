"""Coroutines that never suspend run without an event loop; others say so at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from openrsm.client.driving import drive, iterate


async def doubled(number: int) -> int:
    return 2 * number


async def halting() -> None:
    await asyncio.sleep(0)


def test_a_coroutine_that_never_suspends_is_run_to_its_end() -> None:
    assert drive(doubled(21)) == 42


def test_what_it_raises_is_raised() -> None:
    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        drive(fail())


def test_a_coroutine_that_waits_for_an_event_loop_is_refused() -> None:
    with pytest.raises(RuntimeError, match="event loop"):
        drive(halting())


class Counting:
    """Counts without end, and knows when nobody listens any more."""

    def __init__(self) -> None:
        self.is_over = False

    async def numbers(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(1_000_000):
                yield await doubled(number)
        finally:
            self.is_over = True


def test_a_generator_is_run_as_far_as_it_is_asked() -> None:
    counting = Counting()
    numbers = iterate(counting.numbers())
    assert [next(numbers) for _ in range(3)] == [0, 2, 4]
    assert not counting.is_over


def test_a_generator_that_is_left_is_closed() -> None:
    counting = Counting()
    for number in iterate(counting.numbers()):
        if number:
            break
    assert counting.is_over
