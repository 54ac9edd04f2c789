"""Callers are known by their tokens, as long as these hold; and no secret is kept."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm import accounts
from openrsm.domain.tokens import text_of
from openrsm.domain.values import Principal, SessionId
from openrsm.errors import AccessDenied, NotAuthenticated
from openrsm.service.manager import LocalManager
from openrsm.surface.repetition import ONCE, Once
from openrsm.surface.security import NewToken, TokenView
from tests.conformance.surface_bench import ROOT, Clock
from tests.surface.conftest import opened

NOBODY_KNOWS = text_of(bytes(32))
NOT_HERE = "nobody-of-this-name"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def manager(folder: Path, clock: Clock) -> Iterator[LocalManager]:
    with capture_logs():
        made = opened(folder, clock)
        yield made
        made.close()


@pytest.fixture
def root(manager: LocalManager) -> SessionId:
    return manager.sessions.open("making", ROOT)


def made(manager: LocalManager, root: SessionId, user: str = NOT_HERE, lifetime: float | None = None) -> NewToken:
    return manager.security.create_token(root, "nightly", user, lifetime)


def listed(manager: LocalManager, root: SessionId) -> TokenView:
    [token] = manager.security.tokens(root)
    return token


def test_a_token_speaks_for_its_user_who_has_no_groups_where_nobody_knows_them(
    manager: LocalManager, root: SessionId
) -> None:
    assert manager.authenticate(made(manager, root).secret) == Principal(user=NOT_HERE)


def test_a_user_of_this_computer_has_the_groups_it_says(manager: LocalManager, root: SessionId) -> None:
    user = pwd.getpwuid(os.geteuid())
    known = manager.authenticate(made(manager, root, user.pw_name).secret)
    assert known == accounts.of_user_id(user.pw_uid, owner=user.pw_uid)
    assert known.administrator, "the state is that user's"


@pytest.mark.parametrize("secret", ["", "rsm_", "Bearer x", NOBODY_KNOWS, "é", "\udcff", "x" * 1_000_000])
def test_what_is_no_token_of_ours_is_refused_without_repeating_it(manager: LocalManager, secret: str) -> None:
    with pytest.raises(NotAuthenticated, match="unknown or was revoked") as refused:
        manager.authenticate(secret)
    assert len(str(refused.value)) < 200


def test_a_revoked_token_is_worthless_at_once(manager: LocalManager, root: SessionId) -> None:
    secret = made(manager, root).secret
    manager.authenticate(secret)
    manager.security.revoke_token(root, "nightly")
    with pytest.raises(NotAuthenticated, match="revoked"):
        manager.authenticate(secret)


def test_a_token_holds_for_its_lifetime_and_says_so_afterwards(
    manager: LocalManager, root: SessionId, clock: Clock
) -> None:
    new = made(manager, root, lifetime=3600)
    assert manager.authenticate(new.secret).until == new.token.expires
    clock.move(3601)
    with pytest.raises(NotAuthenticated, match="nightly expired at 2026-03-02 15:02 UTC"):
        manager.authenticate(new.secret)


def test_a_token_outlives_the_process(folder: Path, clock: Clock) -> None:
    with capture_logs():
        first = opened(folder, clock)
        secret = made(first, first.sessions.open("making", ROOT)).secret
        first.close()
        second = opened(folder, clock)
        assert second.authenticate(secret).user == NOT_HERE
        second.close()


def test_its_last_use_is_noted_once_a_minute(manager: LocalManager, root: SessionId, clock: Clock) -> None:
    secret = made(manager, root).secret
    manager.authenticate(secret)
    first = listed(manager, root).last_used
    manager.authenticate(secret)
    assert listed(manager, root).last_used == first is not None
    clock.move(61)
    manager.authenticate(secret)
    assert listed(manager, root).last_used != first


def test_a_catalogue_that_cannot_be_written_turns_nobody_away(
    folder: Path, manager: LocalManager, root: SessionId, clock: Clock
) -> None:
    secret = made(manager, root).secret
    with capture_logs() as logged:
        reading = opened(folder, clock, read_only=True)
        assert reading.authenticate(secret).user == NOT_HERE
        reading.close()
    assert "token_not_touched" in [entry.get("action") for entry in logged]
    assert listed(manager, root).last_used is None


def test_the_secret_is_in_no_file_and_no_log(folder: Path, clock: Clock) -> None:
    with capture_logs() as logged:
        manager = opened(folder, clock)
        session = manager.sessions.open("making", ROOT)
        told = ONCE.set(Once(key="again", fingerprint="x"))  # as an edge has it that keeps answers
        try:
            secret = made(manager, session).secret
        finally:
            ONCE.reset(told)
        manager.authenticate(secret)
        kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
        manager.close()
    kept += b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert secret.encode() not in kept
    assert secret[4:20].encode() not in kept
    assert secret not in repr(logged)


def test_a_token_makes_none_that_lasts_longer(manager: LocalManager, root: SessionId) -> None:
    principal = manager.authenticate(made(manager, root, lifetime=3600).secret)
    session = manager.sessions.open("making", principal)
    for lifetime in (None, 7200):
        with pytest.raises(AccessDenied, match="expires at 2026-03-02 15:02 UTC"):
            manager.security.create_token(session, "longer", lifetime=lifetime)
    assert manager.security.create_token(session, "shorter", lifetime=60).token.user == NOT_HERE
