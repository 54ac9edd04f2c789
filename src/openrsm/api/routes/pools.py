"""Media pools."""

from __future__ import annotations

from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import page, shape
from openrsm.surface.pools import PoolOptions
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import PoolView

pools = router("pools")


@pools.get("/pools", response_model=page(PoolView))
async def list_pools(call: Looking, paged: Paged) -> JSONResponse:
    """The pools that the caller may use, by path."""
    return paged.of(await call.ask(call.host.pools.list), lambda view: view.pool.id)


@pools.post("/pools", response_model=shape(PoolView), status_code=201)
async def create_pool(call: Changing, body: bodies.NewPool) -> JSONResponse:
    """Create a pool, and the containers above it that do not exist."""
    options = PoolOptions(**body.model_dump(exclude={"path"}))
    return await call.answer(lambda session: call.host.pools.create(session, body.path, options), 201)


@pools.get("/pools/{pool:ref}", response_model=shape(PoolView))
async def show_pool(call: Looking, pool: Ref) -> JSONResponse:
    """One pool, with what it holds."""
    return await call.answer(lambda session: call.host.pools.show(session, pool))


@pools.delete("/pools/{pool:ref}", status_code=204)
async def delete_pool(call: Changing, pool: Ref) -> Response:
    """Delete an empty application pool."""
    try:
        await call.ask(lambda session: call.host.pools.delete(session, pool))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()
