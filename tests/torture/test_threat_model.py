"""docs/explanation/threat-model.md names tests and code that there are."""

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "explanation" / "threat-model.md"
WHERE: Final = ("", "src/openrsm")
NAMED: Final = re.findall(r"`([^`\s]+)`", PAGE.read_text(encoding="utf-8"))


def test_every_file_that_it_names_is_there() -> None:
    files = [name for name in NAMED if name.endswith((".py", ".md", ".conf"))]
    assert len(files) > 30
    assert [name for name in files if not any((ROOT / where / name).is_file() for where in WHERE)] == []


def test_every_test_that_it_names_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    tests = [name for name in NAMED if name.startswith("test_")]
    assert len(tests) > 10
    assert [name for name in tests if f"def {name}(" not in code] == []


def test_every_boundary_says_what_holds_each_of_its_claims() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    claims = [line for line in rows if line.count("|") == 3 and "Held by" not in line]
    assert len(claims) > 20
    assert [line for line in claims if "`" not in line.split("|")[2]] == []
