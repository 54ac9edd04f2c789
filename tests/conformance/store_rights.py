"""What every store keeps of rights and tokens, and what it answers about them and the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from openrsm.domain.records import EventKind, Happening
from openrsm.domain.rights import ALL, EVERYONE, NONE, Grantee, Right, Target, TargetKind, group, user
from openrsm.domain.tokens import Token
from openrsm.domain.values import ObjectType, TokenId
from openrsm.errors import AlreadyExists
from openrsm.store.database import Store
from tests.conformance.store_nouns import NOON, library, pool


def a_target(kind: TargetKind = TargetKind.POOL) -> Target:
    return Target(kind=kind, id=uuid4())


def a_token(name: str = "nightly") -> Token:
    return Token(id=TokenId(uuid4()), name=name, digest=f"of {name}", user="ann", created=NOON, created_by="root")


def set_(store: Store, target: Target, grantee: Grantee, rights: Right) -> None:
    store.write(lambda tx: tx.rights.set(target, grantee, rights))


class StoreRights:
    """Mixed into the store's suite."""

    # --- Lists of rights ---

    def test_each_grantee_has_one_line_of_a_list_which_changes(self, store: Store) -> None:
        target = a_target()
        for rights in (Right.USE, ALL, Right.READ_CONTROL | Right.WRITE_DAC):
            set_(store, target, user("ann"), rights)
            assert store.read(lambda tx: tx.rights.held(target, user("ann"))) == rights
            [line] = store.read(lambda tx: tx.rights.on(TargetKind.POOL))
            assert (line.target, line.grantee, line.rights) == (target, user("ann"), rights)

    def test_a_line_without_rights_ends(self, store: Store) -> None:
        target = a_target()
        set_(store, target, EVERYONE, Right.USE)
        set_(store, target, EVERYONE, NONE)
        set_(store, target, user("ann"), NONE)
        assert store.read(lambda tx: tx.rights.on(TargetKind.POOL)) == []

    def test_users_groups_and_everyone_are_kept_apart_and_so_are_targets(self, store: Store) -> None:
        first, second, third = a_target(), a_target(), replace(a_target(), kind=TargetKind.LIBRARY)
        same_id = replace(first, kind=TargetKind.ROOT)
        for grantee in (user("ann"), group("ann"), EVERYONE):
            set_(store, first, grantee, Right.USE)
        for target in (second, third, same_id):
            set_(store, target, user("ann"), Right.CONTROL)
        on = store.read(lambda tx: {kind: tx.rights.on(kind) for kind in TargetKind})
        assert [len(on[kind]) for kind in TargetKind] == [0, 1, 1, 4]
        held = store.read(lambda tx: tx.rights.on(TargetKind.POOL, [first.id, uuid4()]))
        assert [str(line.grantee) for line in held] == ["everyone", "group:ann", "user:ann"]
        assert store.read(lambda tx: tx.rights.on(TargetKind.POOL, [])) == []

    def test_the_list_goes_with_the_pool_or_the_library(self, store: Store) -> None:
        gone, kept = (store.write(lambda tx: tx.pools.insert(pool())) for _ in range(2))
        place = store.write(lambda tx: tx.libraries.insert(library()))
        for kind, id_ in ((TargetKind.POOL, gone.id), (TargetKind.POOL, kept.id), (TargetKind.LIBRARY, place.id)):
            set_(store, Target(kind=kind, id=id_), EVERYONE, Right.USE)
        store.write(lambda tx: tx.pools.delete(gone))
        store.write(lambda tx: tx.libraries.delete(place))
        assert [line.target.id for line in store.read(lambda tx: tx.rights.on(TargetKind.POOL))] == [kept.id]
        assert store.read(lambda tx: tx.rights.on(TargetKind.LIBRARY)) == []

    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            (TargetKind.COMPUTER, ObjectType.COMPUTER),
            (TargetKind.ROOT, ObjectType.COMPUTER),
            (TargetKind.LIBRARY, ObjectType.LIBRARY),
            (TargetKind.POOL, ObjectType.POOL),
        ],
    )
    def test_a_change_of_a_list_is_an_update_of_what_it_is_about(
        self, store: Store, kind: TargetKind, told: ObjectType
    ) -> None:
        heard: list[Happening] = []
        store.listen(heard.extend)
        target = a_target(kind)
        for rights in (Right.USE, Right.USE, ALL, NONE):  # the second changes nothing
            set_(store, target, EVERYONE, rights)
        assert [(one.kind, one.object_type, one.object_id) for one in heard] == [
            (EventKind.UPDATE, told, target.id)
        ] * 3
        assert {one.scope_id for one in heard} == {None if told is ObjectType.COMPUTER else target.id}

    # --- Tokens ---

    def test_tokens_are_listed_by_name_and_found_by_it_and_by_their_digest(self, store: Store) -> None:
        b, a = a_token("b"), a_token("a")
        store.write(lambda tx: (tx.tokens.insert(b), tx.tokens.insert(a)))
        assert store.read(lambda tx: tx.tokens.all()) == [a, b]
        assert store.read(lambda tx: tx.tokens.by_name("b")) == b
        assert store.read(lambda tx: tx.tokens.by_digest("of a")) == a
        assert store.read(lambda tx: tx.tokens.by_digest("a")) is None

    def test_names_of_tokens_are_unique(self, store: Store) -> None:
        store.write(lambda tx: tx.tokens.insert(a_token()))
        with pytest.raises(AlreadyExists, match="nightly"):
            store.write(lambda tx: tx.tokens.insert(replace(a_token(), digest="another")))

    def test_the_use_of_a_token_is_noted_unless_it_is_gone(self, store: Store) -> None:
        token = store.write(lambda tx: tx.tokens.insert(a_token()))
        store.write(lambda tx: tx.tokens.touch(token))
        used = store.read(lambda tx: tx.tokens.get(token.id))
        assert used == replace(token, last_used=NOON)
        store.write(lambda tx: tx.tokens.delete(used))
        store.write(lambda tx: tx.tokens.touch(token))
        assert store.read(lambda tx: tx.tokens.all()) == []

    # --- The trail ---

    def test_the_trail_is_read_by_user_by_action_and_since(self, store: Store) -> None:
        for who, action in (("ada", "mounted"), ("bob", "refused"), ("ada", "refused"), ("bob", "mounted")):
            store.write(lambda tx, who=who, action=action: tx.audit.append(who, "backup", action, "x"))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        recent = store.read(lambda tx: [(one.user, one.action) for one in tx.audit.recent(9, user="ada")])
        assert recent == [("ada", "refused"), ("ada", "mounted")]
        recent = store.read(lambda tx: [(one.user, one.action) for one in tx.audit.recent(1, action="refused")])
        assert recent == [("ada", "refused")]
        assert len(store.read(lambda tx: tx.audit.recent(9, user="bob", action="mounted", since=NOON))) == 1
        assert store.read(lambda tx: tx.audit.recent(9, since=NOON + timedelta(seconds=1))) == []

    def test_of_one_action_only_the_newest_are_kept(self, store: Store) -> None:
        for number in range(4):
            for action in ("refused", "mounted"):
                store.write(lambda tx, it=(action, str(number)): tx.audit.append("ada", "backup", *it))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
        store.write(lambda tx: tx.audit.trim("refused", 2))
        kept = store.read(lambda tx: [(one.action, one.subject) for one in tx.audit.recent(9)][::-1])
        assert kept == [
            ("mounted", "0"),
            ("mounted", "1"),
            ("refused", "2"),
            ("mounted", "2"),
            ("refused", "3"),
            ("mounted", "3"),
        ]
        store.write(lambda tx: tx.audit.trim("refused", 2))
        assert len(store.read(lambda tx: tx.audit.recent(9))) == 6
