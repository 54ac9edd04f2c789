"""The health of drives and media: whom to suspect, and the readings that say so."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import items
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import ReadingView, SuspectView

diagnosis = router("health of drives and media")

Limit = Annotated[int, Query(ge=1, le=10_000, description="The newest so many.")]


@diagnosis.get("/suspects", response_model=items(SuspectView))
async def list_suspects(call: Looking) -> JSONResponse:
    """Drives and media to suspect, and why, the most certain first."""
    return await call.answer(call.host.diagnosis.suspects)


@diagnosis.get("/drives/{drive:ref}/readings", response_model=items(ReadingView))
async def list_drive_readings(call: Looking, drive: Ref, limit: Limit = 100) -> JSONResponse:
    """The last readings of a drive, the newest first."""
    return await call.answer(lambda session: call.host.diagnosis.drive(session, drive, limit=limit))


@diagnosis.delete("/drives/{drive:ref}/readings", status_code=204)
async def clear_drive(call: Changing, drive: Ref) -> Response:
    """Say that what was wrong with a drive was seen to: its readings stay, and blame nobody any more."""
    try:
        await call.ask(lambda session: call.host.diagnosis.clear_drive(session, drive))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()


@diagnosis.get("/media/{medium:ref}/readings", response_model=items(ReadingView))
async def list_medium_readings(call: Looking, medium: Ref, limit: Limit = 100) -> JSONResponse:
    """The last readings of a medium, the newest first."""
    return await call.answer(lambda session: call.host.diagnosis.medium(session, medium, limit=limit))


@diagnosis.delete("/media/{medium:ref}/readings", status_code=204)
async def clear_medium(call: Changing, medium: Ref) -> Response:
    """The same of a medium; the number in its cartridge memory is learnt anew, too."""
    try:
        await call.ask(lambda session: call.host.diagnosis.clear_medium(session, medium))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()
