"""Libraries and shares as numbered slots and drives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Path, Query
from fastapi.responses import PlainTextResponse
from starlette.responses import Response

from openrsm.api import bodies, changer_bodies
from openrsm.api.answers import answered, encoded
from openrsm.api.call import Call, Changing, Looking
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import shape
from openrsm.api.waiting import Look, Patience, Wait, Waiting
from openrsm.domain.values import SessionId
from openrsm.domain.work import OPEN
from openrsm.errors import InvalidParameter
from openrsm.surface.changers import ChangerView
from openrsm.surface.mtx import status
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import WorkView

changers = router("changers")

Item = Annotated[bodies.ItemRef, Path()]
_UNDER_WAY: dict[int | str, dict[str, Any]] = {202: {"model": shape(WorkView), "description": "It is under way."}}
_LOOKED_AT = _UNDER_WAY | {304: {"description": "As it was."}}
_OPEN = frozenset(state.name.lower() for state in OPEN)


Age = Annotated[
    float | None, Query(ge=0, description="Ask the library first if that was not done in the last so many seconds.")
]
Accepted = Annotated[str, Header(alias="Accept", description="text/plain asks for the lines of `mtx status`.")]
_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@changers.get("/changers/{changer:ref}", response_model=shape(ChangerView), responses=_TEXT)
async def show_changer(call: Looking, changer: Ref, age: Age = None, accept: Accepted = "*/*") -> Response:
    """All its slots and drives, by their numbers, as the catalogue has them."""
    view = await call.ask(lambda session: call.host.changers.show(session, changer, age=age))
    return PlainTextResponse(status(view, changer)) if accept.strip() == "text/plain" else answered(view)


@changers.post("/changers/{changer:ref}/load", response_model=shape(WorkView), responses=_UNDER_WAY)
async def load(call: Changing, patience: Patience, changer: Ref, body: changer_bodies.ChangerLoad) -> Response:
    """Mount what lies in a slot in a drive: 200 when it is ready, 202 while it waits for its turn.

    In a session it is undone when the session ends before it is done. Without one it stays queued, as with `nowait`.
    """
    if body.timeout is not None and call.session is None and not body.nowait:
        raise InvalidParameter("a time limit without a session", "open a session, in which the load waits")
    nowait = body.nowait or call.session is None
    submit = partial(call.host.changers.submit_load, timeout=body.timeout, nowait=nowait)
    return await _moved(call, patience, lambda session: submit(session, changer, body.slot, body.drive))


@changers.post("/changers/{changer:ref}/unload", response_model=shape(WorkView), responses=_UNDER_WAY)
async def unload(call: Changing, patience: Patience, changer: Ref, body: changer_bodies.ChangerUnload) -> Response:
    """Dismount what is in a drive, and carry it to a slot: 200 when it is there, 202 while it is on its way."""
    submit = call.host.changers.submit_unload
    return await _moved(call, patience, lambda session: submit(session, changer, body.drive, body.slot))


@changers.post("/changers/{changer:ref}/transfer", response_model=shape(WorkView), responses=_UNDER_WAY)
async def transfer(call: Changing, patience: Patience, changer: Ref, body: changer_bodies.ChangerTransfer) -> Response:
    """Carry a cartridge from slot to slot, or give it another number: 200 when it is there, 202 on its way."""
    submit = call.host.changers.submit_transfer
    return await _moved(call, patience, lambda session: submit(session, changer, body.source, body.destination))


@changers.get("/motions/{item}", response_model=shape(WorkView), responses=_LOOKED_AT)
async def show_motion(call: Looking, wait: Waiting, item: Item) -> Response:
    """What a load, an unload or a transfer has come to: an error if it has failed; waits until it is over."""
    found = await _outcome(call, item)
    return await wait.until(call, [UUID(found.content["item"]["id"])], partial(_outcome, call, item))


async def _moved(call: Call, patience: Wait, submit: Callable[[SessionId], WorkView]) -> Response:
    repeated = False
    try:
        queued = encoded(await call.ask(submit))
    except AlreadyDone as done:
        queued, repeated = done.answer, True
    if not patience.seconds:
        seen = _look(queued)
        return answered(seen.content, seen.status, repeated=repeated)
    key = UUID(queued["item"]["id"])
    return await patience.until_final(call, [key], partial(_outcome, call, str(key)), repeated=repeated)


async def _outcome(call: Call, item: str) -> Look:
    return _look(encoded(await call.ask(lambda session: call.host.changers.outcome(session, item))))


def _look(content: dict[str, Any]) -> Look:
    is_final = content["item"]["state"] not in _OPEN
    return Look(content=content, is_final=is_final, status=200 if is_final else 202)
