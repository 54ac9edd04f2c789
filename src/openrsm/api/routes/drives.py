"""Drives."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import LONGEST_REF, Ref, router
from openrsm.api.shapes import is_one, names_of, page, shape
from openrsm.domain.drive import DriveState
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import DriveView, WorkView

drives = router("drives")

State = names_of(DriveState)


@drives.get("/drives", response_model=page(DriveView))
async def list_drives(
    call: Looking,
    paged: Paged,
    library: Annotated[str | None, Query(min_length=1, max_length=LONGEST_REF)] = None,
    state: Annotated[State | None, Query()] = None,  # type: ignore[valid-type] # made at run time
) -> JSONResponse:
    """Drives: of one library, or in one state, or all."""
    views = await call.ask(lambda session: call.host.drives.list(session, library))
    fitting = [view for view in views if is_one(state, view.drive.state)]
    return paged.of(fitting, lambda view: view.drive.id)


@drives.get("/drives/{drive:ref}", response_model=shape(DriveView))
async def show_drive(call: Looking, drive: Ref) -> JSONResponse:
    """One drive, what is in it, and who has it."""
    return await call.answer(lambda session: call.host.drives.show(session, drive))


@drives.delete("/drives/{drive:ref}", status_code=204)
async def remove_drive(call: Changing, drive: Ref) -> Response:
    """Forget a drive that is gone."""
    try:
        await call.ask(lambda session: call.host.drives.remove(session, drive))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()


@drives.patch("/drives/{drive:ref}", response_model=shape(DriveView))
async def change_drive(call: Changing, drive: Ref, body: bodies.DriveChange) -> JSONResponse:
    """Set how long a released cartridge stays in it at least."""
    return await call.answer(lambda session: call.host.drives.set_delay(session, drive, body.dismount_delay))


@drives.post("/drives/{drive:ref}/dismount", response_model=shape(WorkView), status_code=202)
async def dismount_drive(call: Changing, drive: Ref) -> JSONResponse:
    """Queue the return of whatever is in it."""
    return await call.answer(lambda session: call.host.drives.dismount(session, drive), 202)


@drives.post("/drives/{drive:ref}/enable", response_model=shape(WorkView), status_code=202)
async def enable_drive(call: Changing, drive: Ref) -> JSONResponse:
    """Queue its return to service."""
    return await call.answer(lambda session: call.host.drives.enable(session, drive), 202)


@drives.post("/drives/{drive:ref}/disable", response_model=shape(WorkView), status_code=202)
async def disable_drive(call: Changing, drive: Ref, body: bodies.Disabling | None = None) -> JSONResponse:
    """Queue taking it out of service."""
    now = (body or bodies.Disabling()).now
    return await call.answer(lambda session: call.host.drives.disable(session, drive, now=now), 202)
