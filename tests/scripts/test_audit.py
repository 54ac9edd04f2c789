"""An audit that finds nothing has either looked or says that it could not."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]

FLAW: Final = {"id": "PYSEC-1", "fix_versions": ["9"]}
SOUND: Final = {"name": "sound", "version": "1", "vulns": []}
SKIPPED: Final = {"name": "strange", "skip_reason": "not found"}
VULNERABLE: Final = {"name": "broken", "version": "2", "vulns": [FLAW]}
KNOWN: Final = {"name": "jinja2", "version": "2.11.2", "vulns": [FLAW]}


def audit(folder: Path, known: Any, locked: Any) -> tuple[int, str]:
    """How it ends and what it says where pip-audit knows that of the canary and this of the locks."""
    answers = {"known.txt": known, "runtime.txt": locked, "dev.txt": locked}
    program = folder / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys\n"
        f"answer = json.loads({json.dumps(answers)!r})[os.path.basename(sys.argv[2])]\n"
        "print(answer if isinstance(answer, str) else json.dumps({'dependencies': answer, 'fixes': []}))\n"
    )
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "audit"],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_where_advisories_are_known_and_none_concerns_us_all_is_well(tmp_path: Path) -> None:
    status, said = audit(tmp_path, [KNOWN], [SOUND])
    assert status == 0
    assert said.count("1 packages, no known vulnerability") == 2


def test_a_known_vulnerability_fails_and_is_named_with_what_mends_it(tmp_path: Path) -> None:
    status, said = audit(tmp_path, [KNOWN], [SOUND, VULNERABLE])
    assert status == 1
    assert "broken 2 has PYSEC-1; mended in 9" in said


@pytest.mark.parametrize("locked", [[SOUND, SKIPPED], [], "no answer"])
def test_what_cannot_be_judged_is_not_taken_for_sound(tmp_path: Path, locked: Any) -> None:
    status, said = audit(tmp_path, [KNOWN], locked)
    assert status == 1
    assert "no known vulnerability" not in said


@pytest.mark.parametrize(
    "known", [[{"name": "jinja2", "skip_reason": "not found"}], [SOUND], [], "Traceback: no way out"]
)
def test_where_no_advisories_can_be_had_it_says_so_and_proves_nothing(tmp_path: Path, known: Any) -> None:
    status, said = audit(tmp_path, known, [SOUND])
    assert status == 0
    assert "NOT DONE" in said
    assert "no known vulnerability" not in said
