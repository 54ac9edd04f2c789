"""Lists of rights, tokens, and the trail of who did what and who was refused what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from openrsm.domain.records import AuditEntry, EventKind
from openrsm.domain.rights import ALL, NONE, Right
from openrsm.domain.values import ObjectType, SessionId, TokenId
from openrsm.errors import (
    AccessDenied,
    AlreadyExists,
    InvalidHandle,
    InvalidName,
    InvalidParameter,
    ObjectNotFound,
    RsmError,
)
from openrsm.surface.pools import PoolOptions
from openrsm.surface.security import AccessView, TokenView
from tests.conformance.surface_bench import EVE, LIBRARY, POOL, ROOT, Bench, Build

ON_POOL: Final = f"pool:{POOL}"
EVERYTHING: Final = ("use", "modify", "control", "read_control", "write_dac")
WORK: Final = ("use", "modify", "control")


def lines(view: AccessView) -> list[tuple[str, tuple[str, ...], str]]:
    return sorted((grant.grantee, tuple(grant.rights), grant.inherited_from) for grant in view.grants)


class SecurityConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    @pytest.fixture
    def eve(self, bench: Bench) -> SessionId:
        return bench.manager.sessions.open("prying", EVE)

    def may(self, bench: Bench, target: str) -> tuple[str, ...]:
        """What eve may do, as an administrator sees to it that she may read."""
        eve = bench.manager.sessions.open("asking", EVE)
        bench.manager.security.grant(bench.session, target, "user:eve", Right.READ_CONTROL)
        yours = tuple(bench.manager.security.show(eve, target).yours)
        bench.manager.security.revoke(bench.session, target, "user:eve", Right.READ_CONTROL)
        bench.manager.sessions.close(eve)
        return tuple(right for right in yours if right != "read_control")

    # --- Defaults ---

    @pytest.mark.parametrize("target", ["computer", f"library:{LIBRARY}", "library:offline"])
    def test_everyone_may_use_the_computer_and_its_libraries(self, bench: Bench, target: str) -> None:
        view = bench.manager.security.show(bench.session, target)
        assert lines(view) == [("everyone", ("use",), ""), ("group:rsm-backup", ("use",), "")]
        assert (view.target, view.owner, tuple(view.yours)) == (target, "", EVERYTHING)
        assert self.may(bench, target) == ("use",)

    def test_everyone_may_use_free_pools_and_those_who_run_backups_all_of_the_systems(self, bench: Bench) -> None:
        show = bench.manager.security.show
        assert lines(show(bench.session, "root")) == [("group:rsm-backup", WORK, "")]
        assert lines(show(bench.session, "pool:Free")) == [("everyone", ("use",), ""), ("group:rsm-backup", WORK, "")]
        for top in ("Import", "Unrecognized"):
            assert lines(show(bench.session, f"pool:{top}")) == [("group:rsm-backup", WORK, "")]
            assert lines(show(bench.session, f"pool:{top}/LTO-9")) == [("group:rsm-backup", WORK, top)]
            assert self.may(bench, f"pool:{top}/LTO-9") == ()
        assert self.may(bench, "pool:Free/LTO-9") == ("use",)

    def test_a_new_pool_is_its_owners_and_the_roots_list_is_not_inherited(self, bench: Bench) -> None:
        bench.manager.security.grant(bench.session, "root", "user:eve", ALL)
        view = bench.manager.security.show(bench.session, "pool:backups")
        assert (view.owner, lines(view)) == ("root", [])
        assert self.may(bench, "pool:backups") == ()

    # --- Giving and taking ---

    def test_rights_are_given_in_addition_and_taken_one_by_one_or_all(self, bench: Bench) -> None:
        security = bench.manager.security
        security.grant(bench.session, ON_POOL, "group:ops", Right.CONTROL)
        view = security.grant(bench.session, ON_POOL, "group:ops", Right.USE | Right.MODIFY)
        assert ("group:ops", WORK, "") in lines(view)
        view = security.revoke(bench.session, ON_POOL, "group:ops", Right.MODIFY | Right.WRITE_DAC)
        assert ("group:ops", ("use", "control"), "") in lines(view)
        view = security.revoke(bench.session, ON_POOL, "group:ops")
        assert [line for line in lines(view) if line[0] == "group:ops"] == []

    def test_a_list_is_the_same_for_all_who_may_read_it(self, bench: Bench, eve: SessionId) -> None:
        given = bench.manager.security.grant(bench.session, ON_POOL, "user:eve", Right.READ_CONTROL)
        seen = bench.manager.security.show(eve, ON_POOL)
        assert lines(seen) == lines(given)
        assert tuple(seen.yours) == ("read_control",)

    @pytest.mark.parametrize("grantee", ["user:eve", "everyone"])
    def test_what_is_given_may_be_done_until_it_is_taken(self, bench: Bench, eve: SessionId, grantee: str) -> None:
        move = bench.manager.media.move
        with pytest.raises(AccessDenied, match=f"CONTROL on the pool {POOL}"):
            move(eve, "V00001L9", POOL)
        bench.manager.security.grant(bench.session, ON_POOL, grantee, Right.CONTROL)
        assert move(eve, "V00001L9", POOL).pool == POOL
        bench.manager.security.revoke(bench.session, ON_POOL, grantee)
        with pytest.raises(AccessDenied, match=f"CONTROL on the pool {POOL}"):
            move(eve, "V00001L9", "Free/LTO-9")

    def test_what_is_given_on_a_pool_holds_in_the_pools_below(self, bench: Bench) -> None:
        bench.manager.security.grant(bench.session, "pool:backups", "user:eve", Right.USE)
        view = bench.manager.security.grant(bench.session, ON_POOL, "user:eve", Right.MODIFY)
        assert ("user:eve", ("use",), "backups") in lines(view)
        assert ("user:eve", ("modify",), "") in lines(view)
        assert ("user:root", EVERYTHING, "backups") in lines(view), "who owns the pool above"
        assert self.may(bench, ON_POOL) == ("use", "modify")
        assert self.may(bench, "pool:backups") == ("use",)

    def test_what_a_pool_above_gives_is_not_taken_below(self, bench: Bench) -> None:
        bench.manager.security.grant(bench.session, "pool:backups", "user:eve", Right.USE)
        with pytest.raises(ObjectNotFound, match=r"user:eve.*above"):
            bench.manager.security.revoke(bench.session, ON_POOL, "user:eve")
        assert self.may(bench, ON_POOL) == ("use",)

    def test_who_makes_a_pool_owns_it_and_what_stands_in_it(self, bench: Bench, eve: SessionId) -> None:
        create, security = bench.manager.pools.create, bench.manager.security
        with pytest.raises(AccessDenied, match="CONTROL on the root"):
            create(eve, "eves/own", PoolOptions(media_type="LTO-9"))
        security.grant(bench.session, "root", "user:eve", Right.CONTROL)
        assert create(eve, "eves/own", PoolOptions(media_type="LTO-9")).pool.owner == "eve"
        assert tuple(security.show(eve, "pool:eves/own").yours) == EVERYTHING
        create(bench.session, "eves/roots", PoolOptions(media_type="LTO-9"))
        assert tuple(security.show(eve, "pool:eves/roots").yours) == EVERYTHING
        security.grant(eve, "pool:eves/own", "user:bob", Right.USE)

    def test_who_may_not_edit_a_list_does_not_and_who_may_does(self, bench: Bench, eve: SessionId) -> None:
        security = bench.manager.security
        security.grant(bench.session, ON_POOL, "user:eve", ALL & ~Right.WRITE_DAC)
        with pytest.raises(AccessDenied, match="WRITE_DAC"):
            security.grant(eve, ON_POOL, "user:bob", Right.USE)
        with pytest.raises(AccessDenied, match="WRITE_DAC"):
            security.revoke(eve, ON_POOL, "user:eve")
        security.grant(bench.session, ON_POOL, "user:eve", Right.WRITE_DAC)
        security.grant(eve, ON_POOL, "user:bob", Right.USE)
        security.revoke(eve, ON_POOL, "user:eve", Right.READ_CONTROL)
        with pytest.raises(AccessDenied, match="READ_CONTROL"):
            security.show(eve, ON_POOL)

    def test_the_list_of_a_deleted_pool_goes_with_it(self, bench: Bench) -> None:
        bench.create_pool("passing", "LTO-9")
        bench.manager.security.grant(bench.session, "pool:passing", "user:eve", ALL)
        bench.manager.pools.delete(bench.session, "passing")
        bench.create_pool("passing", "LTO-9")
        assert lines(bench.manager.security.show(bench.session, "pool:passing")) == []

    def test_a_change_of_a_list_is_told_as_a_change_of_what_it_is_about(self, bench: Bench) -> None:
        begin = bench.manager.notices.since(bench.session).last
        pool = bench.manager.pools.show(bench.session, POOL).pool
        bench.manager.security.grant(bench.session, ON_POOL, "user:eve", Right.USE)
        changes = bench.manager.notices.since(bench.session, begin, types=(ObjectType.POOL,)).changes
        assert [(change.kind, change.object_id) for change in changes] == [(EventKind.UPDATE, pool.id)]

    # --- What cannot be meant ---

    @pytest.mark.parametrize(
        ("target", "error"),
        [
            ("", InvalidParameter),
            ("everything", InvalidParameter),
            (POOL, InvalidParameter),
            ("computer:here", InvalidParameter),
            ("root:pools", InvalidParameter),
            ("drive:vlib/drive1", InvalidParameter),
            ("library:nowhere", ObjectNotFound),
            ("library:", ObjectNotFound),
            ("pool:nowhere", ObjectNotFound),
            ("pool:", ObjectNotFound),
        ],
    )
    def test_what_has_no_list_of_rights_is_refused(self, bench: Bench, target: str, error: type[RsmError]) -> None:
        security = bench.manager.security
        calls: Sequence[Callable[[], object]] = (
            lambda: security.show(bench.session, target),
            lambda: security.grant(bench.session, target, "everyone", Right.USE),
            lambda: security.revoke(bench.session, target, "everyone"),
        )
        for call in calls:
            with pytest.raises(error) as refused:
                call()
            assert type(refused.value) is error

    @pytest.mark.parametrize("grantee", ["", "eve", "user:", "group: ", "role:eve", "everyone:else"])
    def test_nobody_that_can_be_meant_gets_nothing(self, bench: Bench, grantee: str) -> None:
        with pytest.raises(InvalidParameter):
            bench.manager.security.grant(bench.session, ON_POOL, grantee, Right.USE)
        with pytest.raises(InvalidParameter):
            bench.manager.security.revoke(bench.session, ON_POOL, grantee)

    def test_no_rights_are_none_to_give_or_take(self, bench: Bench) -> None:
        with pytest.raises(InvalidParameter):
            bench.manager.security.grant(bench.session, ON_POOL, "user:eve", NONE)
        with pytest.raises(InvalidParameter):
            bench.manager.security.revoke(bench.session, ON_POOL, "user:eve", NONE)

    def test_a_closed_session_may_nothing(self, bench: Bench) -> None:
        closed = bench.manager.sessions.open("done", ROOT)
        bench.manager.sessions.close(closed)
        security = bench.manager.security
        calls: Sequence[Callable[[], object]] = (
            lambda: security.show(closed, "computer"),
            lambda: security.grant(closed, "computer", "everyone", Right.USE),
            lambda: security.revoke(closed, "computer", "everyone"),
            lambda: security.create_token(closed, "nightly"),
            lambda: security.tokens(closed),
            lambda: security.revoke_token(closed, "nightly"),
        )
        for call in calls:
            with pytest.raises(InvalidHandle):
                call()

    # --- Tokens ---

    def test_a_token_is_listed_without_its_secret(self, bench: Bench) -> None:
        before = list(bench.manager.security.tokens(bench.session))
        new = bench.manager.security.create_token(bench.session, "nightly", "ann", 3600)
        token = new.token
        assert (token.name, token.user, token.created_by, token.last_used) == ("nightly", "ann", "root", None)
        assert token.expires == token.created + timedelta(hours=1)
        assert [one for one in bench.manager.security.tokens(bench.session) if one.id not in ids(before)] == [token]
        assert new.secret not in repr(bench.manager.security.tokens(bench.session))
        assert len(new.secret) > 40

    def test_tokens_differ_and_speak_for_their_maker_for_ever_unless_told(self, bench: Bench, eve: SessionId) -> None:
        first = bench.manager.security.create_token(eve, "first")
        second = bench.manager.security.create_token(eve, "second")
        assert first.secret != second.secret
        assert (first.token.user, first.token.created_by, first.token.expires) == ("eve", "eve", None)

    def test_users_see_and_revoke_their_own_and_administrators_all(self, bench: Bench, eve: SessionId) -> None:
        security = bench.manager.security
        others = ids(security.tokens(bench.session))
        names = {"b": None, "a": "ann", "c": "eve"}
        made = {name: security.create_token(bench.session, name, user).token for name, user in names.items()}

        def seen(session: SessionId) -> list[str]:
            return [token.name for token in security.tokens(session) if token.id not in others]

        assert (seen(bench.session), seen(eve)) == (["a", "b", "c"], ["c"])
        with pytest.raises(AccessDenied, match="ann"):
            security.revoke_token(eve, "a")
        security.revoke_token(eve, str(made["c"].id))
        security.revoke_token(bench.session, "a")
        assert (seen(bench.session), seen(eve)) == (["b"], [])

    def test_only_administrators_make_tokens_for_others(self, bench: Bench, eve: SessionId) -> None:
        before = ids(bench.manager.security.tokens(bench.session))
        with pytest.raises(AccessDenied, match="root"):
            bench.manager.security.create_token(eve, "nightly", "root")
        assert ids(bench.manager.security.tokens(bench.session)) == before

    def test_a_token_that_is_not_there_is_not_revoked(self, bench: Bench) -> None:
        bench.manager.security.create_token(bench.session, "nightly")
        bench.manager.security.revoke_token(bench.session, "nightly")
        with pytest.raises(ObjectNotFound, match="nightly"):
            bench.manager.security.revoke_token(bench.session, "nightly")

    def test_a_name_is_taken_until_its_token_is_revoked(self, bench: Bench) -> None:
        security = bench.manager.security
        first = security.create_token(bench.session, "nightly")
        with pytest.raises(AlreadyExists, match="nightly"):
            security.create_token(bench.session, "nightly")
        security.revoke_token(bench.session, "nightly")
        assert security.create_token(bench.session, "nightly").secret != first.secret

    @pytest.mark.parametrize("name", ["", "x" * 64, " a", "a\nb"])
    def test_a_token_needs_a_name(self, bench: Bench, name: str) -> None:
        with pytest.raises((InvalidName, InvalidParameter)):
            bench.manager.security.create_token(bench.session, name)

    @pytest.mark.parametrize(("user", "lifetime"), [("", None), (" a", None), (None, 0.0), (None, -1.0), (None, 1e12)])
    def test_a_token_needs_a_user_and_some_time(self, bench: Bench, user: str | None, lifetime: float | None) -> None:
        before = ids(bench.manager.security.tokens(bench.session))
        with pytest.raises(InvalidParameter):
            bench.manager.security.create_token(bench.session, "nightly", user, lifetime)
        assert ids(bench.manager.security.tokens(bench.session)) == before

    # --- The trail ---

    def test_every_change_of_rights_and_tokens_is_in_the_trail(self, bench: Bench) -> None:
        security = bench.manager.security
        security.grant(bench.session, ON_POOL, "user:eve", Right.USE | Right.CONTROL)
        security.revoke(bench.session, ON_POOL, "user:eve", Right.USE | Right.MODIFY)
        security.create_token(bench.session, "nightly", "ann")
        security.revoke_token(bench.session, "nightly")
        entries = bench.manager.objects.audit(bench.session, limit=4)
        assert {(entry.user, entry.application) for entry in entries} == {("root", "backup")}
        assert [(entry.action, entry.subject) for entry in entries] == [
            ("rights_granted", ON_POOL),
            ("rights_revoked", ON_POOL),
            ("token_created", "nightly"),
            ("token_revoked", "nightly"),
        ]
        assert [entry.detail for entry in entries[:2]] == ["user:eve: use, control", "user:eve: use"]

    def test_a_refusal_is_in_the_trail_with_what_was_asked_and_what_is_missing(
        self, bench: Bench, eve: SessionId
    ) -> None:
        with pytest.raises(AccessDenied) as refused:
            bench.manager.media.move(eve, "V00001L9", POOL)
        [entry] = bench.manager.objects.audit(bench.session, limit=1)
        assert (entry.user, entry.application, entry.action) == ("eve", "prying", "refused")
        assert (entry.subject, entry.detail) == ("media.move", refused.value.what)

    def test_a_session_that_may_not_begin_is_in_the_trail(self, bench: Bench) -> None:
        bench.manager.security.revoke(bench.session, "computer", "everyone")
        with pytest.raises(AccessDenied, match="USE on the computer"):
            bench.manager.sessions.open("prying", EVE)
        [entry] = bench.manager.objects.audit(bench.session, limit=1)
        assert (entry.user, entry.application, entry.subject) == ("eve", "prying", "sessions.open")

    def test_the_trail_is_read_by_user_by_action_and_since_a_moment(self, bench: Bench, eve: SessionId) -> None:
        begun = bench.manager.objects.status(bench.session).at
        bench.manager.security.create_token(eve, "eves")

        def audit(session: SessionId, since: datetime = begun, **filters: Any) -> Sequence[AuditEntry]:
            return bench.manager.objects.audit(session, since=since, **filters)

        bench.clock.move(3600)
        bench.manager.security.create_token(eve, "eves later")
        bench.manager.security.create_token(bench.session, "roots")
        assert subjects(audit(bench.session, user="eve")) == ["eves", "eves later"]
        assert subjects(audit(bench.session, action="token_created")) == ["eves", "eves later", "roots"]
        assert subjects(audit(bench.session, action="token_created", limit=2)) == ["eves later", "roots"]
        late = bench.manager.objects.status(bench.session).at - timedelta(minutes=30)
        assert subjects(audit(bench.session, since=late)) == ["eves later", "roots"]
        assert subjects(audit(bench.session, since=late, user="eve", action="token_created")) == ["eves later"]
        assert subjects(audit(bench.session, user="nobody")) == []

    def test_a_trail_of_nothing_or_of_no_clear_time_is_not_asked_for(self, bench: Bench) -> None:
        with pytest.raises(InvalidParameter):
            bench.manager.objects.audit(bench.session, limit=0)
        naive = bench.manager.objects.status(bench.session).at.replace(tzinfo=None)
        with pytest.raises(InvalidParameter):
            bench.manager.objects.audit(bench.session, since=naive)


def ids(tokens: Iterable[TokenView]) -> set[TokenId]:
    return {token.id for token in tokens}


def subjects(entries: Iterable[AuditEntry]) -> list[str]:
    return [entry.subject for entry in entries]
