"""What people are asked to do."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, row
from openrsm.cli.render.words import moment, state, who
from openrsm.domain.machine import word
from openrsm.surface.views import OperatorView


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


def operators_page(views: Sequence[OperatorView]) -> Page:
    """Requests alone."""
    return [Section(operators_table(views), nothing="nobody is asked for anything")]


def one_request(view: OperatorView) -> Page:
    """A request alone, as in a list."""
    return operators_page([view])
