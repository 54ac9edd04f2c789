from __future__ import annotations

import subprocess
import sys
from enum import Enum
from pathlib import Path

from openrsm.domain.machine import diagram

ROOT = Path(__file__).resolve().parents[2]


class Light(Enum):
    RED = 1
    GREEN_ARROW = 2
    OUT = 3


class Happens(Enum):
    SWITCH_ON = "the current comes on"
    FAIL = "the bulb burns out"


def test_a_table_is_drawn_arrow_by_arrow() -> None:
    table = {
        Light.RED: {Happens.SWITCH_ON: Light.GREEN_ARROW},
        Light.GREEN_ARROW: {Happens.FAIL: Light.OUT},
        Light.OUT: {},
    }
    assert diagram(table, Light.RED).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> red",
        "    red --> green_arrow: switch on",
        "    green_arrow --> out: fail",
        "    out --> [*]",
    ]


def test_the_page_of_state_machines_is_up_to_date() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/diagrams", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
