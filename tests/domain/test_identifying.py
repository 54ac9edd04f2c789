"""What is to be identified, and what no drive of its library could ever read or write a label on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest

from openrsm.domain.identifying import check_supported
from openrsm.domain.library import LabelUse, Operational
from openrsm.domain.machine import fire
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.steps import Begin, Fail, Identify, Misfit, Ruling, Seat, Snapshot
from openrsm.domain.values import Medium
from openrsm.domain.work import Operation
from openrsm.errors import NoSupportingDrives
from tests.domain.scenes import LIBRARY, NOW, drive, empty, item, mount, scene, started, tape

OLD, OLDER = tape("OLD", home=1), tape("OLDER", home=2)
NEW, NEWER = tape("NEW", home=3, kind="LTO-9"), tape("NEWER", home=4, kind="LTO-9")
CHECKING: Final = replace(LIBRARY, labels=LabelUse.CHECK)
UNREAD: Final = "no drive of library vtl reads LTO-5 media such as"
NINE: Final = empty(1, kind="LTO-9")
DEEDS: Final = (Operation.PROCESS_LABEL, Operation.WRITE_FREE_LABEL)


def marking(seats: Sequence[Seat], *marked: Medium, work: Sequence[WorkItem] = ()) -> Snapshot:
    """A library that checks labels, with media in marked slots."""
    return scene(seats, work, [OLD, OLDER, NEW, NEWER], marked=marked, library=CHECKING)


def ruled(snapshot: Snapshot) -> Sequence[Ruling]:
    return decide(snapshot, NOW).rulings


def label_item(number: int, operation: Operation, medium: Medium) -> WorkItem:
    return item(number, operation, medium_id=medium.id)


def test_what_no_drive_reads_takes_no_room_from_what_one_does() -> None:
    old, older, new = ruled(marking([NINE], OLD, OLDER, NEW))
    assert isinstance(old, Misfit)
    assert isinstance(older, Misfit)
    assert (old.medium_id, older.medium_id, new) == (OLD.id, OLDER.id, Identify(medium_id=NEW.id))
    assert old.why.startswith(f"{UNREAD} OLD")


def test_what_no_drive_reads_is_told_even_while_there_is_room_for_nothing() -> None:
    waiting = [label_item(number, Operation.PROCESS_LABEL, NEWER) for number in (1, 2)]
    rulings = ruled(marking([NINE], OLD, NEW, work=waiting))
    assert [one.medium_id for one in rulings if isinstance(one, Misfit)] == [OLD.id]
    assert not any(isinstance(one, Identify) for one in rulings)


@pytest.mark.parametrize(
    "fields", [{"enabled": False}, {"operational": Operational.NOT_PRESENT}, {"operational": Operational.NEEDS_SERVICE}]
)
def test_drives_that_do_not_work_now_count(fields: dict[str, object]) -> None:
    idle = empty(2, **fields)
    assert ruled(marking([NINE, idle], OLD)) == (Identify(medium_id=OLD.id),)
    for operation in DEEDS:
        assert not any(isinstance(one, Fail) for one in ruled(marking([idle], work=[label_item(1, operation, OLD)])))


def test_while_no_drive_has_said_what_it_is_the_marks_stay() -> None:
    assert ruled(marking([empty(1, kind="", operational=Operational.NOT_PRESENT)], OLD)) == ()
    assert ruled(marking([], OLD)) == ()


def test_a_drive_of_unknown_kind_beside_a_known_one_keeps_nothing_waiting() -> None:
    [misfit] = ruled(marking([NINE, empty(2, kind="")], OLD))
    assert isinstance(misfit, Misfit)


def test_where_labels_are_ignored_nothing_is_said_of_what_no_drive_reads() -> None:
    assert ruled(replace(marking([NINE], OLD), library=LIBRARY)) == ()


@pytest.mark.parametrize("labels", LabelUse)
@pytest.mark.parametrize("operation", DEEDS)
def test_label_work_that_no_drive_can_do_ends(labels: LabelUse, operation: Operation) -> None:
    waiting = [label_item(number, operation, OLD) for number in (1, 2)]  # a medium of two sides has two
    snapshot = marking([NINE], work=waiting)
    rulings = ruled(replace(snapshot, library=replace(LIBRARY, labels=labels)))
    failed = [one for one in rulings if isinstance(one, Fail)]
    assert [one.work_ids for one in failed] == [(one.id,) for one in waiting]
    assert all(isinstance(one.error, NoSupportingDrives) for one in failed)
    use = "writes" if operation is Operation.WRITE_FREE_LABEL else "reads"
    assert failed[0].error.what == f"no drive of library vtl {use} LTO-5 media such as OLD"


def test_what_a_drive_only_reads_is_identified_and_not_written() -> None:
    seven = empty(1, kind="LTO-7")
    assert isinstance(ruled(marking([seven], work=[label_item(1, Operation.PROCESS_LABEL, OLD)]))[0], Begin)
    assert isinstance(ruled(marking([seven], work=[label_item(1, Operation.WRITE_FREE_LABEL, OLD)]))[0], Fail)


def test_what_is_under_way_is_let_end_by_itself() -> None:
    under_way = started(label_item(1, Operation.PROCESS_LABEL, OLD), 1)
    assert not any(isinstance(one, Fail) for one in ruled(marking([NINE], work=[under_way])))


def test_a_mount_that_waits_is_not_label_work() -> None:
    assert not any(isinstance(one, Fail) for one in ruled(marking([NINE], work=[mount(1, OLD)])))


def test_label_work_is_refused_where_no_drive_could_do_it() -> None:
    seven = [drive(1, kind="LTO-7")]
    check_supported(OLD, LIBRARY, seven, write=False)
    with pytest.raises(NoSupportingDrives, match="writes LTO-5"):
        check_supported(OLD, LIBRARY, seven, write=True)
    with pytest.raises(NoSupportingDrives, match="reads LTO-9"):
        check_supported(NEW, LIBRARY, seven, write=False)


def test_only_what_nothing_is_known_of_turns_incompatible_and_it_can_be_looked_at_again() -> None:
    unfit = [state for state in SideState if SideEvent.SEEN_UNUSABLE in SIDE[state]]
    assert unfit == [SideState.UNKNOWN]
    assert fire(SIDE, SideState.INCOMPATIBLE, SideEvent.FITS) is SideState.UNKNOWN
