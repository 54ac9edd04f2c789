from __future__ import annotations

import pytest

from openrsm.domain.strangers import Marks, is_another

OURS = ("A00001L5", "A00002L5", "A00003L5", "A00004L5")


@pytest.mark.parametrize(
    ("serials", "serial", "seen", "another"),
    [
        ({"S1"}, "S2", (), True),
        ({"S1"}, "S2", ("B00001L5", "B00002L5"), True),
        ({"S1"}, "S2", OURS[:2], True),
        ({"S1"}, "S2", OURS[:3], False),
        ({"S1"}, "S2", ("A00001", "A00002", "A00003"), False),
        ({"S1"}, "S1", (), False),
        ({"S1", "S2"}, "S2", (), False),
        ({""}, "S2", (), False),
        ({"S1"}, "", (), False),
    ],
)
def test_another_library_has_another_number_and_not_most_of_the_cartridges(
    serials: set[str], serial: str, seen: tuple[str, ...], *, another: bool
) -> None:
    assert is_another(Marks(robots=serials, codes=OURS), Marks(robots={serial}, codes=seen)) is another


@pytest.mark.parametrize(
    ("serials", "drives", "found", "another"),
    [
        ({"S1"}, {"D1", "D2"}, {"D2", "D3"}, False),
        ({"S1"}, {"D1", "D2"}, {"D3"}, True),
        ({"S1"}, {"D1"}, (), True),
        ({"S1"}, {""}, {""}, True),
        ({"S2"}, {"D1"}, {"D3"}, False),
        ({""}, {"D1"}, {"D3"}, False),
    ],
)
@pytest.mark.parametrize("seen", [(), ("B00001L5",)])
def test_where_no_bar_code_is_known_another_number_is_another_library_unless_a_drive_of_it_answers(
    serials: set[str], drives: set[str], found: set[str], seen: tuple[str, ...], *, another: bool
) -> None:
    theirs = Marks(robots={"S2"}, drives=found, codes=seen)
    assert is_another(Marks(robots=serials, drives=drives), theirs) is another
