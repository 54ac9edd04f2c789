import grp
import os
from pathlib import Path

import pytest

from openrsm.cli import principal
from openrsm.cli.principal import current_principal, user_name

NOBODY = 65_534


def as_user(monkeypatch: pytest.MonkeyPatch, user_id: int, groups: list[int]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user_id)
    monkeypatch.setattr(os, "getgroups", lambda: groups)


def somewhere_else(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of another user than the one who asks."""
    as_user(monkeypatch, NOBODY, [])
    return Path("/")


def test_root_administers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0, [])
    assert current_principal(tmp_path / "absent").administrator


def test_the_owner_of_the_state_administers_it(tmp_path: Path) -> None:
    assert current_principal(tmp_path).administrator


def test_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not current_principal(somewhere_else(monkeypatch)).administrator


def test_a_state_that_is_not_there_has_no_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, NOBODY, [])
    assert not current_principal(tmp_path / "absent").administrator


def test_the_administrators_group_administers(monkeypatch: pytest.MonkeyPatch) -> None:
    state = somewhere_else(monkeypatch)
    group = grp.getgrgid(0)
    monkeypatch.setattr(principal, "ADMINISTRATORS", group.gr_name)
    as_user(monkeypatch, NOBODY, [group.gr_gid])
    assert current_principal(state).administrator


def test_a_user_without_a_name_goes_by_number() -> None:
    assert user_name(3_999_999_999) == "3999999999"
