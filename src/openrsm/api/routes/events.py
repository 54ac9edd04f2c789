"""What changes: as a stream of server-sent events, in pieces, and one by one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable
from time import monotonic
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Header, Query, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import create_model
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered, encoded, nothing
from openrsm.api.call import Call, Looking
from openrsm.api.routing import router
from openrsm.api.shapes import member_named, names_of, shape
from openrsm.api.waiting import Look, Patience, heartbeat
from openrsm.domain.records import Happening
from openrsm.domain.values import NoticeId, ObjectType
from openrsm.errors import InvalidParameter, NoticesLost, RsmError, TimedOut
from openrsm.surface.notices import Changes, Notice
from openrsm.wire.encoding import encode

events = router("events")

STREAM: Final = "text/event-stream"
VOUCHED: Final = 1.0
"""Seconds for which a listener is believed to be who it was; then its token may have been revoked."""

LAST: Final = 2**63 - 1

Type = names_of(ObjectType)
Types = Annotated[
    list[Type] | None,  # type: ignore[valid-type] # made at run time
    Query(alias="type", max_length=len(ObjectType), description="Types of objects; all if none are named."),
]
After = Annotated[int | None, Query(ge=0, le=LAST, description="The last change that the listener knows.")]
LastId = Annotated[
    str | None, Header(alias="Last-Event-ID", pattern="^[0-9]{1,18}$", description="The same, as browsers say it.")
]
_EVENT: Final = {
    "description": "One event of the stream.",
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"enum": ["updated", "inserted", "deleted", "lost"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
Opened = create_model("Notification", id=(UUID, ...))


@events.get("/changes", response_model=shape(Changes))
async def read_changes(
    call: Looking,
    patience: Patience,
    after: After = None,
    types: Types = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> Response:
    """The changes after one, in commit order; without `after` none, and the number to go on from."""
    wanted = _types(types)

    async def look() -> Look:
        found = await call.ask(lambda session: call.host.notices.since(session, after, types=wanted, limit=limit))
        return Look(content=encoded(found), is_final=bool(found.changes) or after is None)

    return await patience.until_final(call, [], look)


@events.get("/events", response_class=StreamingResponse, responses={200: {"content": {STREAM: {"schema": _EVENT}}}})
async def follow(
    request: Request, call: Looking, after: After = None, types: Types = None, last_id: LastId = None
) -> StreamingResponse:
    """Changes as they are committed (`updated`, `inserted`, `deleted`), those alone that the caller may read.

    A listener that comes back says which it saw last. Where those that follow are no longer kept, the event is `lost`:
    read everything again. The stream ends from time to time; come back.
    """
    wanted = _types(types)
    begin = after if last_id is None else int(last_id)
    # The first look is before the answer begins, so that what is refused is a problem document.
    first = await _piece(call, call.ask(lambda session: call.host.notices.since(session, begin, types=wanted)))
    return StreamingResponse(
        _stream(request, call, first, wanted), media_type=STREAM, headers={"Cache-Control": "no-store"}
    )


async def _stream(
    request: Request, call: Call, piece: tuple[str, int], types: tuple[ObjectType, ...]
) -> AsyncIterator[str]:
    state, vouched = request.app.state, monotonic()
    end = vouched + state.options.longest_stream
    text, last = piece
    yield ": listening\n\n"
    async with state.sleepers.alarm(request, call, []) as alarm:
        beat = min(state.options.ping, await heartbeat(call))
        alarm.event.set()  # whatever was committed since the first look has rung no alarm
        while True:
            if text:
                yield text
            elif not await alarm.sleep(min(beat, end - monotonic())):
                if alarm.is_over or monotonic() >= end:
                    return
                yield ": ping\n\n"
            if monotonic() - vouched > VOUCHED:
                vouched = monotonic()
                if not await state.callers.still(request.scope):
                    return
            try:
                text, last = await _piece(call, state.feed.since(call, last, types))
            except RsmError:
                return  # the session has ended, or the rights: who comes back is told


async def _piece(call: Call, reading: Awaitable[Changes]) -> tuple[str, int]:
    """The events that were read, and the number to go on from."""
    try:
        found = await reading
    except (NoticesLost, InvalidParameter):  # trimmed; or ahead of us, as after the restoration of an older catalogue
        now = await call.ask(call.host.notices.since)
        return _lost(now.last), now.last
    return "".join(_event(change) for change in found.changes), found.last


def _event(change: Happening) -> str:
    return f"id: {change.id}\nevent: {_KINDS[change.kind.name]}\ndata: {json.dumps(encode(change))}\n\n"


_KINDS: Final = {"UPDATE": "updated", "INSERT": "inserted", "DELETE": "deleted"}


def _lost(last: int) -> str:
    return f"id: {last}\nevent: lost\ndata: {json.dumps({'last': last})}\n\n"


def _types(names: list[Any] | None) -> tuple[ObjectType, ...]:
    return tuple(member_named(ObjectType, name) for name in names or ())


# --- Notifications as RSM has them: one type, one change at a time ---


@events.post("/notifications", response_model=Opened, status_code=201)
async def open_notification(call: Looking, body: bodies.NewNotification) -> JSONResponse:
    """Begin to be told about one type of object; needs a session, and ends with it."""
    kind = member_named(ObjectType, body.object_type)
    opened = await call.ask(lambda session: call.host.notices.open(session, kind))
    return answered({"id": str(opened)}, 201)


@events.post("/notifications/{notification}/next", response_model=shape(Notice))
async def next_notice(call: Looking, patience: Patience, notification: UUID) -> Response:
    """The next change; 409 (TIMEOUT) where none came in time."""
    key = NoticeId(notification)

    async def look() -> Look:
        try:
            found = await call.ask(lambda session: call.host.notices.wait(session, key, 0))
        except TimedOut as none:
            return Look(content=none, is_final=False)
        return Look(content=encoded(found), is_final=True)

    seen = await patience.until_over(call, [], look, lambda one: one.is_final)
    if isinstance(seen.content, TimedOut):
        raise seen.content
    return answered(seen.content)


@events.delete("/notifications/{notification}", status_code=204)
async def close_notification(call: Looking, notification: UUID) -> Response:
    """End it."""
    await call.ask(lambda session: call.host.notices.close(session, NoticeId(notification)))
    return nothing()
