"""docs/how-to/run-the-doctor.md names every kind of finding once, and whether a repair puts it right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from openrsm.domain import troubles
from openrsm.domain.troubles import Trouble

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "run-the-doctor.md"
ROW: Final = re.compile(r"^\| `([a-z-]+)` \| .+ \| (yes|no) \|$", re.MULTILINE)


def test_the_page_of_the_doctor_lists_what_there_is() -> None:
    kinds = [value for value in vars(troubles).values() if isinstance(value, Trouble)]
    listed = ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert sorted(listed) == sorted((kind.code, "yes" if kind.repairable else "no") for kind in kinds)
    assert len(dict(listed)) == len(listed)
