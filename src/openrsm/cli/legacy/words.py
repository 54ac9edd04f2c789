"""How the original writes things: GUIDs without hyphens, pool names with backslashes, types by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from openrsm.cli.legacy.grammar import Misuse
from openrsm.domain.values import ObjectType

TYPES: Final[Mapping[str, ObjectType]] = {
    "changer": ObjectType.CHANGER,
    "changer_type": ObjectType.CHANGER_TYPE,
    "computer": ObjectType.COMPUTER,
    "drive": ObjectType.DRIVE,
    "drive_type": ObjectType.DRIVE_TYPE,
    "iedoor": ObjectType.DOOR,
    "ieport": ObjectType.PORT,
    "library": ObjectType.LIBRARY,
    "librequest": ObjectType.WORK_ITEM,
    "logical_media": ObjectType.LOGICAL_MEDIA,
    "media_pool": ObjectType.POOL,
    "media_type": ObjectType.MEDIA_TYPE,
    "partition": ObjectType.SIDE,
    "physical_media": ObjectType.PHYSICAL_MEDIA,
    "storageslot": ObjectType.SLOT,
    "oprequest": ObjectType.OPERATOR_REQUEST,
}
"""What ``view`` lists, by the names in the header."""


def guid(key: UUID | str) -> str:
    """32 digits without hyphens; what has no GUID goes by its name."""
    return key.hex.upper() if isinstance(key, UUID) else key


def pool(path: str) -> str:
    """A pool's path, whichever slash stands in it."""
    return path.replace("\\", "/")


def object_type(word: str) -> ObjectType:
    """The type of that name.

    Raises:
        Misuse: There is none.
    """
    name = word.lower()
    if name not in TYPES:
        raise Misuse(f"{word!r} is no type of objects", f"use one of: {', '.join(TYPES)}")
    return TYPES[name]


def container(word: str) -> str:
    """A container's GUID.

    Raises:
        Misuse: It is none.
    """
    try:
        return str(UUID(word))
    except ValueError:
        raise Misuse(f"/cg{word} is no GUID", "rsm legacy view /tTYPE /guiddisplay lists them") from None


def seconds(milliseconds: str | None) -> float | None:
    """How long to wait; None for ever.

    Raises:
        Misuse: It is no number.
    """
    if milliseconds is None:
        return None
    if not milliseconds.isdecimal():
        raise Misuse(f"/t{milliseconds} is no number of milliseconds", "give digits alone")
    return int(milliseconds) / 1000
