"""``rsm operator watch``: what it shows at which computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.cli.call import Desk
from openrsm.cli.requests import requests_as_they_come
from openrsm.domain.destinations import Messages
from openrsm.domain.operator import OperatorKind, OperatorState
from tests.conformance.surface_bench import LIBRARY, SMALL, Bench, Clock
from tests.surface.conftest import opened


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = Clock()
    with capture_logs():
        made = Bench.begin(opened(tmp_path / "state", clock), tmp_path / "library", clock, SMALL)
        yield made
        made.close()


def test_a_computer_shows_what_is_for_it_or_for_none_and_leaves_the_rest_alone(bench: Bench) -> None:
    operators = bench.manager.operators
    operators.add_destination(bench.session, Messages.REQUEST, "desk1", LIBRARY)
    for_desk1 = operators.submit(bench.session, OperatorKind.CLEANER, library=LIBRARY).request
    for_all = operators.submit(bench.session, OperatorKind.MESSAGE, "empty the bin").request
    desk = Desk(bench.manager, bench.session)
    assert next(requests_as_they_come(desk, at="desk2")).request.id == for_all.id
    assert operators.show(bench.session, str(for_desk1.id)).request.state is OperatorState.SUBMITTED
    for at in ("desk1", None):
        shown = requests_as_they_come(desk, at=at)
        assert [next(shown).request.id, next(shown).request.id] == [for_desk1.id, for_all.id]
