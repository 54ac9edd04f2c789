"""Notices: what changed, in commit order, for those who may read it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from openrsm.domain.records import EventKind
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidHandle, InvalidParameter, TimedOut
from tests.conformance.surface_bench import EVE, PATIENCE, POOL, ROOT, Bench, Build


class NoticeConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    # --- The stream ---

    def test_changes_come_in_the_order_in_which_they_were_committed(self, bench: Bench) -> None:
        start = bench.manager.notices.since(bench.session).last
        bench.dismount(*[mounted.medium.name for mounted in bench.mount(bench.lmid())])
        changes = bench.manager.notices.since(bench.session, start).changes
        assert [change.id for change in changes] == list(range(start + 1, start + 1 + len(changes)))
        assert all(before.at <= after.at for before, after in pairwise(changes))
        types = {change.object_type for change in changes}
        assert types >= {ObjectType.WORK_ITEM, ObjectType.DRIVE, ObjectType.PHYSICAL_MEDIA, ObjectType.LOGICAL_MEDIA}

    def test_a_listener_goes_on_where_it_stopped(self, bench: Bench) -> None:
        start = bench.manager.notices.since(bench.session).last
        bench.mount(bench.lmid())
        whole = bench.manager.notices.since(bench.session, start)
        first = bench.manager.notices.since(bench.session, start, limit=3)
        rest = bench.manager.notices.since(bench.session, first.last)
        assert [*first.changes, *rest.changes] == list(whole.changes)
        assert rest.last == whole.last

    def test_only_the_types_that_are_asked_for_are_told(self, bench: Bench) -> None:
        start = bench.manager.notices.since(bench.session).last
        bench.mount(bench.lmid())
        drives = bench.manager.notices.since(bench.session, start, types=(ObjectType.DRIVE,))
        assert {change.object_type for change in drives.changes} == {ObjectType.DRIVE}
        assert drives.last == bench.manager.notices.since(bench.session).last

    def test_a_listener_waits_for_the_first_change(self, bench: Bench) -> None:
        start = bench.manager.notices.since(bench.session).last
        since = bench.manager.notices.since
        waiting = bench.threads.submit(since, bench.session, start, types=(ObjectType.POOL,), timeout=PATIENCE)
        bench.create_pool("new", "LTO-9")
        changes = waiting.result(PATIENCE).changes
        assert (changes[0].kind, changes[0].object_type) == (EventKind.INSERT, ObjectType.POOL)

    def test_nothing_happens_in_no_time(self, bench: Bench) -> None:
        start = bench.manager.notices.since(bench.session).last
        assert not bench.manager.notices.since(bench.session, start, timeout=0.01).changes

    def test_what_lies_ahead_is_refused(self, bench: Bench) -> None:
        last = bench.manager.notices.since(bench.session).last
        for after, limit in ((last + 1, 1), (-1, 1), (last, 0)):
            with pytest.raises(InvalidParameter):
                bench.manager.notices.since(bench.session, after, limit=limit)

    def test_who_may_not_read_is_told_nothing(self, bench: Bench) -> None:
        eve = bench.manager.sessions.open("prying", EVE)
        start = bench.manager.notices.since(eve).last
        bench.create_pool("secret", "LTO-9")
        bench.lmid()
        told = {change.object_type for change in bench.manager.notices.since(eve, start).changes}
        assert not told & {ObjectType.POOL, ObjectType.LOGICAL_MEDIA}
        assert bench.manager.notices.since(eve, start).last == bench.manager.notices.since(bench.session).last

    # --- Notifications as RSM has them ---

    def test_a_notification_tells_one_change_at_a_time(self, bench: Bench) -> None:
        notices = bench.manager.notices
        opened = notices.open(bench.session, ObjectType.POOL)
        bench.create_pool("one", "LTO-9")
        pool = bench.manager.pools.show(bench.session, "one").pool
        bench.manager.pools.delete(bench.session, "one")
        told = [notices.wait(bench.session, opened, 0) for _ in range(2)]
        assert [notice.kind for notice in told] == [EventKind.INSERT, EventKind.DELETE]
        assert {notice.object_id for notice in told} == {str(pool.id)}
        with pytest.raises(TimedOut):
            notices.wait(bench.session, opened, 0)

    def test_a_notification_waits(self, bench: Bench) -> None:
        opened = bench.manager.notices.open(bench.session, ObjectType.LOGICAL_MEDIA)
        waiting = bench.threads.submit(bench.manager.notices.wait, bench.session, opened, PATIENCE)
        allocated = bench.lmid()
        assert waiting.result(PATIENCE).object_id == allocated

    def test_a_notification_begins_when_it_is_opened(self, bench: Bench) -> None:
        bench.create_pool("before", "LTO-9")
        opened = bench.manager.notices.open(bench.session, ObjectType.POOL)
        with pytest.raises(TimedOut):
            bench.manager.notices.wait(bench.session, opened, 0)

    def test_a_closed_notification_is_no_handle(self, bench: Bench) -> None:
        notices = bench.manager.notices
        opened = notices.open(bench.session, ObjectType.POOL)
        notices.close(bench.session, opened)
        for refused in (lambda: notices.wait(bench.session, opened, 0), lambda: notices.close(bench.session, opened)):
            with pytest.raises(InvalidHandle):
                refused()

    def test_a_notification_is_its_sessions_own(self, bench: Bench) -> None:
        other = bench.manager.sessions.open("other", ROOT)
        opened = bench.manager.notices.open(bench.session, ObjectType.POOL)
        with pytest.raises(InvalidHandle):
            bench.manager.notices.wait(other, opened, 0)

    def test_a_session_has_a_bounded_number_of_notifications(self, bench: Bench) -> None:
        for _ in range(64):
            bench.manager.notices.open(bench.session, ObjectType.POOL)
        with pytest.raises(InvalidParameter, match="close one"):
            bench.manager.notices.open(bench.session, ObjectType.POOL)

    def test_media_are_listed_in_pages(self, bench: Bench) -> None:
        whole = bench.manager.media.list(bench.session)
        first = bench.manager.media.list(bench.session, limit=4)
        rest = bench.manager.media.list(bench.session, after=first[-1].medium.sequence)
        assert [*first, *rest] == list(whole)
        assert len(bench.manager.media.list(bench.session, pool=POOL, limit=1)) == 0
