"""A service that answers, and one with a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.served import Served, serving
from tests.conformance.surface_bench import Bench


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as one:
        yield one


@pytest.fixture
def bench(served: Served, tmp_path: Path) -> Bench:
    """A library, six free cartridges, and a pool that draws from them."""
    return served.bench(tmp_path / "library")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a file that change nothing."""
    with serving(tmp_path_factory.mktemp("shared")) as one:
        yield one
