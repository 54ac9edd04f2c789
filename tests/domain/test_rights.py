from __future__ import annotations

import pytest

from openrsm.domain.rights import ALL, NONE, Right, Target, check, rights_of
from openrsm.domain.values import PoolKind
from openrsm.errors import AccessDenied
from tests.domain.builders import ALICE, BOB, ROOT, a_computer, a_library, a_pool, a_system_pool

TARGETS = [a_computer(), a_library(), a_pool(), *(a_system_pool(kind) for kind in list(PoolKind)[1:4])]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("right", Right)
def test_administrators_may_do_everything(right: Right, target: Target) -> None:
    check(ROOT, right, target, "do anything")


@pytest.mark.parametrize("right", Right)
def test_a_pools_owner_may_do_everything_to_it_and_to_the_pools_below(right: Right) -> None:
    above = a_pool("backups", media_type=None, owner="alice")
    check(ALICE, right, above, "delete it")
    check(ALICE, right, a_pool("backups/bobs", owner="bob"), "delete it", above=[above])


def test_nobody_else_has_any_right_on_an_application_pool() -> None:
    assert rights_of(BOB, a_pool(owner="alice")) == NONE
    assert rights_of(BOB, a_pool("alices/below", owner="alice"), [a_pool("alices", owner="alice")]) == NONE


@pytest.mark.parametrize("target", [a_computer(), a_library(), a_system_pool(PoolKind.FREE)])
def test_everyone_may_use_the_computer_libraries_and_free_pools(target: Target) -> None:
    assert rights_of(BOB, target) == Right.USE


@pytest.mark.parametrize("kind", [PoolKind.IMPORT, PoolKind.UNRECOGNIZED])
def test_the_systems_other_pools_are_the_administrators(kind: PoolKind) -> None:
    assert rights_of(BOB, a_system_pool(kind)) == NONE


def test_a_user_without_a_name_does_not_own_the_systems_pools() -> None:
    assert rights_of(BOB.__class__(user=""), a_system_pool(PoolKind.IMPORT)) == NONE


def test_a_refusal_says_who_lacks_what_on_what_and_who_can_help() -> None:
    with pytest.raises(AccessDenied) as refused:
        check(BOB, Right.CONTROL, a_pool("backups/daily"), "allocate from backups/daily")
    assert refused.value.what == (
        "bob may not allocate from backups/daily: CONTROL on the pool backups/daily is missing"
    )
    assert refused.value.advice == ("ask alice, who owns the pool, or an administrator (root, or the group rsm-admin)")


@pytest.mark.parametrize(("target", "name"), [(a_library(), "the library vtl"), (a_computer(), "the computer here")])
def test_devices_and_the_computer_are_helped_by_administrators(target: Target, name: str) -> None:
    with pytest.raises(AccessDenied, match=f"CONTROL on {name} is missing; ask an administrator"):
        check(ALICE, Right.USE | Right.CONTROL, target, "do that")


def test_rights_are_the_headers_and_all_is_all_of_them() -> None:
    assert [int(right) for right in Right] == [1, 2, 4, 0x20000, 0x40000]
    assert all(right in ALL for right in Right)
