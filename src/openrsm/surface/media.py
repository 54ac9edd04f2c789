"""Media: look at, record, move between pools, allocate and give back, retire, enable and disable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.domain.recording import RecordedSide
from openrsm.domain.values import MediumId, SessionId
from openrsm.surface.claims import Claims
from openrsm.surface.views import Allocation, MediumView, OperatorView, Ref, WorkView


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateOptions:
    """How to allocate (NtmsAllocateOptions).

    Attributes:
        new: Also reserve the other sides of the medium for later ``next_of`` calls.
        next_of: An LMID already held: take the next reserved side of its medium.
        side: Take exactly this side (a GUID), which is available, or import.
        error_if_unavailable: Never ask an operator.
        timeout: Seconds to wait for an operator; 0 does not wait, None waits for ever.
    """

    new: bool = False
    next_of: Ref | None = None
    side: Ref | None = None
    error_if_unavailable: bool = False
    timeout: float | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMedium:
    """A medium to catalogue by hand.

    Attributes:
        pool: An import or application pool; its type is the medium's.
        bar_code: Its bar code; blanks behind it do not count.
        name: What to call it; else its bar code does, or what its one label is called, or a number.
        location: Where it is kept.
        sides: Each of its sides; none for as many as its type has, of which nothing is known.
        id: The GUID it shall have; None for a new one.
        allow_duplicates: Even if a label of it is catalogued already.
    """

    pool: Ref
    bar_code: str = ""
    name: str = ""
    description: str = ""
    location: str = ""
    sides: Sequence[RecordedSide] = ()
    id: MediumId | None = None
    allow_duplicates: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLabel:
    """A label as its owner tells of it: what it wrote, or, where ``content`` is empty, what that says.

    Attributes:
        content: The beginning of the side, at most 65536 bytes; a recogniser must know it.
        type: A stable short name, as recognisers give it.
        id: What tells it from others of its type.
        info: What people call it.
    """

    content: bytes = b""
    type: str = ""
    id: str = ""
    info: str = ""


class Media(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, InvalidMedia (no such medium) and SystemFault."""

    def list(
        self,
        session: SessionId,
        *,
        library: Ref | None = None,
        pool: Ref | None = None,
        location: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> Sequence[MediumView]:
        """Cartridges in pools that the caller may use, by sequence number; of one library or pool, if given.

        Args:
            session: Who asks.
            library: Of this library alone.
            pool: In this pool alone.
            location: Only offline ones that are kept there; ``*`` stands for any text, ``?`` for any one character,
                and upper case is lower case.
            after: The sequence number behind which to begin.
            limit: How many at most.
        """
        ...

    def show(self, session: SessionId, medium: Ref) -> MediumView:
        """One cartridge with its sides and its last moves."""
        ...

    def create(self, session: SessionId, new: NewMedium) -> MediumView:
        """Catalogue a medium that is in no library, as it is known from elsewhere (CreateNtmsMedia).

        It is recognized when it comes into a library: by its bar code, or its label.

        Raises:
            InvalidMediaPool: The pool is none for it.
            InvalidMedia: Its bar code, a label of it, or a GUID given to it is catalogued already.
            MediaIncompatible: Media of the pool's type have another number of sides.
            InvalidName, InvalidParameter: What is told of it cannot be.
        """
        ...

    def delete(self, session: SessionId, medium: Ref) -> None:
        """Forget an offline medium, which was lost or destroyed (DeleteNtmsMedia).

        Raises:
            InvalidState: It is in a library, a side of it is somebody's, or a work item waits for it.
        """
        ...

    def move(self, session: SessionId, medium: Ref, pool: Ref) -> MediumView:
        """Move it to another pool of its type (MoveToNtmsMediaPool; MS-RSMP 3.2.5.2.2.13).

        On the way to a free pool, where labels are written, its sides are unprepared and it stays where it is until
        each has its free label; the work items say how that goes.

        Raises:
            MediaOffline: It needs a free label and is in no library.
            NoSupportingDrives: It needs a free label and no drive of its library writes such media.
            MediaIncompatible: The pool is of another type.
            InvalidMediaPool: That move is not one of those allowed.
            Busy: It is in use.
        """
        ...

    def retype(self, session: SessionId, medium: Ref, pool: Ref) -> MediumView:
        """Move a medium whose type was taken for another to a pool of its true type (ChangeNtmsMediaType).

        Which moves there are is as for :meth:`move`; but an application's medium that needs a free label goes to the
        free pool of its old type first.

        Raises:
            LibraryOffline: It is in no library.
            ResourceDisabled: Its library is disabled.
            MediaIncompatible: Media of the pool's type have another number of sides.
            NoSupportingDrives: It needs a free label and no drive of its library writes media of the pool's type.
            InvalidMediaPool: That move is not one of those allowed.
            Busy: It is in use.
        """
        ...

    def allocate(self, session: SessionId, pool: Ref, options: AllocateOptions) -> Allocation:
        """Take a side for this application (AllocateNtmsMedia; MS-RSMP 3.2.5.2.2.3).

        Raises:
            InvalidParameter: ``new`` and ``next_of`` together.
            InvalidMediaPool: Not an application pool.
            InvalidMedia: The given side or LMID does not fit.
            MediaOffline: The given side is on an offline medium.
            MediaUnavailable: Nothing to allocate, and no operator may be asked or no time is allowed.
            TimedOut, Cancelled: The operator did not answer in time, or refused.
        """
        ...

    def request(
        self, session: SessionId, pool: Ref, options: AllocateOptions, asked: Ref | None = None
    ) -> Allocation | OperatorView:
        """Try to allocate, without waiting: where an operator has to bring media first, the request that asks him.

        Call it again with ``asked``, that request, whenever it has changed, and at last with no time left: then it is
        withdrawn. The end of the session withdraws it, too. Errors are those of :meth:`allocate`.
        """
        ...

    def unclaimed(self, session: SessionId) -> Sequence[MediumView]:
        """Cartridges in the import and unrecognized pools that the caller may use, by sequence number.

        What can be told of them is on their sides: labels, and why one could not be read. What the catalogue had said
        besides, when it is lost, is lost: LMIDs, allocations, names, rights, and whether a side was complete.
        """
        ...

    def adopt(
        self, session: SessionId, pool: Ref, label_type: str, *, called: str = "*", dry_run: bool = False
    ) -> Sequence[MediumView]:
        """Give import media to whom their labels name, all or none; those that were given.

        Each side with such a label is allocated from an application's pool, in the caller's name, and is called what
        its label is. A free pool takes media with our own free label, and no others.

        Args:
            session: Whose application they are to be.
            pool: An application's pool, or a free one, of one media type.
            label_type: As :mod:`openrsm.labels` has it: ``bacula``, ``ansi``, ``openrsm-free`` and others.
            called: A pattern for what the labels are called, with ``*`` and ``?``; capitals count.
            dry_run: Change nothing; those that would be given.

        Raises:
            InvalidMediaPool: That pool does not take media with such labels.
            InvalidParameter: No type is named.
            Busy: One of them is in use.
        """
        ...

    def claim(
        self, session: SessionId, library: Ref, volumes: Sequence[KnownVolume], how: Claiming, *, dry_run: bool = False
    ) -> Claims:
        """Take over what another tool knew of a library's media, as far as it fits what is catalogued.

        Volumes that hold data are allocated to the application, so that nobody writes over them, and full ones are
        completed; blank ones become available in their pool. Nothing comes into a free pool. Doing it again changes
        nothing more. What does not fit is told, and left as it is.

        Needs CONTROL of the pools that media come from and go to, and the right to create those that are not there.

        Args:
            session: Who asks.
            library: The library that they are in.
            volumes: What the other tool knew.
            how: Whose they are to be.
            dry_run: Change nothing, and tell what would be done.

        Raises:
            InvalidLibrary: There is no such library.
            InvalidName, InvalidMediaPool: A pool cannot be called so, or cannot be where it is to be.
            InvalidParameter: The application has no name.
        """
        ...

    def deallocate(self, session: SessionId, logical: Ref) -> MediumView:
        """Give an LMID back; it ceases to exist. At the pool's limit of allocations the side is decommissioned."""
        ...

    def swap(self, session: SessionId, one: Ref, other: Ref) -> Sequence[MediumView]:
        """Let two LMIDs of one pool trade their sides (SwapNtmsMedia; MS-RSMP 3.2.5.2.2.5).

        So what was copied from a worn medium keeps the name under which it is known. Returns the medium that the
        first LMID names now, then that of the other.

        Raises:
            InvalidMediaPool: They are in different pools.
            InvalidState: A side is not allocated, or it is complete.
            InvalidMedia: They are the same, or a medium is in use.
        """
        ...

    def complete(self, session: SessionId, logical: Ref) -> MediumView:
        """Mark it fully written: write mounts are refused from now on.

        Raises:
            InvalidState: It is not allocated, or it is mounted.
        """
        ...

    def decommission(self, session: SessionId, medium: Ref) -> MediumView:
        """Retire every side of a cartridge for good; or, where a side's GUID is given, that one (3.2.5.2.2.6).

        Raises:
            InvalidState: A side is not available.
        """
        ...

    def identify(self, session: SessionId, medium: Ref, *, deferred: bool = False) -> Sequence[WorkView]:
        """Queue the reading of its labels, an item a side (IdentifyNtmsSlot; MS-RSMP 3.2.5.2.6.1).

        New media are sorted by what is found: unrecognized, import, or the medium that was missed.

        Args:
            session: Who asks.
            medium: Which.
            deferred: Leave it in the drive afterwards, for whoever wants it next.

        Raises:
            MediaOffline: It is in no library.
            ResourceDisabled: It, or its library, is disabled.
            InvalidMedia: It is a cleaning cartridge.
            NoSupportingDrives: No drive of its library reads such media.
            Busy: An operation is under way with it.
        """
        ...

    def update_label(self, session: SessionId, logical: Ref) -> WorkView:
        """Queue the reading of the label that its owner wrote (UpdateNtmsOmidInfo); a dismount does it by itself.

        Raises:
            InvalidState: It is not mounted.
        """
        ...

    def set_label(self, session: SessionId, logical: Ref, label: ToldLabel) -> MediumView:
        """Write down the label that its owner says it has written (UpdateNtmsOmidInfo); nothing is read from the drive.

        Raises:
            InvalidParameter: No recogniser knows the content; or it is too long; or neither content nor type and id.
            RecognitionFailed: A recogniser failed on it.
        """
        ...

    def eject(
        self,
        session: SessionId,
        media: Sequence[Ref],
        *,
        queue: bool = False,
        force: bool = False,
        location: str | None = None,
    ) -> Sequence[WorkView]:
        """Queue bringing media to the ports of their library, all or none, for people to take out (EjectNtmsMedia).

        An item has passed when its medium was taken out. The medium is then in the offline library; cleaning
        cartridges, import, unrecognized and incompatible media are forgotten (MS-RSMP 3.2.5.2.1.1).

        Args:
            session: Of the caller.
            media: Which; with none, what the caller queued before is ejected.
            queue: Only add them to the batch of the caller's user and application; the next eject without it takes
                the batch along.
            force: Also media that are mounted or wanted by others: they are dismounted.
            location: Where the named media are going to be kept; None leaves what is known of each. It is written
                down at once, and stays should a medium not leave after all.

        Raises:
            InvalidParameter: No medium, and no batch; or ``queue`` with ``force``; or the location is none.
            InvalidMedia: A medium is named twice.
            LibraryOffline: One is offline.
            DeviceNotAvailable: Its library is disabled.
            NotSupported: Its library has no ports.
            MediaNotAvailable: One is disabled.
            Busy: One is in use; or they are more than the ports hold.
        """
        ...

    def enable(self, session: SessionId, medium: Ref) -> WorkView:
        """Queue its return to service.

        Raises:
            InvalidState: It is enabled.
        """
        ...

    def disable(self, session: SessionId, medium: Ref) -> WorkView:
        """Queue taking it out of service: neither mounts nor dismounts are accepted until it is enabled again.

        Raises:
            InvalidState: It is disabled.
        """
        ...
