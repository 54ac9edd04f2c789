"""What the caller, or a person, has to change before it can be done."""

from __future__ import annotations

from typing import ClassVar

from openrsm.errors.base import Actor, RsmError


class Refusal(RsmError):
    """The request cannot be carried out as asked; nothing has changed."""

    acts: ClassVar[Actor] = "caller"


class AccessDenied(Refusal):
    """The caller lacks a right on the pool, the library or the computer."""

    code = "ACCESS_DENIED"
    win32 = 5


class NotAuthenticated(AccessDenied):
    """Nobody vouches for the caller: no token, an unknown or expired one, or a session that is another user's."""

    code = "NOT_AUTHENTICATED"
    win32 = 1244


class InvalidHandle(Refusal):
    """The session or notification handle is closed or was never opened."""

    code = "INVALID_HANDLE"
    win32 = 6


class InvalidDrive(Refusal):
    """The drive is unknown, or it is not clear which is meant."""

    code = "INVALID_DRIVE"
    win32 = 15


class MissingDrive(InvalidDrive):
    """No drive answers to that id, name or number."""


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


class MissingMedium(InvalidMedia):
    """No medium, side or logical medium answers to that id or name."""


class InvalidLibrary(Refusal):
    """No library answers to that id or name, or it is not one that this call can mean."""

    code = "INVALID_LIBRARY"
    win32 = 4301


class MissingLibrary(InvalidLibrary):
    """No library answers to that id or name."""


class InvalidMediaPool(Refusal):
    """The pool is unknown, or of a kind that this call forbids."""

    code = "INVALID_MEDIA_POOL"
    win32 = 4302


class MissingPool(InvalidMediaPool):
    """No pool answers to that id or path."""


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


class Empty(Refusal):
    """Nothing is in the slot or the drive that was named."""

    code = "EMPTY"
    win32 = 4306


class NotEmpty(Refusal):
    """The pool still holds media or pools; or a cartridge lies where another is to go."""

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


class ResourceNotPresent(Refusal):
    """The library has no such part."""

    code = "RESOURCE_NOT_PRESENT"
    win32 = 4316


class InvalidOperation(Refusal):
    """There is nothing under way that could be stopped or retracted."""

    code = "INVALID_OPERATION"
    win32 = 4317


class MediaNotAvailable(Refusal):
    """The medium is disabled or not ready."""

    code = "MEDIA_NOT_AVAILABLE"
    win32 = 4318


class DeviceNotAvailable(Refusal):
    """A drive or changer that the request needs is disabled or absent."""

    code = "DEVICE_NOT_AVAILABLE"
    win32 = 4319


class LibraryFull(Refusal):
    """The library has no slot for another cartridge."""

    code = "LIBRARY_FULL"
    win32 = 4322
    acts: ClassVar[Actor] = "operator"


class CleanerSlotSet(Refusal):
    """The library keeps a slot for its cleaning cartridge already."""

    code = "CLEANER_SLOT_SET"
    win32 = 4331


class CleanerSlotNotSet(Refusal):
    """The library keeps no slot for a cleaning cartridge."""

    code = "CLEANER_SLOT_NOT_SET"
    win32 = 4332


class CleanerInstalled(Refusal):
    """The library has a cleaning cartridge."""

    code = "CLEANER_CARTRIDGE_INSTALLED"
    win32 = 4340


class MessageTooLong(Refusal):
    """A message to an operator has more characters than are kept."""

    code = "MESSAGE_EXCEEDS_MAX_SIZE"
    win32 = 4336


class IndigenousType(Refusal):
    """A media type that a drive of the library tells cannot be removed from it."""

    code = "INDIGENOUS_TYPE"
    win32 = 4338


class NoSupportingDrives(Refusal):
    """No drive that may be used could ever take the medium, or write it."""

    code = "NO_SUPPORTING_DRIVES"
    win32 = 4339


class ResourceNotAvailable(Refusal):
    """The set needs more drives than the library has; or a slot is taken, or is not there."""

    code = "RESOURCE_NOT_AVAILABLE"
    win32 = 5006


class InvalidState(Refusal):
    """The object's state does not allow that now."""

    code = "INVALID_STATE"
    win32 = 5023


class NoticesLost(Refusal):
    """More happened than is kept for a listener; what it knows is stale, so it should look at everything again."""

    code = "NO_DATA"
    win32 = 232


class DataTooLarge(Refusal):
    """More bytes than an attribute holds."""

    code = "DATA_TOO_LARGE"
    win32 = 232


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


class CatalogueLocked(TimedOut):
    """Another program kept the catalogue locked for too long; repeated a little later, it may be done."""

    acts: ClassVar[Actor] = "system"


class RequestRefused(Waited):
    """The operator refused."""

    code = "REQUEST_REFUSED"
    win32 = 4320
    acts: ClassVar[Actor] = "operator"
