"""The examples of docs/how-to/use-ntms.md run as they stand there, one after the other, with a service."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.client.service import Service
from tests.conformance.surface_bench import Bench

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "use-ntms.md"
EXAMPLE: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def printed(
    served: Bench, service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What each example prints."""
    assert served.manager.media.list(served.session)
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    monkeypatch.delenv("OPENRSM_TOKEN", raising=False)
    names: dict[str, Any] = {}
    told = []
    for example in EXAMPLE.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102 - our own page
        told.append(capsys.readouterr().out)
    return told


def test_the_examples_do_what_the_page_says(printed: list[str]) -> None:
    opened, written, described, heard, refused = printed
    assert described == "nightly\n"
    assert opened == ""
    assert re.fullmatch(r"writing .*/drive\d NTMS_DRIVESTATE_LOADED\n", written)
    assert heard == "NTMS_OBJ_INSERT\n"
    assert refused == "4307 ERROR_NOT_EMPTY\n"
