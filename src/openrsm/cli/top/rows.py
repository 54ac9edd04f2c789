"""What the screen says, as tables: one for each kind of thing, most important rows first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from openrsm.cli.durations import say_duration
from openrsm.cli.render.page import Cell, Section, Table, Tone, row
from openrsm.cli.render.words import count, drive_state, library_state, who
from openrsm.cli.render.work import task
from openrsm.cli.top.busy import Busy
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.machine import word
from openrsm.domain.records import MoveOutcome
from openrsm.domain.work import WorkState
from openrsm.surface.views import DriveView, LibraryView, MoveView, OperatorView, Status, WorkView

ARROW: Final = "→"
UNDER_WAY: Final = "under way"
MINUTE: Final = 60


def sections(status: Status, busy: Busy) -> list[Section]:
    """All of it, from top to bottom."""
    return [
        libraries(status.libraries),
        drives(status.drives, busy, status.at),
        queue(status.work, status.at),
        moves(status.moves, status.at),
        people(status.operators, status.alerts, status.at),
    ]


def libraries(views: Sequence[LibraryView]) -> Section:
    """A library a line."""
    return _section(("Library", "State", "Holds", ""), [_library(view) for view in views], "none yet")


def _library(view: LibraryView) -> Sequence[Cell]:
    library = view.library
    holds = f"{count(view.drives, 'drive')}, {count(view.media, 'cartridge')}, {view.open_work or 'nothing'} queued"
    model = f"{library.vendor} {library.product}".strip()
    about = Cell(library.trouble, Tone.BAD) if library.trouble else Cell(model, Tone.QUIET)
    return row(library.name, library_state(library), holds, about)


def drives(views: Sequence[DriveView], busy: Busy, now: datetime) -> Section:
    """A drive a line: what is in it, who has it, and for how much of the time it was busy."""
    rows = [
        row(view.drive.name, drive_state(view.drive), _cartridge(view), _share(busy, view.drive), _use(view.drive, now))
        for view in views
    ]
    return _section(("Drive", "State", "Cartridge", "Busy", "Use"), rows, "none")


def _cartridge(view: DriveView) -> str:
    return view.medium.name if view.medium else ""


def _share(busy: Busy, drive: Drive) -> Cell:
    share = busy.share(drive)
    return Cell("" if share is None else f"{share:.0%}", Tone.QUIET)


def _use(drive: Drive, now: datetime) -> Cell:
    if drive.trouble:
        return Cell(drive.trouble, Tone.BAD)
    if drive.ownerless_since is not None and drive.holder is not None:
        return Cell(f"{who(drive.holder)}, gone for {age(drive.ownerless_since, now)}", Tone.BAD)
    if drive.holder is not None:
        return Cell(f"{who(drive.holder)}, {age(drive.held_since, now)}")
    if drive.state is DriveState.DISMOUNTABLE and drive.dismountable_since is not None:
        left = drive.dismount_delay - (now - drive.dismountable_since).total_seconds()
        return Cell(f"free; goes home {f'in {say_duration(left)}' if left > 0 else 'now'}", Tone.QUIET)
    return Cell("")


def queue(views: Sequence[WorkView], now: datetime) -> Section:
    """An item a line: what runs first, then mounts as they stand."""
    ordered = sorted(views, key=lambda view: (view.item.state is not WorkState.IN_PROCESS, view.order))
    rows = [
        row(
            view.order or "",
            view.item.number,
            task(view),
            view.medium,
            who(view.item.requester),
            age(view.item.queued_at, now),
            _progress(view),
        )
        for view in ordered
    ]
    return _section(("Queue", "No.", "Work", "Cartridge", "For", "Age", "Waits for"), rows, "nothing is queued")


def _progress(view: WorkView) -> Cell:
    item = view.item
    if item.reason:
        return Cell(item.reason.removeprefix("waits for "), Tone.BUSY)
    if item.state is WorkState.IN_PROCESS:
        return Cell(f"{UNDER_WAY}, {view.drive}" if view.drive else UNDER_WAY, Tone.GOOD)
    return Cell(word(item.state), Tone.QUIET)


def moves(views: Sequence[MoveView], now: datetime) -> Section:
    """A motion a line: those under way, then the last."""
    rows = [
        row(
            f"{view.move.opened_at.astimezone():%H:%M:%S}",
            view.medium,
            f"{view.source} {ARROW} {view.destination}",
            view.library,
            say_duration(max(0.0, ((view.move.closed_at or now) - view.move.opened_at).total_seconds())),
            _ending(view),
        )
        for view in views
    ]
    return _section(("Move", "Cartridge", "From " + ARROW + " to", "Library", "Took", ""), rows, "nothing has moved")


def _ending(view: MoveView) -> Cell:
    if view.move.outcome is None:
        return Cell(UNDER_WAY, Tone.BUSY)
    if view.move.outcome is MoveOutcome.DONE:
        return Cell("done", Tone.GOOD)
    detail = f": {view.move.detail}" if view.move.detail else ""
    return Cell(f"{word(view.move.outcome)}{detail}", Tone.BAD)


def people(requests: Sequence[OperatorView], alerts: Sequence[str], now: datetime) -> Section:
    """What wants somebody: operator requests, and what else is not as it should be."""
    asked = [
        row(f"no. {view.request.number}", age(view.request.submitted_at, now), Cell(view.request.message, Tone.BUSY))
        for view in requests
    ]
    told = [row("!", "", Cell(alert, Tone.BAD)) for alert in _others(alerts)]
    return _section(("People", "Age", "Wanted for"), [*asked, *told], "nobody is wanted")


def _others(alerts: Sequence[str]) -> Iterator[str]:
    return (alert for alert in alerts if not alert.startswith("operator request"))


def _section(headings: Sequence[str], rows: Sequence[Sequence[Cell]], nothing: str) -> Section:
    return Section(Table(headings, rows), nothing=nothing)


def age(since: datetime | None, now: datetime) -> str:
    """How long that is, as far as it matters: ``45s``, ``12m``, ``3h 5m``; nothing if the clock was set back."""
    if since is None:
        return ""
    seconds = max(0.0, (now - since).total_seconds())
    return say_duration(seconds if seconds < MINUTE else seconds - seconds % MINUTE)
