"""The rights that hold until somebody changes them: ordinary grants, made with what they are about (14.7 of the model).

Everyone may use the computer, the libraries and the free pools; the group ``rsm-backup`` may do everything with the
system's pools but edit their lists, and make pools at the top. Pools that applications make belong to who made them.
"""

from __future__ import annotations

from typing import Final

from openrsm.domain.equipment import Library
from openrsm.domain.rights import EVERYONE, Guarded, Right, Root, group, target_of
from openrsm.domain.values import Computer, Pool, PoolKind
from openrsm.store.database import Transaction

BACKUP: Final = group("rsm-backup")
"""Those who run backups."""

WORK_WITH: Final = Right.USE | Right.MODIFY | Right.CONTROL


def for_computer(tx: Transaction, computer: Computer) -> None:
    """A new catalogue: the computer, and the root of all pools."""
    _everyone_uses(tx, computer)
    _backup(tx, computer, Right.USE)
    _backup(tx, Root(computer=computer), WORK_WITH)


def for_library(tx: Transaction, library: Library) -> None:
    """A new library."""
    _everyone_uses(tx, library)
    _backup(tx, library, Right.USE)


def for_system_pool(tx: Transaction, pool: Pool) -> None:
    """A new pool of the system's at the top; those in it inherit its list."""
    _backup(tx, pool, WORK_WITH)
    if pool.kind is PoolKind.FREE:
        _everyone_uses(tx, pool)


def _everyone_uses(tx: Transaction, guarded: Guarded) -> None:
    tx.rights.set(target_of(guarded), EVERYONE, Right.USE)


def _backup(tx: Transaction, guarded: Guarded, rights: Right) -> None:
    tx.rights.set(target_of(guarded), BACKUP, rights)
