"""Everything on one screen, any object of any type, and how the service itself is."""

from __future__ import annotations

from typing import Annotated, Any, Final

import anyio
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import create_model
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered
from openrsm.api.call import Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import LONGEST_REF, StrictRoute, router
from openrsm.api.shapes import member_named, names_of, page, shape
from openrsm.domain.values import ObjectType
from openrsm.surface.views import ObjectName, Status

overview = router("overview")
health = APIRouter(tags=["health"], route_class=StrictRoute)

METRICS: Final = "text/plain; version=0.0.4; charset=utf-8"

Type = names_of(ObjectType)
Settled = create_model("Settled", settled=(bool, ...))
HealthShape = create_model("Health", ok=(bool, ...), troubles=(list[str], ...))
_UNWELL: dict[int | str, dict[str, Any]] = {503: {"model": HealthShape, "description": "Something is wrong."}}


@overview.get("/status", response_model=shape(Status))
async def status(call: Looking) -> JSONResponse:
    """Libraries, drives, queue, operator requests and alerts."""
    return await call.answer(call.host.objects.status)


@overview.get("/objects/{object_type}", response_model=page(ObjectName))
async def view_objects(
    call: Looking,
    paged: Paged,
    object_type: Annotated[Type, Path()],  # type: ignore[valid-type] # made at run time
    container: Annotated[str | None, Query(min_length=1, max_length=LONGEST_REF)] = None,
) -> JSONResponse:
    """Objects of one type in a container, or everywhere."""
    kind = member_named(ObjectType, object_type)
    return paged.of(
        await call.ask(lambda session: call.host.objects.view(session, kind, container)), lambda named: named.id
    )


@overview.post("/settle", response_model=Settled)
async def settle(request: Request, call: Looking, body: bodies.Settling | None = None) -> JSONResponse:
    """Wait until nothing more can be done without somebody else: all items have ended, or wait."""
    seconds = min((body or bodies.Settling()).timeout, request.app.state.options.longest_wait)
    with anyio.move_on_after(seconds) as scope:
        await anyio.to_thread.run_sync(call.host.settle, abandon_on_cancel=True, limiter=request.app.state.settling)
    return answered({"settled": not scope.cancelled_caught})


@health.get(
    "/metrics", response_class=Response, responses={200: {"content": {METRICS: {"schema": {"type": "string"}}}}}
)
async def metrics(call: Looking) -> Response:
    """Everything that is counted, as Prometheus reads it."""
    await call.ask(lambda _session: None)  # who may open a session may look
    return Response(await call.run(call.host.metrics), media_type=METRICS)


@health.get("/healthz", response_model=HealthShape, responses=_UNWELL)
async def healthz(request: Request) -> JSONResponse:
    """Whether the service works at all."""
    found = await anyio.to_thread.run_sync(request.app.state.host.health)
    return _health(ok=found.alive, troubles=found.troubles)


@health.get("/readyz", response_model=HealthShape, responses=_UNWELL)
async def readyz(request: Request) -> JSONResponse:
    """Whether the service can serve."""
    found = await anyio.to_thread.run_sync(request.app.state.host.health)
    return _health(ok=found.ready and not request.app.state.sleepers.stopping, troubles=found.troubles)


def _health(*, ok: bool, troubles: tuple[str, ...]) -> JSONResponse:
    return answered({"ok": ok, "troubles": list(troubles)}, 200 if ok else 503)
