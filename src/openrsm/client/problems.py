"""Answers that are refusals: ``application/problem+json`` (RFC 9457) to the errors that they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from openrsm.client.transport import Answer
from openrsm.errors import DeviceFault, RsmError, ServiceUnavailable, SystemFault
from openrsm.wire.errors import error_of

ROOTS: Final[Mapping[int, tuple[type[RsmError], ...]]] = {502: (DeviceFault,), 503: (SystemFault,), 507: (SystemFault,)}
"""Where in the tree to look for a code first, by status; elsewhere it is a refusal."""


def error_in(answer: Answer, address: str) -> RsmError:
    """The error that an answer stands for."""
    told = _members(answer)
    code, what = told.get("code"), told.get("detail") or told.get("title")
    if not isinstance(code, str) or not isinstance(what, str):
        return foreign(address, f"status {answer.status}")
    advice = told.get("advice")
    return error_of(code, what, advice if isinstance(advice, str) else "", ROOTS.get(answer.status, ()))


def foreign(address: str, what: str) -> ServiceUnavailable:
    """What answers is no service of ours, or one that this client does not understand."""
    return ServiceUnavailable(
        f"{address} does not answer as OpenRSM does ({what})", "check the address, and whether a proxy stands between"
    )


def _members(answer: Answer) -> Mapping[str, object]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
