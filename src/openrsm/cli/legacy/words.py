"""How the original writes things: GUIDs without hyphens, pool names with backslashes, types by their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from openrsm.cli.legacy.grammar import Misuse
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.type_guids import guid_of, media_type_named, name_among
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

BY_NAME: Final = frozenset({ObjectType.CHANGER_TYPE, ObjectType.DRIVE_TYPE})
"""What has a GUID only for scripts, made of its name; which names there are, the service knows."""


def guid(key: UUID) -> str:
    """32 digits without hyphens."""
    return key.hex.upper()


def type_guid(kind: ObjectType, key: UUID | str) -> str:
    """The same; types, which go by their names, have GUIDs made of them."""
    return guid(key if isinstance(key, UUID) else guid_of(kind, key))


def media_type(word: str) -> str:
    """The name of a media type that is given by its name or its GUID.

    Raises:
        Misuse: There is none.
    """
    try:
        name = media_type_named(UUID(word))
    except ValueError:
        name = word if word in MEDIA_TYPES else None
    if name is None:
        raise Misuse(f"there is no media type {word}", "rsm legacy view /tmedia_type /guiddisplay lists them")
    return name


def known_as(kind: ObjectType, ref: str, types: Collection[str]) -> str:
    """What an object of that type goes by here: pools have paths, and types go by their names, which are given."""
    if kind is ObjectType.MEDIA_TYPE:
        return media_type(ref)
    if kind in BY_NAME:
        return _type_among(kind, ref, types)
    return pool(ref) if kind is ObjectType.POOL else ref


def _type_among(kind: ObjectType, ref: str, types: Collection[str]) -> str:
    try:
        return name_among(kind, types, UUID(ref)) or ref
    except ValueError:
        return ref


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
