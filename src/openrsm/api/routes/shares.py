"""Shares."""

from __future__ import annotations

from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import changer_bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import page, shape
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.shares import ShareView

shares = router("shares")


@shares.get("/shares", response_model=page(ShareView))
async def list_shares(call: Looking, paged: Paged) -> JSONResponse:
    """The shares of libraries that the caller may use, by name."""
    return paged.of(await call.ask(call.host.shares.list), lambda view: view.id)


@shares.post("/shares", response_model=shape(ShareView), status_code=201)
async def create_share(call: Changing, body: changer_bodies.NewShare) -> JSONResponse:
    """Give an application its own changer: pools of a library, and drives."""
    create = call.host.shares.create
    return await call.answer(lambda session: create(session, body.name, body.library, body.pools, body.drives), 201)


@shares.get("/shares/{share:ref}", response_model=shape(ShareView))
async def show_share(call: Looking, share: Ref) -> JSONResponse:
    """One share."""
    return await call.answer(lambda session: call.host.shares.show(session, share))


@shares.patch("/shares/{share:ref}", response_model=shape(ShareView))
async def change_share(call: Changing, share: Ref, body: changer_bodies.ShareChange) -> JSONResponse:
    """Give it other pools or drives."""
    change = call.host.shares.change
    return await call.answer(lambda session: change(session, share, pools=body.pools, drives=body.drives))


@shares.delete("/shares/{share:ref}", status_code=204)
async def delete_share(call: Changing, share: Ref) -> Response:
    """Delete a share; its media, pools and drives stay."""
    try:
        await call.ask(lambda session: call.host.shares.delete(session, share))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()
