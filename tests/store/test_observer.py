"""Whoever counts is told of each transaction as it ended, and harms none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from openrsm.domain.values import Pool, PoolId
from openrsm.store.database import Commit, Store, Transaction

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def pool(path: str) -> Pool:
    return Pool(id=PoolId(uuid4()), name=path, path=path, created=NOON, modified=NOON)


def refuse(tx: Transaction) -> None:
    tx.pools.insert(pool("never"))
    raise LookupError("refused")


def test_a_commit_tells_what_it_changed_before_and_after(tmp_path: Path) -> None:
    commits: list[Commit] = []
    store = Store.open(tmp_path, clock=lambda: NOON, observer=commits.append)
    first, second = pool("a"), pool("b")

    def insert(tx: Transaction) -> None:
        tx.pools.insert(first)
        tx.pools.insert_all([second])

    renamed = replace(first, description="new")
    store.write(insert)
    store.write(lambda tx: tx.pools.change(first, renamed))
    store.write(lambda tx: tx.pools.delete(second))
    store.close()
    assert [list(commit.alterations) for commit in commits] == [
        [(None, first), (None, second)],
        [(first, renamed)],
        [(second, None)],
    ]
    assert all(commit.works == 1 and commit.seconds > 0 and not commit.failed for commit in commits)


def test_a_work_that_failed_has_changed_nothing(tmp_path: Path) -> None:
    commits: list[Commit] = []
    store = Store.open(tmp_path, clock=now, observer=commits.append)
    with pytest.raises(LookupError):
        store.write(refuse)
    store.close()
    assert [(commit.works, commit.failed, list(commit.alterations)) for commit in commits] == [(1, False, [])]


def test_an_observer_that_fails_is_logged_and_harms_nobody(tmp_path: Path) -> None:
    def fail(_commit: Commit) -> None:
        raise RuntimeError("cannot count")

    with capture_logs() as logs:
        store = Store.open(tmp_path, clock=now, observer=fail)
        kept = store.write(lambda tx: tx.pools.insert(pool("a")))
        assert store.read(lambda tx: tx.pools.get(kept.id)) == kept
        store.close()
    assert [line["action"] for line in logs] == ["count_failed"]
