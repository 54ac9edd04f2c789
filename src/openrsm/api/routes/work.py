"""The work queue."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import JSONResponse
from pydantic import create_model
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered, encoded
from openrsm.api.call import Call, Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import LONGEST_REF, Ref, router
from openrsm.api.shapes import is_one, names_of, page, shape
from openrsm.api.waiting import Look, Waiting
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import WorkView

work = router("work")

MOST = 10_000
"""How many ended items a list reaches back to."""

State = names_of(WorkState)
Kind = names_of(Operation)
Purged = create_model("Purged", purged=(int, ...))
Deleted = create_model("Deleted", deleted=(int, ...))
_ENDED = frozenset(state.name.lower() for state in WorkState if state not in OPEN)
_AS_IT_WAS: dict[int | str, dict[str, Any]] = {304: {"description": "As it was."}}


@work.get("/work-items", response_model=page(WorkView), responses=_AS_IT_WAS)
async def list_work(  # noqa: PLR0917 - the framework passes them by name
    call: Looking,
    paged: Paged,
    wait: Waiting,
    item: Annotated[list[bodies.ItemRef] | None, Query(max_length=bodies.MANY, description="These alone.")] = None,
    ended: Annotated[bool, Query(description="Also those that have ended, the newest first.")] = False,  # noqa: FBT002 - the framework passes it by name
    state: Annotated[State | None, Query()] = None,  # type: ignore[valid-type] # made at run time
    operation: Annotated[Kind | None, Query()] = None,  # type: ignore[valid-type] # made at run time
    library: Annotated[str | None, Query(min_length=1, max_length=LONGEST_REF, description="By name.")] = None,
) -> Response:
    """Open items in queue order. With `item`, those alone, and `Prefer: wait` waits until all of them have ended."""
    if item:
        return await _named(call, wait, item)
    views = await call.ask(lambda session: call.host.work.list(session, ended=ended, limit=MOST))
    fitting = [
        view
        for view in views
        if is_one(state, view.item.state)
        and is_one(operation, view.item.operation)
        and library in (None, view.library, str(view.item.library_id))
    ]
    return paged.of(fitting, lambda view: view.item.number)


@work.get("/work-items/{item:ref}", response_model=shape(WorkView), responses=_AS_IT_WAS)
async def show_work(call: Looking, wait: Waiting, item: Ref) -> Response:
    """One item; `Prefer: wait` waits until it has ended."""
    first = await _one(call, item)
    return await wait.until(call, [UUID(first.content["item"]["id"])], partial(_one, call, item))


async def _named(call: Call, wait: Waiting, refs: list[str]) -> Response:
    first = await _several(call, refs)
    ids = [UUID(one["item"]["id"]) for one in first.content["items"]]
    return await wait.until(call, ids, partial(_several, call, refs))


async def _one(call: Call, ref: str) -> Look:
    content = encoded(await call.ask(lambda session: call.host.work.show(session, ref)))
    return Look(content=content, is_final=content["item"]["state"] in _ENDED)


async def _several(call: Call, refs: list[str]) -> Look:
    content = encoded(await call.ask(lambda session: call.host.work.wait(session, refs, 0)))
    is_final = all(one["item"]["state"] in _ENDED for one in content["items"])
    return Look(content=content | {"next": None}, is_final=is_final)


@work.post("/work-items/purge", response_model=Purged)
async def purge_work(call: Changing, body: bodies.Purge | None = None) -> JSONResponse:
    """Forget items and answered operator requests that have ended."""
    seconds = body.older_than if body else 0.0
    try:
        count = await call.ask(lambda session: call.host.work.purge(session, older_than=seconds))
    except AlreadyDone as done:
        return answered({"purged": done.answer}, repeated=True)
    return answered({"purged": count})


@work.post("/work-items/delete", response_model=Deleted)
async def delete_work(call: Changing, body: bodies.Items) -> JSONResponse:
    """Forget those that have ended; unknown and open ones are passed over."""
    try:
        count = await call.ask(lambda session: call.host.work.delete(session, body.items))
    except AlreadyDone as done:
        return answered({"deleted": done.answer}, repeated=True)
    return answered({"deleted": count})


@work.post("/work-items/{item:ref}/cancel", response_model=shape(WorkView))
async def cancel_work(call: Changing, item: Ref) -> JSONResponse:
    """Cancel an item, and the set that it belongs to."""
    return await call.answer(lambda session: call.host.work.cancel(session, item))


@work.post("/work-items/{item:ref}/stop", response_model=shape(WorkView))
async def stop_work(call: Changing, item: Ref) -> JSONResponse:
    """End an eject, an inject or a door access."""
    return await call.answer(lambda session: call.host.work.stop(session, item))


@work.post("/work-items/{item:ref}/order", response_model=shape(WorkView))
async def order_work(call: Changing, item: Ref, body: bodies.Order) -> JSONResponse:
    """Set a waiting mount's place among mounts."""
    return await call.answer(lambda session: call.host.work.order(session, item, body.position))
