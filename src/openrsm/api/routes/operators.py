"""Operator requests: what people are asked to do."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered, encoded
from openrsm.api.call import Call, Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routes.work import Deleted
from openrsm.api.routing import LONGEST_REF, Ref, router
from openrsm.api.shapes import member_named, names_of, page, shape
from openrsm.api.waiting import Look, Waiting
from openrsm.domain.destinations import LONGEST, Messages
from openrsm.domain.operator import OPEN, OperatorKind
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import DestinationList, OperatorView

operators = router("operator requests")

_Name = names_of(Messages)
MessagesName = Annotated[_Name, Path(description="Which tell, which ask, or which warn.")]  # type: ignore[valid-type] # made at run time
About = Annotated[
    str | None,
    Query(min_length=1, max_length=LONGEST_REF, description="A library, or `computer`; without it this session."),
]
ComputerName = Annotated[str | None, Query(min_length=1, max_length=LONGEST, description="The name of a computer.")]

_OPEN = frozenset(state.name.lower() for state in OPEN)
_AS_IT_WAS: dict[int | str, dict[str, Any]] = {304: {"description": "As it was."}}


@operators.get("/operator-requests", response_model=page(OperatorView))
async def list_requests(
    call: Looking,
    paged: Paged,
    past: Annotated[bool, Query(alias="answered", description="Also those that have been answered.")] = False,  # noqa: FBT002 - the framework passes it by name
) -> JSONResponse:
    """Requests that want an answer, the oldest first."""
    views = await call.ask(lambda session: call.host.operators.list(session, answered=past))
    return paged.of(views, lambda view: view.request.number)


@operators.post("/operator-requests", response_model=shape(OperatorView), status_code=201)
async def submit_request(call: Changing, body: bodies.NewRequest) -> JSONResponse:
    """Ask an operator for something."""
    kind = OperatorKind[str(body.kind).upper()]
    about = {"pool": body.pool, "medium": body.medium, "library": body.library, "drive": body.drive}
    return await call.answer(lambda session: call.host.operators.submit(session, kind, body.message, **about), 201)


@operators.post("/operator-requests/delete", response_model=Deleted)
async def delete_requests(call: Changing, body: bodies.Requests) -> JSONResponse:
    """Forget those that have been answered; unknown and open ones are passed over."""
    try:
        count = await call.ask(lambda session: call.host.operators.delete(session, body.requests))
    except AlreadyDone as done:
        return answered({"deleted": done.answer}, repeated=True)
    return answered({"deleted": count})


@operators.get("/operator-requests/{operator_request:ref}", response_model=shape(OperatorView), responses=_AS_IT_WAS)
async def show_request(call: Looking, wait: Waiting, operator_request: Ref) -> Response:
    """One request; `Prefer: wait` waits until it has been answered."""
    first = await _look(call, operator_request)
    return await wait.until(call, [UUID(first.content["request"]["id"])], partial(_look, call, operator_request))


async def _look(call: Call, ref: str) -> Look:
    content = encoded(await call.ask(lambda session: call.host.operators.show(session, ref)))
    return Look(content=content, is_final=content["request"]["state"] not in _OPEN)


@operators.post("/operator-requests/{operator_request:ref}/seen", response_model=shape(OperatorView))
async def request_seen(call: Changing, operator_request: Ref) -> JSONResponse:
    """A console has shown it to an operator."""
    return await call.answer(lambda session: call.host.operators.seen(session, operator_request))


@operators.post("/operator-requests/{operator_request:ref}/take", response_model=shape(OperatorView))
async def take_request(call: Changing, operator_request: Ref) -> JSONResponse:
    """Say that one works on it."""
    return await call.answer(lambda session: call.host.operators.take(session, operator_request))


@operators.post("/operator-requests/{operator_request:ref}/satisfy", response_model=shape(OperatorView))
async def satisfy_request(call: Changing, operator_request: Ref) -> JSONResponse:
    """Say that it is done; what raised it looks again."""
    return await call.answer(lambda session: call.host.operators.satisfy(session, operator_request))


@operators.post("/operator-requests/{operator_request:ref}/refuse", response_model=shape(OperatorView))
async def refuse_request(call: Changing, operator_request: Ref) -> JSONResponse:
    """Say that it will not be done; what waits for it fails."""
    return await call.answer(lambda session: call.host.operators.refuse(session, operator_request))


@operators.get("/destinations/{messages}", response_model=shape(DestinationList))
async def list_destinations(call: Looking, messages: MessagesName, of: About = None) -> JSONResponse:
    """The computers that are to show messages of a kind about something."""
    kind = member_named(Messages, messages)
    return await call.answer(lambda session: call.host.operators.destinations(session, kind, of))


@operators.post("/destinations/{messages}", response_model=shape(DestinationList), status_code=201)
async def add_destination(call: Changing, messages: MessagesName, body: bodies.NewDestination) -> JSONResponse:
    """Have a computer show them, too."""
    kind = member_named(Messages, messages)
    return await call.answer(
        lambda session: call.host.operators.add_destination(session, kind, body.name, body.of), 201
    )


@operators.delete("/destinations/{messages}", response_model=shape(DestinationList))
async def remove_destination(
    call: Changing, messages: MessagesName, name: ComputerName = None, of: About = None
) -> JSONResponse:
    """Take a computer off a list; all of them if none is named."""
    kind = member_named(Messages, messages)
    return await call.answer(lambda session: call.host.operators.remove_destination(session, kind, name, of))
