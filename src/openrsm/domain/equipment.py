"""The equipment: frozen values for libraries and what they are made of. Times are aware datetimes in UTC.

When a noun was ``created`` and ``modified`` the store sets, here as in :mod:`openrsm.domain.values`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.library import InventoryMethod, LabelUse, LibraryKind, Operational
from openrsm.domain.slot import DoorState, PortContent, PortPosition, SlotState
from openrsm.domain.values import (
    BEGINNING,
    ChangerId,
    DoorId,
    DriveId,
    LibraryId,
    MediumId,
    PortId,
    Requester,
    SideId,
    SlotId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A tape library, autoloader or stand-alone drive; or the one offline library.

    Attributes:
        url: How its driver reaches it; empty for the offline library.
        default_type: The media type of cartridges whose bar code tells none.
        added_types: The media types that people said it takes (AddNtmsMediaType), besides those that its drives tell.
        has_bar_codes: It has a bar-code reader.
        moves_at_once: How many motions its robot takes at a time.
        labels: What is done with the labels of its media.
        cleaner_slot_id: The slot that is kept for the cleaning cartridge.
        cleaner_uses: How often the cleaning cartridge there still cleans; None where that is not counted.
        cleans_itself: Drives that ask for it are cleaned without being told to.
        auto_recovery: When a medium's label is not the expected one, an inventory follows (MS-RSMP 2.2.1.11).
    """

    id: LibraryId
    name: str
    description: str = ""
    kind: LibraryKind = LibraryKind.ROBOTIC
    url: str = ""
    enabled: bool = True
    operational: Operational = Operational.INITIALIZING
    inventory_method: InventoryMethod = InventoryMethod.FAST
    default_type: str | None = None
    added_types: Sequence[str] = ()
    has_bar_codes: bool = False
    has_door: bool = False
    moves_at_once: int = 1
    labels: LabelUse = LabelUse.IGNORE
    auto_recovery: bool = True
    cleaner_slot_id: SlotId | None = None
    cleaner_uses: int | None = None
    cleans_itself: bool = True
    vendor: str = ""
    product: str = ""
    serial: str = ""
    revision: str = ""
    trouble: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING

    def method(self, wanted: InventoryMethod) -> InventoryMethod:
        """How an inventory is taken: the library's own method where the default is wanted."""
        return self.inventory_method if wanted is InventoryMethod.DEFAULT else wanted

    @property
    def look(self) -> InventoryMethod:
        """How to find out what is there where somebody has to know: its own method, unless that finds out nothing."""
        return InventoryMethod.SLOT if self.inventory_method is InventoryMethod.NONE else InventoryMethod.DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Changer:
    """The robot of a library; ``address`` is its element address."""

    id: ChangerId
    library_id: LibraryId
    number: int
    address: int
    name: str
    description: str = ""
    enabled: bool = True
    operational: Operational = Operational.READY
    vendor: str = ""
    product: str = ""
    serial: str = ""
    revision: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive of a library.

    Attributes:
        number: Counted from 1 within its library.
        address: Its element address.
        type_name: Kind of drive, as in :mod:`openrsm.domain.media_types`.
        device_path: What an application opens.
        medium_id: The cartridge in it, if any.
        side_id: The side last mounted in it.
        vouched_id: The side that somebody has had there since its mount passed: no other cartridge can be there.
        holder: Who has it reserved or mounted; None when it is free or dismountable.
        held_since: Since when.
        ownerless_since: When the holder's session was lost; None while nobody doubts that the holder is there.
        dismountable_since: When its cartridge was released for others.
        dismount_delay: Seconds that a released cartridge stays at least (MS-RSMP 2.2.4.13; default 300).
        mounts: How often a medium was mounted in it.
        cleaned_at: When it was cleaned last.
        wants_cleaning: It has asked to be cleaned, and was not since.
        trouble: Why it cannot work, in words.
    """

    id: DriveId
    library_id: LibraryId
    number: int
    address: int
    name: str
    description: str = ""
    state: DriveState = DriveState.DISMOUNTED
    enabled: bool = True
    operational: Operational = Operational.READY
    type_name: str = ""
    vendor: str = ""
    product: str = ""
    serial: str = ""
    revision: str = ""
    device_path: str = ""
    medium_id: MediumId | None = None
    side_id: SideId | None = None
    vouched_id: SideId | None = None
    holder: Requester | None = None
    held_since: datetime | None = None
    ownerless_since: datetime | None = None
    dismountable_since: datetime | None = None
    dismount_delay: int = 300
    mounts: int = 0
    cleaned_at: datetime | None = None
    wants_cleaning: bool = False
    trouble: str = ""
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A storage slot; ``number`` is counted from 1, ``address`` is its element address."""

    id: SlotId
    library_id: LibraryId
    number: int
    address: int
    description: str = ""
    state: SlotState = SlotState.UNKNOWN
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """An import/export element, open to people since ``extended_since``.

    After ``max_extend`` seconds an operator is asked (MS-RSMP 2.2.4.24).
    """

    id: PortId
    library_id: LibraryId
    number: int
    address: int
    description: str = ""
    content: PortContent = PortContent.UNKNOWN
    position: PortPosition = PortPosition.RETRACTED
    extended_since: datetime | None = None
    max_extend: int = 60
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A door people open to reach the inside of a library; after ``max_open`` seconds an operator is to close it."""

    id: DoorId
    library_id: LibraryId
    number: int
    description: str = ""
    state: DoorState = DoorState.UNKNOWN
    opened_at: datetime | None = None
    max_open: int = 120
    created: datetime = BEGINNING
    modified: datetime = BEGINNING
