from __future__ import annotations

import json
import shlex

import pytest

from openrsm.domain.matrix import MATRIX, Deed
from openrsm.domain.rights import (
    ALL,
    EVERYONE,
    GENERIC,
    NONE,
    Grant,
    Grantee,
    Guarded,
    Right,
    Root,
    check,
    grantee,
    group,
    right_names,
    rights_named,
    rights_of,
    target_name,
    target_of,
    user,
)
from openrsm.domain.values import PoolKind, Principal
from openrsm.errors import AccessDenied, InvalidParameter
from tests.domain.builders import ALICE, BOB, ROOT, a_computer, a_library, a_pool, a_system_pool
from tests.domain.spec import SPEC

CREW = Principal(user="carl", groups=("crew", "staff"))
GUARDED = [a_computer(), Root(computer=a_computer()), a_library(), a_pool()]


def given(to: Grantee, rights: Right) -> Grant:
    return Grant(target=target_of(a_pool()), grantee=to, rights=rights)


# --- Rights and their names ---


def test_rights_are_the_headers_and_all_is_all_of_them() -> None:
    assert [int(right) for right in Right] == [1, 2, 4, 0x20000, 0x40000]
    assert sum(Right) == ALL


def test_generic_rights_stand_for_what_the_specification_says() -> None:
    masks: dict[str, list[str]] = json.loads((SPEC / "rights.json").read_text(encoding="utf-8"))["masks"]
    assert {name: [name.upper() for name in right_names(rights)] for name, rights in GENERIC.items()} == masks


@pytest.mark.parametrize("right", Right)
def test_a_right_is_read_as_it_is_written(right: Right) -> None:
    [name] = right_names(right)
    for text in (name, name.upper(), name.replace("_", "-")):
        assert rights_named([text]) == right


def test_several_rights_are_read_together_generic_ones_among_them() -> None:
    assert rights_named(["use", "Write"]) == Right.USE | Right.MODIFY | Right.WRITE_DAC
    assert rights_named([]) == NONE


@pytest.mark.parametrize("text", ["", "usee", "use,modify", "1", "u\N{LATIN SMALL LETTER LONG S}e"])
def test_what_is_no_right_is_refused_with_those_there_are(text: str) -> None:
    with pytest.raises(InvalidParameter, match="use, modify, control, read_control, write_dac, read, write"):
        rights_named(["use", text])


# --- Grantees ---


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("everyone", EVERYONE),
        ("user:ann", user("ann")),
        ("group:backup", group("backup")),
        ("user:everyone", user("everyone")),
        ("user:EXAMPLE\\ann lee", user("EXAMPLE\\ann lee")),
        ("group:a:b", group("a:b")),
        ("user:" + "x" * 255, user("x" * 255)),
    ],
)
def test_a_grantee_is_read_as_it_is_written(text: str, meant: Grantee) -> None:
    assert grantee(text) == meant
    assert str(meant) == text


@pytest.mark.parametrize("text", ["", "ann", "USER:ann", "Everyone", "everyone:", "everyone:all", "role:x", ":ann"])
def test_what_is_no_grantee_is_refused_with_the_form_of_one(text: str) -> None:
    with pytest.raises(InvalidParameter, match="write user:NAME, group:NAME or everyone"):
        grantee(text)


@pytest.mark.parametrize("name", ["", "x" * 256, " ann", "ann ", "a\nb", "a\x00b"])
def test_what_is_no_account_gets_no_rights(name: str) -> None:
    with pytest.raises(InvalidParameter, match="user or group"):
        grantee(f"user:{name}")


# --- What somebody may do ---


@pytest.mark.parametrize(
    ("to", "who", "counts"),
    [
        (user("bob"), BOB, True),
        (user("bob"), ALICE, False),
        (user("crew"), CREW, False),
        (group("crew"), CREW, True),
        (group("staff"), CREW, True),
        (group("bob"), BOB, False),
        (group("carl"), CREW, False),
        (EVERYONE, BOB, True),
    ],
)
def test_a_grant_counts_for_those_whom_it_names(to: Grantee, who: Principal, *, counts: bool) -> None:
    assert rights_of(who, [given(to, Right.USE)]) == (Right.USE if counts else NONE)


