"""docs/divergence.md says of every disagreement of the original's sources what is done here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.ntms.spec import read

PAGE: Final = Path(__file__).parents[2] / "docs" / "divergence.md"


def test_every_disagreement_has_one_entry() -> None:
    entries = re.findall(r"^- \*\*(D\d\d)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(entries) == [one["id"] for one in read("general")["disagreements"]]
