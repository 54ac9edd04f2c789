"""Numbered slots and drives: what they are numbered by, and what may be asked of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from openrsm.domain.changers import (
    Bay,
    Cell,
    check_carriable,
    check_holder,
    check_in_time,
    check_kept,
    check_loadable,
    check_room,
    check_usable,
    in_drive,
    is_same,
    lying_in,
    of_library,
    of_share,
    writes,
)
from openrsm.domain.changers import Changer as Numbered
from openrsm.domain.library import LibraryKind
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.shares import Share
from openrsm.domain.side import SideState
from openrsm.domain.slot import PortContent
from openrsm.domain.values import OFFLINE, DriveId, Medium, MoveId, Place, PlaceKind, Requester, ShareId, SlotId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    Empty,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    NotEmpty,
    NotSupported,
    ResourceDisabled,
    TimedOut,
)
from tests.domain.builders import LIBRARY_ID, a_drive, a_library, a_medium, a_port, a_side, a_slot, an_id, place_of
from tests.domain.scenes import item

LIBRARY = a_library()
SHARE = Share(id=ShareId(an_id("share")), name="bacula", library_id=LIBRARY_ID)
SLOTS = [a_slot(address) for address in (1003, 1001, 1002)]
PORT = a_port(10)
DRIVES = [a_drive(502), a_drive(501)]
ME = Requester(application="rsm-mtx", user="ann", computer="box")


def lying(name: str, place: Place, home: int | None = None) -> Medium:
    home_id = SlotId(an_id(f"slot {home}")) if home else None
    return a_medium(name, place=place, home_slot_id=home_id)


A = lying("A", place_of(SLOTS[1]), 1001)
B = lying("B", place_of(DRIVES[1]), 1003)


def library(*moves: Move) -> Numbered:
    return of_library(LIBRARY, DRIVES, SLOTS, [PORT], [A, B], last={move.medium_id: move for move in moves})


def carried(medium: Medium, source: Place, destination: Place, outcome: MoveOutcome | None = MoveOutcome.DONE) -> Move:
    return Move(
        id=MoveId(an_id("move")),
        library_id=LIBRARY_ID,
        medium_id=medium.id,
        source=source,
        destination=destination,
        opened_at=datetime(2026, 1, 31, 12, tzinfo=UTC),
        outcome=outcome,
    )


def shared(*media: tuple[int, Medium], room: int = 3) -> Numbered:
    return of_share(SHARE, LIBRARY, DRIVES, media, room)


def test_the_slots_of_a_library_are_numbered_by_address_and_ports_follow() -> None:
    cells = library().cells
    assert [cell.number for cell in cells] == [1, 2, 3, 4]
    assert [cell.place for cell in cells] == [place_of(one) for one in (SLOTS[1], SLOTS[2], SLOTS[0], PORT)]
    assert [cell.is_port for cell in cells] == [False, False, False, True]
    assert [cell.medium for cell in cells] == [A, None, None, None]
    assert [cell.address for cell in cells] == [1001, 1002, 1003, 10]


def test_the_drives_of_a_library_are_numbered_by_address_from_0() -> None:
    bays = library().bays
    assert [bay.drive.address for bay in bays] == [501, 502]
    assert [(bay.number, bay.medium, bay.slot) for bay in bays] == [(0, B, 3), (1, None, 0)]


def test_what_we_brought_to_a_drive_came_from_where_we_took_it_else_from_where_it_belongs() -> None:
    from_port = carried(B, place_of(PORT), B.place)
    assert library(from_port).bays[0].slot == 4
    assert library(replace(from_port, outcome=None)).bays[0].slot == 3
    assert library(carried(B, B.place, place_of(PORT))).bays[0].slot == 3, "somebody else brought it back"


def test_the_drives_of_a_share_are_numbered_as_it_names_them() -> None:
    bays = shared((2, B)).bays
    assert [(bay.drive.address, bay.medium, bay.slot) for bay in bays] == [(502, None, 0), (501, B, 2)]


def test_a_share_has_as_many_slots_as_the_library_or_as_numbers_reach() -> None:
    assert len(shared(room=3).cells) == 3
    assert len(shared((5, A), room=3).cells) == 5


def test_what_is_in_no_drive_of_a_share_lies_in_its_slot() -> None:
    strange = lying("S", Place(kind=PlaceKind.DRIVE, element_id=an_id("a strangers drive")))
    moving = lying("M", Place(kind=PlaceKind.ROBOT, element_id=an_id("robot")))
    gone = lying("G", OFFLINE)
    cells = shared((1, A), (2, B), (3, strange), (4, moving), (5, gone)).cells
    assert [cell.medium for cell in cells] == [A, None, strange, moving, None]
    assert [cell.owner for cell in cells] == [A, B, strange, moving, gone]


def test_there_is_no_slot_and_no_drive_of_another_number() -> None:
    for number in (0, 5, -1):
        with pytest.raises(InvalidParameter, match="no slot"):
            library().cell(number)
    for number in (-1, 2):
        with pytest.raises(InvalidParameter, match="no drive"):
            library().bay(number)


def test_an_empty_slot_says_in_which_drive_its_cartridge_is() -> None:
    assert lying_in(library(), library().cell(1)) == A
    with pytest.raises(Empty, match="its cartridge is in drive 0"):
        lying_in(library(), library().cell(3))
    with pytest.raises(Empty, match="slot 2 of vtl is empty"):
        lying_in(library(), library().cell(2))


# --- Whose it is ------------------------------------------------------------------------------------------------------


def test_the_application_of_a_share_is_the_share_and_else_it_has_a_user() -> None:
    other_user = replace(ME, user="bob")
    other_program = replace(ME, application="rsm-changer")
    assert is_same(ME, replace(ME, computer="elsewhere"), None)
    assert not is_same(ME, other_user, None)
    assert not is_same(ME, other_program, None)
    assert is_same(replace(other_user, application="bacula"), ME, SHARE)
    assert not is_same(ME, ME, SHARE)


def held(by: Requester) -> Bay:
    return Bay(number=0, drive=replace(DRIVES[1], holder=by, medium_id=B.id), medium=B, slot=3)


@pytest.mark.parametrize(
    ("holder", "administrator", "present"),
    [(ME, False, False), (replace(ME, user="bob"), True, False)],
    ids=["one's own", "an administrator's, whose session is gone"],
)
def test_a_drive_is_unloaded_by_who_has_it(holder: Requester, *, administrator: bool, present: bool) -> None:
    check_holder(library(), held(holder), ME, administrator=administrator, present=present)


@pytest.mark.parametrize(("administrator", "present"), [(False, False), (True, True), (False, True)])
def test_a_drive_is_not_unloaded_by_others(*, administrator: bool, present: bool) -> None:
    with pytest.raises(Busy, match="rsm-mtx of bob"):
        check_holder(library(), held(replace(ME, user="bob")), ME, administrator=administrator, present=present)


def test_a_share_unloads_nothing_but_its_own_even_for_an_administrator() -> None:
    me = replace(ME, application="bacula")
    check_holder(shared((2, B)), held(replace(me, user="bob")), me, administrator=False, present=True)
    with pytest.raises(Busy):
        check_holder(shared((2, B)), held(ME), me, administrator=True, present=False)


def test_a_drive_that_is_nobodys_is_anybodys_to_unload() -> None:
    check_holder(library(), library().bay(0), ME, administrator=False, present=False)


def test_what_is_in_a_strangers_hands_is_not_seen_in_a_share() -> None:
    mine, strange = shared(), Bay(number=0, drive=replace(DRIVES[1], holder=ME))
    with pytest.raises(Busy, match="in use by rsm-mtx"):
        in_drive(mine, strange)
    with pytest.raises(Empty):
        in_drive(mine, mine.bay(0))
    assert in_drive(library(), library().bay(0)) == B


def test_a_drive_is_loaded_once_by_the_same_application() -> None:
    check_loadable(library(), library().bay(1), ME, [])
    with pytest.raises(InvalidState, match="holds B"):
        check_loadable(library(), held(ME), ME, [])
    check_loadable(library(), held(replace(ME, user="bob")), ME, [])
    wanted = item(7, Operation.MOUNT, drive_wanted_id=DriveId(DRIVES[0].id), requester=ME)
    with pytest.raises(InvalidState, match="work item 7"):
        check_loadable(library(), library().bay(1), ME, [wanted])
    check_loadable(library(), library().bay(0), ME, [wanted])
    check_loadable(library(), library().bay(1), replace(ME, user="bob"), [wanted])


def test_a_drive_that_anybody_has_in_the_name_of_a_share_is_waited_for() -> None:
    me = replace(ME, application="bacula")
    strange = Bay(number=0, drive=replace(DRIVES[1], holder=me, medium_id=B.id))
    wanted = item(7, Operation.MOUNT, medium_id=B.id, drive_wanted_id=DriveId(DRIVES[1].id), requester=me)
    check_loadable(shared((1, A)), strange, me, [wanted])
    for bay, items in ((held(me), []), (shared((1, B)).bay(1), [wanted])):
        with pytest.raises(InvalidState):
            check_loadable(shared((1, B)), bay, me, items)


def test_a_load_writes_where_drive_and_side_allow_it() -> None:
    drive, side = a_drive(501), a_side(A, state=SideState.ALLOCATED)
    assert writes(drive, A, side)
    assert not writes(drive, A, replace(side, state=SideState.COMPLETE))
    assert not writes(replace(drive, type_name="LTO-7"), A, side)  # it reads media two generations back


# --- From slot to slot ------------------------------------------------------------------------------------------------


def test_a_library_out_of_service_carries_nothing() -> None:
    check_usable(LIBRARY)
    with pytest.raises(ResourceDisabled):
        check_usable(replace(LIBRARY, enabled=False))
    with pytest.raises(LibraryOffline):
        check_usable(replace(LIBRARY, kind=LibraryKind.OFFLINE))


def test_what_is_spoken_for_is_not_carried() -> None:
    check_carriable(A, LIBRARY, [])
    with pytest.raises(Busy, match="work item 3"):
        check_carriable(A, LIBRARY, [item(3, Operation.EJECT)])
    with pytest.raises(ResourceDisabled):
        check_carriable(replace(A, enabled=False), LIBRARY, [])
    with pytest.raises(NotSupported):
        check_carriable(A, replace(LIBRARY, kind=LibraryKind.STANDALONE), [])
    cleaner = replace(A, cleaner=True)
    with pytest.raises(InvalidState, match="cleaning cartridge"):
        check_carriable(cleaner, replace(LIBRARY, cleaner_slot_id=A.home_slot_id), [])


def test_a_slot_is_taken_where_a_cartridge_lies() -> None:
    cells = library().cells
    check_room(cells[1], A, LIBRARY, None)
    check_room(cells[3], A, LIBRARY, PORT)
    with pytest.raises(NotEmpty, match="A lies in slot 1"):
        check_room(cells[0], B, LIBRARY, None)
    with pytest.raises(NotEmpty, match="a cartridge lies in slot 4"):
        check_room(cells[3], A, LIBRARY, replace(PORT, content=PortContent.FULL))


def test_a_slot_is_kept_for_what_returns_to_it_and_for_what_is_on_its_way() -> None:
    there = library().cells[2]
    check_kept(there, A, LIBRARY, [], [])
    check_kept(there, B, LIBRARY, [B], [])
    check_kept(there, A, LIBRARY, [replace(B, place=place_of(PORT))], [])
    with pytest.raises(NotEmpty, match="kept for B"):
        check_kept(there, A, LIBRARY, [B], [])
    with pytest.raises(NotEmpty, match="cleaning cartridge"):
        check_kept(there, A, replace(LIBRARY, cleaner_slot_id=SlotId(SLOTS[0].id)), [], [])
    with pytest.raises(NotEmpty, match="work item 5"):
        check_kept(there, A, LIBRARY, [], [item(5, Operation.TRANSFER, destination=there.place)])
    check_kept(Cell(number=1, address=1), A, LIBRARY, [], [item(5, Operation.MOUNT)])


def test_who_waits_no_longer_is_told_whether_it_goes_on() -> None:
    check_in_time(item(1, Operation.MOUNT, state=WorkState.PASSED))
    with pytest.raises(TimedOut, match="goes on"):
        check_in_time(item(1, Operation.TRANSFER, state=WorkState.IN_PROCESS))
    with pytest.raises(TimedOut, match="allow more time"):
        check_in_time(item(1, Operation.MOUNT, state=WorkState.WAITING))
