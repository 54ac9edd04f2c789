"""Media follow what is known of them in their names, until people give them one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from openrsm.domain.naming import called, renamed
from openrsm.domain.values import LibraryId, Medium, MediumId, PoolId, Side, SideId

MEDIUM = Medium(
    id=MediumId(UUID(int=1)),
    name="medium-7",
    sequence=7,
    media_type="LTO-9",
    pool_id=PoolId(UUID(int=2)),
    library_id=LibraryId(UUID(int=3)),
)


def labelled(*infos: str) -> list[Side]:
    return [
        Side(id=SideId(UUID(int=number)), medium_id=MEDIUM.id, label_info=info) for number, info in enumerate(infos)
    ]


@pytest.mark.parametrize(
    ("bar_code", "infos", "name"),
    [
        ("V00001L9", ["ABC123"], "V00001L9"),
        (None, ["ABC123"], "ABC123"),
        (None, [" ABC123  "], "ABC123"),
        (None, [""], "medium-7"),
        (None, ["\x1b[2J"], "medium-7"),
        (None, ["   "], "medium-7"),
        (None, ["A", "B"], "medium-7"),
        (None, [], "medium-7"),
        (None, ["x" * 300], "x" * 63),
    ],
)
def test_a_medium_is_called_by_the_first_of_bar_code_label_and_number(
    bar_code: str | None, infos: list[str], name: str
) -> None:
    assert called(bar_code, labelled(*infos), 7) == name


def test_its_name_follows_the_label() -> None:
    once = renamed(MEDIUM, labelled(""), MEDIUM, labelled("A"))
    assert once.name == "A"
    assert renamed(once, labelled("A"), once, labelled("B")).name == "B"
    assert renamed(once, labelled("A"), once, labelled("")).name == "medium-7"


def test_its_name_follows_the_bar_code_once_there_is_one() -> None:
    coded = replace(MEDIUM, bar_code="V00001L9")
    assert renamed(MEDIUM, labelled(""), coded, labelled("")).name == "V00001L9"
    assert renamed(replace(MEDIUM, name="A"), labelled("A"), coded, labelled("A")).name == "V00001L9"


def test_what_people_named_keeps_its_name() -> None:
    named = replace(MEDIUM, name="the old one")
    assert renamed(named, labelled("A"), named, labelled("B")) == named


def test_what_has_a_bar_code_keeps_its_name() -> None:
    coded = replace(MEDIUM, bar_code="V00001L9", name="A")
    assert renamed(coded, labelled("A"), coded, labelled("B")) == coded
