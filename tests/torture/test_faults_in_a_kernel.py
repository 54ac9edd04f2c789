"""The fault matrix through a real kernel, in a guest that boots for it; the cells are in ``in_guest.py``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.lab.lab import guest
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.system, pytest.mark.tgt, pytest.mark.long]

INSIDE = Path(__file__).with_name("in_guest.py")
PLAIN = ("-q", "--color=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest", "--timeout=200")


@pytest.mark.timeout(1200)
def test_nothing_is_lost_whatever_fails_below_the_generic_driver(*, thorough: bool) -> None:
    form = ["--torture"] if thorough else []
    with tallied("fault cells") as trial:
        ran = guest([sys.executable, "-m", "pytest", *PLAIN, *form, str(INSIDE)])
        tried = re.search(r"([\d,]+) fault cells", ran.stdout)
        assert tried is not None, ran.stdout
        trial.tried = int(tried[1].replace(",", ""))
        assert ran.returncode == 0, ran.stdout
        assert "skipped" not in ran.stdout
