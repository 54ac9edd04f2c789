"""Every way OpenRSM refuses or fails, as one tree.

Each class carries a stable ``code`` (printed and sent to clients), the Win32 number that RSM used for the same thing
(``win32``; MS-RSMP 2.2.5 and winerror.h), and who must act about it. The message says what was wrong and what to do.
"""

from __future__ import annotations

from typing import ClassVar, Literal

Actor = Literal["caller", "operator", "device", "system"]


class RsmError(Exception):
    """Root of the tree; never raised itself.

    ``what`` is one sentence: what was wrong, naming the object; ``advice`` one: what to do, empty where nothing helps.
    """

    code: ClassVar[str] = "INTERNAL"
    win32: ClassVar[int] = 31
    acts: ClassVar[Actor] = "system"

    def __init__(self, what: str, advice: str = "") -> None:
        """Keep the two sentences apart, so that edges can render them as they like."""
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        """Both sentences, as a person reads them."""
        return f"{self.what}; {self.advice}" if self.advice else self.what

    def headline(self) -> str:
        """The line that every edge prints: ``NAME (number): what; what to do``."""
        return f"{self.code} ({self.win32}): {self}"


class Refusal(RsmError):
    """The request cannot be carried out as asked; nothing has changed."""

    acts: ClassVar[Actor] = "caller"


class AccessDenied(Refusal):
    """The caller lacks a right on the pool, the library or the computer."""

    code = "ACCESS_DENIED"
    win32 = 5


class InvalidHandle(Refusal):
    """The session is closed or was never opened."""

    code = "INVALID_HANDLE"
    win32 = 6


class InvalidDrive(Refusal):
    """No drive answers to that id or name."""

    code = "INVALID_DRIVE"
    win32 = 15


class WriteProtect(Refusal):
    """A write mount of a side that is complete."""

    code = "WRITE_PROTECT"
    win32 = 19


class StateLocked(Refusal):
    """Another process works on the same state folder."""

    code = "SHARING_VIOLATION"
    win32 = 32


class NotSupported(Refusal):
    """The device, or this kind of library, cannot do that."""

    code = "NOT_SUPPORTED"
    win32 = 50


class InvalidParameter(Refusal):
    """An argument is missing, malformed, out of range, or contradicts another."""

    code = "INVALID_PARAMETER"
    win32 = 87


class InvalidName(Refusal):
    """A name is empty, too long, or has characters that names do not have."""

    code = "INVALID_NAME"
    win32 = 123


class Busy(Refusal):
    """A medium or a drive is in use and the caller did not want to wait."""

    code = "BUSY"
    win32 = 170


class AlreadyExists(Refusal):
    """Something of that name exists."""

    code = "ALREADY_EXISTS"
    win32 = 183


class InvalidMedia(Refusal):
    """A medium is unknown, or named twice in one call."""

    code = "INVALID_MEDIA"
    win32 = 4300


class InvalidLibrary(Refusal):
    """No library answers to that id or name, or it is not one that this call can mean."""

    code = "INVALID_LIBRARY"
    win32 = 4301


class InvalidMediaPool(Refusal):
    """The pool is unknown, or of a kind that this call forbids."""

    code = "INVALID_MEDIA_POOL"
    win32 = 4302


class DriveMediaMismatch(Refusal):
    """Drive and medium are in different libraries, or the drive cannot take the medium."""

    code = "DRIVE_MEDIA_MISMATCH"
    win32 = 4303


class MediaOffline(Refusal):
    """The medium is offline and the caller did not want an operator asked."""

    code = "MEDIA_OFFLINE"
    win32 = 4304
    acts: ClassVar[Actor] = "operator"


class LibraryOffline(Refusal):
    """A physical operation was asked of the offline library."""

    code = "LIBRARY_OFFLINE"
    win32 = 4305


class NotEmpty(Refusal):
    """The pool still holds media or pools."""

    code = "NOT_EMPTY"
    win32 = 4307


class MediaUnavailable(Refusal):
    """Nothing can be allocated from the pool."""

    code = "MEDIA_UNAVAILABLE"
    win32 = 4308
    acts: ClassVar[Actor] = "operator"


class ResourceDisabled(Refusal):
    """The medium, the drive or the library is disabled."""

    code = "RESOURCE_DISABLED"
    win32 = 4309


class ObjectNotFound(Refusal):
    """No object of that kind answers to that id, name or number."""

    code = "OBJECT_NOT_FOUND"
    win32 = 4312


class MediaIncompatible(Refusal):
    """The medium's type differs from the pool's."""

    code = "MEDIA_INCOMPATIBLE"
    win32 = 4315


class MediaNotAvailable(Refusal):
    """The medium is disabled or not ready."""

    code = "MEDIA_NOT_AVAILABLE"
    win32 = 4318


