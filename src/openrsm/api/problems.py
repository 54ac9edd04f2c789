"""Errors as problem documents (RFC 9457).

400 means: not as the API's document says. 409 means: as it says, but it cannot be carried out as things are.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openrsm import errors
from openrsm.errors import InvalidParameter, NotSupported, ObjectNotFound, RsmError

log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
SEE: Final = "see /api/v1/openapi.json for what there is"
SHORTLY: Final = "1"
"""Seconds after which what failed for want of room or of time may be repeated."""

STATUS: Final[Mapping[type[RsmError], int]] = {
    errors.RsmError: 500,
    errors.Refusal: 409,
    errors.NotAuthenticated: 401,
    errors.AccessDenied: 403,
    errors.InvalidHandle: 404,
    errors.ObjectNotFound: 404,
    errors.MissingDrive: 404,
    errors.MissingLibrary: 404,
    errors.MissingMedium: 404,
    errors.MissingPool: 404,
    errors.NoticesLost: 410,
    errors.CatalogueLocked: 503,
    errors.DeviceFault: 502,
    errors.SystemFault: 503,
    errors.DatabaseFull: 507,
}
"""The status of each class; that of the nearest class above it where it is not named."""


class Problem(BaseModel):
    """Why it was not done."""

    type: str = Field(description="A name for this kind of problem.", examples=["urn:openrsm:error:BUSY"])
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong, in a sentence.")
    advice: str = Field(description="What to do about it; empty where nothing helps.")
    code: str = Field(description="A stable word for the error.", examples=["BUSY"])
    win32: int = Field(description="The number that Windows' Removable Storage Manager gave the same thing.")
    acts: str = Field(description="Who has to act: caller, operator, device or system.")


def status_of(error: RsmError) -> int:
    """The HTTP status for an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(error: RsmError, status: int | None = None, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer to a request that ended with an error."""
    answered = int(status or status_of(error))
    content = Problem(
        type=f"urn:openrsm:error:{error.code}",
        title=HTTPStatus(answered).phrase,
        status=answered,
        detail=error.what,
        advice=error.advice,
        code=error.code,
        win32=error.win32,
        acts=error.acts,
    )
    given = dict(headers or {})
    if answered == HTTPStatus.UNAUTHORIZED:
        given["WWW-Authenticate"] = "Bearer"
    if answered == HTTPStatus.SERVICE_UNAVAILABLE:
        given["Retry-After"] = SHORTLY
    return JSONResponse(content.model_dump(), answered, given, MEDIA_TYPE)


async def on_refusal(_request: Request, error: Exception) -> JSONResponse:
    """Ours, as they are."""
    assert isinstance(error, RsmError)  # noqa: S101 - what it is registered for
    return problem(error)


async def on_misfit(_request: Request, error: Exception) -> JSONResponse:
    """What does not fit the document: which part of the request, and why."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    told = "; ".join(_misfit(one) for one in error.errors()[:3])
    return problem(InvalidParameter(told, "see /api/v1/openapi.json for what is accepted"), 400)


def _misfit(found: Any) -> str:
    place = ".".join(str(part) for part in found["loc"])
    return f"{place}: {found['msg']}".encode(errors="replace").decode()


async def on_http(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _other_method(request)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(ObjectNotFound(f"there is no resource {request.scope['path']!r}", SEE), error.status_code)
    words = HTTPStatus(error.status_code).phrase
    return problem(InvalidParameter(f"{error.detail or words}", SEE), error.status_code, error.headers)


def _other_method(request: Request) -> Response:
    """What the resource can do: an answer to OPTIONS, and to any other method the reason of its refusal."""
    allowed = {"Allow": ", ".join(request.app.state.methods.of(request.scope["path"]))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allowed)
    what = NotSupported(f"{request.method} is nothing that this resource does", f"it does {allowed['Allow']}")
    return problem(what, HTTPStatus.METHOD_NOT_ALLOWED, allowed)


async def on_mistake(request: Request, error: Exception) -> JSONResponse:
    """What should never happen."""
    log.error("a request failed", action="request_broke", path=request.scope["path"], exc_info=error)
    return problem(RsmError("the service made a mistake", "report it, with the log's line request_broke"))
