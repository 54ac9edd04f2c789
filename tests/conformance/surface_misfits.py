"""Media that no drive of their library takes: they are told apart, and keep nobody waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.medium import MediumState
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.work import Operation, WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import Cancelled, InvalidMedia, InvalidMediaPool, InvalidState, NoSupportingDrives
from openrsm.surface.media import AllocateOptions
from tests.conformance.label_bench import Labelled, arrive, items, side, use
from tests.conformance.surface_bench import LIBRARY, Bench, Build

MIXED = "drives=1&slots=8&ports=1&cartridges=1&type=LTO-9&doors=0"
READS_FIVE = "drives=1&slots=8&ports=1&cartridges=1&type=LTO-7&doors=0"
OLD, OLDER, NEW = "R00001L5", "R00002L5", "N00007L9"


def mixed(build: Build, query: str = MIXED, labels: LabelUse = LabelUse.CHECK) -> Bench:
    """Two old cartridges lie before one of the drive's kind, and labels are used."""
    bench = build(query)
    use(bench, labels)
    for code, at in ((OLD, "slot:2"), (OLDER, "slot:3"), (NEW, "slot:4")):
        bench.hands.insert(code, at)
    bench.inventory()
    bench.manager.settle()
    return bench


def full_inventory(bench: Bench) -> None:
    bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FULL))
    bench.manager.settle()


def marks(bench: Bench) -> list[int]:
    """The numbers of the slots that are yet to be looked at."""
    slots = bench.manager.libraries.show(bench.session, LIBRARY).slots
    return [view.slot.number for view in slots if view.slot.state is SlotState.NEEDS_INVENTORY]


