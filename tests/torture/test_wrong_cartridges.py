"""Whatever people do to cartridges and bar codes, an application gets its own or none, and none is overwritten.

What each cartridge really is, its file in the virtual library tells: neither its place nor its bar code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.work import WorkState
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import LIBRARY, Bench, Build
from tests.surface.conftest import build
from tests.torture.tally import tallied

__all__ = ["build"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.torture, pytest.mark.slow]

UNNOTICED: Final = "drives=1&slots=8&ports=0&cartridges=0&type=LTO-9&doors=0"
"""People reach in, and the library does not see it."""

NOTICED: Final = UNNOTICED.replace("doors=0", "doors=1")
"""People open the door, and the library scans itself when they close it."""

OURS: Final = "V00001L9"
OTHER: Final = "V00002L9"
STRANGER: Final = "X00009L9"
AT: Final = {OURS: "slot:1", OTHER: "slot:2"}
ELSEWHERE: Final = "slot:8"
ARCHIVE: Final = "archive"


def content(name: str) -> bytes:
    """What an application has on the cartridge of that name: an ANSI label (X3.27)."""
    return f"VOL1{name[:6]:6}".encode().ljust(79) + b"4"


def insert(bench: Bench, code: str | None, at: str, holds: str) -> None:
    """Put a new cartridge with that bar code in, and this on it."""
    file = bench.place.parent / "content"
    file.write_bytes(content(holds))
    bench.hands.insert(code, at, file=file)


# --- What people do -----------------------------------------------------------------------------------------------


def swap_places(bench: Bench) -> None:
    bench.hands.swap(AT[OURS], AT[OTHER])


def swap_bar_codes(bench: Bench) -> None:
    bench.hands.relabel(AT[OURS], OTHER)
    bench.hands.relabel(AT[OTHER], OURS)


def swap_both(bench: Bench) -> None:
    swap_places(bench)
    swap_bar_codes(bench)


def duplicate_its_code(bench: Bench) -> None:
    bench.hands.relabel(AT[OTHER], OURS)


def give_it_the_code_of_the_other(bench: Bench) -> None:
    bench.hands.relabel(AT[OURS], OTHER)


def peel_off_the_bar_code(bench: Bench) -> None:
    bench.hands.label(AT[OURS], readable=False)


def peel_off_both_and_swap(bench: Bench) -> None:
    for place in AT.values():
        bench.hands.label(place, readable=False)
    swap_places(bench)


def put_it_back_elsewhere(bench: Bench) -> None:
    bench.hands.swap(AT[OURS], ELSEWHERE)


def put_another_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, STRANGER, AT[OURS], STRANGER)


def put_one_without_a_code_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, None, AT[OURS], STRANGER)


def move_it_and_put_one_without_a_code_in_its_place(bench: Bench) -> None:
    put_it_back_elsewhere(bench)
    insert(bench, None, AT[OURS], STRANGER)


def put_one_with_its_code_in_its_place(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, OURS, AT[OURS], STRANGER)


def put_one_with_its_code_elsewhere_and_take_it(bench: Bench) -> None:
    bench.hands.take(AT[OURS])
    insert(bench, OURS, ELSEWHERE, STRANGER)


def put_one_with_its_code_beside_it(bench: Bench) -> None:
    insert(bench, OURS, ELSEWHERE, STRANGER)


def take_it_out(bench: Bench) -> None:
    bench.hands.take(AT[OURS])


Deed = Callable[[Bench], None]

DEEDS: Final[tuple[Deed, ...]] = (
    swap_places,
    swap_bar_codes,
    swap_both,
    duplicate_its_code,
    give_it_the_code_of_the_other,
    peel_off_the_bar_code,
    peel_off_both_and_swap,
    put_it_back_elsewhere,
    put_another_in_its_place,
    put_one_without_a_code_in_its_place,
    move_it_and_put_one_without_a_code_in_its_place,
    put_one_with_its_code_in_its_place,
    put_one_with_its_code_elsewhere_and_take_it,
    put_one_with_its_code_beside_it,
    take_it_out,
)

FORGED: Final = frozenset(
    {
        swap_bar_codes,
        swap_both,
        duplicate_its_code,
        give_it_the_code_of_the_other,
        put_one_with_its_code_in_its_place,
        put_one_with_its_code_elsewhere_and_take_it,
        put_one_with_its_code_beside_it,
    }
)
"""Deeds after which a bar code lies: only the label tells, so where labels are ignored nobody can."""


MISLEADING: Final = (
    swap_places,
    swap_bar_codes,
    give_it_the_code_of_the_other,
    peel_off_both_and_swap,
    put_one_without_a_code_in_its_place,
    put_one_with_its_code_in_its_place,
)
"""Deeds after which another cartridge seems to be the one that is to be made free."""


# --- What must hold -----------------------------------------------------------------------------------------------


def files(bench: Bench) -> Mapping[str, bytes]:
    """What is on every cartridge in the library and beside it, by its file: nobody can exchange that unseen."""
    library = bench.hands.look()
    every = [*library.contents.values(), *library.shelf.values()]
    return {each.file: (bench.place / "cartridges" / each.file).read_bytes() for each in every}


def file_of(bench: Bench, name: str) -> str:
    """The file of the cartridge that really is this one."""
    return next(file for file, held in files(bench).items() if content(name) in held)


def by_hand(bench: Bench, deed: Deed) -> None:
    """Do it, through the door if there is one."""
    has_door = bool(bench.hands.look().made_from.doors)
    if has_door:
        bench.hands.open()
    deed(bench)
    if has_door:
        bench.hands.close()


def fill(bench: Bench) -> None:
    for name, at in AT.items():
        insert(bench, name, at, name)


def owned(bench: Bench, labels: LabelUse) -> str:
    """An application has the first cartridge, whose label is known; the second is another application's."""
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.CHECK)
    by_hand(bench, fill)
    bench.inventory()
    bench.manager.settle()
    bench.create_pool(ARCHIVE, "LTO-9")
    for name in AT:
        bench.manager.media.move(bench.session, name, ARCHIVE)
    bench.manager.libraries.set_labels(bench.session, LIBRARY, labels)
    ours, _ = (
        bench.manager.media.allocate(bench.session, ARCHIVE, AllocateOptions(side=str(bench.medium(name).sides[0].id)))
        for name in AT
    )
    bench.pass_time(3600)
    return str(ours.logical.id)


