"""What changes: as a stream of server-sent events, in pieces, and one by one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
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
from openrsm.api.feed import Feed
from openrsm.api.routing import router
from openrsm.api.shapes import member_named, names_of, shape
from openrsm.api.waiting import Look, Patience
from openrsm.domain.records import Happening
from openrsm.domain.values import NoticeId, ObjectType
from openrsm.errors import NoticesLost, RsmError, TimedOut
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

    return await patience.until_final(call.host, [], look)


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
    first = await _first(call, begin, wanted)
    return StreamingResponse(
        _stream(request, call, first, wanted), media_type=STREAM, headers={"Cache-Control": "no-store"}
    )


async def _first(call: Call, after: int | None, types: tuple[ObjectType, ...]) -> Changes | NoticesLost:
    try:
        return await call.ask(lambda session: call.host.notices.since(session, after, types=types))
    except NoticesLost as lost:
        return lost


async def _stream(
    request: Request, call: Call, found: Changes | NoticesLost, types: tuple[ObjectType, ...]
) -> AsyncIterator[str]:
    state = request.app.state
    vouched = begun = monotonic()
    yield ": listening\n\n"
    async with state.sleepers.alarm(request, call.host, []) as alarm:
        while True:
            if isinstance(found, NoticesLost):
                found = await call.ask(call.host.notices.since)
                yield _lost(found.last)
            elif found.changes:
                yield "".join(_event(change) for change in found.changes)
            elif not await alarm.sleep(min(state.options.ping, begun + state.options.longest_stream - monotonic())):
                if alarm.is_over or monotonic() >= begun + state.options.longest_stream:
                    return
                yield ": ping\n\n"
            if monotonic() - vouched > VOUCHED:
                vouched = monotonic()
                if not await state.callers.still(request.scope):
                    return
            try:
                found = await _next(state.feed, call, found.last, types)
            except RsmError:
                return  # the session has ended, or the rights: who comes back is told


async def _next(feed: Feed, call: Call, last: int, types: tuple[ObjectType, ...]) -> Changes | NoticesLost:
    try:
        return await feed.since(call, last, types)
    except NoticesLost as lost:
        return lost


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

    seen = await patience.until_over(call.host, [], look, lambda one: one.is_final)
    if isinstance(seen.content, TimedOut):
        raise seen.content
    return answered(seen.content)


@events.delete("/notifications/{notification}", status_code=204)
async def close_notification(call: Looking, notification: UUID) -> Response:
    """End it."""
    await call.ask(lambda session: call.host.notices.close(session, NoticeId(notification)))
    return nothing()
