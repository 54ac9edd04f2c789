"""Who may do what to a pool, a library or the computer (MS-RSMP 5; NtmsAccessMask).

What anything else demands is asked of the pool a medium is in, the library a device belongs to, or the computer. Lists
of rights cannot be edited; these defaults hold:

- administrators may do everything;
- who created a pool may do everything to it, and to the pools below it;
- everyone has ``USE`` of the computer, of libraries and of the free pools;
- nobody else has any right on a pool.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag
from typing import Final

from openrsm.domain.values import Computer, Library, Pool, PoolKind, Principal
from openrsm.errors import AccessDenied

Target = Pool | Library | Computer


class Right(IntFlag):
    """A right; the values are the header's (the protocol's 3 for control would be use and modify)."""

    USE = 1
    MODIFY = 2
    CONTROL = 4
    READ_CONTROL = 0x20000
    WRITE_DAC = 0x40000


NONE: Final = Right(0)
ALL: Final = Right.USE | Right.MODIFY | Right.CONTROL | Right.READ_CONTROL | Right.WRITE_DAC


def rights_of(principal: Principal, target: Target, above: Iterable[Pool] = ()) -> Right:
    """What a user may do to a target.

    Args:
        principal: Who asks.
        target: What is asked about.
        above: The pools that a pool stands in; their owners have the same rights on it.
    """
    if principal.administrator:
        return ALL
    if isinstance(target, Pool):
        return _rights_on_pool(principal, target, above)
    return Right.USE


def _rights_on_pool(principal: Principal, pool: Pool, above: Iterable[Pool]) -> Right:
    if any(principal.user == each.owner for each in (pool, *above) if each.owner):
        return ALL
    return Right.USE if pool.kind is PoolKind.FREE else NONE


def check(principal: Principal, right: Right, target: Target, doing: str, *, above: Iterable[Pool] = ()) -> None:
    """Refuse what a user may not do.

    Args:
        principal: Who asks.
        right: What it takes.
        target: On what.
        doing: The action, as it goes on after "to": ``"mount A00001L5"``.
        above: The pools that a pool stands in.

    Raises:
        AccessDenied: It is missing; the message says who lacks which right on what, and who can help.
    """
    missing = right & ~rights_of(principal, target, above)
    if missing:
        raise AccessDenied(
            f"{principal.user} may not {doing}: {_words(missing)} on {_name(target)} is missing", _who_helps(target)
        )


def _words(rights: Right) -> str:
    return " and ".join(str(right.name) for right in Right if right in rights)


def _name(target: Target) -> str:
    match target:
        case Pool():
            return f"the pool {target.path}"
        case Library():
            return f"the library {target.name}"
        case Computer():
            return f"the computer {target.name}"


def _who_helps(target: Target) -> str:
    if isinstance(target, Pool) and target.owner:
        return f"ask {target.owner}, who owns the pool, or an administrator (root, or the group rsm-admin)"
    return "ask an administrator (root, or the group rsm-admin)"
