"""The catalogue as a whole: its copies, a copy in its place, and checkups."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse

from openrsm.api import bodies
from openrsm.api.call import Changing, Looking
from openrsm.api.problems import problem
from openrsm.api.routing import LONGEST_REF, router
from openrsm.api.shapes import shape
from openrsm.errors import DatabaseFailure
from openrsm.surface.checkup import CheckupView
from openrsm.surface.database import CopyView, DatabaseView, RestoredView

database = router("database")


@database.get("/database", response_model=shape(DatabaseView))
async def show_database(call: Looking) -> JSONResponse:
    """The catalogue, its copies, and what is to become of it."""
    return await call.answer(call.host.database.show)


@database.get("/database/report", response_model=shape(RestoredView))
async def report_media(call: Looking) -> JSONResponse:
    """What is known of all media, and by what: whose they are, and what has to be asked or looked at."""
    return await call.answer(call.host.database.report)


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


@database.get("/database/checkup", response_model=shape(CheckupView))
async def check_database(
    call: Looking, library: Annotated[str | None, Query(min_length=1, max_length=LONGEST_REF)] = None
) -> JSONResponse:
    """Whether the catalogue is sound, contradicts itself, or contradicts its libraries, or one; changes nothing."""
    return await call.answer(lambda session: call.host.database.check(session, library))


@database.post("/database/repair", response_model=shape(CheckupView))
async def repair_database(call: Changing, body: bodies.Repair | None = None) -> JSONResponse:
    """Make a checkup, and put right what can be put right safely; nothing moves."""
    library = (body or bodies.Repair()).library
    return await call.answer(lambda session: call.host.database.repair(session, library))
