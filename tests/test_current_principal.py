import os
from pathlib import Path

import pytest

from openrsm.accounts import current_principal

NOBODY = 65_534


def as_nobody(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of another user than the one who asks."""
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    return Path("/")


def test_root_administers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert current_principal(tmp_path / "absent").administrator


def test_the_owner_of_the_state_administers_it(tmp_path: Path) -> None:
    assert current_principal(tmp_path).administrator


def test_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not current_principal(as_nobody(monkeypatch)).administrator


def test_a_state_that_is_not_there_has_no_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_nobody(monkeypatch)
    assert not current_principal(tmp_path / "absent").administrator
