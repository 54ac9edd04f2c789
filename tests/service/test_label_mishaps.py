"""Cartridges that people exchanged: found again by their labels, and nobody's record taken for another's."""

from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import WorkItem
from openrsm.domain.values import BarCodeState, ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import InvalidState, UnexpectedMedium
from openrsm.surface.media import AllocateOptions, ToldLabel
from openrsm.surface.objects import ObjectChange
from tests.conformance.label_bench import AT, FREE, NEW, arrive, items, owned, side, use, volume, write
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually, given
from tests.conformance.surface_standalone import DESK, FIRST, drive_folder, insert
from tests.surface.conftest import build
from tests.torture.ownership import file_of, without_memory

__all__ = ["build"]

OTHER = "N00002L9"
THERE = "slot:7"


@pytest.fixture
def unread(build: Build) -> tuple[Bench, str]:
    """Two media whose bar codes cannot be read any more, the first of them allocated; its LMID."""
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    arrive(bench, volume("ABC123"), code=OTHER, at=THERE)
    for place in (AT, THERE):
        bench.hands.label(place, readable=False)
    bench.inventory()
    assert bench.medium(NEW).medium.bar_code_state is BarCodeState.UNREADABLE
    return bench, lmid


@pytest.mark.parametrize("known", [False, True], ids=["never read before", "read before"])
@pytest.mark.parametrize("identifies", [False, True], ids=["mounted", "identified"])
def test_the_memory_of_a_cartridge_with_another_label_is_not_taken_for_the_mediums(
    build: Build, *, known: bool, identifies: bool
) -> None:
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    arrive(bench, volume("ABC123"), code=OTHER, at=THERE)
    medium = bench.medium(NEW).medium
    if not known:
        bench.manager.diagnosis.clear_medium(bench.session, NEW)
    bench.hands.swap(AT, THERE)
    bench.hands.relabel(AT, NEW)
    bench.hands.relabel(THERE, OTHER)
    if identifies:
        [item] = bench.manager.media.identify(bench.session, NEW)
        bench.done(item)
    else:
        with pytest.raises(UnexpectedMedium):
            bench.mount(lmid)
        bench.manager.settle()
    assert bench.medium(NEW).where == "slot 8"
    assert bench.medium(NEW).medium.serial == (medium.serial if known else "")
    assert [one.medium for one in bench.requests()] == [NEW] * known, "its bar code says that it is another"


def test_who_was_asked_about_another_cartridge_need_not_answer_once_the_right_one_is_back(build: Build) -> None:
    bench = build()
    lmid = bench.lmid(side="V00001L9")
    bench.mount(lmid)
    bench.dismount(lmid)
    right = bench.hands.take("V00001L9")
    wrong = bench.hands.insert("V00001L9", "slot:1", blank=True)
    with pytest.raises(UnexpectedMedium, match="memory"):
        bench.mount(lmid)
    bench.manager.settle()
    [asked] = bench.requests()
    bench.hands.take(wrong)
    bench.hands.insert(right, "slot:1")
    bench.mount(lmid)
    bench.dismount(lmid)
    assert asked.request.kind is OperatorKind.MESSAGE
    assert bench.requests() == []


def test_no_free_label_is_written_on_a_cartridge_whose_memory_is_another(build: Build) -> None:
    bench = build()
    lmid = bench.lmid(side="V00001L9")
    bench.mount(lmid)
    bench.dismount(lmid)
    use(bench, LabelUse.WRITE)
    bench.hands.take("V00001L9")
    bench.hands.insert("V00001L9", "slot:1", blank=True)
    bench.manager.media.deallocate(bench.session, lmid)
    [item] = items(bench, Operation.WRITE_FREE_LABEL)
    assert (item.item.state, item.item.error) == (WorkState.FAILED, UnexpectedMedium.code)
    assert "memory" in side(bench, "V00001L9").trouble
    [identification] = bench.manager.media.identify(bench.session, "V00001L9")
    assert bench.done(identification).item.result == "blank or unknown: no known label"


