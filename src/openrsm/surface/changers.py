"""A library, or one application's share of it, as the numbered slots and drives that changer programs know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedSlot:
    """A slot, or an I/E element, by its number.

    Attributes:
        number: From 1. I/E elements go on behind the last storage slot, as mtx counts.
        port: It is an I/E element.
        full: A cartridge lies in it.
        bar_code: Of the cartridge in it; empty if there is none, it has none, or the asker may not look at its pool.
        address: What the robot calls the place: its element address; in a share, which has no robot, the number.
    """

    number: int
    port: bool
    full: bool
    bar_code: str = ""
    address: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedDrive:
    """A drive, by its number.

    Attributes:
        number: From 0.
        device_path: What an application opens, such as ``/dev/nst0``.
        full: A cartridge is in it; in a share, one of its own.
        bar_code: As that of a slot.
        slot: The number of the slot that it came from; 0 if that is not known.
        holder: Who has what is in it, in words for people; empty if it is free.
        address: Its element address.
    """

    number: int
    device_path: str
    full: bool
    bar_code: str = ""
    slot: int = 0
    holder: str = ""
    address: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangerView:
    """A changer with all its places, in the order of their numbers; what it says of itself, for an inquiry."""

    name: str
    library: str
    vendor: str
    product: str
    revision: str
    serial: str
    drives: Sequence[NumberedDrive]
    slots: Sequence[NumberedSlot]


class Changers(Protocol):
    """A changer is named by its share's name, or its library's name or GUID.

    In a share, slots are numbers that its media keep for as long as they belong to it, wherever they and others are
    carried, and drives are numbered in the order in which the share names them; it has no I/E elements. A medium that
    is in none of its drives lies in its slot, also where it waits in a drive of others to be brought home.

    Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such changer), InvalidParameter (no such slot
    or drive) and SystemFault. A refused call has moved nothing. Those that move wait until it is done; if ``timeout``
    seconds pass first, or the caller is interrupted, what has not begun is cancelled. Each has a twin that queues the
    same and returns at once: of a load, the session waits for it, and ends it by its own end; what empties a drive or
    a slot is durable.
    """

    def show(self, session: SessionId, changer: Ref, *, age: float | None = None) -> ChangerView:
        """All of it, as the catalogue has it.

        The library is asked first what is where if that was not done in the last ``age`` seconds, for others may have
        moved cartridges. A robot that is at work, or that does not answer soon, is not waited for; None asks nothing.
        """
        ...

    def load(
        self,
        session: SessionId,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> NumberedDrive:
        """Mount what lies in a slot in that drive, and return when it is ready.

        It waits its turn where another application has the drive or the medium; each item's reason tells for whom.
        The mount stays when the caller's process ends, until :meth:`unload` or a dismount. In a share, what nobody has
        allocated becomes the share's when the load is queued, which takes CONTROL of its pool, as an allocation does.

        Raises:
            Empty: Nothing lies in the slot.
            InvalidState: The drive holds a medium that the same application loaded; unload it first.
            Refusal: As :meth:`openrsm.surface.mounts.Mounts.mount`.
        """
        ...

    def submit_load(
        self,
        session: SessionId,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,
        nowait: bool = False,
    ) -> WorkView:
        """Queue what :meth:`load` would.

        With ``nowait`` it stays queued though the session ends, and ``timeout`` is ignored.

        Raises:
            Refusal: As :meth:`load`, before it waits.
        """
        ...

    def unload(
        self,
        session: SessionId,
        changer: Ref,
        drive: int,
        slot: int | None = None,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> WorkView:
        """Dismount what is in a drive and carry it to a slot; None: the one that it came from.

        Raises:
            Empty: Nothing is in the drive.
            NotEmpty: A cartridge lies in the slot named, or it is kept for another.
            Busy: Somebody else has it: another application, or another user.
            Refusal: As :meth:`openrsm.surface.mounts.Mounts.dismount`.
        """
        ...

    def submit_unload(self, session: SessionId, changer: Ref, drive: int, slot: int | None = None) -> WorkView:
        """Queue what :meth:`unload` would.

        Raises:
            Refusal: As :meth:`unload`, before it waits.
        """
        ...

    def transfer(
        self,
        session: SessionId,
        changer: Ref,
        source: int,
        destination: int,
        *,
        timeout: float | None = None,
        progress: Progress | None = None,
    ) -> WorkView:
        """Carry a cartridge from one slot to another, which becomes its home. In a share, only its number changes.

        Needs CONTROL of the library, as an eject does; in a share, of the medium's pool.

        Raises:
            Empty: Nothing lies in ``source``.
            NotEmpty: A cartridge lies in ``destination``, or it is kept for another.
            Busy: Somebody has the medium, or it is about to be carried.
            InvalidState: It is the library's cleaning cartridge.
            ResourceDisabled: It is disabled, or the library is.
            NotSupported, LibraryOffline: The library has no robot.
        """
        ...

    def submit_transfer(self, session: SessionId, changer: Ref, source: int, destination: int) -> WorkView:
        """Queue what :meth:`transfer` would.

        Raises:
            Refusal: As :meth:`transfer`, before it waits.
        """
        ...

    def outcome(self, session: SessionId, item: Ref) -> WorkView:
        """What a motion that was queued has come to: its work item, done or under way.

        Raises:
            ObjectNotFound, InvalidParameter: The item is not there, or no motion.
            Busy, TimedOut, Cancelled, RequestRefused, DeviceFault, Refusal: It has failed, as the call would say.
        """
        ...
