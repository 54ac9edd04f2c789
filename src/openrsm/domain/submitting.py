"""What somebody may ask of an operator, and in which words where he gives none (SubmitNtmsOperatorRequest)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from openrsm.domain.machine import word
from openrsm.domain.operator import OperatorKind
from openrsm.domain.values import MESSAGE_LENGTH
from openrsm.errors import InvalidParameter, MessageTooLong


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a request is about, by name; empty where it is not about such a thing."""

    pool: str = ""
    medium: str = ""
    library: str = ""
    drive: str = ""

    def given(self) -> frozenset[str]:
        """Which are named."""
        return frozenset(name for name in ("pool", "medium", "library", "drive") if getattr(self, name))


_K = OperatorKind

NEEDED: Final[Mapping[OperatorKind, frozenset[str]]] = {
    _K.NEW_MEDIA: frozenset({"pool"}),
    _K.CLEANER: frozenset({"library"}),
    _K.DEVICE_SERVICE: frozenset(),
    _K.MOVE_MEDIA: frozenset({"medium", "library"}),
    _K.MESSAGE: frozenset(),
}
"""What each kind of request has to name."""

ALLOWED: Final[Mapping[OperatorKind, frozenset[str]]] = {
    _K.NEW_MEDIA: frozenset({"pool", "library"}),
    _K.CLEANER: frozenset({"library"}),
    _K.DEVICE_SERVICE: frozenset({"library", "drive", "medium"}),
    _K.MOVE_MEDIA: frozenset({"medium", "library"}),
    _K.MESSAGE: frozenset(),
}
"""What each kind may name."""


def check(kind: OperatorKind, about: About, message: str) -> None:
    """Refuse what is no request.

    Raises:
        InvalidParameter: It names too little or too much, or a message says nothing or has control codes.
        MessageTooLong: The message is longer than 255 characters.
    """
    given = about.given()
    if missing := sorted(NEEDED[kind] - given):
        raise InvalidParameter(f"a request for {word(kind)} names no {missing[0]}", f"name the {missing[0]}")
    if strange := sorted(given - ALLOWED[kind]):
        raise InvalidParameter(f"a request for {word(kind)} is not about a {strange[0]}", "leave it out")
    if kind is OperatorKind.DEVICE_SERVICE and len(given) != 1:
        raise InvalidParameter("service is asked for one thing", "name a library, a drive or a medium")
    if kind is OperatorKind.MESSAGE and not message.strip():
        raise InvalidParameter("the message is empty", "say what is to be done")
    if len(message) > MESSAGE_LENGTH:
        raise MessageTooLong(f"the message has {len(message)} characters", f"use at most {MESSAGE_LENGTH}")
    if not message.isprintable():
        raise InvalidParameter("the message has control codes", "write it in one line")


def wording(kind: OperatorKind, about: About, application: str) -> str:
    """What an operator reads if nothing else was said."""
    match kind:
        case OperatorKind.NEW_MEDIA:
            there = f" into library {about.library}" if about.library else ""
            return f"Bring new media for pool {about.pool}{there}: {application} needs them"
        case OperatorKind.CLEANER:
            return f"Bring a new cleaning cartridge into library {about.library}: {application} asks for it"
        case OperatorKind.MOVE_MEDIA:
            return f"Bring {about.medium} to library {about.library}: {application} asks for it"
        case _:
            thing = about.drive or about.medium or about.library
            return f"See to {thing}: {application} asks for it"
