"""Cleaning drives."""

from __future__ import annotations

from fastapi.responses import JSONResponse

from openrsm.api import bodies
from openrsm.api.call import Changing
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import shape
from openrsm.surface.views import WorkView

cleaning = router("cleaning")


@cleaning.post("/drives/{drive:ref}/clean", response_model=shape(WorkView), status_code=202)
async def clean_drive(call: Changing, drive: Ref) -> JSONResponse:
    """Queue the cleaning of a drive; one that is queued already is told."""
    return await call.answer(lambda session: call.host.cleaning.clean(session, drive), 202)


@cleaning.post("/libraries/{library:ref}/cleaner/reserve", response_model=shape(WorkView), status_code=202)
async def reserve_cleaner_slot(call: Changing, library: Ref, body: bodies.CleanerSlot) -> JSONResponse:
    """Queue keeping a slot for the cleaning cartridge."""
    reserve = call.host.cleaning.reserve
    return await call.answer(lambda session: reserve(session, library, body.slot, uses=body.uses), 202)


@cleaning.post("/libraries/{library:ref}/cleaner/release", response_model=shape(WorkView), status_code=202)
async def release_cleaner_slot(call: Changing, library: Ref) -> JSONResponse:
    """Queue keeping no slot for the cleaning cartridge any more."""
    return await call.answer(lambda session: call.host.cleaning.release(session, library), 202)


@cleaning.post("/libraries/{library:ref}/cleaner/inject", response_model=shape(WorkView), status_code=202)
async def inject_cleaner(call: Changing, library: Ref, body: bodies.CleanerInjection | None = None) -> JSONResponse:
    """Queue taking in a cleaning cartridge through the ports."""
    uses = body.uses if body is not None else None
    return await call.answer(lambda session: call.host.cleaning.inject(session, library, uses=uses), 202)


@cleaning.post("/libraries/{library:ref}/cleaner/eject", response_model=shape(WorkView), status_code=202)
async def eject_cleaner(call: Changing, library: Ref) -> JSONResponse:
    """Queue bringing the cleaning cartridge to the ports; it is then forgotten."""
    return await call.answer(lambda session: call.host.cleaning.eject(session, library), 202)
