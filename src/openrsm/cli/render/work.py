"""The work queue."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.cli.render.words import moment, state, who
from openrsm.domain.machine import word
from openrsm.domain.work import OPEN, Operation
from openrsm.surface.views import WorkView


def work_table(views: Sequence[WorkView]) -> Table:
    """An item a line, with the reason why it waits or failed."""
    return Table(
        ("No.", "Work", "State", "Cartridge", "In", "For", "Queued", "Why"),
        [_work_row(view) for view in views],
        frozenset({"Why"}),
    )


def _work_row(view: WorkView) -> Sequence[Cell]:
    item = view.item
    place = view.drive or view.library
    return row(
        item.number,
        task(view),
        state(item.state),
        view.medium,
        place,
        who(item.requester),
        moment(item.queued_at),
        why(view),
    )


def work_page(views: Sequence[WorkView]) -> Page:
    """Items alone."""
    return [Section(work_table(views), nothing="nothing is queued")]


def item_page(view: WorkView) -> Page:
    """Everything about one item."""
    item = view.item
    return [
        Section(
            facts(
                ("number", f"{item.number}"),
                ("work", task(view)),
                ("state", state(item.state)),
                ("why", why(view)),
                ("library", view.library),
                ("cartridge", view.medium),
                ("drive", view.drive),
                ("place among mounts", f"{view.order or ''}"),
                ("priority", f"{item.priority}" if item.operation is Operation.MOUNT else ""),
                ("for", f"{who(item.requester)} on {item.requester.computer}"),
                ("queued", moment(item.queued_at)),
                ("started", moment(item.started_at)),
                ("ended", moment(item.ended_at)),
                ("given up", moment(item.deadline) if item.state in OPEN else ""),
                ("GUID", str(item.id)),
            )
        )
    ]


def task(view: WorkView) -> str:
    """What it does: ``mount``, ``dismount, deferred``."""
    return f"{word(view.item.operation)}, deferred" if view.item.deferred else word(view.item.operation)


def why(view: WorkView) -> Cell:
    """Why it waits, what ended it, or what it found."""
    item = view.item
    failure = ": ".join(filter(None, (item.error, item.error_text)))
    return Cell(failure, Tone.BAD) if failure else Cell(item.reason or item.result)


def one_item(view: WorkView) -> Page:
    """An item alone."""
    return work_page([view])
