"""The command of docs/how-to/simulate-a-year.md, run as it stands there; and how one that finds faults ends."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from openrsm.cli.app import execute
from openrsm.daemon import open_state
from openrsm.surface.simulation import SimulationOptions, SimulationReport
from tests.cli.conftest import Ended, Rsm
from tests.cli.pages import printed_by, steps
from tests.torture.tally import tallied

pytestmark = [pytest.mark.slow, pytest.mark.torture]


def test_the_page_simulates_a_week(bare: Rsm) -> None:
    [(line, _)] = steps("simulate-a-year.md")
    with tallied("simulated hours", 7 * 24):
        printed = printed_by(bare, line)
        assert printed[0].startswith("simulated 7 days in ")
        assert "violations 0" in printed
    assert not bare.state.exists()


def told(report: SimulationReport, *words: str) -> Ended:
    asked: list[SimulationOptions] = []

    def simulator(options: SimulationOptions) -> SimulationReport:
        asked.append(options)
        return report

    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = execute(open_state, ["simulate", *words], simulator=simulator)
    assert asked == [SimulationOptions(days=730, seed=7, drives=4, slots=100, faults=0, people=False)]
    return Ended(status, out.getvalue(), err.getvalue())


WORDS = ("--years", "2", "--seed", "7", "--drives", "4", "--slots", "100", "--faults", "0", "--no-people")
FOUND = SimulationReport(days=9, seed=7, seconds=3.0, violations=["A is in two drives"], last=["somebody came"])


def test_a_simulation_that_finds_faults_fails_and_tells_them_with_what_happened_last() -> None:
    ended = told(FOUND, *WORDS)
    assert ended.status == 1
    assert all(word in ended.out for word in ("A is in two drives", "somebody came"))
    assert "A is in two drives; report it, with this output and the seed 7" in ended.err


def test_programs_are_told_the_same() -> None:
    ended = told(FOUND, *WORDS, "--json")
    assert json.loads(ended.out)["violations"] == ["A is in two drives"]
    assert ended.status == 1
