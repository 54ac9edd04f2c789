"""What every test shares: assertions of the conformance suites that explain themselves, and quick new catalogues."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from openrsm.store import migrate
from tests.tables import Copied

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes: one that is begun last would leave the other processors idle."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
