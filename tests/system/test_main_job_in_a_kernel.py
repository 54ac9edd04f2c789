"""The main job through a real kernel's sg and st drivers, in a guest that boots for this file's one test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.lab.lab import guest

pytestmark = [pytest.mark.system, pytest.mark.tgt]

INSIDE = Path(__file__).with_name("in_guest.py")


def test_the_main_job_works_through_a_real_kernel() -> None:
    plain = ["-q", "--color=no", "--tb=native", "-p", "no:cacheprovider", "-p", "no:xdist", "--timeout=280"]
    ran = guest([sys.executable, "-m", "pytest", *plain, str(INSIDE)])
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout
