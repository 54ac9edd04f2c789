"""Whatever the API's document allows, and much that it does not, is answered as the document says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from openrsm.api.options import ApiOptions
from tests.api.served import API, Served, serving, within
from tests.api.vouching import SOCKET
from tests.torture.mutation import FUZZ
from tests.torture.tally import tallied

pytestmark = pytest.mark.system

ROOT: Final = str(Path(__file__).parents[2])
SCHEMATHESIS: Final = str(Path(sys.executable).with_name("schemathesis"))
PATIENT: Final = ApiOptions(owner=os.geteuid(), longest_wait=0.2, longest_stream=0.2)
"""Nothing waits for long, so that thousands of requests can be made."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A library with media, an allocated medium and a mount; no address but those of its folder leads anywhere."""
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    with serving(tmp_path, PATIENT, discover=within(libraries)) as one:
        bench = one.bench(libraries / "first")
        bench.mount(bench.lmid(), read=True)
        yield one


def run(served: Served, *options: str) -> None:
    """All checks that there are, none left out; the same requests each time."""
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "--no-color", "run", f"{served.url}{API}/openapi.json"),
            *("--checks", "all", "--continue-on-failure", "--no-shrink", "--generation-deterministic"),
            *options,
        ],
        cwd=served.folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.api.vouching", "PYTHONPATH": ROOT, SOCKET: str(served.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    generated = [int(count.replace(",", "")) for count in re.findall(r"([0-9,]+) generated", done.stdout)]
    with tallied(FUZZ, max(generated, default=1)):
        assert done.returncode == 0, done.stdout
        assert "Authentication failed" not in done.stdout, done.stdout
        assert served.goes_on()
        assert generated, done.stdout


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.torture
@pytest.mark.timeout(1200)
def test_every_answer_to_whatever_can_be_asked_is_as_documented(served: Served, *, thorough: bool) -> None:
    run(served, "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "4" if thorough else "2")


def test_examples_and_sessions_that_follow_the_links_are_answered_as_documented(served: Served) -> None:
    run(served, "--phases", "examples,stateful", "--max-examples", "3")
