"""What all objects have in common, in the structure that the header has for it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from openrsm.domain.library import Operational
from openrsm.domain.values import ObjectType
from openrsm.ntms.enumerations import NtmsObjectsTypes, NtmsOperationalState
from openrsm.ntms.structures import NTMS_OBJECTINFORMATION
from openrsm.ntms.structures.objects import Information


class Times(NamedTuple):
    """When an object came to be, and when it was changed last; None where nobody noted it."""

    created: datetime | None = None
    modified: datetime | None = None


NEVER = Times()


def described(
    kind: ObjectType,
    guid: UUID,
    info: Information,
    *,
    name: str = "",
    description: str = "",
    enabled: bool = True,
    operational: Operational = Operational.READY,
    times: Times = NEVER,
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
