"""Labels: what is read at arrivals and mounts, what is written on free media, and what another than expected means."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.values import ObjectType, Side
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    InvalidMedia,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    MediaOffline,
    MediumError,
    NotSupported,
    UnexpectedMedium,
)
from openrsm.surface.media import AllocateOptions, ToldLabel
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, POOL, SMALL, Bench, Build, given

FREE: Final = "openrsm-free"
UNREAD: Final = f"{SMALL}&barcodes=0"
WITH_CLEANER: Final = "drives=1&slots=4&ports=0&cartridges=2&type=LTO-9&doors=0&cleaner=1"
NEW: Final = "N00001L9"
AT: Final = "slot:8"


def use(bench: Bench, labels: LabelUse) -> None:
    bench.manager.libraries.set_labels(bench.session, LIBRARY, labels)


def volume(name: str) -> bytes:
    """An ANSI label (X3.27) of that volume serial number."""
    return f"VOL1{name:6}".encode().ljust(79) + b"4"


def archive(name: str) -> bytes:
    """What tar writes."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    return written.getvalue()


def arrive(bench: Bench, content: bytes = b"", *, code: str | None = NEW, at: str = AT) -> str:
    """A person puts a cartridge in, the library is looked at, and everything comes to rest; its name."""
    before = {view.medium.id for view in bench.manager.media.list(bench.session)}
    file = bench.place.parent / "content"
    file.write_bytes(content)
    bench.hands.insert(code, at, file=file)
    bench.inventory()
    return next(view.medium.name for view in bench.manager.media.list(bench.session) if view.medium.id not in before)


def free(bench: Bench, name: str) -> None:
    """Move it to the free pool, and let it get its label."""
    bench.manager.media.move(bench.session, name, "Free/LTO-9")
    bench.manager.settle()


def side(bench: Bench, name: str) -> Side:
    return bench.medium(name).sides[0]


def items(bench: Bench, operation: Operation) -> list[WorkView]:
    """Those that have ended, in their order."""
    bench.manager.settle()
    views = bench.manager.work.list(bench.session, ended=True)
    return sorted((one for one in views if one.item.operation is operation), key=lambda one: one.item.number)


def write(bench: Bench, lmid: str, content: bytes) -> None:
    """What an application does with the medium that it has mounted."""
    [mounted] = bench.mount(lmid)
    Path(given(mounted.drive).device_path).write_bytes(content)


def owned(bench: Bench, name: str) -> str:
    """A medium of that name gets its free label and is allocated; its LMID."""
    arrive(bench, code=name)
    free(bench, name)
    taken = bench.manager.media.allocate(bench.session, POOL, AllocateOptions(side=str(side(bench, name).id)))
    return str(taken.logical.id)


class LabelConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def labelled(self, build: Build) -> Bench:
        """Six media that are catalogued as free and carry nothing; from now on labels are written."""
        bench = build()
        use(bench, LabelUse.WRITE)
        return bench

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

    # --- Mounts ---

    def test_a_label_that_the_application_wrote_is_known_after_the_dismount(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        write(labelled, lmid, volume("MINE01"))
        labelled.dismount(lmid)
        known = side(labelled, NEW)
        assert (known.label_type, known.label_info, known.label_stale) == ("ansi", "MINE01", False)
        labelled.mount(lmid)

    def test_a_label_that_was_written_is_known_when_the_medium_is_mounted_again(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        write(labelled, lmid, volume("MINE01"))
        labelled.dismount(lmid, deferred=True)
        labelled.mount(lmid)
        assert side(labelled, NEW).label_info == "MINE01"

    def test_an_application_may_say_that_it_wrote_its_label(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        write(labelled, lmid, volume("MINE01"))
        done = labelled.done(labelled.manager.media.update_label(labelled.session, lmid))
        assert (done.item.state, done.item.result) == (WorkState.PASSED, "ansi MINE01")
        assert "backup" in labelled.holders()

    def test_while_a_program_has_the_drive_open_its_label_is_not_read(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        [mounted] = labelled.mount(lmid)
        with Path(given(mounted.drive).device_path).open("rb"):
            done = labelled.done(labelled.manager.media.update_label(labelled.session, lmid))
        assert (done.item.state, done.item.error) == (WorkState.FAILED, Busy.code)
        assert "backup" in labelled.holders()

    def test_an_application_may_tell_what_it_wrote_without_its_being_read(self, labelled: Bench) -> None:
        lmid, before = owned(labelled, NEW), labelled.motions()
        told = labelled.manager.media.set_label(labelled.session, lmid, ToldLabel(content=volume("MINE01")))
        assert (told.sides[0].label_type, told.sides[0].label_info) == ("ansi", "MINE01")
        named = ToldLabel(type="ours", id="4711", info="tape 4711")
        after = labelled.manager.media.set_label(labelled.session, lmid, named).sides[0]
        assert (after.label_type, after.label_id, after.label_info) == ("ours", "4711", "tape 4711")
        assert labelled.motions() == before

    @pytest.mark.parametrize(
        "told",
        [
            ToldLabel(),
            ToldLabel(type="ours"),
            ToldLabel(content=b"nothing that anybody knows"),
            ToldLabel(content=volume("MINE01"), type="ours", id="1"),
            ToldLabel(type="ours", id="two\nlines"),
        ],
    )
    def test_a_label_that_says_nothing_known_is_refused(self, labelled: Bench, told: ToldLabel) -> None:
        lmid = owned(labelled, NEW)
        before = side(labelled, NEW)
        with pytest.raises(InvalidParameter):
            labelled.manager.media.set_label(labelled.session, lmid, told)
        assert side(labelled, NEW) == before

    def test_only_what_is_mounted_has_its_label_updated(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        with pytest.raises(InvalidState, match="not mounted"):
            labelled.manager.media.update_label(labelled.session, lmid)

    def test_another_cartridge_in_its_place_is_never_handed_out(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        arrive(labelled, volume("ABC123"), code="N00002L9", at="slot:7")
        labelled.hands.swap(AT, "slot:7")
        labelled.hands.relabel(AT, NEW)
        labelled.hands.relabel("slot:7", "N00002L9")
        with pytest.raises(UnexpectedMedium, match="ansi ABC123"):
            labelled.mount(lmid)
        labelled.manager.settle()
        assert labelled.holders() == [None, None]
        assert items(labelled, Operation.INVENTORY)[-1].item.requester.application == "openrsm"

    def test_nothing_is_looked_for_where_a_library_is_not_to_recover_by_itself(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        arrive(labelled, volume("ABC123"), code="N00002L9", at="slot:7")
        labelled.hands.swap(AT, "slot:7")
        labelled.hands.relabel(AT, NEW)
        labelled.hands.relabel("slot:7", "N00002L9")
        labelled.change(ObjectType.LIBRARY, LIBRARY, auto_recovery=False)
        before = len(items(labelled, Operation.INVENTORY))
        with pytest.raises(UnexpectedMedium):
            labelled.mount(lmid)
        labelled.manager.settle()
        assert len(items(labelled, Operation.INVENTORY)) == before

    def test_a_library_without_bar_codes_knows_its_media_by_their_labels(self, build: Build) -> None:
        bench = build(UNREAD)
        use(bench, LabelUse.WRITE)
        one, other = arrive(bench, volume("AAA111"), code=None), arrive(bench, volume("BBB222"), code=None, at="slot:7")
        bench.hands.swap(AT, "slot:7")
        bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FULL)
        bench.manager.settle()
        seen = {side(bench, name).label_info: bench.medium(name).where for name in (one, other)}
        assert seen == {"AAA111": "slot 7", "BBB222": "slot 8"}

    def test_a_stranger_without_bar_code_is_never_taken_for_the_medium_that_was_there(self, build: Build) -> None:
        bench = build(UNREAD)
        use(bench, LabelUse.WRITE)
        known = arrive(bench, volume("AAA111"), code=None)
        bench.hands.take(AT)
        file = bench.place.parent / "content"
        file.write_bytes(volume("CCC333"))
        bench.hands.insert(None, AT, file=file)
        bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FULL)
        bench.manager.settle()
        infos = {one.sides[0].label_info: one.where for one in bench.manager.media.list(bench.session)}
        assert (infos["AAA111"], infos["CCC333"]) == ("offline", "slot 8")
        assert side(bench, known).label_info == "AAA111"