def handed_out(bench: Bench, lmid: str) -> str | None:
    """The file of the cartridge that an application gets; None if it gets none, and is told why."""
    [view] = bench.queue(lmid)
    bench.manager.settle()
    item = bench.item(view).item
    if item.state is not WorkState.PASSED:
        assert item.error_text or item.reason
        return None
    return Path(bench.drive(1).drive.device_path).resolve().name


def check(bench: Bench, lmid: str, deed: Deed) -> None:
    ours, before = file_of(bench, OURS), files(bench)
    by_hand(bench, deed)
    with tallied("wrong cartridges tried"):
        for _ in range(2):
            assert handed_out(bench, lmid) in {ours, None}
            after = files(bench)
            assert {file: after[file] for file in before} == before
            bench.pass_time(3600)


def test_what_nobody_touched_is_handed_out(build: Build) -> None:
    bench = build(NOTICED)
    lmid = owned(bench, LabelUse.CHECK)
    assert handed_out(bench, lmid) == file_of(bench, OURS)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_where_labels_are_checked_nobody_gets_a_wrong_cartridge(build: Build, deed: Deed) -> None:
    bench = build(UNNOTICED)
    check(bench, owned(bench, LabelUse.CHECK), deed)


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed not in FORGED], ids=lambda deed: deed.__name__)
def test_by_bar_codes_alone_nobody_gets_a_wrong_cartridge_unless_a_bar_code_lies(build: Build, deed: Deed) -> None:
    bench = build(UNNOTICED)
    check(bench, owned(bench, LabelUse.IGNORE), deed)


@pytest.mark.parametrize("deed", MISLEADING, ids=lambda deed: deed.__name__)
def test_a_free_label_is_written_on_what_is_to_be_free_or_on_nothing(build: Build, deed: Deed) -> None:
    bench = build(UNNOTICED)
    lmid = owned(bench, LabelUse.CHECK)
    ours, before = file_of(bench, OURS), files(bench)
    by_hand(bench, deed)
    bench.manager.media.deallocate(bench.session, lmid)
    bench.manager.libraries.set_labels(bench.session, LIBRARY, LabelUse.WRITE)
    bench.manager.media.move(bench.session, OURS, "Free/LTO-9")
    bench.manager.settle()
    after = files(bench)
    with tallied("wrong cartridges tried"):
        assert {file for file in before if after[file] != before[file]} <= {ours}


def test_what_may_have_been_written_on_is_still_told_from_one_without_a_readable_bar_code(build: Build) -> None:
    """Its label may be another since it was mounted; only its bar code says that it is the same cartridge."""
    bench = build(UNNOTICED)
    lmid = owned(bench, LabelUse.CHECK)
    ours = handed_out(bench, lmid)
    bench.hands.add_fault("read", "MediumError")  # the label cannot be read when the cartridge leaves its drive
    bench.dismount(lmid)
    assert ours == file_of(bench, OURS)
    assert bench.medium(OURS).sides[0].label_stale
    by_hand(bench, put_one_without_a_code_in_its_place)
    with tallied("wrong cartridges tried"):
        assert handed_out(bench, lmid) is None


@pytest.mark.parametrize("place", [AT[OTHER], ELSEWHERE])
@pytest.mark.parametrize("labels", [LabelUse.CHECK, LabelUse.IGNORE])
def test_what_was_exchanged_in_a_drive_where_it_waited_is_not_handed_out_for_it(
    build: Build, labels: LabelUse, place: str
) -> None:
    bench = build(UNNOTICED)
    lmid = owned(bench, labels)
    ours = handed_out(bench, lmid)
    bench.dismount(lmid, deferred=True)
    if place == ELSEWHERE:
        insert(bench, STRANGER, ELSEWHERE, STRANGER)
    bench.hands.push_button()
    bench.hands.swap("drive:1", place)
    with tallied("wrong cartridges tried"):
        assert handed_out(bench, lmid) in {ours, None}
