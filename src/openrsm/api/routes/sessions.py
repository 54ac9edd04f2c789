"""Sessions."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import answered, nothing
from openrsm.api.call import Call, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import router
from openrsm.api.shapes import page, shape
from openrsm.domain.values import SessionId
from openrsm.errors import InvalidParameter
from openrsm.surface.views import SessionView

sessions = router("sessions")


@sessions.post("/sessions", response_model=shape(SessionView), status_code=201)
async def open_session(request: Request, call: Looking, body: bodies.NewSession) -> JSONResponse:
    """Open a session: name it in the header `OpenRSM-Session` of further requests, each of which renews its lease."""
    options = request.app.state.options
    lease = options.lease if body.lease is None else body.lease
    if lease > options.longest_lease:
        raise InvalidParameter(f"a lease of {lease:g} seconds", f"ask for {options.longest_lease:g} at most")

    def begin() -> SessionView:
        session = call.host.sessions.open(body.application, call.principal, lease=lease, ends_mounts=body.ends_mounts)
        return call.host.sessions.renew(session)

    view = await call.run(begin)
    return answered(view, 201, headers={"Location": f"/api/v1/sessions/{view.id}"})


@sessions.get("/sessions", response_model=page(SessionView))
async def list_sessions(call: Looking, paged: Paged) -> JSONResponse:
    """The open sessions: all for administrators, else those of the caller's user."""
    return paged.of(await call.ask(call.host.sessions.list), lambda view: view.id)


@sessions.get("/sessions/{session}", response_model=shape(SessionView))
async def show_session(call: Looking, session: UUID) -> JSONResponse:
    """A session of the caller's; renews it."""
    return await _in(call, session).answer(call.host.sessions.renew)


@sessions.post("/sessions/{session}/renew", response_model=shape(SessionView))
async def renew_session(call: Looking, session: UUID) -> JSONResponse:
    """Say that the caller still lives."""
    return await _in(call, session).answer(call.host.sessions.renew)


@sessions.delete("/sessions/{session}", status_code=204)
async def close_session(call: Looking, session: UUID) -> Response:
    """End a session: what it still waits for is cancelled; its completed mounts stay, unless they end with it."""
    await _in(call, session).ask(call.host.sessions.close)
    return nothing()


def _in(call: Call, session: UUID) -> Call:
    return replace(call, session=SessionId(session))
