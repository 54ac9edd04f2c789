"""The catalogue as a whole: its copies, and a copy in its place."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import JSONResponse

from openrsm.api import bodies
from openrsm.api.call import Changing, Looking
from openrsm.api.problems import problem
from openrsm.api.routing import router
from openrsm.api.shapes import shape
from openrsm.errors import DatabaseFailure
from openrsm.surface.database import CopyView, DatabaseView

database = router("database")


@database.get("/database", response_model=shape(DatabaseView))
async def show_database(call: Looking) -> JSONResponse:
    """The catalogue, its copies, and what is to become of it."""
    return await call.answer(call.host.database.show)


@database.post("/database/exports", response_model=shape(CopyView), status_code=201)
async def export_database(call: Changing, body: bodies.CopyName | None = None) -> JSONResponse:
    """Write a copy while everything goes on; answered when it is durable."""
    name = (body or bodies.CopyName()).name
    return await call.answer(lambda session: call.host.database.export(session, name), 201)


@database.post("/database/import", response_model=shape(DatabaseView))
async def import_database(call: Changing, body: bodies.CopyName | None = None) -> JSONResponse:
    """Have a copy become the catalogue at the next start; nothing changes before."""
    name = (body or bodies.CopyName()).name
    try:
        return await call.answer(lambda session: call.host.database.mark_import(session, name))
    except DatabaseFailure as fault:  # the copy's, so that it is of no use to try again
        return problem(fault, HTTPStatus.CONFLICT)


@database.post("/database/import/cancel", response_model=shape(DatabaseView))
async def cancel_import(call: Changing) -> JSONResponse:
    """Let the catalogue be what it is."""
    return await call.answer(call.host.database.cancel_import)
