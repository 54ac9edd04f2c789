"""Answers that are not errors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.wire.encoding import encode, encode_items


def encoded(value: Any) -> Any:
    """A value or a list of them, in the wire's form; what has it already stays as it is."""
    if isinstance(value, dict):
        return value
    return encode_items(value) if isinstance(value, (list, tuple)) else encode(value)


def answered(
    value: Any, status: int = 200, *, repeated: bool = False, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An answer with a value in it; ``repeated`` says that it was done, and answered so, before."""
    more = {"Idempotent-Replayed": "true"} if repeated else {}
    return JSONResponse(encoded(value), status, {**(headers or {}), **more})


def nothing(*, repeated: bool = False) -> Response:
    """An answer that says no more than that it is done."""
    return Response(status_code=204, headers={"Idempotent-Replayed": "true"} if repeated else {})


def tag_of(content: Any) -> str:
    """The entity tag of a representation: equal content, equal tag."""
    return f'"{hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]}"'