def test_grants_add_up() -> None:
    grants = [
        given(user("carl"), Right.USE),
        given(group("crew"), Right.CONTROL),
        given(EVERYONE, Right.READ_CONTROL),
        given(group("others"), Right.WRITE_DAC),
    ]
    assert rights_of(CREW, grants) == Right.USE | Right.CONTROL | Right.READ_CONTROL


def test_without_grants_there_are_no_rights() -> None:
    assert rights_of(BOB, []) == NONE


def test_administrators_and_owners_may_do_everything() -> None:
    assert rights_of(ROOT, []) == ALL
    assert rights_of(ALICE, [given(user("alice"), Right.USE)], {"alice"}) == ALL
    assert rights_of(BOB, [], {"alice", "ann"}) == NONE


def test_a_user_without_a_name_does_not_own_the_systems_pools() -> None:
    assert rights_of(Principal(user=""), [], {a_system_pool(PoolKind.IMPORT).owner}) == NONE


# --- Refusals ---


@pytest.mark.parametrize("guarded", GUARDED)
@pytest.mark.parametrize("right", Right)
def test_what_is_held_passes_and_what_is_not_is_refused(right: Right, guarded: Guarded) -> None:
    check(BOB, right, guarded, ALL, "do it")
    with pytest.raises(AccessDenied, match=f"bob may not do it: {right.name} on .* is missing"):
        check(BOB, right, guarded, ALL & ~right, "do it")


def test_a_refusal_says_who_lacks_what_on_what_and_who_can_help_how() -> None:
    with pytest.raises(AccessDenied) as refused:
        check(BOB, Right.CONTROL, a_pool("backups/daily"), Right.USE, "allocate from backups/daily")
    assert refused.value.what == (
        "bob may not allocate from backups/daily: CONTROL on the pool backups/daily is missing"
    )
    assert refused.value.advice == (
        "ask alice, who owns the pool, or an administrator (root, or the group rsm-admin)"
        " for: rsm acl grant pool:backups/daily user:bob control"
    )


def test_a_refusal_names_only_what_is_missing() -> None:
    with pytest.raises(
        AccessDenied, match=r": CONTROL and READ_CONTROL on the library vtl is missing;.* read-control$"
    ):
        check(BOB, Right.USE | Right.CONTROL | Right.READ_CONTROL, a_library(), Right.USE, "do that")


@pytest.mark.parametrize("name", ["my tapes", "$(reboot)", "it's", "a;b", "a`b", 'a"b', "höhle", "a#b", "*"])
def test_the_advice_can_be_pasted_into_a_shell_whatever_is_in_names(name: str) -> None:
    with pytest.raises(AccessDenied) as refused:
        check(Principal(user=name), Right.USE, a_pool(name), NONE, "look")
    _, command = refused.value.advice.split(" for: ")
    assert shlex.split(command) == ["rsm", "acl", "grant", f"pool:{name}", f"user:{name}", "use"]
    assert "'" in command


@pytest.mark.parametrize(
    ("guarded", "name"),
    list(
        zip(GUARDED, ["the computer here", "the root of all pools", "the library vtl", "the pool backups"], strict=True)
    ),
)
def test_a_refusal_says_in_words_where_the_right_is_missing(guarded: Guarded, name: str) -> None:
    with pytest.raises(AccessDenied, match=f"USE on {name} is missing; ask .*administrator"):
        check(BOB, Right.USE, guarded, NONE, "look")


@pytest.mark.parametrize(
    ("guarded", "text"), list(zip(GUARDED, ["computer", "root", "library:vtl", "pool:backups"], strict=True))
)
def test_what_has_a_list_of_rights_is_written_with_its_kind(guarded: Guarded, text: str) -> None:
    assert target_name(guarded) == text
    assert target_of(guarded).kind.value == text.partition(":")[0]


# --- The matrix ---


def test_the_matrix_has_a_row_for_every_deed() -> None:
    assert set(MATRIX) == set(Deed)


def test_only_taking_media_is_easier_on_free_pools() -> None:
    easier = {deed for deed, need in MATRIX.items() if need.free != need.pool}
    taking = {Deed.MEDIUM_ALLOCATE, Deed.MEDIUM_REQUEST, Deed.MEDIUM_DEALLOCATE, Deed.MEDIUM_MOVE}
    taking |= {Deed.MEDIUM_ADOPT, Deed.MEDIUM_CLAIM}
    assert easier == taking
    assert {MATRIX[deed].free for deed in taking} == {Right.USE}
