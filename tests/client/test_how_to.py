"""The examples of docs/how-to/use-openrsm-from-python.md run as they stand there, one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.client.service import Service
from tests.conformance.surface_bench import Bench

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "use-openrsm-from-python.md"
EXAMPLE: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def printed(
    bench: Bench, service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What each example prints."""
    assert bench.manager.media.list(bench.session)
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    monkeypatch.delenv("OPENRSM_TOKEN", raising=False)
    names: dict[str, Any] = {}
    told = []
    for example in EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102 - our own page
        told.append(capsys.readouterr().out)
    return told


def test_the_examples_do_what_the_page_says(printed: list[str]) -> None:
    backup, pair, report, inventory, refused, events, restore = printed
    assert re.fullmatch(r"writing V0000\dL9 in .*/drive\d\n", backup)
    assert re.fullmatch(r"copying to .*/drive(\d) and .*/drive(?!\1)\d\n", pair)
    assert len(report.splitlines()) == 2 + 3
    assert "PASSED" in inventory
    assert inventory.endswith("6 cartridges; nothing changed\n")
    assert refused.startswith("INVALID_MEDIA - ")
    assert events == "INSERT INVENTORY\n"
    assert restore.startswith("reading ")
