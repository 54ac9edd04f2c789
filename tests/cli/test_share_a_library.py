"""The commands of docs/how-to/share-a-library.md, run as they stand there; options with several values."""

from __future__ import annotations

from typing import Final

import pytest

from openrsm.cli.spreading import spread
from openrsm.errors import AlreadyExists, Busy, ObjectNotFound
from tests.cli.conftest import Rsm
from tests.cli.pages import follow, steps

pytestmark = pytest.mark.slow

PAGE: Final = "share-a-library.md"


def test_the_page_makes_a_share_changes_it_and_takes_it_away(rsm: Rsm) -> None:
    for line, shown in steps(PAGE):
        follow(rsm, line, shown)
        if line.startswith("share create"):
            assert rsm.refused("pool delete bacula") == "NOT_EMPTY"
            assert rsm.refused("share create bacula --library vlib --pools backups/daily --drives vlib/drive1") == (
                AlreadyExists.code
            )
            assert "drive 1 vlib/drive1" in " ".join(rsm("share show bacula").split())
            assert rsm.json("share show bacula")["drives"] == ["vlib/drive2", "vlib/drive1"]
        if line.startswith("share change"):
            assert rsm.json("share show bacula")["drives"] == ["vlib/drive1"]
    assert rsm.refused("share show bacula") == ObjectNotFound.code
    assert rsm.items("share list") == []


def test_a_pool_of_a_share_is_kept(rsm: Rsm) -> None:
    rsm("share create bacula --library vlib --pools backups/daily --drives vlib/drive1")
    assert rsm.refused("pool delete backups/daily") == Busy.code


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("n --pools a b --drives c", "n --pools a --pools b --drives c"),
        ("--pools a --pools b n", "--pools a --pools b --pools n"),
        ("--library v w --pools a", "--library v w --pools a"),
        ("--pools a b --json", "--pools a --pools b --json"),
    ],
)
def test_an_option_with_several_values_takes_all_words_up_to_the_next(line: str, read: str) -> None:
    assert list(spread(line.split(), {"--pools", "--drives"})) == read.split()
