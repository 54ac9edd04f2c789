"""The kernel's path: /dev/sgN and /dev/nstN of a real kernel, in a guest that boots for this file's one test.

The checks are in ``in_guest.py``, which runs inside.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.lab.lab import guest

pytestmark = [pytest.mark.system, pytest.mark.tgt]

INSIDE = Path(__file__).with_name("in_guest.py")


def test_the_driver_works_through_a_real_kernel() -> None:
    plain = [
        "-q",
        "--color=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:hypothesispytest",
        "--timeout=60",
    ]
    ran = guest([sys.executable, "-m", "pytest", *plain, str(INSIDE)])
    assert ran.returncode == 0, ran.stdout
    assert "passed" in ran.stdout
    assert "skipped" not in ran.stdout
