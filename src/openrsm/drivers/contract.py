"""What every driver promises: a robot (:class:`Changer`), its drives (:class:`Drive`), and how they are found.

A device belongs to one thread at a time: the executor that owns it. No driver retries, sleeps between retries, or
decides; it does one thing and says what happened, in the classes of :mod:`openrsm.errors`:

- A motion either happened when the call returns, or did not happen when it raises :class:`~openrsm.errors.DeviceFault`;
  only :class:`~openrsm.errors.MotionUnknown` leaves it open: it may still happen. After that, and after
  :class:`~openrsm.errors.LibraryChanged`, ask :meth:`Changer.status` before moving anything.
- What a device cannot do at all is :class:`~openrsm.errors.NotSupported`; a cartridge that may not be written, or has
  no more room or sense where the drive stands, is :class:`~openrsm.errors.MediumError`; a tape operation without a
  cartridge is :class:`~openrsm.errors.DriveNotReady`; a reservation of somebody else's is
  :class:`~openrsm.errors.Busy`.
- What a device can do is data (:class:`Abilities`), probed once, never asked by class.
- An element is known by its address, the number the device gives it (SMC-3 6.11); nothing is assumed of addresses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from openrsm.domain.health import Counters
from openrsm.drivers.position import Position, SpaceKind


class ElementKind(Enum):
    """The four element types of SMC-3 (table 8), with their codes."""

    ROBOT = 1
    SLOT = 2
    PORT = 3
    DRIVE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a device says it is (INQUIRY; the serial number from VPD page 80, else from 83)."""

    vendor: str
    product: str
    revision: str
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Consecutive element addresses of one kind; ``count`` 0 means the library has none."""

    first: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The elements of a library (mode page 1Dh)."""

    robots: Span
    slots: Span
    ports: Span
    drives: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a changer can do, as data.

    Attributes:
        bar_codes: It reads bar codes.
        exchange: EXCHANGE MEDIUM works.
        position: POSITION TO ELEMENT works.
        initialise_range: A part of the library can be scanned by itself.
        lock: PREVENT ALLOW MEDIUM REMOVAL works.
        invert: The robot can turn two-sided media.
        moves_at_once: How many motions may be handed to it at a time.
        drive_identifiers: Element status tells which drive is behind a drive element.
        has_door: It has a door whose state the driver can tell.
    """

    bar_codes: bool
    exchange: bool = False
    position: bool = False
    initialise_range: bool = False
    lock: bool = False
    invert: bool = False
    moves_at_once: int = 1
    drive_identifiers: bool = False
    has_door: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element as the library reports it.

    Attributes:
        address: Its element address.
        kind: Robot, slot, port or drive.
        full: Whether it holds a cartridge.
        accessible: Whether the robot can reach what it holds.
        trouble: The exception the library reports for it, in words; empty if none.
        bar_code: The primary volume tag without padding; None if not read or unreadable.
        unsure: The library does not know whether it holds one (SMC-3, EXCEPT without FULL), as while it starts.
        unread: The library tells bar codes of such elements, and has none of what lies here: it could not be read.
        source: The address the cartridge last came from, if the library says so.
        inverted: Whether a two-sided medium lies with its second side up.
        drive_serial: For a drive element: serial number or identifier of the drive behind it, if told.
        cleaner: The library itself marks the medium as a cleaning cartridge (medium type 2).
        density: SSC density code of what a drive has loaded, where the library itself is the drive.
    """

    address: int
    kind: ElementKind
    full: bool
    accessible: bool = True
    trouble: str = ""
    bar_code: str | None = None
    unread: bool = False
    unsure: bool = False
    source: int | None = None
    inverted: bool = False
    drive_serial: str | None = None
    cleaner: bool = False
    density: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Something the device told unasked (a unit attention): e.g. a door was opened, a reset happened.

    Attributes:
        what: In plain words.
        contents_suspect: Cartridges may have been moved by hand: element status must be read anew, scan included.
        medium_changed: A cartridge became ready that may be another one (28/00); of a drive.
    """

    what: str
    contents_suspect: bool
    medium_changed: bool = False


class Readiness(Enum):
    """How a drive answers TEST UNIT READY (SPC-5 6.47, SSC-4)."""

    READY = "ready"
    EMPTY = "empty"
    BECOMING_READY = "becoming ready"
    UNLOADED = "cartridge present, not loaded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveStatus:
    """What a drive says of itself.

    Attributes:
        readiness: See :class:`Readiness`.
        words: The same in plain words with sense bytes, e.g. ``"becoming ready (02/04/01)"``.
        write_protected: The cartridge's tab, or the medium's kind, forbids writing. False if empty.
        density: SSC density code of the loaded medium; None if empty, not told, or not a tape.
    """

    readiness: Readiness
    words: str
    write_protected: bool = False
    density: int | None = None


class Changer(Protocol):
    """A robot with its elements. Used by one thread at a time."""

    @property
    def identity(self) -> Identity:
        """Who the device says it is; probed when it was opened."""
        ...

    @property
    def abilities(self) -> Abilities:
        """What it can do; probed when it was opened."""
        ...

    @property
    def geometry(self) -> Geometry:
        """Its elements; read again by every :meth:`status`."""
        ...

    def status(self) -> Sequence[Element]:
        """Every element, as the library knows it now; ordered by kind, then address. Never scans, never moves.

        Raises:
            StatusUnreadable: The answer makes no sense.
            DeviceGone: No answer.
            DriveNotReady: The library is still starting (02/04/01); ask again later.
        """
        ...

    def initialise(self, span: Span | None = None) -> None:
        """Scan contents and bar codes anew (INITIALIZE ELEMENT STATUS [WITH RANGE]); returns when done.

        Args:
            span: Only these elements, where ``abilities.initialise_range``; None for all.
        """
        ...

    def move(self, source: int, destination: int, *, invert: bool = False) -> None:
        """Carry the cartridge from one element to another (MOVE MEDIUM); returns when it lies there.

        Raises:
            SourceEmpty, DestinationFull, ElementUnreachable, DoorOpen, RemovalPrevented, TransportOccupied,
            DriveNotReady, HardwareFault, LibraryChanged, DeviceGone: Nothing moved. A robot that breaks on its way is
            HardwareFault only if element status still shows the cartridge at its source, else MotionUnknown.
            MotionUnknown: No answer came; the robot may still be at it, or begin later. See :meth:`at_rest`.
        """
        ...

    def exchange(self, source: int, middle: int, destination: int) -> None:
        """Source to middle, what was in middle to destination (EXCHANGE MEDIUM), where ``abilities.exchange``.

        Raises:
            NotSupported: The device has no such command; others as :meth:`move`.
        """
        ...

    def position(self, address: int) -> None:
        """Bring the robot before an element (POSITION TO ELEMENT), where ``abilities.position``."""
        ...

    def lock(self, *, locked: bool) -> None:
        """Prevent or allow that people take media out (PREVENT ALLOW MEDIUM REMOVAL), where ``abilities.lock``."""
        ...

    def at_rest(self) -> bool:
        """Whether the robot is not known to be at work; False while the device says so, by 02/04/01 or BUSY (SMC-3).

        True promises nothing of a motion that was not answered: some devices say that they are ready all the while.

        Raises:
            DeviceGone: No answer.
        """
        ...

    def door_open(self) -> bool:
        """Whether a door stands open, as far as the device can tell; False where ``abilities.has_door`` is not."""
        ...

    def attentions(self) -> Sequence[Attention]:
        """What the device told unasked since the last call; the list is emptied by asking."""
        ...

    def close(self) -> None:
        """Let go of the device. Closing twice is harmless."""
        ...


class Drive(Protocol):
    """One drive. Used by one thread at a time. Block positions and counts as in SSC-4."""

    @property
    def identity(self) -> Identity:
        """Who the device says it is."""
        ...

    @property
    def device_path(self) -> str:
        """What an application opens: ``/dev/nst0``, an ``iscsi://`` address, or a virtual cartridge's file."""
        ...

    @property
    def type_name(self) -> str:
        """The kind of drive, as in :mod:`openrsm.domain.media_types`: ``LTO-5``; empty if unknown."""
        ...

    def status(self) -> DriveStatus:
        """Readiness and what is loaded. Never raises for a drive that answers; takes no tape motion.

        Raises:
            DeviceGone: No answer.
        """
        ...

    def in_use(self) -> bool:
        """Whether a program on this host has the drive open; False where that cannot be told."""
        ...

    def load(self) -> None:
        """Thread the cartridge (LOAD). May return before the drive is ready: ask :meth:`status`.

        Raises:
            UnableToLoad: The drive refuses it.
        """
        ...

    def unload(self) -> None:
        """Rewind and release the cartridge (LOAD UNLOAD with load 0); on return the robot may take it.

        Raises:
            RemovalPrevented, HardwareFault, DeviceGone: It stays loaded.
            MotionUnknown: No answer came.
        """
        ...

    def rewind(self) -> None:
        """To the beginning of the partition."""
        ...

    def write(self, block: bytes) -> None:
        """One variable-length block at the present position."""
        ...

    def read(self, limit: int) -> bytes:
        """The next block, at most ``limit`` bytes of it; ``b""`` at a filemark, which is passed.

        Raises:
            EndOfData: Nothing is written beyond here.
            MediumError: It cannot be read.
        """
        ...

    def write_filemarks(self, count: int = 1) -> None:
        """Filemarks; 0 flushes the drive's buffer."""
        ...

    def space(self, kind: SpaceKind, count: int = 0) -> None:
        """Forward, or back where ``count`` is negative."""
        ...

    def locate(self, block: int, *, partition: int = 0) -> None:
        """To a block, where the drive can."""
        ...

    def position(self) -> Position:
        """Where the tape stands."""
        ...

    def alerts(self) -> frozenset[int]:
        """TapeAlert flags now raised (SSC-4, log page 2Eh), 1 to 64; empty where the drive has none to tell."""
        ...

    def counters(self) -> Counters:
        """Errors counted since the cartridge was loaded (LOG SENSE, pages 02h and 03h); None each where there are none.

        Drives for LTO begin anew with each load. One that goes on counting tells of earlier cartridges, too.
        """
        ...

    def cartridge_memory(self) -> Mapping[int, bytes]:
        """MAM attributes by identifier (READ ATTRIBUTE, SPC-5 7.4); empty where there are none."""
        ...

    def reserve(self, key: int) -> None:
        """Exclusive access by persistent reservation under ``key``, where the drive can (SPC-5 6.16)."""
        ...

    def release(self, key: int) -> None:
        """Give up what :meth:`reserve` took."""
        ...

    def close(self) -> None:
        """Let go of the device. Closing twice is harmless."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDrive:
    """A drive and the drive element it sits behind."""

    address: int
    drive: Drive


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLibrary:
    """What :class:`Discovery` returns.

    Attributes:
        changer: The robot.
        drives: The drives that could be matched to a drive element by identifier.
        unmatched: Drive elements behind which no drive could be identified, with the reason in words.
        default_type: The media type of cartridges whose bar code tells none; None if the library has no default.
    """

    changer: Changer
    drives: Sequence[OpenedDrive]
    unmatched: Mapping[int, str] = field(default_factory=dict)
    default_type: str | None = None


class Discovery(Protocol):
    """Opens the library behind an address and matches its drives."""

    def __call__(self, url: str, /) -> OpenedLibrary:
        """Open it.

        Raises:
            InvalidParameter: The address is malformed; the message shows the form.
            DeviceGone: Nothing answers there.
            DriveNotReady: The library is still starting; try again later.
            NotSupported: What answers is not a changer.
        """
        ...
