"""The nouns: typed ids and frozen values. Times are aware datetimes in UTC; text lengths are the header's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, IntEnum
from typing import Final, NewType
from uuid import UUID

from openrsm.domain.medium import MediumState
from openrsm.domain.side import SideState

LibraryId = NewType("LibraryId", UUID)
ChangerId = NewType("ChangerId", UUID)
DriveId = NewType("DriveId", UUID)
SlotId = NewType("SlotId", UUID)
PortId = NewType("PortId", UUID)
DoorId = NewType("DoorId", UUID)
PoolId = NewType("PoolId", UUID)
MediumId = NewType("MediumId", UUID)
SideId = NewType("SideId", UUID)
LogicalId = NewType("LogicalId", UUID)
WorkId = NewType("WorkId", UUID)
SetId = NewType("SetId", UUID)
OperatorId = NewType("OperatorId", UUID)
SessionId = NewType("SessionId", UUID)
MoveId = NewType("MoveId", UUID)
NoticeId = NewType("NoticeId", UUID)
TokenId = NewType("TokenId", UUID)
ReadingId = NewType("ReadingId", UUID)
ShareId = NewType("ShareId", UUID)

NAME_LENGTH: Final = 63
DESCRIPTION_LENGTH: Final = 126
POOL_PATH_LENGTH: Final = 511
MESSAGE_LENGTH: Final = 255

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ObjectType(IntEnum):
    """The kinds of catalogued objects (NtmsObjectsTypes, MS-RSMP 2.2.1.6)."""

    CHANGER = 2
    CHANGER_TYPE = 3
    COMPUTER = 4
    DRIVE = 5
    DRIVE_TYPE = 6
    DOOR = 7
    PORT = 8
    LIBRARY = 9
    WORK_ITEM = 10
    LOGICAL_MEDIA = 11
    POOL = 12
    MEDIA_TYPE = 13
    SIDE = 14
    PHYSICAL_MEDIA = 15
    SLOT = 16
    OPERATOR_REQUEST = 17


class PoolKind(IntEnum):
    """What a pool is for (NtmsPoolType, MS-RSMP 2.2.4.18)."""

    UNKNOWN = 0
    FREE = 1
    UNRECOGNIZED = 2
    IMPORT = 3
    APPLICATION = 1000


class BarCodeState(IntEnum):
    """Whether the bar code could be read (NtmsBarCodeState)."""

    OK = 1
    UNREADABLE = 2


class PlaceKind(Enum):
    """Where a cartridge can be; offline means in no element of any library."""

    SLOT = "slot"
    DRIVE = "drive"
    PORT = "port"
    ROBOT = "robot"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks: a user, as the operating system or a token vouches for, with the groups that rights are given to.

    ``until`` is when the token expires that vouches; None: never, or it is no token.
    """

    user: str
    groups: tuple[str, ...] = ()
    administrator: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """On whose behalf something is done, as kept in work items and mounts."""

    application: str
    user: str
    computer: str
    session_id: SessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A media pool: a leaf with a media type, or a container of pools.

    Attributes:
        name: The last part of its path.
        path: Names from the root, joined by ``/``; unique.
        media_type: The one type its media have; None for a container.
        draw_from_free: Allocation may take from the free pool of its type.
        return_to_free: Deallocated media go back to the free pool.
        max_allocations: A side allocated so often is decommissioned when given back; None for no limit.
        owner: The user who created it; empty for the system's pools.
    """

    id: PoolId
    name: str
    path: str
    parent_id: PoolId | None = None
    kind: PoolKind = PoolKind.APPLICATION
    media_type: str | None = None
    draw_from_free: bool = False
    return_to_free: bool = False
    max_allocations: int | None = None
    owner: str = ""
    description: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a cartridge is: an element of a library (by the element's id), or offline (id None)."""

    kind: PlaceKind
    element_id: UUID | None = None


