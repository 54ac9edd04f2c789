"""Labels of media with two sides, each of which goes its own way: one may be retired while the other is of use."""

from __future__ import annotations

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.work import Operation, WorkState
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import MediumView
from tests.conformance.label_bench import FREE, items, use, volume, write
from tests.conformance.surface_bench import POOL, TWO_SIDED, Bench, Build

DISC = "V00001"
FREE_POOL = "Free/MO-5-RW"
ONCE = "once"


class TwoSidedConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def discs(self, build: Build) -> Bench:
        """Free discs on which labels are written, and a pool that retires a side once it was allocated."""
        bench = build(TWO_SIDED)
        use(bench, LabelUse.WRITE)
        bench.create_pool(ONCE, "MO-5-RW", draw_from_free=True, return_to_free=True, max_allocations=1)
        return bench

    def allocated(self, bench: Bench, pool: str, side: int = 0) -> str:
        wanted = AllocateOptions(side=str(bench.medium(DISC).sides[side].id))
        return str(bench.manager.media.allocate(bench.session, pool, wanted).logical.id)

    def written(self, bench: Bench, pool: str, side: int = 0) -> str:
        """An LMID on whose side its application has written."""
        lmid = self.allocated(bench, pool, side)
        write(bench, lmid, volume(f"MINE0{side}"))
        return lmid

    def seen(self, bench: Bench) -> MediumView:
        bench.manager.settle()
        return bench.medium(DISC)

    @pytest.mark.parametrize("mounted", [False, True], ids=["at rest", "mounted"])
    def test_a_medium_with_a_retired_side_is_free_when_its_other_side_has_its_label(
        self, discs: Bench, *, mounted: bool
    ) -> None:
        lmid = self.written(discs, ONCE)
        side = str(discs.medium(lmid).sides[0].id)
        if mounted:
            discs.manager.media.deallocate(discs.session, lmid)
            [dismount] = discs.dismount(side)
        else:
            [dismount] = discs.dismount(lmid)
            discs.manager.media.deallocate(discs.session, lmid)
        view = self.seen(discs)
        assert dismount.item.state is WorkState.PASSED
        assert [one.state for one in view.sides] == [SideState.DECOMMISSIONED, SideState.AVAILABLE]
        assert [one.label_type for one in view.sides] == ["ansi", FREE]
        assert view.pool == FREE_POOL
        assert [one.item.state for one in items(discs, Operation.WRITE_FREE_LABEL)] == [WorkState.PASSED]
        assert discs.agrees()

    def test_a_medium_whose_sides_are_all_retired_stays_in_its_pool(self, discs: Bench) -> None:
        for side in (0, 1):
            lmid = self.written(discs, ONCE, side)
            discs.dismount(lmid)
            discs.manager.media.deallocate(discs.session, lmid)
            view = self.seen(discs)
        assert [one.state for one in view.sides] == [SideState.DECOMMISSIONED] * 2
        assert (view.pool, view.where) == (ONCE, "slot 1")

    def test_no_label_is_written_on_a_retired_side_of_what_somebody_makes_free(self, discs: Bench) -> None:
        discs.manager.media.move(discs.session, DISC, POOL)
        discs.manager.media.decommission(discs.session, str(discs.medium(DISC).sides[1].id))
        discs.manager.media.move(discs.session, DISC, FREE_POOL)
        view = self.seen(discs)
        assert [one.state for one in view.sides] == [SideState.AVAILABLE, SideState.DECOMMISSIONED]
        assert [one.label_type for one in view.sides] == [FREE, ""]
        assert view.pool == FREE_POOL

    def test_what_is_all_retired_can_be_put_among_the_free_and_is_given_to_nobody(self, discs: Bench) -> None:
        discs.manager.media.move(discs.session, DISC, POOL)
        discs.manager.media.decommission(discs.session, DISC)
        assert discs.manager.media.move(discs.session, DISC, FREE_POOL).pool == FREE_POOL
        assert items(discs, Operation.WRITE_FREE_LABEL) == []
        taken = {discs.medium(discs.lmid(new=True)).medium.name for _ in range(2)}
        assert DISC not in taken

    def test_a_retired_side_needs_no_label_before_the_type_of_its_medium_changes(self, discs: Bench) -> None:
        first, second = discs.medium(DISC).sides
        discs.manager.media.move(discs.session, DISC, POOL)
        discs.manager.media.decommission(discs.session, str(first.id))
        discs.manager.media.decommission(discs.session, str(second.id))
        assert discs.manager.media.retype(discs.session, DISC, FREE_POOL).pool == FREE_POOL

    def test_a_medium_is_free_only_when_both_its_sides_have_their_labels(self, discs: Bench) -> None:
        lmids = [self.written(discs, POOL)]
        discs.dismount(lmids[0])
        lmids.append(self.written(discs, POOL, 1))
        discs.dismount(lmids[1])
        for lmid in lmids:
            discs.manager.media.deallocate(discs.session, lmid)
        view = self.seen(discs)
        assert [one.item.state for one in items(discs, Operation.WRITE_FREE_LABEL)] == [WorkState.PASSED] * 2
        assert [(one.state, one.label_type) for one in view.sides] == [(SideState.AVAILABLE, FREE)] * 2
        assert view.pool == FREE_POOL
        assert discs.agrees()

    def test_a_medium_is_not_free_while_a_label_could_not_be_written_on_one_of_its_sides(self, discs: Bench) -> None:
        lmids = [self.written(discs, POOL)]
        discs.dismount(lmids[0])
        lmids.append(self.written(discs, POOL, 1))
        discs.dismount(lmids[1])
        discs.hands.add_fault("load", "MediumError")
        for lmid in lmids:
            discs.manager.media.deallocate(discs.session, lmid)
        states = [one.item.state for one in items(discs, Operation.WRITE_FREE_LABEL)]
        assert states == [WorkState.FAILED, WorkState.PASSED]
        view = self.seen(discs)
        assert [bool(one.trouble) for one in view.sides] == [True, False]
        assert view.pool == POOL
