"""The commands of docs/how-to/answer-operator-requests.md, run while a mount waits for a cartridge."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import said, steps

pytestmark = pytest.mark.slow

PAGE: Final = "answer-operator-requests.md"


@pytest.fixture
def asked(rsm: Rsm) -> Rsm:
    """V00003L9 was taken away, and is wanted."""
    rsm.hands.take("V00003L9")
    rsm("library inventory vlib")
    rsm("mount V00003L9 --nowait --application backup")
    return rsm


def test_the_page_answers_what_is_asked_and_asks_itself(asked: Rsm) -> None:
    for line, shown in steps(PAGE):
        if line.startswith("operator satisfy"):
            asked.hands.insert("V00003L9", "slot:3")
        printed = [said(each) for each in asked(line).splitlines() if each]
        if line == "operator list":
            assert printed[-1].endswith(shown[-1][shown[-1].index("Bring") :])
    assert asked.items("work list") == []
    kinds = [view["request"]["kind"] for view in asked.items("operator list")]
    assert kinds[-2:] == ["device_service", "message"]


def test_the_page_shows_every_step() -> None:
    assert [line.split()[1] for line, _ in steps(PAGE)] == [
        "list",
        "take",
        "satisfy",
        "destination",
        *["submit"] * 3,
        "delete",
    ]