OFFLINE: Final = Place(kind=PlaceKind.OFFLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A cartridge (the PMID).

    Attributes:
        sequence: Number within the catalogue, from 1; names a medium that has no bar code.
        library_id: The library it is in; the offline library if in none.
        home_slot_id: The slot it returns to; kept for it while it is in a drive.
        last_library_id: Of one that is offline, the robotic library it was in last, where an operator should bring it.
            Of one that is there, the library whose medium it may be, which is to be looked at first; mostly None.
        cleaner: It is a cleaning cartridge.
        serial: The number in its cartridge memory, as first read, which tells cartridges of one bar code apart.
        location: Where people keep it while it is in no library, such as ``vault 2, shelf 3, box 7``. It may be told
            before it goes, and is forgotten when it comes back: if it is missed one day, it is not there.
    """

    id: MediumId
    name: str
    sequence: int
    media_type: str
    pool_id: PoolId
    library_id: LibraryId
    place: Place = OFFLINE
    state: MediumState = MediumState.IDLE
    home_slot_id: SlotId | None = None
    last_library_id: LibraryId | None = None
    bar_code: str | None = None
    bar_code_state: BarCodeState = BarCodeState.OK
    enabled: bool = True
    cleaner: bool = False
    serial: str = ""
    location: str = ""
    description: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a medium; tapes have one, number 0.

    Attributes:
        label_type: What kind of label it carries, as the recogniser calls it; empty if none is known.
        label_id: What tells it from others with such a label; people call it ``label_info``.
        label_stale: An application has had it since its label was read, and may have written another.
        label_doubted: It was catalogued as free by a copy of the catalogue that was imported, and may have been written
            on since that was made: its label must be the one that is catalogued before anybody gets it.
        label_read: When it was last known what is at its beginning, a label or none; BEGINNING if it never was.
        trouble: Why its label could not be read or written when that was tried last, in words.
    """

    id: SideId
    medium_id: MediumId
    number: int = 0
    state: SideState = SideState.UNKNOWN
    logical_id: LogicalId | None = None
    label_type: str = ""
    label_id: str = ""
    label_info: str = ""
    label_stale: bool = False
    label_doubted: bool = False
    label_read: datetime = BEGINNING
    trouble: str = ""
    mounts: int = 0
    allocations: int = 0
    last_used: datetime = BEGINNING
    name: str = ""
    description: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownType:
    """A type of media, drives or changers: the program knows it by its name, and people may describe it."""

    object_type: ObjectType
    name: str
    description: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalMedium:
    """What an application was given by an allocation (the LMID): the name of one side for as long as it keeps it.

    ``owner`` is the application that allocated it, ``user`` the user it ran as. NEXT finds its siblings by medium.
    """

    id: LogicalId
    pool_id: PoolId
    side_id: SideId
    name: str = ""
    description: str = ""
    owner: str = ""
    user: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """Settings of the whole service (MS-RSMP 2.2.4.26).

    Attributes:
        work_purge_seconds: How long work items that have ended are kept.
        operator_purge_seconds: How long operator requests that were answered are kept.
        purge_work: Work items are forgotten after that time (NTMS_LIBREQFLAGS_NOAUTOPURGE is its opposite).
        purge_failed_work: Those that failed, too (NTMS_LIBREQFLAGS_NOFAILEDPURGE).
        purge_requests: Operator requests are forgotten after that time (NTMS_OPREQFLAGS_NOAUTOPURGE).
        purge_refused_requests: Those that were refused, too (NTMS_OPREQFLAGS_NOFAILEDPURGE).
        operator_alerts: Operators are alerted to their requests (NTMS_OPREQFLAGS_NOALERTS).
        forget_free: Free media that leave their library leave the catalogue (NTMS_POOLPOLICY_PURGEOFFLINESCRATCH).
        keep_import: Import media that leave their library stay in it (NTMS_POOLPOLICY_KEEPOFFLINEIMPORT).
    """

    id: UUID
    name: str
    description: str = ""
    work_purge_seconds: int = 259_200
    operator_purge_seconds: int = 259_200
    purge_work: bool = True
    purge_failed_work: bool = True
    purge_requests: bool = True
    purge_refused_requests: bool = True
    operator_alerts: bool = True
    forget_free: bool = False
    keep_import: bool = False
    created: datetime = BEGINNING
    modified: datetime = BEGINNING
