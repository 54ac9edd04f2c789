"""What tests of copies of the catalogue share: a state that has one, and what they do to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import pytest

from openrsm.domain.tokens import Token
from openrsm.domain.values import Computer, Pool, PoolId, TokenId
from openrsm.store import exports, imports
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON

BOX: Final = Computer(id=UUID(int=1), name="box", created=NOON)


def opened(state: Path, *, read_only: bool = False) -> Store:
    return Store.open(state, read_only=read_only, clock=lambda: NOON)


def add_pool(tx: Transaction, path: str) -> Pool:
    return tx.pools.insert(Pool(id=PoolId(uuid4()), name=path, path=path))


def pools(store: Store) -> list[str]:
    return [pool.path for pool in store.read(lambda tx: tx.pools.all())]


def add_token(store: Store, name: str) -> Token:
    token = Token(id=TokenId(uuid4()), name=name, digest=name, user="ann", created=NOON, created_by="ann", expires=None)
    return store.write(lambda tx: tx.tokens.insert(token))


def mark(state: Path, name: str = "catalogue") -> None:
    imports.mark(state, name, NOON, lambda tx: tx.audit.append("ann", "rsm", "import_prepared", name))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """With a pool "new", a copy of that, and then a pool "old" in its place."""
    state = tmp_path / "state"
    with closing(opened(state)) as store:
        store.write(lambda tx: tx.computer.insert(BOX))
        store.write(lambda tx: add_pool(tx, "new"))
        exports.export(state, "catalogue")
        store.write(lambda tx: tx.pools.delete(tx.pools.all()[0]))
        store.write(lambda tx: add_pool(tx, "old"))
    return state


@pytest.fixture
def store(state: Path) -> Iterator[Store]:
    with closing(opened(state)) as store:
        yield store


def killed(state: Path) -> None:
    """Leave the catalogue as a service leaves it that is killed: with a log that was not folded into it."""
    with closing(opened(state)) as store:
        store.write(lambda tx: add_pool(tx, "late"))
        saved = {
            file.name: file.read_bytes() for file in state.glob("catalogue.sqlite*") if file.suffix != ".sqlite-shm"
        }
    for name, content in saved.items():
        (state / name).write_bytes(content)
    assert (state / "catalogue.sqlite-wal").stat().st_size > 0


def put(state: Path, content: bytes) -> None:
    (state / "export" / "catalogue.sqlite").write_bytes(content)
