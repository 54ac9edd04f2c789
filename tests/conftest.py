"""What every test shares: assertions of the conformance suites that explain themselves, and quick new catalogues."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

import pytest
import structlog
from hypothesis import HealthCheck, settings

from openrsm.store import migrate
from tests.tables import Copied
from tests.torture.promises import files_of_tests, promised
from tests.torture.tally import FOLDER, Verdict, totals, verdict

pytest.register_assert_rewrite("tests.conformance")
# How long an example takes says how busy the computer is, not whether it is right.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

_OWN: Final = pytest.StashKey[Path]()
_VERDICT: Final = pytest.StashKey[Verdict]()


class Passed:
    """Notes the files of which a test has passed, in whatever process."""

    def __init__(self) -> None:
        self.files: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """See pytest."""
        if report.when == "call" and report.passed:
            self.files.add(report.nodeid.partition("::")[0])


_PASSED: Final = pytest.StashKey[Passed]()


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
    parser.addoption("--torture", action="store_true", help="the long form (scripts/test torture)")
    parser.addoption("--everything", action="store_true", help="with --torture: also what takes more than half an hour")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether to try what half an hour allows, not what a minute does."""
    return bool(pytestconfig.getoption("--torture"))


@pytest.fixture(scope="session")
def everything(pytestconfig: pytest.Config) -> bool:
    """Whether to try what tells less and less, too, for which half an hour is too short."""
    return bool(pytestconfig.getoption("--everything"))


def pytest_configure(config: pytest.Config) -> None:
    """One folder of tallies for all processes of a run; the one that makes it also removes it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background ignores it, and so would children
    if FOLDER not in os.environ:
        os.environ[FOLDER] = mkdtemp(prefix="openrsm-tallies-")
        config.stash[_OWN] = Path(os.environ[FOLDER])
        config.stash[_PASSED] = Passed()
        config.pluginmanager.register(config.stash[_PASSED])


def pytest_unconfigure(config: pytest.Config) -> None:
    """See above."""
    if _OWN in config.stash:
        os.environ.pop(FOLDER, None)
        rmtree(config.stash[_OWN], ignore_errors=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run of everything in which something was not tried has failed, whatever its tests say."""
    if _OWN in session.config.stash:
        counted = totals(session.config.stash[_OWN])
        passed = session.exitstatus == pytest.ExitCode.OK
        whole = _is_whole(session.config)
        expected = promised() if whole else ()
        absent = sorted({*files_of_tests()} - session.config.stash[_PASSED].files) if whole and passed else ()
        session.config.stash[_VERDICT] = verdict(counted, expected, passed=passed, absent=absent)
        if session.config.stash[_VERDICT].failures and passed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_whole(config: pytest.Config) -> bool:
    """Whether nothing was left out that is promised to be tried."""
    everywhere = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    option = config.option
    narrowed = option.keyword or option.collectonly or option.deselect or option.ignore or option.maxfail
    return everywhere and not narrowed and option.markexpr in {"", "torture"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried, and what held."""
    found = terminalreporter.config.stash.get(_VERDICT, None)
    if found is not None and found.lines:
        terminalreporter.section("tried to break it")
        for line in found.lines:
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, and begin with the files that take longest: else the last would let others idle."""
    for option, mark in (("--torture", "exhaustive"), ("--everything", "endless")):
        if not config.getoption(option):
            left_out = [item for item in items if item.get_closest_marker(mark)]
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in set(left_out)]
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
    if config.getoption("--torture"):
        items[:] = _dealt_out(items, sum(item.path in long for item in items))


def _dealt_out(items: Sequence[pytest.Item], long: int, hands: int = 4) -> list[pytest.Item]:
    """In as many equal parts as scripts/test has processes for them, which each begin with long ones."""
    size, rest = -(-len(items) // hands), iter(items[long:])
    parts = [list(items[:long][hand::hands]) for hand in range(hands)]
    for part in parts:
        part.extend(islice(rest, max(0, size - len(part))))
    return [item for part in parts for item in part] + [*rest]
