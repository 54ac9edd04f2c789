"""A copy of the catalogue that was made long ago becomes the catalogue, and is told what has happened since."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.exports import ERA
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.values import Principal, Side
from openrsm.domain.work import WorkState
from openrsm.errors import InvalidHandle, MediaUnavailable, NoticesLost, UnexpectedMedium
from openrsm.surface.media import AllocateOptions
from openrsm.surface.views import OperatorView
from tests.conformance.label_bench import FREE, side, use, volume, write
from tests.conformance.surface_bench import LIBRARY, POOL, ROOT, Bench, Build, home
from tests.surface.conftest import build, opened

__all__ = ["build"]

pytestmark = pytest.mark.torture

ANN: Final = Principal(user="ann", administrator=True)


@pytest.fixture
def bench(build: Build) -> Bench:
    """Every medium that is free has its label; a copy is called "old"."""
    made = build()
    use(made, LabelUse.WRITE)
    for view in made.manager.media.list(made.session):
        taken = made.manager.media.allocate(made.session, POOL, AllocateOptions(side=str(view.sides[0].id)))
        made.manager.media.deallocate(made.session, str(taken.logical.id))
    made.manager.settle()
    assert {view.sides[0].label_type for view in made.manager.media.list(made.session)} == {FREE}
    return made


def again(bench: Bench) -> Bench:
    """The service ends and starts."""
    folder = Path(bench.manager.database.show(bench.session).file).parent
    bench.manager.close()
    manager = opened(folder, bench.clock)
    return Bench(manager, bench.place, bench.clock, manager.sessions.open("backup", ROOT))


def imported(bench: Bench) -> Bench:
    bench.manager.database.mark_import(bench.session, "old")
    return again(bench)


def export(bench: Bench) -> None:
    bench.manager.database.export(bench.session, "old")


def test_until_the_next_start_nothing_changes_and_afterwards_it_is_told_once(bench: Bench) -> None:
    export(bench)
    lmid = bench.lmid()
    bench.manager.database.mark_import(bench.session, "old")
    assert bench.medium(lmid).logical
    with closing(again(bench)) as later:
        view = later.manager.database.show(later.session)
        assert (view.marked, view.imported and view.imported.subject) == (None, "old")
        assert not any(one.logical for one in later.manager.media.list(later.session))
        with closing(again(later)) as still:
            assert still.manager.database.show(still.session).imported == view.imported
            assert still.agrees()


def test_what_the_library_shows_wins_and_is_reported(bench: Bench) -> None:
    export(bench)
    bench.hands.take("V00001L9")
    bench.hands.take("V00002L9")
    bench.hands.insert("V00002L9", "slot:8")
    bench.hands.insert("N00001L9", "slot:7")
    with closing(imported(bench)) as later:
        later.inventory()
        assert later.agrees()
        [found] = later.manager.database.show(later.session).differences
        assert found.subject == LIBRARY
        assert found.detail == "1 missing: V00001L9; 1 moved: V00002L9; 1 not catalogued: N00001L9"
        later.hands.take("N00001L9")
        with closing(again(later)) as still:
            still.inventory()
            assert still.manager.database.show(still.session).differences == [found]


def test_work_of_the_old_time_is_cancelled_and_its_mounts_have_no_owner(bench: Bench) -> None:
    held, waits = bench.lmids(2)
    bench.mount(held, drives=["drive1"])
    [waiting] = bench.queue(waits, drives=["drive1"])
    export(bench)
    with closing(imported(bench)) as later:
        later.manager.settle()
        item = later.item(waiting).item
        assert item.state is WorkState.CANCELLED
        assert "an older catalogue was imported" in item.error_text
        assert later.drive(1).drive.ownerless_since is not None
        assert later.manager.work.list(later.session) == []
        later.dismount(held)
        assert home(later.medium(held).medium)
        assert later.agrees()


def test_a_mount_that_was_done_long_ago_is_not_believed(bench: Bench) -> None:
    held = bench.lmid()
    bench.mount(held)
    export(bench)
    bench.dismount(held)
    with closing(imported(bench)) as later:
        later.inventory()
        assert later.holders() == [None, None]
        assert later.agrees()


def test_a_copy_made_in_the_middle_of_a_mount_is_settled_by_what_the_library_shows(bench: Bench) -> None:
    lmid = bench.lmid()
    pending = bench.pending(lmid)
    pending.until_started()
    export(bench)
    pending.result()
    bench.dismount(lmid)
    with closing(imported(bench)) as later:
        later.inventory()
        assert later.agrees()
        assert later.mount(lmid)[0].device_path


def test_sessions_and_what_listeners_knew_are_of_the_past(bench: Bench) -> None:
    export(bench)
    old = bench.session
    last = bench.manager.notices.since(old).last
    with closing(imported(bench)) as later:
        with pytest.raises(InvalidHandle):
            later.manager.media.list(old)
        assert later.manager.notices.since(later.session).last > ERA > last
        with pytest.raises(NoticesLost):
            later.manager.notices.since(later.session, last)


# --- What is called free ----------------------------------------------------------------------------------------------


def written_since(bench: Bench) -> tuple[str, Side]:
    """A copy calls a medium free; then an application writes on it. Its name, and its side as it was free."""
    export(bench)
    lmid = bench.lmid()
    name = bench.medium(lmid).medium.name
    write(bench, lmid, volume("DATA01"))
    bench.dismount(lmid)
    return name, side(bench, name)


def test_what_was_written_since_is_not_handed_out_for_writing(bench: Bench) -> None:
    name, known = written_since(bench)
    with closing(imported(bench)) as later:
        assert side(later, name).label_doubted
        taken = later.manager.media.allocate(later.session, POOL, AllocateOptions(side=str(known.id)))
        lmid = str(taken.logical.id)
        for _ in range(2):
            with pytest.raises(UnexpectedMedium, match="ansi DATA01, where openrsm-free"):
                later.mount(lmid)
        later.manager.settle()
        [refused] = later.manager.media.identify(later.session, name)
        assert later.done(refused).item.state is WorkState.FAILED
        assert (side(later, name).state, side(later, name).label_type) == (SideState.ALLOCATED, FREE)
        later.manager.media.deallocate(later.session, lmid)
        [found] = later.manager.media.identify(later.session, name)
        assert later.done(found).item.state is WorkState.PASSED
        assert (side(later, name).state, later.medium(name).pool) == (SideState.IMPORT, "Import/LTO-9")


def test_what_is_doubted_ends_no_wait_for_new_media_before_somebody_says_that_it_is_free(build: Build) -> None:
    bench = build()
    export(bench)
    with closing(imported(bench)) as later:
        asked = later.manager.media.request(later.session, POOL, AllocateOptions(timeout=None))
        assert isinstance(asked, OperatorView)
        later.done(later.manager.media.disable(later.session, "V00001L9"))
        later.done(later.manager.media.enable(later.session, "V00001L9"))
        assert [one.request.number for one in later.requests()] == [asked.request.number]
        later.manager.media.move(later.session, "V00002L9", POOL)
        assert later.requests() == []


def test_an_identification_finds_what_was_written_since(bench: Bench) -> None:
    name, _ = written_since(bench)
    with closing(imported(bench)) as later:
        later.done(later.manager.libraries.inventory(later.session, LIBRARY, InventoryMethod.FULL))
        view = later.medium(name)
        assert (view.pool, view.sides[0].state, view.sides[0].label_info) == (
            "Import/LTO-9",
            SideState.IMPORT,
            "DATA01",
        )
        others = [one.sides[0] for one in later.manager.media.list(later.session) if one.medium.name != name]
        assert {(one.state, one.label_doubted) for one in others} == {(SideState.AVAILABLE, False)}


def test_what_somebody_wrote_that_nobody_knows_is_not_free_either(bench: Bench) -> None:
    export(bench)
    lmid = bench.lmid()
    name = bench.medium(lmid).medium.name
    write(bench, lmid, b"of no known kind" * 100)
    bench.dismount(lmid)
    with closing(imported(bench)) as later:
        [item] = later.manager.media.identify(later.session, name)
        later.done(item)
        assert (later.medium(name).pool, side(later, name).state) == ("Unrecognized/LTO-9", SideState.FOREIGN)


def test_what_is_free_still_is_no_more_doubted_once_it_was_mounted(bench: Bench) -> None:
    export(bench)
    with closing(imported(bench)) as later:
        lmid = later.lmid()
        name = later.medium(lmid).medium.name
        assert side(later, name).label_doubted
        later.mount(lmid)
        assert not side(later, name).label_doubted


def test_where_labels_are_ignored_it_is_told_that_nothing_can_be_checked(build: Build) -> None:
    bench = build()
    export(bench)
    with closing(imported(bench)) as later:
        told = later.manager.database.show(later.session).imported
        assert told
        assert "6 free sides doubted, 6 of them in libraries that ignore labels" in told.detail


def test_where_labels_are_ignored_what_is_called_free_is_nobodys_before_somebody_says_so(build: Build) -> None:
    bench = build()
    export(bench)
    with closing(imported(bench)) as later:
        with pytest.raises(MediaUnavailable):
            later.manager.media.allocate(later.session, POOL, AllocateOptions(error_if_unavailable=True))
        later.manager.media.move(later.session, "V00002L9", POOL)
        assert later.medium(later.lmid()).medium.name == "V00002L9"
        with pytest.raises(MediaUnavailable):
            later.manager.media.allocate(later.session, POOL, AllocateOptions(error_if_unavailable=True))
