"""A changer program looks before nearly every step, so looking costs few statements, however large the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from openrsm.domain.rights import Right
from openrsm.domain.values import SessionId
from openrsm.store.objects import Unit
from tests.conformance.surface_bench import EVE, LIBRARY, Bench, Build
from tests.conformance.surface_shares import BACULA, FIRST, LTO, SECOND, TAPES, share
from tests.surface.conftest import build

__all__ = ["build"]

FEW = 6


@contextmanager
def counted() -> Iterator[list[object]]:
    """The statements that are executed meanwhile, to look."""
    found: list[object] = []
    look = Unit.look

    def counting(self: Unit, statement: Any, values: Any) -> Any:
        found.append(statement)
        return look(self, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Unit, "look", counting)
        yield found


def statements(bench: Bench, changer: str, session: SessionId) -> int:
    with counted() as found:
        bench.manager.changers.show(session, changer)
    return len(found)


def of_size(build: Build, slots: int) -> Bench:
    bench = build(f"drives=2&slots={slots}&ports=1&cartridges={slots - 2}&type=LTO-9&doors=0")
    bench.create_pool(TAPES, LTO)
    for number in range(1, slots - 2, 2):
        bench.manager.media.move(bench.session, f"V{number:05}L9", TAPES)
    share(bench, BACULA, TAPES, FIRST, SECOND)
    return bench


@pytest.mark.parametrize("slots", [6, 40])
def test_to_look_at_a_changer_takes_few_statements(build: Build, slots: int) -> None:
    bench = of_size(build, slots)
    for changer in (LIBRARY, BACULA):
        assert statements(bench, changer, bench.session) <= FEW


def test_for_who_is_no_administrator_rights_are_read_besides(build: Build) -> None:
    bench = of_size(build, 6)
    bench.manager.security.grant(bench.session, f"library:{LIBRARY}", "user:eve", Right.USE)
    eve = bench.manager.sessions.open("rsm-mtx", EVE)
    assert statements(bench, BACULA, eve) <= FEW + 3
