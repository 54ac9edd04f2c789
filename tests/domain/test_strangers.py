from __future__ import annotations

import pytest

from openrsm.domain.strangers import is_another

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
    assert is_another(serials, serial, OURS, seen) is another


def test_a_library_without_known_cartridges_may_have_got_another_number() -> None:
    assert not is_another({"S1"}, "S2", (), ("B00001L5",))