def test_media_whose_bar_codes_cannot_be_read_are_found_where_people_put_them(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    bench.hands.swap(AT, THERE)
    [item] = bench.manager.media.identify(bench.session, NEW)
    bench.done(item)
    assert (bench.medium(NEW).where, bench.medium(OTHER).where) == ("slot 7", "slot 8")
    assert side(bench, OTHER).label_info == "ABC123"
    assert len(bench.manager.media.list(bench.session)) == 8
    bench.mount(lmid)


def test_a_library_finds_them_by_itself_when_a_mount_met_another(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    bench.hands.swap(AT, THERE)
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)
    bench.manager.settle()
    bench.mount(lmid)
    assert bench.medium(NEW).where == "drive 1"


def overwrite(bench: Bench, name: str, content: bytes) -> None:
    """Somebody writes on a cartridge elsewhere: it is the same, and has another label."""
    (bench.place / "cartridges" / file_of(bench, name)).write_bytes(content)


def identified(bench: Bench, name: str) -> WorkItem:
    [item] = bench.manager.media.identify(bench.session, name)
    done = bench.done(item).item
    bench.manager.settle()
    return done


@pytest.mark.parametrize("remembers", [False, True])
def test_what_is_mounted_is_not_taken_from_its_application_by_a_copy_of_its_label(
    unread: tuple[Bench, str], *, remembers: bool
) -> None:
    bench, lmid = unread
    write(bench, lmid, volume("MINE01"))
    bench.dismount(lmid)
    overwrite(bench, OTHER, volume("MINE01"))
    with nullcontext() if remembers else without_memory():
        [mounted] = bench.mount(lmid)
        refused = identified(bench, OTHER)
    assert (refused.state, refused.error) == (WorkState.FAILED, UnexpectedMedium.code)
    assert (bench.medium(lmid).medium.name, bench.medium(OTHER).where) == (NEW, "slot 7")
    assert bench.drive(given(mounted.drive).number).medium == bench.medium(lmid).medium
    [back] = bench.dismount(lmid)
    assert (back.item.state, bench.medium(NEW).where) == (WorkState.PASSED, "slot 8")


def test_a_copy_of_a_label_makes_no_other_medium_of_what_its_memory_says_it_is(unread: tuple[Bench, str]) -> None:
    bench, _ = unread
    overwrite(bench, NEW, volume("ABC123"))
    assert identified(bench, NEW).error == UnexpectedMedium.code
    assert (bench.medium(NEW).where, bench.medium(OTHER).where) == ("slot 8", "slot 7")
    assert "ABC123" in side(bench, NEW).trouble


def test_a_copy_of_a_label_is_not_taken_for_a_medium_with_another_memory(unread: tuple[Bench, str]) -> None:
    bench, _ = unread
    bench.hands.take(AT)
    copy = bench.place.parent / "copy"
    copy.write_bytes(volume("ABC123"))
    bench.hands.insert(None, AT, file=copy)
    assert identified(bench, NEW).result == "ansi ABC123: a medium that is new here, where another was thought to be"
    assert (bench.medium(NEW).where, bench.medium(OTHER).where) == ("offline", "slot 7")


def test_the_label_of_another_cartridge_is_not_learnt_when_it_is_unloaded(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    bench.manager.objects.change(bench.session, ObjectType.LIBRARY, LIBRARY, ObjectChange(auto_recovery=False))
    write(bench, lmid, volume("MINE01"))
    bench.hands.add_fault("read", "MediumError")
    bench.dismount(lmid)
    assert side(bench, NEW).label_stale, "it could not be read"
    bench.hands.swap(AT, THERE)
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)
    bench.manager.settle()
    assert (side(bench, NEW).label_type, side(bench, NEW).label_stale) == (FREE, True)
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)
    bench.manager.settle()
    [item] = bench.manager.media.identify(bench.session, NEW)
    bench.done(item)
    bench.manager.settle()
    assert (bench.medium(NEW).where, bench.medium(OTHER).where) == ("slot 7", "slot 8")
    bench.manager.media.set_label(bench.session, lmid, ToldLabel(content=volume("MINE01")))
    [mounted] = bench.mount(lmid)
    assert Path(given(mounted.drive).device_path).read_bytes().startswith(volume("MINE01"))


