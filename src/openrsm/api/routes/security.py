"""Rights, tokens, and the audit trail."""

from __future__ import annotations

from datetime import MINYEAR, UTC, datetime
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import items, page, shape
from openrsm.domain.records import AuditEntry
from openrsm.domain.rights import rights_named
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.security import AccessView, NewToken, TokenView

security = router("security")

Target = Annotated[Ref, Path(pattern="^(computer|root|library:.*|pool:.*)$", description="What has the list.")]
Text = Annotated[str | None, Query(min_length=1, max_length=255)]


@security.get("/access/{target:ref}", response_model=shape(AccessView))
async def show_access(call: Looking, target: Target) -> JSONResponse:
    """A list of rights, of `computer`, `root`, `library:NAME` or `pool:PATH`."""
    return await call.answer(lambda session: call.host.security.show(session, target))


@security.post("/access/{target:ref}/grant", response_model=shape(AccessView))
async def grant(call: Changing, target: Target, body: bodies.Grant) -> JSONResponse:
    """Give rights in addition to those that are given."""
    rights = rights_named(body.rights)
    return await call.answer(lambda session: call.host.security.grant(session, target, body.grantee, rights))


@security.post("/access/{target:ref}/revoke", response_model=shape(AccessView))
async def revoke(call: Changing, target: Target, body: bodies.Revocation) -> JSONResponse:
    """Take rights back, or all."""
    rights = None if body.rights is None else rights_named(body.rights)
    return await call.answer(lambda session: call.host.security.revoke(session, target, body.grantee, rights))


@security.get("/tokens", response_model=page(TokenView))
async def list_tokens(call: Looking, paged: Paged) -> JSONResponse:
    """Tokens by name, without their secrets."""
    return paged.of(await call.ask(call.host.security.tokens), lambda view: view.id)


@security.post("/tokens", response_model=shape(NewToken), status_code=201)
async def create_token(call: Looking, body: bodies.TokenWanted) -> JSONResponse:
    """Make a token. Its secret is in this answer and nowhere else, so it cannot be asked for again under a key."""
    return await call.answer(
        lambda session: call.host.security.create_token(session, body.name, body.user, body.lifetime), 201
    )


@security.delete("/tokens/{name:ref}", status_code=204)
async def revoke_token(call: Changing, name: Ref) -> Response:
    """Make a token worthless at once."""
    try:
        await call.ask(lambda session: call.host.security.revoke_token(session, name))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()


@security.get("/audit", response_model=items(AuditEntry))
async def read_audit(
    call: Looking,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    user: Text = None,
    action: Text = None,
    since: Annotated[AwareDatetime | None, Query()] = None,
) -> JSONResponse:
    """The newest entries of the audit trail, the oldest of them first."""
    moment = None if since is None else _in_utc(since)
    return await call.answer(
        lambda session: call.host.objects.audit(session, limit=limit, user=user, action=action, since=moment)
    )


def _in_utc(moment: datetime) -> datetime:
    """At both ends of the calendar, as near to it as there is."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if moment.year == MINYEAR else datetime.max.replace(tzinfo=UTC)
