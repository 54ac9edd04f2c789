"""The queue: reasons in words, cancelling, ordering, forgetting."""

from __future__ import annotations

import pytest

from openrsm.domain.medium import MediumState
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import AccessDenied, Cancelled, InvalidParameter, InvalidState, ObjectNotFound
from tests.conformance.surface_bench import EVE, LIBRARY, Bench, Build, eventually, home


class QueueConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def taken(self, build: Build) -> Bench:
        """Drive 1 is in use, drive 2 disabled."""
        bench = build()
        bench.mount(bench.lmid(), drives=("drive1",))
        bench.done(bench.manager.drives.disable(bench.session, "drive2"))
        return bench

    def free_drive(self, bench: Bench) -> None:
        bench.done(bench.manager.drives.dismount(bench.session, "drive1"))

    # --- Reasons ---

    def test_a_mount_says_what_each_drive_is_doing(self, taken: Bench) -> None:
        [waiting] = taken.queue(taken.lmid())
        assert waiting.item.reason == "waits for a drive: drive 1 in use by backup since 14:02, drive 2 disabled"

    def test_a_mount_says_who_has_its_medium(self, taken: Bench) -> None:
        taken.done(taken.manager.drives.enable(taken.session, "drive2"))
        used = taken.drive(1).medium
        assert used is not None
        [waiting] = taken.queue(used.name)
        assert waiting.item.reason == f"waits for {used.name}: drive 1 in use by backup since 14:02"

    def test_a_mount_behind_a_set_says_that_the_drive_is_kept(self, taken: Bench) -> None:
        taken.done(taken.manager.drives.enable(taken.session, "drive2"))
        taken.queue(*taken.lmids(2))
        [small] = taken.queue(taken.lmid())
        assert small.item.reason == (
            "waits for a drive: drive 1 in use by backup since 14:02, drive 2 kept for an earlier mount"
        )

    def test_the_reason_follows_what_happens(self, taken: Bench) -> None:
        [waiting] = taken.queue(taken.lmid())
        taken.done(taken.manager.drives.enable(taken.session, "drive2"))
        ended = taken.item(waiting)
        assert (ended.item.state, ended.item.reason) == (WorkState.PASSED, "")

    # --- Cancelling ---

    def test_a_waiting_set_is_cancelled_together(self, taken: Bench) -> None:
        taken.done(taken.manager.drives.enable(taken.session, "drive2"))
        pair = taken.lmids(2)
        pending = taken.pending(*pair)
        waiting = pending.until_waiting()
        taken.manager.work.cancel(taken.session, str(waiting.item.number))
        with pytest.raises(Cancelled, match="root cancelled it"):
            pending.result()
        assert taken.manager.work.list(taken.session) == []
        assert {taken.medium(lmid).medium.state for lmid in pair} == {MediumState.IDLE}

    def test_a_mount_under_way_is_finished_and_undone(self, build: Build) -> None:
        bench = build()
        lmid = bench.lmid()
        bench.hands.add_fault("move", "slow:0.3")
        pending = bench.pending(lmid)
        started = pending.until_started()
        bench.manager.work.cancel(bench.session, str(started.item.id))
        with pytest.raises(Cancelled):
            pending.result()
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert bench.holders() == [None, None]

    def test_a_dismount_under_way_is_not_cancelled(self, build: Build) -> None:
        bench = build()
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.hands.add_fault("unload", "slow:0.5")
        [view] = bench.manager.mounts.dismount(bench.session, [lmid])
        eventually(lambda: bench.item(view).item.state is WorkState.IN_PROCESS)
        with pytest.raises(AccessDenied, match="under way"):
            bench.manager.work.cancel(bench.session, str(view.item.number))
        assert bench.done(view).item.state is WorkState.PASSED

    def test_what_has_ended_is_not_cancelled(self, taken: Bench) -> None:
        ended = taken.manager.work.list(taken.session, ended=True)[-1]
        with pytest.raises(InvalidState, match=str(ended.item.number)):
            taken.manager.work.cancel(taken.session, str(ended.item.number))

    def test_another_users_work_is_not_cancelled(self, taken: Bench) -> None:
        [waiting] = taken.queue(taken.lmid())
        eve = taken.manager.sessions.open("prying", EVE)
        with pytest.raises(AccessDenied, match="eve"):
            taken.manager.work.cancel(eve, str(waiting.item.number))
        assert taken.item(waiting).item.state is WorkState.WAITING

    # --- Ordering ---

    def test_a_mount_is_put_first_or_last(self, taken: Bench) -> None:
        queued = [taken.queue(lmid)[0] for lmid in taken.lmids(3)]
        numbers = [str(view.item.number) for view in queued]
        assert [view.order for view in map(taken.item, queued)] == [1, 2, 3]
        assert taken.manager.work.order(taken.session, numbers[2], 1).order == 1
        assert [view.order for view in map(taken.item, queued)] == [2, 3, 1]
        assert taken.manager.work.order(taken.session, numbers[2], 2).order == 2
        assert taken.manager.work.order(taken.session, numbers[0], 2**32 - 1).order == 3
        assert [view.order for view in map(taken.item, queued)] == [3, 2, 1]
        self.free_drive(taken)
        assert [taken.item(view).item.state for view in queued] == [
            WorkState.WAITING,
            WorkState.WAITING,
            WorkState.PASSED,
        ]

    def test_places_are_found_however_often_mounts_are_put_first(self, taken: Bench) -> None:
        queued = [taken.queue(lmid)[0] for lmid in taken.lmids(3)]
        for turn in range(120):
            first = str(queued[turn % 2].item.number)
            assert taken.manager.work.order(taken.session, first, 2).order == 2
        assert sorted(view.order for view in map(taken.item, queued)) == [1, 2, 3]

    def test_only_mounts_that_wait_are_ordered(self, taken: Bench) -> None:
        ended = taken.manager.work.list(taken.session, ended=True)[-1]
        assert ended.order == 0
        with pytest.raises(InvalidState, match=str(ended.item.number)):
            taken.manager.work.order(taken.session, str(ended.item.number), 1)
        [waiting] = taken.queue(taken.lmid())
        with pytest.raises(InvalidParameter, match="0"):
            taken.manager.work.order(taken.session, str(waiting.item.number), 0)

    # --- Looking and forgetting ---

    def test_the_list_has_what_is_open_and_if_asked_what_has_ended(self, taken: Bench) -> None:
        [waiting] = taken.queue(taken.lmid())
        assert [view.item.id for view in taken.manager.work.list(taken.session)] == [waiting.item.id]
        every = taken.manager.work.list(taken.session, ended=True)
        assert {view.item.operation for view in every} == {
            Operation.MOUNT,
            Operation.INVENTORY,
            Operation.DISABLE_DRIVE,
        }
        assert {view.library for view in every} == {LIBRARY}

    def test_what_has_ended_long_enough_ago_is_forgotten(self, taken: Bench) -> None:
        [waiting] = taken.queue(taken.lmid())
        taken.pass_time(100)
        assert taken.manager.work.purge(taken.session, older_than=1000) == 0
        assert taken.manager.work.purge(taken.session, older_than=99) == 3
        assert [view.item.id for view in taken.manager.work.list(taken.session, ended=True)] == [waiting.item.id]
        with pytest.raises(ObjectNotFound, match="'1'"):
            taken.manager.work.show(taken.session, "1")