def test_what_could_not_be_identified_is_not_learnt_when_it_is_unloaded(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    write(bench, lmid, volume("MINE01"))
    bench.hands.add_fault("read", "MediumError")
    bench.dismount(lmid)
    bench.hands.swap(AT, THERE)
    bench.hands.add_fault("read", "MediumError")
    [item] = bench.manager.media.identify(bench.session, NEW)
    bench.done(item)
    bench.manager.settle()
    assert (side(bench, NEW).label_type, side(bench, NEW).label_stale) == (FREE, True)


# --- What is exchanged where it waits in a drive ---


def test_what_is_exchanged_in_a_drive_is_not_learnt_when_it_goes_home(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    write(bench, lmid, volume("MINE01"))
    bench.dismount(lmid, deferred=True)
    bench.hands.push_button()
    bench.hands.swap("drive:1", THERE)
    bench.pass_time(301)
    assert bench.medium(NEW).where == "slot 8"
    known = side(bench, NEW)
    assert (known.label_info, known.label_stale) == ("MINE01", False), "read while nobody could exchange it"
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)


def test_what_was_exchanged_and_not_waited_for_is_not_learnt_when_it_goes_home(build: Build) -> None:
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    arrive(bench, volume("ABC123"), code=None, at=THERE)
    write(bench, lmid, volume("MINE01"))
    bench.dismount(lmid, deferred=True)
    bench.hands.push_button()
    bench.hands.swap("drive:1", THERE)
    bench.hands.add_fault("load", "slow:1")
    [view] = bench.mount(lmid, nowait=True)
    eventually(lambda: bench.drive(1).drive.state is DriveState.MOUNTED)
    with suppress(InvalidState):  # on a busy computer the load has ended
        bench.manager.work.cancel(bench.session, str(view.work.item.id))
    bench.manager.settle()
    assert side(bench, NEW).label_info != "ABC123"
    with suppress(UnexpectedMedium):  # where the load ended before it was cancelled, it has been looked for, and found
        [mounted] = bench.mount(lmid)
        assert bench.hands.look().contents[given(mounted.drive).address].bar_code == NEW


@pytest.mark.parametrize("coded", [True, False])
def test_what_an_application_wrote_is_known_after_a_deferred_dismount(build: Build, *, coded: bool) -> None:
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    if not coded:
        bench.hands.label(AT, readable=False)
        bench.inventory()
    write(bench, lmid, volume("MINE01"))
    [item] = bench.dismount(lmid, deferred=True)
    assert (item.item.state, bench.medium(NEW).where) == (WorkState.PASSED, "drive 1")
    bench.pass_time(301)
    known = side(bench, NEW)
    assert (bench.medium(NEW).where, known.label_info, known.label_stale) == ("slot 8", "MINE01", False)
    bench.mount(lmid)


def test_what_a_program_still_reads_is_left_for_others_once_it_has_closed_the_drive(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    [mounted] = bench.mount(lmid)
    with Path(given(mounted.drive).device_path).open("rb"):
        [queued] = bench.manager.mounts.dismount(bench.session, [lmid], deferred=True)
        eventually(lambda: "program" in bench.item(queued).item.reason)
        assert side(bench, NEW).label_stale
    assert (bench.done(queued).item.state, bench.medium(NEW).where) == (WorkState.PASSED, "drive 1")
    assert not side(bench, NEW).label_stale


def test_whoever_sees_a_label_that_may_be_an_applications_is_told_how_to_say_so(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    write(bench, lmid, volume("MINE01"))
    bench.hands.add_fault("read", "MediumError")
    bench.dismount(lmid)
    with pytest.raises(UnexpectedMedium, match=f"rsm label set {lmid}"):
        bench.mount(lmid)


def test_what_was_written_in_a_lone_drive_is_known_when_it_stays_there(build: Build) -> None:
    bench = build()
    bench.manager.libraries.add(bench.session, DESK, f"standalone:virtual:{drive_folder(bench)}?type=LTO-8")
    bench.manager.libraries.set_labels(bench.session, DESK, LabelUse.CHECK)
    insert(bench, FIRST)
    bench.manager.settle()
    bench.create_pool("own", "LTO-8", draw_from_free=True)
    bench.manager.media.move(bench.session, FIRST, "Free/LTO-8")
    lmid = str(bench.manager.media.allocate(bench.session, "own", AllocateOptions()).logical.id)
    write(bench, lmid, volume("MINE01"))
    [item] = bench.dismount(lmid)
    known = side(bench, FIRST)
    assert (item.item.state, bench.medium(FIRST).where) == (WorkState.PASSED, "drive 1")
    assert (known.label_info, known.label_stale) == ("MINE01", False)
    bench.mount(lmid)
