"""The emulated library over iSCSI that is measured, with mtx beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.lab.lab import SgShim, TgtLibrary, require, sgshim, tgt_library

CHANGER: Final = "/dev/sg9"
"""Under which mtx knows it."""


class Unavailable(Exception):
    """A tool that a benchmark needs is missing."""


@contextmanager
def emulated(folder: Path) -> Iterator[tuple[TgtLibrary, SgShim]]:
    """The library, and what leads mtx to it. Raises Unavailable."""
    try:
        require("mtx")
        with tgt_library(folder / "library") as library:
            yield library, sgshim(folder, {CHANGER: library.url()})
    except (pytest.skip.Exception, pytest.fail.Exception) as refusal:  # what the lab says in a test
        raise Unavailable(str(refusal)) from refusal
