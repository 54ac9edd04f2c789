"""The application: the routes, what stands before them, and their document."""

from __future__ import annotations

from typing import Any, Final

import anyio
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from openrsm.api.callers import Callers
from openrsm.api.crowd import Crowd
from openrsm.api.document import document
from openrsm.api.feed import Feed
from openrsm.api.gate import Gate
from openrsm.api.options import ApiOptions
from openrsm.api.peers import most_connections
from openrsm.api.problems import on_http, on_misfit, on_mistake, on_refusal, problem
from openrsm.api.routes.changers import changers
from openrsm.api.routes.cleaning import cleaning
from openrsm.api.routes.database import database
from openrsm.api.routes.diagnosis import diagnosis
from openrsm.api.routes.drives import drives
from openrsm.api.routes.events import events
from openrsm.api.routes.libraries import libraries
from openrsm.api.routes.media import media
from openrsm.api.routes.mounts import mounts
from openrsm.api.routes.objects import objects
from openrsm.api.routes.operators import operators
from openrsm.api.routes.overview import health, overview
from openrsm.api.routes.pools import pools
from openrsm.api.routes.security import security
from openrsm.api.routes.sessions import sessions
from openrsm.api.routes.shares import shares
from openrsm.api.routes.work import work
from openrsm.api.routing import Methods, Misfit
from openrsm.api.waiting import Sleepers
from openrsm.errors import RsmError
from openrsm.surface.host import Host

PREFIX: Final = "/api/v1"
ADDING: Final = 4
"""How many libraries may be opened at a time; one that does not answer takes its thread for minutes."""
SETTLING: Final = 4
"""How many may wait at a time for everything to be still; each takes a thread."""

_RESOURCES: Final = (
    *(overview, objects, libraries, drives, pools, media, mounts, changers, shares, work, operators, cleaning),
    *(diagnosis, database, sessions, events, security),
)


def _named(route: APIRoute) -> str:
    return route.name


def _routes() -> APIRouter:
    """All of them. FastAPI takes 150 ms to understand them, at the first request: once a process is enough."""
    router = APIRouter(generate_unique_id_function=_named)
    router.include_router(health)
    for resource in _RESOURCES:
        router.include_router(resource, prefix=PREFIX)
    return router


_ROUTES: Final = _routes()


def create_app(host: Host, options: ApiOptions) -> FastAPI:
    """The application for a service in this process. Its state belongs to the event loop that it runs in."""
    app = FastAPI(
        title="OpenRSM",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_named,
    )
    app.state.host = host
    app.state.options = options
    app.state.limiter = anyio.CapacityLimiter(options.threads)
    app.state.adding = anyio.CapacityLimiter(ADDING)
    app.state.settling = anyio.CapacityLimiter(SETTLING)
    app.state.callers = Callers(host, options.owner)
    app.state.connections = set()
    app.state.most_connections = options.max_connections or most_connections()
    app.state.crowd = Crowd(app.state.most_connections)
    app.state.sleepers = Sleepers()
    app.state.feed = Feed()
    app.state.methods = Methods([("", health), *((PREFIX, resource) for resource in _RESOURCES)])
    app.router.routes.extend(_ROUTES.routes)
    _explain(app)
    _handle(app)
    app.add_middleware(Gate, callers=app.state.callers, options=options)
    return app


def _explain(app: FastAPI) -> None:
    async def openapi() -> JSONResponse:
        """What this API accepts and answers."""
        return JSONResponse(document(app))

    app.add_api_route(f"{PREFIX}/openapi.json", openapi, include_in_schema=False)


def _handle(app: FastAPI) -> None:
    async def misfit(_request: Any, error: Exception) -> JSONResponse:
        assert isinstance(error, Misfit)  # noqa: S101 - what it is registered for
        return problem(error, 400)

    app.add_exception_handler(RsmError, on_refusal)
    app.add_exception_handler(Misfit, misfit)
    app.add_exception_handler(RequestValidationError, on_misfit)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_mistake)
