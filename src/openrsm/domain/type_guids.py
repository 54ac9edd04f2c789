"""GUIDs of what has none in OpenRSM: media types, drive types and changer types, which go by their names there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID, uuid5

from openrsm.domain.drive_types import DRIVE_TYPES
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.values import ObjectType

_SPACE: Final = UUID("6f4a3c0e-5f0b-4d5e-9c55-0b6a7f1d2e90")
"""The name space in which such names become GUIDs, the same on every computer."""


def guid_of(kind: ObjectType, name: str) -> UUID:
    """The GUID of a type of that name."""
    return uuid5(_SPACE, f"{kind.name}:{name}")


def name_among(kind: ObjectType, names: Iterable[str], guid: UUID) -> str | None:
    """The name whose GUID it is; None if it is none of these names'."""
    return next((name for name in names if guid_of(kind, name) == guid), None)


def media_type_named(guid: UUID) -> str | None:
    """The media type of that GUID."""
    return name_among(ObjectType.MEDIA_TYPE, MEDIA_TYPES, guid)


def drive_type_named(guid: UUID) -> str | None:
    """The drive type of that GUID."""
    return name_among(ObjectType.DRIVE_TYPE, DRIVE_TYPES, guid)
