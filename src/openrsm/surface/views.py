"""What calls return: catalogue values joined with the names a reader needs, so that no edge has to ask twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openrsm.domain.destinations import Messages
from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.health import Reading
from openrsm.domain.library import InventoryMethod
from openrsm.domain.records import Move, OperatorRequest, WorkItem
from openrsm.domain.suspects import Party
from openrsm.domain.values import DriveId, LogicalMedium, Medium, MediumId, ObjectType, Pool, SessionId, Side

Ref = str
"""An object as a person names it: GUID, bar code, name, number or path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """An open session.

    Attributes:
        lease: How long it stays without a sign of life, in seconds; None: as its process does.
        ends_mounts: What it has mounted is dismounted when it ends.
    """

    id: SessionId
    application: str
    user: str
    computer: str
    opened: datetime
    lease: float | None
    ends_mounts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumView:
    """A cartridge with the names around it. ``where`` is for people: ``slot 3``, ``drive 1``, ``offline``."""

    medium: Medium
    sides: Sequence[Side]
    logical: Sequence[LogicalMedium]
    pool: str
    library: str
    where: str
    moves: Sequence[Move] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveView:
    """A drive with its cartridge. ``use`` says in words who has it, e.g. ``in use by backup since 14:02``."""

    drive: Drive
    library: str
    medium: Medium | None
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotView:
    """A slot with its cartridge."""

    slot: Slot
    medium: Medium | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortView:
    """An I/E element with its cartridge."""

    port: Port
    medium: Medium | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryView:
    """A library in one line: counts of what it has."""

    library: Library
    drives: int
    slots: int
    ports: int
    media: int
    open_work: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDetail:
    """A library with everything in it; ``cleaner`` is its cleaning cartridge, if one is in the slot kept for it."""

    summary: LibraryView
    changers: Sequence[Changer]
    drives: Sequence[DriveView]
    slots: Sequence[SlotView]
    ports: Sequence[PortView]
    doors: Sequence[Door]
    media_types: Sequence[str]
    cleaner: str = ""
    cleaner_slot: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """A pool with what it holds: cartridges, sides that can be allocated, logical media, pools."""

    pool: Pool
    media: int
    available: int
    logical: int
    pools: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """A work item with the names around it. ``order`` counts open mounts from 1; 0 means it is not orderable."""

    item: WorkItem
    library: str
    medium: str
    drive: str
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorView:
    """An operator request with the names around it.

    Attributes:
        show_at: The computers that are to show it; where there are none, every computer is.
    """

    request: OperatorRequest
    medium: str
    library: str
    pool: str
    work_number: int | None
    show_at: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationList:
    """The computers that are to show messages of one kind about something, by name."""

    messages: Messages
    names: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What an allocation gave: the LMID, the cartridge behind it, and the pool it was taken from."""

    logical: LogicalMedium
    medium: Medium
    side: Side
    source_pool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    """One medium of a mount. ``drive`` and ``device_path`` are None and empty until it is loaded (NOWAIT)."""

    work: WorkView
    medium: Medium
    side: Side
    drive: Drive | None
    device_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectName:
    """One line of an enumeration."""

    object_type: ObjectType
    id: UUID | str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectSettings:
    """What people may set on an object, and what it is set to. None: not to be set on objects of its type.

    Nobody sets when it was created and modified; of types, which are always there, that is when the catalogue was made
    and when they were described. None where that is told elsewhere: requests.

    Attributes:
        name: Its name; where that cannot be set, what it is called.
        inventory_method: A library's, as are the next.
        auto_recovery: See :class:`~openrsm.domain.equipment.Library`.
        cleaner_uses: How often its cleaning cartridge still cleans; 4294967295 if that is not counted.
        cleans_itself: See there, too.
        max_extend: Seconds, a port's; see :class:`~openrsm.domain.equipment.Port`.
        max_open: Seconds, a door's; see :class:`~openrsm.domain.equipment.Door`.
        location: A medium's; see :class:`~openrsm.domain.values.Medium`.
        media_type: A pool's, as are the next three; None, too, for a pool that holds pools.
        max_allocations: 0 for no limit.
        work_purge_seconds: The computer's, as are the next; see :class:`~openrsm.domain.values.Computer`.
    """

    object_type: ObjectType
    id: UUID | str
    name: str
    description: str | None = None
    inventory_method: InventoryMethod | None = None
    cleaner_uses: int | None = None
    cleans_itself: bool | None = None
    auto_recovery: bool | None = None
    max_extend: int | None = None
    max_open: int | None = None
    location: str | None = None
    media_type: str | None = None
    draw_from_free: bool | None = None
    return_to_free: bool | None = None
    max_allocations: int | None = None
    work_purge_seconds: int | None = None
    operator_purge_seconds: int | None = None
    purge_work: bool | None = None
    purge_failed_work: bool | None = None
    purge_requests: bool | None = None
    purge_refused_requests: bool | None = None
    operator_alerts: bool | None = None
    forget_free: bool | None = None
    keep_import: bool | None = None
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView:
    """A private attribute of an object, but for its value: how many bytes that has."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A private attribute of an object."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A motion of a robot with the names around it. Its ends are for people: ``slot 3``, ``drive 1``, ``robot``."""

    move: Move
    library: str
    medium: str
    source: str
    destination: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectView:
    """A drive or a medium to suspect, or one of both; see :class:`openrsm.domain.suspects.Suspect`.

    ``score`` is how many readings that went wrong it explains. A name is empty where that is not suspected.
    """

    party: Party
    drive_id: DriveId | None
    drive: str
    medium_id: MediumId | None
    medium: str
    certain: bool
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """A reading with the names around it; empty for what is gone, and for what the caller may not look at."""

    reading: Reading
    drive: str
    medium: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything on one screen.

    Attributes:
        since: When what answers was opened: with a service, since when that runs.
        alerts: Sentences that want somebody's attention.
        moves: Motions under way, then the last that ended, newest first.
    """

    at: datetime
    libraries: Sequence[LibraryView]
    drives: Sequence[DriveView]
    work: Sequence[WorkView]
    operators: Sequence[OperatorView]
    alerts: Sequence[str]
    moves: Sequence[MoveView] = ()
    since: datetime | None = None
