"""What the scheduler sees and what it decides, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from openrsm.domain.equipment import Door, Drive, Library, Port, Slot
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import PortPosition
from openrsm.domain.values import DriveId, Medium, MediumId, Place, PlaceKind, SideId, SlotId, WorkId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import RsmError


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A drive, what is in it, and whether something is under way with it.

    Attributes:
        busy: A step under way involves this drive.
        not_before: A step with it failed, or a program still has it open: leave it until then.
        open_since: Since when a program has kept it open although its user is done with it.
        keeps: Its cartridge stays when nobody uses it: there is no robot to bring it home.
    """

    drive: Drive
    medium: Medium | None
    busy: bool = False
    not_before: datetime | None = None
    open_since: datetime | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Berth:
    """A port, and what lies in it."""

    port: Port
    medium: Medium | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One library at one instant, as far as scheduling looks.

    Attributes:
        work: Open items in queue order (operation, rank, number).
        media: Every medium that an item names or a drive or the robot holds.
        home_slots: The home slots of those media, and the slots to which items bring one.
        empty_slots: Some slots that are empty and no medium's home.
        stranded: The medium the robot holds, if no motion is under way.
        stranded_not_before: Putting it away failed: leave it until then.
        moving: Media that a step under way concerns.
        promised: Elements that a step under way fills.
        berths: The ports, by number.
        station_busy: The ports are being opened to people, or closed.
        locked: People are kept from ports and doors.
        locked_not_before: Letting them in again failed: leave it until then.
        doors: The doors.
        released: The door access for which the doors have been unlocked.
        robot_slots_left: How many more motions the robot takes now.
        asked: Items for which an operator request stands, with its number.
        second_sides: Sides, among those that items and drives name, for which the robot must turn the medium.
        open_patience: Seconds that a program is waited for that has a drive open.
        cleaner_slot: The slot that is kept for the cleaning cartridge.
        cleaner: The cleaning cartridge that is there, or comes from there.
        marked: Some media in slots that an inventory has marked, and that no open item is about.
        zone: For times in words.
    """

    library: Library
    seats: tuple[Seat, ...]
    work: tuple[WorkItem, ...]
    media: Mapping[MediumId, Medium]
    home_slots: Mapping[SlotId, Slot] = field(default_factory=dict)
    empty_slots: tuple[Slot, ...] = ()
    stranded: Medium | None = None
    stranded_not_before: datetime | None = None
    moving: frozenset[MediumId] = frozenset()
    promised: frozenset[UUID] = frozenset()
    berths: tuple[Berth, ...] = ()
    station_busy: bool = False
    locked: bool = False
    locked_not_before: datetime | None = None
    doors: tuple[Door, ...] = ()
    released: WorkId | None = None
    robot_slots_left: int = 1
    door_open: bool = False
    asked: Mapping[WorkId, int] = field(default_factory=dict)
    second_sides: frozenset[SideId] = frozenset()
    open_patience: int = 60
    cleaner_slot: Slot | None = None
    cleaner: Medium | None = None
    marked: tuple[Medium, ...] = ()
    zone: tzinfo = UTC

    def seat_of(self, drive_id: DriveId | None) -> Seat | None:
        """The seat of a drive of this library."""
        return next((seat for seat in self.seats if seat.drive.id == drive_id), None)

    def seat_with(self, medium_id: MediumId | None) -> Seat | None:
        """The seat whose drive holds the medium."""
        return next((seat for seat in self.seats if seat.medium and seat.medium.id == medium_id), None)

    def destination_of(self, medium_id: MediumId) -> Place | None:
        """Where somebody wants the medium brought; None: home."""
        started = (item for item in self.work if item.medium_id == medium_id and item.state is WorkState.IN_PROCESS)
        return next((item.destination for item in started if item.destination is not None), None)

    def wanted(self) -> frozenset[UUID | None]:
        """The elements to which items bring a medium."""
        return frozenset(item.destination.element_id for item in self.work if item.destination is not None)

    def can_reach(self, place: Place) -> bool:
        """Whether the robot can reach into an element: it cannot where ports stand open to people."""
        ports_open = self.station_busy or any(one.port.position is PortPosition.EXTENDED for one in self.berths)
        return place.kind is not PlaceKind.PORT or not ports_open

    def set_of(self, item: WorkItem) -> tuple[WorkItem, ...]:
        """The open items that stand or fall with this one, itself included."""
        if item.set_id is None:
            return (item,)
        return tuple(other for other in self.work if other.set_id == item.set_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """The robot is to bring a cartridge from one element to another."""

    medium_id: MediumId
    source: Place
    destination: Place
    work_id: WorkId | None = None
    invert: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether it is looked at what was carried: before a drive loads it or people take it, and out of any slot.

        In a slot people may have exchanged it. What goes home from a drive or a port was looked at when it came there.
        """
        return self.destination.kind is not PlaceKind.SLOT or self.source.kind is PlaceKind.SLOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A drive is to become ready with the cartridge in it, which costs no motion if it is; then its label is seen to.

    ``operation`` says what for: a mount, to identify the cartridge, to write its free label, or to clean the drive.
    """

    drive_id: DriveId
    medium_id: MediumId
    work_id: WorkId
    operation: Operation = Operation.MOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Unload:
    """A drive is to let its cartridge go."""

    drive_id: DriveId
    medium_id: MediumId
    work_id: WorkId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInventory:
    """The robot is to report what is where."""

    work_id: WorkId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStation:
    """The ports are to be opened to people."""

    work_id: WorkId


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseStation:
    """The ports are to be closed; ``locked`` keeps people from ports and doors until it is done again without."""

    locked: bool
    work_id: WorkId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDoor:
    """The doors are to be unlocked."""

    work_id: WorkId


Tending = OpenStation | CloseStation | ReleaseDoor
"""Steps for people's sake: nothing moves."""

Step = Carry | Load | Unload | TakeInventory | Tending


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Start items together; each mount gets the drive beside it."""

    work_ids: tuple[WorkId, ...]
    drives: Mapping[WorkId, DriveId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An item cannot start, or go on; the reason in words."""

    work_id: WorkId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """Items are done, together."""

    work_ids: tuple[WorkId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """Items end with an error, together."""

    work_ids: tuple[WorkId, ...]
    error: RsmError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An operator is to bring an offline medium for an item."""

    work_id: WorkId
    medium_id: MediumId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """A medium whose slot is marked is to be identified, side by side."""

    medium_id: MediumId


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A medium whose slot is marked is not to be identified: no drive of the library reads it; why in words."""

    medium_id: MediumId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summon:
    """An operator is to do something at the library, without which an item cannot go on."""

    work_id: WorkId
    kind: OperatorKind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Equip:
    """The cleaning cartridge with which a drive is to be cleaned is there."""

    work_id: WorkId
    medium_id: MediumId


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An item goes on to another stage, which is its option."""

    work_id: WorkId
    option: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A drive that keeps its cartridge has it for whoever comes next: the mount that it was in is over."""

    drive_id: DriveId


Ruling = Begin | Wait | Finish | Fail | Ask | Summon | Redirect | Identify | Misfit | Equip | Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to record, what to do, and when to look again if nothing happens before.

    Rulings are committed before steps are handed out; a decision with rulings has no steps. ``retrying`` says that
    something under way, or a cartridge to go home, is tried again soon: the library has not come to rest.
    """

    rulings: tuple[Ruling, ...] = ()
    steps: tuple[Step, ...] = ()
    look_again: datetime | None = None
    retrying: bool = False
