"""The lab as fixtures: ``pytest_plugins = ["tests.lab.fixtures"]``, or import those that a test file uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.lab import SgShim, TgtLibrary, sgshim, tgt_library


@pytest.fixture(scope="module")
def library_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TgtLibrary]:
    """One tgt library for all tests of a file."""
    with tgt_library(tmp_path_factory.mktemp("library")) as library:
        yield library


@pytest.fixture
def fresh_library(tmp_path: Path) -> Iterator[TgtLibrary]:
    """A tgt library of the test's own."""
    with tgt_library(tmp_path / "library") as library:
        yield library


@pytest.fixture(scope="session")
def shim_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shim is built."""
    return tmp_path_factory.mktemp("shim")


@pytest.fixture
def shim(shim_folder: Path, fresh_library: TgtLibrary) -> SgShim:
    """The fresh library's changer as /dev/sg9, its drives as /dev/sg1 and /dev/sg2."""
    luns = {"/dev/sg9": 3, "/dev/sg1": 1, "/dev/sg2": 2}
    return sgshim(shim_folder, {path: fresh_library.url(lun) for path, lun in luns.items()})
