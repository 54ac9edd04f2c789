"""What people are asked to do."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, facts, row
from openrsm.cli.render.words import moment, state, who
from openrsm.domain.machine import word
from openrsm.surface.views import DestinationList, OperatorView


def operators_table(views: Sequence[OperatorView]) -> Table:
    """A request a line."""
    return Table(
        ("No.", "Request", "State", "Since", "For", "Work", "Message"),
        [_request_row(view) for view in views],
        frozenset({"Message"}),
    )


def _request_row(view: OperatorView) -> Sequence[Cell]:
    request = view.request
    work = "" if view.work_number is None else view.work_number
    since = moment(request.submitted_at)
    return row(
        request.number, word(request.kind), state(request.state), since, who(request.requester), work, request.message
    )


def request_line(view: OperatorView) -> str:
    """``14:02  3  move media: Bring A00001L9 to library vlib: backup waits to mount it``."""
    request = view.request
    return f"{moment(request.submitted_at)}  {request.number}  {word(request.kind)}: {request.message}"


def request_page(view: OperatorView) -> Page:
    """Everything about one request."""
    request = view.request
    return [
        Section(
            facts(
                ("number", f"{request.number}"),
                ("request", word(request.kind)),
                ("state", state(request.state)),
                ("message", request.message),
                ("for", who(request.requester)),
                ("submitted", moment(request.submitted_at)),
                ("work item", "" if view.work_number is None else f"{view.work_number}"),
                ("pool", view.pool),
                ("medium", view.medium),
                ("library", view.library),
                ("shown at", ", ".join(view.show_at)),
                ("taken by", request.taken_by),
                ("so far", request.reason),
                ("answered", moment(request.answered_at) if request.answered_at else ""),
                ("answered by", request.answered_by),
                ("GUID", str(request.id)),
            )
        )
    ]


def operators_page(views: Sequence[OperatorView]) -> Page:
    """Requests alone."""
    return [Section(operators_table(views), nothing="nobody is asked for anything")]


def one_request(view: OperatorView) -> Page:
    """A request alone, as in a list."""
    return operators_page([view])


def destinations_page(lists: Sequence[DestinationList]) -> Page:
    """A list of computers a line."""
    rows = [row(word(one.messages), ", ".join(one.names) or "every computer") for one in lists]
    return [Section(Table(("Messages", "Shown at"), rows, frozenset({"Shown at"})))]


def one_destination_list(told: DestinationList) -> Page:
    """One list alone."""
    return destinations_page([told])
