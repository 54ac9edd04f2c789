"""What is told of any object: structures under the names of ``ntmsapi.h``, whose union is one of its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openrsm.ntms.enumerations import NtmsObjectsTypes, NtmsOperationalState
from openrsm.ntms.structures.devices import (
    NTMS_CHANGERINFORMATION,
    NTMS_CHANGERTYPEINFORMATION,
    NTMS_DRIVEINFORMATION,
    NTMS_DRIVETYPEINFORMATION,
    NTMS_IEDOORINFORMATION,
    NTMS_IEPORTINFORMATION,
    NTMS_LIBRARYINFORMATION,
    NTMS_STORAGESLOTINFORMATION,
)
from openrsm.ntms.structures.first_version import (
    NTMS_I1_LIBRARYINFORMATION,
    NTMS_I1_LIBREQUESTINFORMATION,
    NTMS_I1_OPREQUESTINFORMATION,
    NTMS_I1_PARTITIONINFORMATION,
    NTMS_I1_PMIDINFORMATION,
)
from openrsm.ntms.structures.media import (
    NTMS_LMIDINFORMATION,
    NTMS_MEDIAPOOLINFORMATION,
    NTMS_MEDIATYPEINFORMATION,
    NTMS_PARTITIONINFORMATION,
    NTMS_PMIDINFORMATION,
)
from openrsm.ntms.structures.requests import (
    NTMS_COMPUTERINFORMATION,
    NTMS_LIBREQUESTINFORMATION,
    NTMS_OPREQUESTINFORMATION,
)

Information = (
    NTMS_DRIVEINFORMATION
    | NTMS_DRIVETYPEINFORMATION
    | NTMS_LIBRARYINFORMATION
    | NTMS_CHANGERINFORMATION
    | NTMS_CHANGERTYPEINFORMATION
    | NTMS_STORAGESLOTINFORMATION
    | NTMS_IEDOORINFORMATION
    | NTMS_IEPORTINFORMATION
    | NTMS_PMIDINFORMATION
    | NTMS_LMIDINFORMATION
    | NTMS_PARTITIONINFORMATION
    | NTMS_MEDIAPOOLINFORMATION
    | NTMS_MEDIATYPEINFORMATION
    | NTMS_LIBREQUESTINFORMATION
    | NTMS_OPREQUESTINFORMATION
    | NTMS_COMPUTERINFORMATION
)

FirstInformation = (
    NTMS_DRIVEINFORMATION
    | NTMS_DRIVETYPEINFORMATION
    | NTMS_I1_LIBRARYINFORMATION
    | NTMS_CHANGERINFORMATION
    | NTMS_CHANGERTYPEINFORMATION
    | NTMS_STORAGESLOTINFORMATION
    | NTMS_IEDOORINFORMATION
    | NTMS_IEPORTINFORMATION
    | NTMS_I1_PMIDINFORMATION
    | NTMS_LMIDINFORMATION
    | NTMS_I1_PARTITIONINFORMATION
    | NTMS_MEDIAPOOLINFORMATION
    | NTMS_MEDIATYPEINFORMATION
    | NTMS_I1_LIBREQUESTINFORMATION
    | NTMS_I1_OPREQUESTINFORMATION
)


@dataclass(slots=True, kw_only=True)
class NTMS_OBJECTINFORMATION:
    """Any object: what all have in common, and in ``Info`` what its type has."""

    dwSize: int = 0
    dwType: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Created: datetime | None = None
    Modified: datetime | None = None
    ObjectGuid: UUID | None = None
    Enabled: bool = False
    dwOperationalState: NtmsOperationalState = NtmsOperationalState.NTMS_READY
    szName: str = ""
    szDescription: str = ""
    Info: Information | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_I1_OBJECTINFORMATION:
    """Any object, as the first version of the API had it; nothing here uses it."""

    dwSize: int = 0
    dwType: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Created: datetime | None = None
    Modified: datetime | None = None
    ObjectGuid: UUID | None = None
    Enabled: bool = False
    dwOperationalState: NtmsOperationalState = NtmsOperationalState.NTMS_READY
    szName: str = ""
    szDescription: str = ""
    Info: FirstInformation | None = None
