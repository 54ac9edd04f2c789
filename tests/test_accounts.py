"""Who somebody is, by this computer's own users and groups."""

import grp
import pwd

import pytest

from openrsm import accounts
from openrsm.domain.values import Principal

NOBODY = 65_534
NAMELESS = 3_999_999_999


def test_a_user_has_its_name_and_its_groups() -> None:
    nobody = accounts.of_user_id(NOBODY)
    entry = pwd.getpwuid(NOBODY)
    assert nobody == Principal(user=entry.pw_name, groups=(grp.getgrgid(entry.pw_gid).gr_name,))
    assert accounts.of_user_name(entry.pw_name) == nobody


def test_root_administers() -> None:
    assert accounts.of_user_id(0).administrator
    assert accounts.of_user_name("root").administrator


@pytest.mark.parametrize("user_id", [NOBODY, NAMELESS])
def test_the_owner_administers(user_id: int) -> None:
    assert not accounts.of_user_id(user_id).administrator
    assert accounts.of_user_id(user_id, owner=user_id).administrator


def test_the_administrators_group_administers(monkeypatch: pytest.MonkeyPatch) -> None:
    [group] = accounts.of_user_id(NOBODY).groups
    monkeypatch.setattr(accounts, "ADMINISTRATORS", group)
    assert accounts.of_user_id(NOBODY).administrator


def test_a_user_without_a_name_goes_by_number() -> None:
    assert accounts.of_user_id(NAMELESS) == Principal(user=str(NAMELESS))


def test_a_name_that_nobody_has_is_a_principal_without_groups() -> None:
    assert accounts.of_user_name("no such user") == Principal(user="no such user")
