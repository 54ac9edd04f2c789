"""Labels of what lies in a library: what is read at arrivals, and what is written on free media."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    InvalidMedia,
    InvalidState,
    LibraryOffline,
    MediaOffline,
    MediumError,
    NotSupported,
    UnexpectedMedium,
)
from openrsm.surface.media import AllocateOptions
from tests.conformance.label_bench import (
    AT,
    FREE,
    NEW,
    WITH_CLEANER,
    Labelled,
    archive,
    arrive,
    free,
    items,
    owned,
    side,
    use,
    volume,
    write,
)
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build, given


class LabelConformance(Labelled):
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    # --- Arrivals ---

    def test_a_blank_arrival_is_unrecognized(self, labelled: Bench) -> None:
        arrive(labelled)
        view = labelled.medium(NEW)
        assert (view.pool, view.sides[0].state) == ("Unrecognized/LTO-9", SideState.FOREIGN)
        [item] = items(labelled, Operation.PROCESS_LABEL)
        assert (item.item.state, item.item.result) == (WorkState.PASSED, "blank or unknown: no known label")
        assert labelled.agrees()

    @pytest.mark.parametrize(("content", "kind"), [(volume("ABC123"), "ansi"), (archive("a"), "tar")])
    def test_an_arrival_with_a_known_label_goes_to_the_import_pool(
        self, labelled: Bench, content: bytes, kind: str
    ) -> None:
        arrive(labelled, content)
        view = labelled.medium(NEW)
        assert (view.pool, view.sides[0].state) == ("Import/LTO-9", SideState.IMPORT)
        assert view.sides[0].label_type == kind
        assert labelled.agrees()

    def test_where_labels_are_ignored_nothing_is_mounted_to_read_them(self, build: Build) -> None:
        bench = build()
        arrive(bench, volume("ABC123"))
        assert (side(bench, NEW).state, items(bench, Operation.PROCESS_LABEL)) == (SideState.FOREIGN, [])

    def test_a_medium_that_was_missed_is_found_again_by_its_label(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        before = labelled.medium(NEW)
        key = labelled.hands.take(NEW)
        labelled.inventory()
        assert labelled.medium(NEW).where == "offline"
        labelled.hands.label(key, readable=False)
        labelled.hands.insert(key, "slot:7")
        labelled.inventory()
        after = labelled.medium(NEW)
        assert (after.medium.id, after.where, after.logical) == (before.medium.id, "slot 7", before.logical)
        assert len(labelled.manager.media.list(labelled.session)) == 7
        labelled.mount(lmid)

    def test_a_copy_of_a_medium_that_is_there_is_a_duplicate(self, labelled: Bench) -> None:
        arrive(labelled, volume("ABC123"))
        arrive(labelled, volume("ABC123"), code="N00002L9", at="slot:7")
        first, second = labelled.medium(NEW), labelled.medium("N00002L9")
        assert (first.pool, second.pool) == ("Import/LTO-9", "Import/LTO-9")
        assert first.sides[0].label_id == second.sides[0].label_id
        assert items(labelled, Operation.PROCESS_LABEL)[-1].item.result.endswith("the label of another medium")

    def test_another_bar_code_is_never_taken_for_a_medium_that_was_missed(self, labelled: Bench) -> None:
        arrive(labelled, volume("ABC123"))
        labelled.hands.take(NEW)
        labelled.inventory()
        arrive(labelled, volume("ABC123"), code="N00002L9")
        assert labelled.medium(NEW).where == "offline"
        assert labelled.medium("N00002L9").pool == "Import/LTO-9"

    # --- Names ---

    def test_what_has_no_bar_code_is_called_by_its_label(self, labelled: Bench) -> None:
        arrive(labelled, volume("ABC123"), code=None)
        labelled.manager.settle()
        found = labelled.medium("ABC123")
        assert (found.medium.bar_code, found.sides[0].label_info) == (None, "ABC123")

    def test_what_has_no_bar_code_is_called_by_its_number_until_it_has_a_label(self, labelled: Bench) -> None:
        name = arrive(labelled, code=None)
        labelled.manager.settle()
        medium = labelled.medium(name).medium
        assert name == f"medium-{medium.sequence}"
        free(labelled, name)
        assert labelled.medium(str(medium.id)).medium.name == name
        taken = labelled.manager.media.allocate(
            labelled.session, POOL, AllocateOptions(side=str(side(labelled, name).id))
        )
        for serial in ("ABC123", "ABC124"):
            write(labelled, str(taken.logical.id), volume(serial))
            labelled.dismount(str(taken.logical.id))
            assert labelled.medium(str(medium.id)).medium.name == serial

    def test_what_people_have_named_keeps_its_name(self, labelled: Bench) -> None:
        name = arrive(labelled, volume("ABC123"), code=None)
        labelled.manager.settle()
        labelled.change(ObjectType.PHYSICAL_MEDIA, "ABC123", name="the old one")
        labelled.done(labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.FULL))
        labelled.manager.settle()
        assert labelled.medium("the old one").sides[0].label_info == "ABC123"
        with pytest.raises(InvalidMedia):
            labelled.medium(name)

    def test_what_is_called_by_its_label_is_called_by_its_bar_code_once_that_is_read(self, labelled: Bench) -> None:
        arrive(labelled, volume("ABC123"), code=None)
        labelled.manager.settle()
        found = labelled.medium("ABC123").medium
        labelled.hands.relabel(AT, NEW)
        labelled.inventory()
        assert (labelled.medium(NEW).medium.id, labelled.medium(NEW).medium.name) == (found.id, NEW)

    # --- Full inventories ---

    def test_a_full_inventory_identifies_every_cartridge(self, labelled: Bench) -> None:
        done = labelled.done(labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.FULL))
        assert done.item.state is WorkState.PASSED
        assert len(items(labelled, Operation.PROCESS_LABEL)) == 6
        assert labelled.agrees()

    def test_a_full_inventory_leaves_what_is_mounted_to_its_user(self, labelled: Bench) -> None:
        lmid = labelled.lmid()
        labelled.mount(lmid)
        labelled.done(labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.FULL))
        labelled.manager.settle()
        assert "backup" in labelled.holders()
        assert len(items(labelled, Operation.PROCESS_LABEL)) == 5

    def test_a_full_inventory_can_be_stopped(self, labelled: Bench) -> None:
        labelled.mount(*labelled.lmids(2))
        labelled.done(labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.FULL))
        stopped = labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.STOP)
        assert stopped.item.state is WorkState.CANCELLED
        labelled.manager.settle()
        waiting = [one for one in labelled.manager.work.list(labelled.session) if one.item.medium_id]
        assert waiting == []

    def test_there_may_be_nothing_to_stop(self, labelled: Bench) -> None:
        with pytest.raises(InvalidState, match="no inventory"):
            labelled.manager.libraries.inventory(labelled.session, LIBRARY, InventoryMethod.STOP)

    def test_a_full_inventory_needs_labels(self, build: Build) -> None:
        bench = build()
        with pytest.raises(NotSupported, match="labels are ignored"):
            bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FULL)

    # --- One medium ---

    def test_one_medium_is_identified_and_comes_home(self, labelled: Bench) -> None:
        [view] = labelled.manager.media.identify(labelled.session, "V00001L9")
        assert labelled.done(view).item.result == "blank or unknown: no known label"
        assert labelled.medium("V00001L9").where == "slot 1"

    def test_an_identified_medium_can_stay_for_whoever_wants_it_next(self, labelled: Bench) -> None:
        [view] = labelled.manager.media.identify(labelled.session, "V00001L9", deferred=True)
        labelled.done(view)
        assert labelled.medium("V00001L9").where == "drive 1"
        labelled.pass_time(301)
        assert labelled.medium("V00001L9").where == "slot 1"

    def test_mounts_come_before_identifications(self, labelled: Bench) -> None:
        first, second, third = labelled.lmids(3)
        labelled.mount(first, second)
        [identification] = labelled.manager.media.identify(labelled.session, "V00006L9")
        waiting = labelled.pending(third)
        waiting.until_waiting()
        labelled.dismount(first)
        waiting.result()
        assert labelled.item(identification).item.state is WorkState.WAITING

    def test_what_is_offline_is_not_identified(self, labelled: Bench) -> None:
        labelled.take_out("V00001L9")
        with pytest.raises(MediaOffline):
            labelled.manager.media.identify(labelled.session, "V00001L9")

    def test_what_is_in_use_is_not_identified(self, labelled: Bench) -> None:
        [mounted] = labelled.mount(labelled.lmid())
        with pytest.raises(Busy):
            labelled.manager.media.identify(labelled.session, mounted.medium.name)

    def test_a_cleaning_cartridge_has_no_label(self, build: Build) -> None:
        bench = build(WITH_CLEANER)
        [cleaner] = [view.medium.name for view in bench.manager.media.list(bench.session) if view.medium.cleaner]
        with pytest.raises(InvalidMedia, match="cleaning"):
            bench.manager.media.identify(bench.session, cleaner)

    def test_the_offline_library_has_no_labels_to_use(self, build: Build) -> None:
        bench = build()
        with pytest.raises(LibraryOffline):
            bench.manager.libraries.set_labels(bench.session, "offline", LabelUse.CHECK)

    # --- Free labels ---

    def test_a_medium_that_becomes_free_gets_a_label_first(self, labelled: Bench) -> None:
        arrive(labelled)
        moved = labelled.manager.media.move(labelled.session, NEW, "Free/LTO-9")
        assert (moved.sides[0].state, moved.pool) == (SideState.UNPREPARED, "Unrecognized/LTO-9")
        [item] = items(labelled, Operation.WRITE_FREE_LABEL)
        view = labelled.medium(NEW)
        assert (item.item.state, view.pool, view.sides[0].state) == (
            WorkState.PASSED,
            "Free/LTO-9",
            SideState.AVAILABLE,
        )
        assert (view.sides[0].label_type, view.sides[0].label_info) == (FREE, NEW)
        assert labelled.agrees()

    def test_the_free_label_is_on_the_tape(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        [mounted] = labelled.mount(lmid)
        assert NEW.encode() in Path(given(mounted.drive).device_path).read_bytes()

    def test_a_medium_with_its_free_label_gets_no_other(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        labelled.manager.media.deallocate(labelled.session, lmid)
        assert labelled.medium(NEW).pool == "Free/LTO-9"
        assert len(items(labelled, Operation.WRITE_FREE_LABEL)) == 1

    def test_what_an_application_wrote_on_is_labelled_anew_when_it_is_given_back(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        write(labelled, lmid, archive("precious"))
        labelled.dismount(lmid)
        labelled.manager.media.deallocate(labelled.session, lmid)
        assert [one.item.state for one in items(labelled, Operation.WRITE_FREE_LABEL)] == [WorkState.PASSED] * 2
        view = labelled.medium(NEW)
        assert (view.pool, view.sides[0].label_type) == ("Free/LTO-9", FREE)

    def test_a_cartridge_that_cannot_be_written_stays_what_it_was(self, labelled: Bench) -> None:
        arrive(labelled)
        labelled.hands.write_protect(NEW, on=True)
        free(labelled, NEW)
        [item] = items(labelled, Operation.WRITE_FREE_LABEL)
        view = labelled.medium(NEW)
        assert (item.item.state, item.item.error) == (WorkState.FAILED, MediumError.code)
        assert (view.pool, view.sides[0].state) == ("Unrecognized/LTO-9", SideState.FOREIGN)
        assert "write-protected" in view.sides[0].trouble
        assert labelled.agrees()

    def test_what_turns_out_to_be_written_on_is_not_overwritten(self, build: Build) -> None:
        bench = build()
        arrive(bench, volume("ABC123"))
        use(bench, LabelUse.WRITE)
        free(bench, NEW)
        [item] = items(bench, Operation.WRITE_FREE_LABEL)
        assert (item.item.state, item.item.error) == (WorkState.FAILED, UnexpectedMedium.code)
        [identification] = bench.manager.media.identify(bench.session, NEW)
        bench.done(identification)
        assert (bench.medium(NEW).pool, side(bench, NEW).label_type) == ("Import/LTO-9", "ansi")

    def test_what_is_written_once_gets_no_label(self, build: Build) -> None:
        bench = build("drives=1&slots=3&ports=0&cartridges=1&type=MO-5-WO&doors=0")
        use(bench, LabelUse.WRITE)
        bench.hands.insert("DISC9", "slot:3")
        bench.inventory()
        bench.manager.settle()
        bench.manager.media.move(bench.session, "DISC9", "Free/MO-5-WO")
        bench.manager.settle()
        assert bench.medium("DISC9").pool == "Free/MO-5-WO"
        assert items(bench, Operation.WRITE_FREE_LABEL) == []

    def test_what_is_offline_gets_no_label(self, labelled: Bench) -> None:
        arrive(labelled)
        labelled.take_out(NEW)
        with pytest.raises(MediaOffline):
            labelled.manager.media.move(labelled.session, NEW, "Free/LTO-9")
        assert side(labelled, NEW).state is SideState.FOREIGN

    def test_where_labels_are_only_checked_none_is_written(self, build: Build) -> None:
        bench = build()
        use(bench, LabelUse.CHECK)
        arrive(bench)
        free(bench, NEW)
        assert (bench.medium(NEW).pool, items(bench, Operation.WRITE_FREE_LABEL)) == ("Free/LTO-9", [])
