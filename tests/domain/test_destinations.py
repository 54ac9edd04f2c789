"""Which computers are to show what."""

from __future__ import annotations

import pytest

from openrsm.domain.destinations import Messages, check, is_meant, messages_of
from openrsm.domain.operator import OperatorKind
from openrsm.errors import InvalidParameter


def test_every_computer_shows_what_is_for_none_in_particular() -> None:
    assert is_meant("desk1", [])


@pytest.mark.parametrize("named", ["desk1", "DESK1", "desk1.example.org"])
def test_a_computer_is_known_with_its_domain_and_without(named: str) -> None:
    assert is_meant("desk1", ["other", named])


def test_computers_of_different_domains_are_not_the_same() -> None:
    assert is_meant("desk1.example.org", ["desk1.example.org"])
    assert not is_meant("desk1.example.org", ["desk1.example.net", "desk10"])


def test_a_device_in_trouble_is_an_error_and_all_else_is_a_request() -> None:
    errors = {kind for kind in OperatorKind if messages_of(kind) is Messages.ERROR}
    assert errors == {OperatorKind.DEVICE_SERVICE}


def test_a_name_has_an_end_and_no_blanks() -> None:
    assert check(255 * "d") == 255 * "d"
    for name in ("", 256 * "d", "my desk", "desk\n"):
        with pytest.raises(InvalidParameter):
            check(name)
