"""Taking sides and giving them back."""

from __future__ import annotations

import pytest

from openrsm.domain.side import SideState
from openrsm.errors import (
    Cancelled,
    InvalidMedia,
    InvalidMediaPool,
    InvalidParameter,
    InvalidState,
    MediaOffline,
    MediaUnavailable,
    TimedOut,
    WriteProtect,
)
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import Allocation, OperatorView
from tests.conformance.surface_bench import LIBRARY, PATIENCE, POOL, ROOT, TWO_SIDED, Bench, Build, eventually


def states(bench: Bench, name: str) -> list[SideState]:
    return [side.state for side in bench.medium(name).sides]


def first_request(bench: Bench) -> OperatorView:
    return eventually(bench.requests)[0]


class AllocationConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    @pytest.fixture
    def optical(self, build: Build) -> Bench:
        return build(TWO_SIDED)

    def allocate(self, bench: Bench, pool: str = POOL, **options: object) -> Allocation:
        wanted = AllocateOptions(**options)  # type: ignore[arg-type] # fields of AllocateOptions
        return bench.manager.media.allocate(bench.session, pool, wanted)

    def test_a_pool_that_draws_takes_a_free_medium_and_says_so(self, bench: Bench) -> None:
        taken = self.allocate(bench)
        seen = bench.medium(str(taken.logical.id))
        assert taken.source_pool == "Free/LTO-9"
        assert seen.pool == POOL
        assert [side.state for side in seen.sides] == [SideState.ALLOCATED]
        assert (taken.logical.owner, taken.logical.user, taken.side.allocations) == ("backup", "root", 1)

    def test_a_pools_own_media_come_first(self, bench: Bench) -> None:
        bench.manager.media.move(bench.session, "V00004L9", POOL)
        taken = self.allocate(bench)
        assert (taken.medium.name, taken.source_pool) == ("V00004L9", POOL)

    def test_a_pool_that_does_not_draw_leaves_the_free_media_alone(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        with pytest.raises(MediaUnavailable, match="own"):
            self.allocate(bench, "own")
        with pytest.raises(MediaUnavailable, match="own"):
            self.allocate(bench, "own", error_if_unavailable=True, timeout=None)
        assert bench.requests() == []

    def test_the_least_used_medium_is_taken(self, bench: Bench) -> None:
        names = [self.allocate(bench).medium.name for _ in range(2)]
        for name in names:
            bench.manager.media.deallocate(bench.session, name)
        assert self.allocate(bench).medium.name not in names

    def test_every_medium_is_given_to_one_only(self, bench: Bench) -> None:
        taken = [self.allocate(bench).medium.id for _ in range(6)]
        assert len(set(taken)) == 6
        with pytest.raises(MediaUnavailable, match="Free/LTO-9"):
            self.allocate(bench)

    def test_new_keeps_the_other_side_and_next_takes_it(self, optical: Bench) -> None:
        first = self.allocate(optical, new=True)
        assert states(optical, first.medium.name) == [SideState.ALLOCATED, SideState.RESERVED]
        assert self.allocate(optical).medium.id != first.medium.id
        second = self.allocate(optical, next_of=str(first.logical.id))
        assert (second.medium.id, second.side.number) == (first.medium.id, 1)
        with pytest.raises(InvalidMedia, match=first.medium.name):
            self.allocate(optical, next_of=str(first.logical.id))

    def test_without_new_the_other_side_is_anybodys(self, optical: Bench) -> None:
        first, second = self.allocate(optical), self.allocate(optical)
        assert second.medium.id == first.medium.id
        assert second.side.number != first.side.number

    def test_a_reservation_ends_with_its_owners_last_side(self, optical: Bench) -> None:
        first = self.allocate(optical, new=True)
        optical.manager.media.deallocate(optical.session, str(first.logical.id))
        assert states(optical, first.medium.name) == [SideState.AVAILABLE, SideState.AVAILABLE]
        assert optical.medium(first.medium.name).pool == "Free/MO-5-RW"

    def test_a_medium_stays_while_its_other_side_is_taken(self, optical: Bench) -> None:
        first = self.allocate(optical, new=True)
        self.allocate(optical, next_of=str(first.logical.id))
        optical.manager.media.deallocate(optical.session, str(first.logical.id))
        assert states(optical, first.medium.name) == [SideState.AVAILABLE, SideState.ALLOCATED]
        assert optical.medium(first.medium.name).pool == POOL

    def test_a_side_can_be_named(self, optical: Bench) -> None:
        wanted = optical.medium("V00003").sides[1]
        taken = self.allocate(optical, side=str(wanted.id))
        assert (taken.side.id, taken.source_pool) == (wanted.id, "Free/MO-5-RW")
        assert optical.medium("V00003").pool == POOL

    def test_a_named_side_that_cannot_be_had_says_why(self, bench: Bench) -> None:
        taken = self.allocate(bench)
        with pytest.raises(InvalidState, match=f"{taken.medium.name} is allocated"):
            self.allocate(bench, side=str(taken.side.id))
        bench.take_out("V00006L9")
        with pytest.raises(MediaOffline, match="V00006L9"):
            self.allocate(bench, side="V00006L9")

    def test_new_and_next_exclude_each_other(self, bench: Bench) -> None:
        with pytest.raises(InvalidParameter, match="next"):
            self.allocate(bench, new=True, next_of=bench.lmid())

    @pytest.mark.parametrize("timeout", [-1.0, float("nan"), float("inf")])
    def test_a_time_for_the_operator_that_is_none_is_refused(self, bench: Bench, timeout: float) -> None:
        with pytest.raises(InvalidParameter, match="timeout"):
            self.allocate(bench, timeout=timeout)

    @pytest.mark.parametrize("pool", ["Free/LTO-9", "Unrecognized/LTO-9", "Import/LTO-9", "Free", "backups", "nowhere"])
    def test_only_application_pools_that_hold_media_give_any(self, bench: Bench, pool: str) -> None:
        with pytest.raises(InvalidMediaPool, match=pool):
            self.allocate(bench, pool)

    # --- Waiting for an operator ---

    def test_an_operator_is_asked_for_new_media_and_what_comes_is_given_without_his_saying_so(
        self, bench: Bench
    ) -> None:
        bench.create_pool("own", "LTO-9")
        waiting = bench.threads.submit(self.allocate, bench, "own", timeout=None)
        request = first_request(bench)
        assert (request.pool, "backup waits" in request.request.message) == ("own", True)
        bench.manager.media.move(bench.session, "V00001L9", "own")
        assert waiting.result(PATIENCE).medium.name == "V00001L9"
        assert bench.requests() == []

    @pytest.mark.parametrize("way", ["given back", "enabled", "brought", "library"])
    def test_a_medium_that_can_be_had_again_is_what_was_waited_for(self, bench: Bench, way: str) -> None:
        held = bench.lmids(6)
        name = bench.medium(held[0]).medium.name
        if way != "given back":
            bench.manager.media.deallocate(bench.session, held[0])
        if way == "enabled":
            bench.done(bench.manager.media.disable(bench.session, name))
        if way == "brought":
            bench.take_out(name)
        if way == "library":
            bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        waiting = bench.threads.submit(self.allocate, bench, timeout=None)
        first_request(bench)
        match way:
            case "given back":
                bench.manager.media.deallocate(bench.session, held[0])
            case "enabled":
                bench.manager.media.enable(bench.session, name)
            case "library":
                bench.manager.libraries.enable(bench.session, LIBRARY)
            case _:
                bench.bring_back(name, "slot:7")
                bench.inventory()
        assert waiting.result(PATIENCE).medium.name == name
        assert bench.requests() == []

    def test_an_operator_who_only_says_so_is_not_believed(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        waiting = bench.threads.submit(self.allocate, bench, "own", timeout=None)
        asked = first_request(bench)
        with pytest.raises(MediaUnavailable, match="pool own has no medium to allocate"):
            bench.manager.operators.satisfy(bench.session, str(asked.request.id))
        assert bench.requests() == [asked]
        bench.manager.operators.refuse(bench.session, str(asked.request.number))
        with pytest.raises(Cancelled, match="refused"):
            waiting.result(PATIENCE)
        assert bench.requests() == []

    def test_an_operators_time_is_limited(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        with pytest.raises(TimedOut, match="own"):
            self.allocate(bench, "own", timeout=0.05)
        assert bench.requests() == []

    def test_closing_the_session_ends_the_wait_for_media(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        session = bench.manager.sessions.open("other", ROOT)
        wanted = AllocateOptions(timeout=None)
        waiting = bench.threads.submit(bench.manager.media.allocate, session, "own", wanted)
        first_request(bench)
        bench.manager.sessions.close(session)
        with pytest.raises(Cancelled, match="session"):
            waiting.result(PATIENCE)
        assert bench.requests() == []

    # --- Giving back, completing, retiring ---

    def test_a_medium_given_back_is_free_again_and_its_lmid_is_gone(self, bench: Bench) -> None:
        lmid = bench.lmid()
        name = bench.medium(lmid).medium.name
        bench.manager.media.deallocate(bench.session, lmid)
        assert bench.medium(name).pool == "Free/LTO-9"
        assert states(bench, name) == [SideState.AVAILABLE]
        for gone in (bench.manager.media.deallocate, bench.manager.media.complete, bench.manager.media.show):
            with pytest.raises(InvalidMedia, match=lmid):
                gone(bench.session, lmid)

    def test_at_its_pools_limit_of_allocations_a_side_is_retired(self, bench: Bench) -> None:
        bench.create_pool("twice", "LTO-9", max_allocations=2, return_to_free=True)
        bench.manager.media.move(bench.session, "V00001L9", "twice")
        for after in (SideState.AVAILABLE, SideState.DECOMMISSIONED):
            bench.manager.media.allocate(bench.session, "twice", AllocateOptions(side="V00001L9"))
            bench.manager.media.deallocate(bench.session, "V00001L9")
            assert states(bench, "V00001L9") == [after]
            if after is SideState.AVAILABLE:
                bench.manager.media.move(bench.session, "V00001L9", "twice")
        assert bench.medium("V00001L9").pool == "twice"

    def test_a_mounted_medium_that_is_given_back_goes_free_when_it_comes_to_rest(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid)
        bench.manager.media.deallocate(bench.session, lmid)
        assert bench.medium(mounted.medium.name).pool == POOL
        bench.dismount(mounted.medium.name)
        assert bench.medium(mounted.medium.name).pool == "Free/LTO-9"

    def test_a_complete_side_is_read_and_not_written(self, bench: Bench) -> None:
        lmid = bench.lmid()
        name = bench.manager.media.complete(bench.session, lmid).medium.name
        assert states(bench, name) == [SideState.COMPLETE]
        with pytest.raises(WriteProtect, match=name):
            bench.mount(lmid, write=True)
        assert bench.mount(lmid, read=True)[0].medium.name == name
        bench.dismount(lmid)
        with pytest.raises(InvalidState, match="complete"):
            bench.manager.media.complete(bench.session, lmid)

    def test_a_mounted_side_is_not_completed(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid)
        with pytest.raises(InvalidState, match=mounted.medium.name):
            bench.manager.media.complete(bench.session, lmid)

    def test_a_retired_medium_is_never_given_again(self, bench: Bench) -> None:
        bench.create_pool("own", "LTO-9")
        bench.manager.media.move(bench.session, "V00001L9", "own")
        view = bench.manager.media.decommission(bench.session, "V00001L9")
        assert [side.state for side in view.sides] == [SideState.DECOMMISSIONED]
        with pytest.raises(MediaUnavailable, match="own"):
            self.allocate(bench, "own")
        with pytest.raises(InvalidState, match="decommissioned"):
            bench.manager.media.decommission(bench.session, "V00001L9")

    def test_an_allocated_medium_is_not_retired(self, bench: Bench) -> None:
        lmid = bench.lmid()
        with pytest.raises(InvalidState, match=bench.medium(lmid).medium.name):
            bench.manager.media.decommission(bench.session, lmid)

    def test_an_allocated_medium_stays_its_owners_while_its_library_is_away(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        bench.manager.libraries.remove(bench.session, LIBRARY)
        view = bench.medium(lmid)
        assert (view.where, view.pool, str(view.logical[0].id)) == ("offline", POOL, lmid)
