"""The API's document (OpenAPI 3.1): what the framework finds out by itself, and the errors of every call."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import openrsm
from openrsm.api.links import links_of
from openrsm.api.problems import MEDIA_TYPE, Problem

DESCRIPTION: Final = """Tape libraries, drives and removable disks, shared safely between applications.

Names in paths are what people use: a GUID, a bar code, a name, a number; a slash in one is sent as `%2F`. Lists come in
pages. Errors are problem documents: 400 says that a request is not as this document says, 409 that it is, but cannot be
carried out as things are. Whatever changes something takes an `Idempotency-Key`. `Prefer: wait=SECONDS` waits.
"""

_EVERYWHERE: Final = (400, 401, 403, 404, 408, 409, 410, 413, 415, 431, 500, 502, 503, 507)
"""What any call may be answered with; the rest stands at the routes."""

_WORDS: Final = {
    400: "It is not as this document says.",
    401: "Nobody vouches for the caller.",
    403: "A right is missing; the detail says which.",
    404: "There is no such object.",
    408: "The body came too slowly.",
    409: "It cannot be carried out as things are: busy, offline, in the wrong state, too late.",
    410: "More happened than is kept: look at everything again.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    431: "The line and the headers are too long.",
    500: "The service made a mistake.",
    502: "A robot or a drive failed.",
    503: "The service cannot work at this moment.",
    507: "There is no room for the catalogue.",
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title="OpenRSM", version=openrsm.__version__, description=DESCRIPTION, routes=app.routes, tags=app.openapi_tags
    )
    components = made["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    components["schemas"]["Problem"] = Problem.model_json_schema()
    components["headers"] = _HEADERS
    components["responses"] = {_name(status): _response(status) for status in _EVERYWHERE}
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operation in _operations(made):
        _complete(operation, is_open=not path.startswith("/api/v1") and path != "/metrics")
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in made["paths"].items():
        for operation in item.values():
            yield path, operation


def _complete(operation: dict[str, Any], *, is_open: bool) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    operation["security"] = [] if is_open else [{"token": []}]
    for parameter in operation.get("parameters", ()):
        _never_null(parameter)
    for status, response in responses.items():
        _tell_more(operation, response, is_success=status.startswith("2"))
    for status in _EVERYWHERE:
        common = responses.setdefault(str(status), {"$ref": f"#/components/responses/{_name(status)}"})
        common.get("content", {}).update(_response(status)["content"])


def _never_null(parameter: dict[str, Any]) -> None:
    """A parameter that may be missing is never null; the framework's document says that it may be."""
    schema = parameter["schema"]
    told = [one for one in schema.pop("anyOf", ()) if one != {"type": "null"}]
    for one in told:
        schema.update(one)


def _tell_more(operation: dict[str, Any], response: dict[str, Any], *, is_success: bool) -> None:
    """Headers by what the request may have, and where an answer leads."""
    asked = {one["name"] for one in operation.get("parameters", ())}
    name = operation["operationId"]
    told = {answered for given, answered in _ANSWERED if given in asked} | _OWN.get(name, set())
    if told:
        response["headers"] = {header: {"$ref": f"#/components/headers/{header}"} for header in sorted(told)}
    if is_success and (links := links_of(name)):
        response["links"] = dict(links)


_ANSWERED: Final = (
    ("Prefer", "Preference-Applied"),
    ("If-None-Match", "ETag"),
    ("Idempotency-Key", "Idempotent-Replayed"),
)
"""Headers of requests, and those of answers that come with them."""

_OWN: Final = {"open_session": {"Location"}}

_TEXT: Final = {"type": "string"}

_HEADERS: Final[dict[str, Any]] = {
    "ETag": {"schema": _TEXT, "description": "Equal content, equal tag; for If-None-Match."},
    "Idempotent-Replayed": {"schema": _TEXT | {"const": "true"}, "description": "It was done earlier, under its key."},
    "Location": {"schema": _TEXT, "required": True, "description": "Where it is from now on."},
    "Preference-Applied": {"schema": _TEXT, "description": "How long the answer waited at most."},
    "Retry-After": {"schema": _TEXT, "required": True, "description": "Seconds."},
    "WWW-Authenticate": {"schema": _TEXT, "required": True, "description": "What vouches for a caller."},
}

_OF_STATUS: Final = {401: "WWW-Authenticate", 503: "Retry-After"}


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _response(status: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": _WORDS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if header := _OF_STATUS.get(status):
        made["headers"] = {header: {"$ref": f"#/components/headers/{header}"}}
    return made
