"""Mount and dismount."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered, encoded
from openrsm.api.call import Call, Changing, Looking
from openrsm.api.routing import router
from openrsm.api.shapes import items, shape
from openrsm.api.waiting import Look, Patience, Waiting
from openrsm.errors import InvalidParameter
from openrsm.surface.mounts import MountOptions
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import DriveView, Mounted, WorkView

mounts = router("mounts")

Items = Annotated[
    list[bodies.ItemRef], Query(min_length=1, max_length=bodies.MANY, description="Work items, one each.")
]
_UNDER_WAY: dict[int | str, dict[str, Any]] = {202: {"model": items(Mounted), "description": "Some are under way."}}


@mounts.post("/mounts", response_model=items(Mounted), status_code=201, responses=_UNDER_WAY)
async def mount(call: Changing, patience: Patience, body: bodies.NewMount) -> Response:
    """Mount a set of media, all or none: 201 when every one is loaded, 202 while they wait for their turn.

    In a session it is undone when the session ends before it is done. Without one it stays queued, as with `nowait`.
    """
    options = MountOptions(**body.model_dump(exclude={"media", "nowait"}), nowait=body.nowait or call.session is None)
    if body.timeout is not None and call.session is None and not body.nowait:
        raise InvalidParameter("a time limit without a session", "open a session, in which the mount waits")
    repeated = False
    try:
        queued = encoded(await call.ask(lambda session: call.host.mounts.submit(session, body.media, options)))
    except AlreadyDone as done:
        queued, repeated = done.answer, True
    if not patience.seconds:
        return answered(queued, 201 if _is_loaded(queued) else 202, repeated=repeated)
    ids = [one["work"]["item"]["id"] for one in queued["items"]]
    look = partial(_outcome, call, ids, 201)
    return await patience.until_final(call, [UUID(one) for one in ids], look, repeated=repeated)


@mounts.get("/mounts", response_model=items(Mounted), responses=_UNDER_WAY | {304: {"description": "As it was."}})
async def show_mounts(call: Looking, wait: Waiting, item: Items) -> Response:
    """What mounts have come to, by their work items: an error if one has failed; waits until all are over."""
    found = await _outcome(call, item, 200)
    ids = [UUID(one["work"]["item"]["id"]) for one in found.content["items"]]
    return await wait.until(call, ids, partial(_outcome, call, item, 200))


async def _outcome(call: Call, refs: list[str], loaded: int) -> Look:
    content = encoded(await call.ask(lambda session: call.host.mounts.outcome(session, refs)))
    is_final = _is_loaded(content)
    return Look(content=content, is_final=is_final, status=loaded if is_final else 202)


def _is_loaded(content: dict[str, Any]) -> bool:
    return all(one["drive"] is not None for one in content["items"])


@mounts.post("/mounts/take-over", response_model=shape(DriveView))
async def take_over(call: Changing, body: bodies.TakeOver) -> JSONResponse:
    """Become the holder of a mounted medium whose owner is gone."""
    return await call.answer(lambda session: call.host.mounts.take_over(session, body.medium))


@mounts.post("/dismounts", response_model=items(WorkView), status_code=202)
async def dismount(call: Changing, body: bodies.NewDismount) -> JSONResponse:
    """Queue the dismount of a set of media, all or none, and end their mounts; it is durable when it is answered."""
    return await call.answer(
        lambda session: call.host.mounts.dismount(session, body.media, deferred=body.deferred), 202
    )
