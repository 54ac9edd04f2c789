"""The commands of docs/how-to/run-the-doctor.md, run as they stand there; and a catalogue that cannot be opened."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import said, steps

pytestmark = [pytest.mark.slow, pytest.mark.torture]

PAGE: Final = "run-the-doctor.md"


def test_the_page_finds_what_people_did_and_puts_it_right(rsm: Rsm) -> None:
    shown = list(steps(PAGE))
    assert [line for line, _ in shown] == ["doctor", "doctor", "doctor --repair"]
    for number, (line, expected) in enumerate(shown):
        if number == 1:
            rsm.hands.take("V00003L9")
            rsm.hands.insert("N00001L9", "slot:6")
        ended = rsm.try_(line)
        assert [said(each) for each in ended.out.splitlines() if each] == expected
        assert ended.status == (1 if number == 1 else 0)


@pytest.mark.parametrize("repair", ["", " --repair"])
def test_a_catalogue_that_cannot_be_opened_is_explained_and_left_alone(rsm: Rsm, repair: str) -> None:
    file = rsm.state / "catalogue.sqlite"
    file.write_bytes(b"letters to the editor" * 1000)
    ended = rsm.try_(f"doctor --json{repair}")
    [finding] = json.loads(ended.out)["findings"]
    assert (ended.status, finding["code"], finding["severity"]) == (1, "catalogue-unopened", "error")
    assert "not a database" in finding["what"]
    assert "restore a backup" in finding["advice"]
    assert file.read_bytes().startswith(b"letters")


def test_a_library_that_is_not_known_is_a_mistake_of_the_caller(rsm: Rsm) -> None:
    assert rsm.refused("doctor --library nowhere") == "INVALID_LIBRARY"
