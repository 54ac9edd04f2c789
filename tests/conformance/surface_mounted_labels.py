"""Labels of what is mounted: what applications write, and what another than expected means."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    InvalidParameter,
    InvalidState,
    UnexpectedMedium,
)
from openrsm.surface.media import ToldLabel
from tests.conformance.label_bench import (
    AT,
    FREE,
    NEW,
    UNREAD,
    Labelled,
    arrive,
    items,
    owned,
    side,
    use,
    volume,
    write,
)
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually, given


class MountedLabelConformance(Labelled):
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

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

    def test_no_free_label_is_written_in_a_drive_that_a_program_has_open(self, labelled: Bench) -> None:
        lmid = owned(labelled, NEW)
        write(labelled, lmid, volume("MINE01"))
        labelled.dismount(lmid, deferred=True)
        device = Path(labelled.drive(1).drive.device_path)
        with device.open("rb"):
            labelled.manager.media.deallocate(labelled.session, lmid)
            [waits] = eventually(
                lambda: [one for one in labelled.manager.work.list(labelled.session) if "program" in one.item.reason]
            )
            assert waits.item.operation is Operation.WRITE_FREE_LABEL
            assert device.read_bytes() == volume("MINE01")
        assert labelled.done(waits).item.state is WorkState.PASSED
        assert side(labelled, NEW).label_type == FREE

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
        with pytest.raises(UnexpectedMedium, match="the cartridge in the place of N00001L9"):
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