class MisfitConformance(Labelled):
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    def test_what_no_drive_reads_is_incompatible_and_keeps_no_other_from_being_identified(self, build: Build) -> None:
        bench = mixed(build)
        old = bench.medium(OLD)
        assert (old.sides[0].state, old.medium.state) == (SideState.INCOMPATIBLE, MediumState.IDLE)
        assert old.sides[0].trouble.startswith(f"no drive of library {LIBRARY} reads LTO-5 media")
        assert side(bench, OLDER).state is SideState.INCOMPATIBLE
        assert side(bench, NEW).state is SideState.FOREIGN
        assert [one.item.state for one in items(bench, Operation.PROCESS_LABEL)] == [WorkState.PASSED]

    def test_a_full_inventory_ends_in_a_library_of_mixed_generations(self, build: Build) -> None:
        bench = mixed(build)
        full_inventory(bench)
        assert (bench.manager.work.list(bench.session), marks(bench)) == ([], [])
        assert side(bench, OLD).state is SideState.INCOMPATIBLE
        assert bench.agrees()

    def test_what_has_a_state_of_its_own_keeps_it_and_says_why_it_was_not_read(self, build: Build) -> None:
        bench = build(MIXED)
        arrive(bench, code=OLD)
        use(bench, LabelUse.CHECK)
        full_inventory(bench)
        found = side(bench, OLD)
        assert (found.state, found.trouble.partition(" reads")[0]) == (
            SideState.FOREIGN,
            f"no drive of library {LIBRARY}",
        )
        assert (bench.manager.work.list(bench.session), marks(bench)) == ([], [])

    def test_what_is_incompatible_can_be_ejected_and_is_forgotten(self, build: Build) -> None:
        bench = mixed(build)
        bench.manager.media.eject(bench.session, [OLD])
        bench.manager.settle()
        bench.hands.take(OLD)
        bench.inventory()
        bench.manager.settle()
        with pytest.raises(InvalidMedia):
            bench.medium(OLD)

    def test_what_no_drive_reads_is_not_identified_mounted_or_made_free(self, build: Build) -> None:
        bench = mixed(build, labels=LabelUse.WRITE)
        bench.manager.libraries.add_type(bench.session, LIBRARY, "LTO-5")
        with pytest.raises(NoSupportingDrives, match="reads LTO-5"):
            bench.manager.media.identify(bench.session, OLD)
        with pytest.raises(InvalidState, match="incompatible"):
            bench.mount(OLD)
        with pytest.raises(InvalidMediaPool, match="incompatible"):
            bench.manager.media.move(bench.session, OLD, "Free/LTO-5")

    def test_what_no_drive_writes_gets_no_free_label(self, build: Build) -> None:
        bench = mixed(build, READS_FIVE, LabelUse.WRITE)
        assert side(bench, OLD).state is SideState.FOREIGN
        with pytest.raises(NoSupportingDrives, match=f"writes LTO-5 media such as {OLD}"):
            bench.manager.media.move(bench.session, OLD, "Free/LTO-5")
        assert (side(bench, OLD).state, bench.medium(OLD).medium.state) == (SideState.FOREIGN, MediumState.IDLE)

    def test_what_no_drive_writes_stays_in_the_pool_that_would_give_it_back(self, build: Build) -> None:
        bench = build(READS_FIVE)
        bench.create_pool("old", "LTO-5", draw_from_free=True, return_to_free=True)
        arrive(bench, code=OLD)
        bench.manager.media.move(bench.session, OLD, "Free/LTO-5")
        taken = bench.manager.media.allocate(bench.session, "old", AllocateOptions())
        use(bench, LabelUse.WRITE)
        bench.manager.media.deallocate(bench.session, str(taken.logical.id))
        [failed] = items(bench, Operation.WRITE_FREE_LABEL)
        assert (failed.item.state, failed.item.error) == (WorkState.FAILED, NoSupportingDrives.code)
        assert (bench.medium(OLD).pool, side(bench, OLD).state) == ("old", SideState.AVAILABLE)
        bench.inventory()
        assert len(items(bench, Operation.WRITE_FREE_LABEL)) == 1

    def test_what_no_drive_writes_is_not_retyped_where_it_would_get_a_label(self, build: Build) -> None:
        bench = mixed(build, labels=LabelUse.WRITE)
        bench.manager.libraries.add_type(bench.session, LIBRARY, "LTO-5")
        with pytest.raises(NoSupportingDrives, match="writes LTO-5"):
            bench.manager.media.retype(bench.session, NEW, "Free/LTO-5")
        assert bench.medium(NEW).medium.media_type == "LTO-9"

    def test_where_no_label_is_written_what_no_drive_takes_may_be_free(self, build: Build) -> None:
        bench = build(MIXED)
        bench.manager.libraries.add_type(bench.session, LIBRARY, "LTO-5")
        arrive(bench, code=OLD)
        assert side(bench, OLD).state is SideState.FOREIGN
        bench.manager.media.move(bench.session, OLD, "Free/LTO-5")
        assert side(bench, OLD).state is SideState.AVAILABLE

    def test_what_comes_to_a_library_whose_drives_read_it_is_identified_there(
        self, build: Build, tmp_path: Path
    ) -> None:
        bench = mixed(build)
        bench.manager.libraries.add(bench.session, "second", f"virtual:{tmp_path}/second?{READS_FIVE}&prefix=W")
        bench.manager.libraries.set_labels(bench.session, "second", LabelUse.CHECK)
        bench.take_out(OLD)
        assert side(bench, OLD).state is SideState.INCOMPATIBLE
        Hands(tmp_path / "second").insert(OLD, "slot:5")
        bench.done(bench.manager.libraries.inventory(bench.session, "second"))
        bench.manager.settle()
        assert (side(bench, OLD).state, side(bench, OLD).trouble) == (SideState.FOREIGN, "")

    def test_where_labels_are_ignored_from_now_on_identifications_that_wait_end(self, labelled: Bench) -> None:
        labelled.mount(*labelled.lmids(2))
        full_inventory(labelled)
        assert labelled.manager.work.list(labelled.session)
        use(labelled, LabelUse.IGNORE)
        assert (labelled.manager.work.list(labelled.session), marks(labelled)) == ([], [])
        ended = items(labelled, Operation.PROCESS_LABEL)
        assert {(one.item.state, one.item.error) for one in ended} == {(WorkState.CANCELLED, Cancelled.code)}
        media = [view.medium for view in labelled.manager.media.list(labelled.session)]
        assert [one.state for one in media].count(MediumState.IDLE) == 4

    def test_what_was_asked_for_by_name_is_identified_though_labels_are_ignored(self, labelled: Bench) -> None:
        mounted = labelled.lmids(2)
        labelled.mount(*mounted)
        [asked] = labelled.manager.media.identify(labelled.session, "V00006L9")
        use(labelled, LabelUse.IGNORE)
        labelled.dismount(*mounted)
        assert labelled.done(asked).item.state is WorkState.PASSED
