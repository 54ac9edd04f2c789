"""What every test shares: assertions of the conformance suites that explain themselves, and quick new catalogues."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
import structlog

from openrsm.store import migrate
from tests.tables import Copied
from tests.torture.tally import FOLDER, totals

pytest.register_assert_rewrite("tests.conformance")


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """Commands that ran in this process have configured logging; each test begins without that."""
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def _quick_tables() -> Iterator[None]:
    """See :mod:`tests.tables`; the tests of migrations undo it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "_run", Copied())
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """The long form of the tests that try to break the service."""
    parser.addoption("--torture", action="store_true", help="try everything, not a part (scripts/test torture)")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether to try everything, however long it takes; else what a minute allows."""
    return bool(pytestconfig.getoption("--torture"))


def pytest_configure() -> None:
    """One folder of tallies for all processes of a run."""
    os.environ.setdefault(FOLDER, mkdtemp(prefix="openrsm-tallies-"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried, and what held; not in a process that runs a part of the tests alone."""
    if hasattr(terminalreporter.config, "workerinput"):
        return
    folder = Path(os.environ.pop(FOLDER))
    counted = totals(folder)
    rmtree(folder)
    if counted:
        terminalreporter.section("tried to break it")
        for what, (tried, held) in counted.items():
            terminalreporter.write_line(f"{tried:>12,} {what}, {held:,} held")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes: one that is begun last would leave the other processors idle."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