class DeviceNotAvailable(Refusal):
    """A drive or changer that the request needs is disabled or absent."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319


class NoSupportingDrives(Refusal):
    """No enabled drive could ever take the medium."""

    code = "NO_SUPPORTING_DRIVES"
    win32 = 4339


class ResourceNotAvailable(Refusal):
    """The set needs more drives than the library has."""

    code = "RESOURCE_NOT_AVAILABLE"
    win32 = 5006


class InvalidState(Refusal):
    """The object's state does not allow that now."""

    code = "INVALID_STATE"
    win32 = 5023


class Waited(Refusal):
    """The request was in order; what it waited for did not come."""


class Cancelled(Waited):
    """Somebody cancelled the request, or its session ended."""

    code = "CANCELLED"
    win32 = 1223


class TimedOut(Waited):
    """The time allowed ran out first."""

    code = "TIMEOUT"
    win32 = 1460


class RequestRefused(Waited):
    """The operator refused."""

    code = "REQUEST_REFUSED"
    win32 = 4320
    acts: ClassVar[Actor] = "operator"


class DeviceFault(RsmError):
    """A device did not do as told. The catalogue says where the cartridge is."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319
    acts: ClassVar[Actor] = "device"


class SourceEmpty(DeviceFault):
    """A move found no cartridge at its source (SMC-3: 05/3b/0e). Nothing moved."""

    code = "MEDIUM_NOT_ACCESSIBLE"
    win32 = 4323


class DestinationFull(DeviceFault):
    """A move found its destination occupied (SMC-3: 05/3b/0d). Nothing moved."""

    code = "NOT_EMPTY"
    win32 = 4307


class ElementUnreachable(DeviceFault):
    """The robot cannot reach an element, or there is none of that address (05/21/01, magazine out). Nothing moved."""

    code = "MEDIUM_NOT_ACCESSIBLE"
    win32 = 4323


class DoorOpen(DeviceFault):
    """A door is open, so the robot stands still (02/04/xx, 3b/12). Nothing moved."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319
    acts: ClassVar[Actor] = "operator"


class RemovalPrevented(DeviceFault):
    """Something holds the cartridge: a drive not unloaded, or a prevent lock (05/53/02, 3b/xx). Nothing moved."""

    code = "UNABLE_TO_EJECT_MOUNTED_MEDIA"
    win32 = 4330


class UnableToLoad(DeviceFault):
    """The drive does not take the cartridge, or never became ready with it."""

    code = "UNABLE_TO_LOAD_MEDIUM"
    win32 = 4324


class MediumError(DeviceFault):
    """Reading or writing the medium failed (sense key 3), or the medium is not what the drive needs."""

    code = "MEDIA_NOT_AVAILABLE"
    win32 = 4318


class EndOfData(DeviceFault):
    """Reading reached the end of what is written (sense key 8, 00/05)."""

    code = "NO_DATA"
    win32 = 232


class DriveNotReady(DeviceFault):
    """The drive holds no cartridge, or is not ready for the command (sense key 2)."""

    code = "NOT_READY"
    win32 = 21


class StatusUnreadable(DeviceFault):
    """The library's element status could not be read."""

    code = "UNABLE_TO_INVENTORY_SLOT"
    win32 = 4326


class TransportOccupied(DeviceFault):
    """The robot holds a cartridge already."""

    code = "TRANSPORT_FULL"
    win32 = 4328


class LibraryChanged(DeviceFault):
    """A unit attention came instead of the motion: somebody touched the library. Nothing moved; ask it first."""

    code = "NOT_READY"
    win32 = 21


class MotionUnknown(DeviceFault):
    """A motion was sent and no answer came. It may have happened, in part or whole: only the library knows."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319


class UnexpectedMedium(DeviceFault):
    """Another cartridge than the one meant is in the drive."""

    code = "UNEXPECTED_OMID"
    win32 = 4334


class DeviceGone(DeviceFault):
    """The device cannot be reached at all; the command was not carried out."""

    code = "RESOURCE_NOT_PRESENT"
    win32 = 4316


class HardwareFault(DeviceFault):
    """The device reports that it is broken (sense key 4), in its own words."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319
    acts: ClassVar[Actor] = "operator"


class SystemFault(RsmError):
    """The catalogue or the machine failed; nothing that was acknowledged is lost."""


class NotEnoughMemory(SystemFault):
    """The operating system refused memory."""

    code = "NOT_ENOUGH_MEMORY"
    win32 = 8


class DatabaseFailure(SystemFault):
    """The catalogue cannot be read or written."""

    code = "DATABASE_FAILURE"
    win32 = 4313


class DatabaseFull(SystemFault):
    """The file system, or the size limit, leaves no room for the catalogue."""

    code = "DATABASE_FULL"
    win32 = 4314
