"""A frame fits its screen, whatever there is to show."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from rich.cells import cell_len
from rich.console import Console

from openrsm.cli.top.busy import Busy
from openrsm.cli.top.frame import Frame
from openrsm.cli.top.rows import age
from openrsm.domain.drive import DriveState
from openrsm.domain.library import Operational
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.values import DriveId, MoveId, Place, PlaceKind
from openrsm.domain.work import Operation, WorkState
from openrsm.surface.views import DriveView, MoveView, Status
from tests.cli import samples

LONG = "waits for a drive: " + ", ".join(f"drive {number} in use by backup since 14:02" for number in range(1, 9))


def drive(number: int = 1, **changes: Any) -> DriveView:
    named: dict[str, Any] = {"id": DriveId(UUID(int=100 + number)), "name": f"vlib/drive{number}"}
    return replace(samples.drive(), drive=replace(samples.DRIVE, **named | changes))


def move(**changes: Any) -> MoveView:
    place = Place(kind=PlaceKind.SLOT, element_id=samples.SLOT.id)
    usual: dict[str, Any] = {
        "id": MoveId(UUID(int=50)),
        "library_id": samples.LIBRARY.id,
        "medium_id": samples.MEDIUM.id,
        "source": place,
        "destination": place,
        "opened_at": samples.AT,
    }
    return MoveView(
        move=Move(**usual | changes), library="vlib", medium="A00001L9", source="slot 1", destination="drive 1"
    )


def full() -> Status:
    """More of everything than any screen has room for."""
    waiting = [
        replace(
            samples.work(operation=Operation.MOUNT, number=number, reason=LONG, state=WorkState.WAITING), order=number
        )
        for number in range(1, 80)
    ]
    return replace(
        samples.status(),
        drives=[drive(number, holder=samples.BACKUP, held_since=samples.AT) for number in range(1, 20)],
        work=waiting,
        moves=[move()] * 30,
        operators=[samples.request()] * 20,
        since=samples.AT - timedelta(days=3),
    )


def seen(status: Status, width: int = 80, height: int = 24, trouble: str = "", busy: Busy | None = None) -> list[str]:
    console = Console(width=width, height=height, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Frame(status, busy or Busy(), trouble), end="")
    return console.export_text().splitlines()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (60, 16), (200, 60), (30, 8), (10, 3), (1, 1)])
@pytest.mark.parametrize("status", [full(), samples.status()], ids=["full", "usual"])
def test_a_frame_is_no_larger_than_the_screen(status: Status, width: int, height: int) -> None:
    lines = seen(status, width, height)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= width


def test_a_full_screen_is_used_to_its_last_line() -> None:
    assert [len(seen(full(), 80, height)) for height in (16, 24, 40)] == [16, 24, 40]


def test_80_columns_and_24_lines_show_something_of_everything() -> None:
    text = "\n".join(seen(full()))
    for heading in ("LIBRARY", "DRIVE", "QUEUE", "MOVE", "PEOPLE"):
        assert f"\n{heading}" in text
    for value in (
        "up 3d",
        "vlib/drive1",
        "backup (ann)",
        "a drive: drive 1",
        "slot 1 → drive 1",
        "Please put A00002L9",
    ):
        assert value in text


def test_what_is_not_shown_is_counted() -> None:
    lines = seen(full(), 80, 24)
    shown = sum("vlib/drive" in line and "loaded" in line for line in lines)
    assert any(line.startswith(f"... and {19 - shown} more") for line in lines)


def test_what_runs_stands_above_what_waits() -> None:
    runs = samples.work(number=9, state=WorkState.IN_PROCESS)
    lines = seen(replace(samples.status(), work=[samples.work(number=8, reason=LONG), runs]))
    first, second = (next(line for line in lines if f" {number}  " in line) for number in (9, 8))
    assert "under way" in first
    assert lines.index(first) < lines.index(second)


def test_an_empty_catalogue_says_so_in_each_place() -> None:
    empty = replace(samples.status(), libraries=[], drives=[], work=[], operators=[], alerts=[])
    text = "\n".join(seen(empty))
    for words in ("none yet", "nothing is queued", "nothing has moved", "nobody is wanted"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"holder": samples.BACKUP, "held_since": samples.AT - timedelta(minutes=12)}, "backup (ann), 12m"),
        (
            {"holder": samples.BACKUP, "ownerless_since": samples.AT - timedelta(minutes=5)},
            "backup (ann), gone for 5m",
        ),
        (
            {"state": DriveState.DISMOUNTABLE, "dismountable_since": samples.AT - timedelta(seconds=100)},
            "free; goes home in 3m 20s",
        ),
        ({"state": DriveState.DISMOUNTABLE, "dismountable_since": samples.AT - timedelta(1)}, "goes home now"),
        ({"operational": Operational.NEEDS_SERVICE, "trouble": "it smokes"}, "it smokes"),
    ],
)
def test_a_drive_says_who_has_it_or_what_is_wrong_with_it(changes: dict[str, Any], words: str) -> None:
    assert words in "\n".join(seen(replace(samples.status(), drives=[drive(**changes)])))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opened_at": samples.AT - timedelta(seconds=75)}, "1m 15s  under way"),
        ({"closed_at": samples.AT + timedelta(seconds=9), "outcome": MoveOutcome.DONE}, "9s    done"),
        ({"closed_at": samples.AT, "outcome": MoveOutcome.NOT_DONE, "detail": "it jams"}, "not done: it jams"),
    ],
)
def test_a_move_says_how_long_it_took_and_how_it_ended(changes: dict[str, Any], words: str) -> None:
    assert words in "\n".join(seen(replace(samples.status(), moves=[move(**changes)])))


def test_why_a_frame_is_old_stands_on_top() -> None:
    assert "no answer: the service is gone" in seen(samples.status(), 80, 24, "no answer: the service is gone")[0]


def test_an_operator_request_is_told_once() -> None:
    status = replace(samples.status(), alerts=["operator request 3: Please put A00002L9 into library vlib"])
    assert "\n".join(seen(status)).count("Please put A00002L9") == 1


def test_what_looks_like_markup_is_text() -> None:
    waits = samples.work(reason="waits for [bold]x[/bold]")
    assert "[bold]x[/bold]" in "\n".join(seen(replace(samples.status(), work=[waits]), 120))


def later(status: Status, seconds: float, **changes: Any) -> Status:
    return replace(status, at=status.at + timedelta(seconds=seconds), **changes)


def test_a_drive_s_busy_share_is_that_of_the_time_it_was_watched() -> None:
    busy = Busy()
    free, held = drive(state=DriveState.DISMOUNTED), drive(holder=samples.BACKUP)
    start = replace(samples.status(), drives=[free])
    busy.see(start)
    assert busy.share(free.drive) is None
    busy.see(later(start, 30, drives=[held]))
    assert busy.share(free.drive) == 0
    busy.see(later(start, 40, drives=[free]))
    assert busy.share(free.drive) == 0.25
    assert "25%" in "\n".join(seen(later(start, 40), busy=busy))


def test_a_clock_that_is_set_back_spoils_no_share() -> None:
    busy = Busy()
    status = replace(samples.status(), drives=[drive(holder=samples.BACKUP)])
    for at in (0, 10, -3600, -3590):
        busy.see(later(status, at))
    assert busy.share(status.drives[0].drive) == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5s"), (61, "1m"), (3599, "59m"), (3700, "1h 1m"), (90_000, "1d 1h"), (-5, "0s")]
)
def test_an_age_is_as_exact_as_it_matters(seconds: float, words: str) -> None:
    assert age(samples.AT, samples.AT + timedelta(seconds=seconds)) == words


def test_what_strangers_wrote_is_shown_and_not_obeyed() -> None:
    text = "\n".join(seen(replace(samples.status(), work=[samples.work(reason="a\x9b31m")]), 200, trouble="b\x1b[2J"))
    assert "a\\x9b31m" in text
    assert "b\\x1b[2J" in text
    assert "\x9b" not in text
