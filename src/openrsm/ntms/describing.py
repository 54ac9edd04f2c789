"""What all objects have in common, in the structure that the header has for it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from openrsm.domain.library import Operational
from openrsm.domain.values import ObjectType
from openrsm.ntms.enumerations import NtmsObjectsTypes, NtmsOperationalState
from openrsm.ntms.structures import NTMS_OBJECTINFORMATION
from openrsm.ntms.structures.objects import Information


class Times(NamedTuple):
    """When an object came to be, and when it was changed last."""

    created: datetime | None
    modified: datetime | None


class Dated(Protocol):
    """What says so of itself."""

    @property
    def created(self) -> datetime | None:
        """When it came to be."""

    @property
    def modified(self) -> datetime | None:
        """When it was changed last."""


def times_of(one: Dated) -> Times:
    """Those of an object."""
    return Times(one.created, one.modified)


def described(
    kind: ObjectType,
    guid: UUID,
    info: Information,
    times: Times,
    *,
    name: str = "",
    description: str = "",
    enabled: bool = True,
    operational: Operational = Operational.READY,
) -> NTMS_OBJECTINFORMATION:
    """An object of that type with what its type has."""
    return NTMS_OBJECTINFORMATION(
        dwType=NtmsObjectsTypes(kind),
        Created=times.created,
        Modified=times.modified,
        ObjectGuid=guid,
        Enabled=enabled,
        dwOperationalState=NtmsOperationalState(operational),
        szName=name,
        szDescription=description,
        Info=info,
    )
