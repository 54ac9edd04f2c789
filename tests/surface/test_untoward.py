"""What people and devices do at the wrong moment, and what the service makes of it."""

from __future__ import annotations

import pytest

from openrsm.domain.work import WorkState
from openrsm.errors import DeviceFault, UnexpectedMedium
from tests.conformance.surface_bench import Bench, Build, eventually

pytestmark = pytest.mark.torture


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def test_another_cartridge_than_the_one_meant_is_never_handed_out(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(bench.lmid())  # the library is open, and nobody looks at it again before it moves
    bench.hands.swap("slot:2", "slot:3") if bench.medium(lmid).where == "slot 2" else bench.hands.swap(
        "slot:1", "slot:3"
    )
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)
    assert bench.agrees()
    assert bench.mount(lmid)


def test_a_medium_that_is_still_mounted_is_not_allocated_to_another(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    name = bench.medium(lmid).medium.name
    bench.manager.media.deallocate(bench.session, lmid)
    others = [bench.medium(bench.lmid()).medium.name for _ in range(5)]
    assert name not in others


def test_a_drive_held_open_delays_nobody_but_its_own(bench: Bench) -> None:
    first, second, third = bench.lmids(3)
    path = bench.mount(first)[0].device_path
    bench.mount(second)
    bench.dismount(first, deferred=True)
    with open(path, "rb"):  # noqa: PTH123 - a program that looks into a drive that is nobody's
        (waiting,) = bench.queue(third)
        assert "open" in waiting.item.reason
        bench.dismount(second)
        assert eventually(lambda: bench.item(waiting).item.state is WorkState.PASSED)
    bench.dismount(third)
    assert eventually(bench.agrees)  # the one that was held open goes home by itself, at the next try


def test_a_dismount_succeeds_once_the_program_that_kept_the_drive_open_is_gone(bench: Bench) -> None:
    lmid = bench.lmid()
    path = bench.mount(lmid)[0].device_path
    with open(path, "rb"):  # noqa: PTH123 - a program that has forgotten the drive
        (view,) = bench.manager.mounts.dismount(bench.session, [lmid])
        assert eventually(lambda: "program" in bench.item(view).item.reason)
        bench.clock.move(120)
        assert bench.done(view).item.error == "BUSY"
    (again,) = bench.dismount(lmid)
    assert again.item.state is WorkState.PASSED
    assert bench.agrees()


def test_a_library_that_only_says_it_has_changed_is_not_asked_for_ever(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("move", "LibraryChanged", times=0)
    with pytest.raises(DeviceFault):
        bench.mount(lmid)
    bench.hands.clear_faults()
    assert bench.mount(lmid)


def test_a_dismount_with_no_empty_slot_says_so_and_goes_on_when_there_is_one(build: Build) -> None:
    bench = build("drives=1&slots=2&ports=1&cartridges=2&type=LTO-9&doors=0")
    lmid = bench.lmid()
    bench.mount(lmid)
    home = bench.medium(lmid).medium.name
    bench.hands.insert("X00001L9", f"slot:{1 if home.endswith('1L9') else 2}")
    bench.inventory()
    (view,) = bench.dismount(lmid)
    assert "empty slot" in view.item.reason
    bench.hands.take("X00001L9")
    bench.inventory()
    assert eventually(lambda: bench.item(view).item.state is WorkState.PASSED)
    assert bench.agrees()


def test_a_cartridge_that_does_not_load_is_put_away_at_once(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("load", "UnableToLoad")
    with pytest.raises(DeviceFault):
        bench.mount(lmid)
    bench.manager.settle()
    assert bench.medium(lmid).where.startswith("slot")
    assert bench.agrees()
