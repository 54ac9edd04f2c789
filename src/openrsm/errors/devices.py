"""What a robot or a drive did not do as told."""

from __future__ import annotations

from typing import ClassVar

from openrsm.errors.base import Actor, RsmError


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


class CleanerSpent(DeviceFault):
    """The cleaning cartridge is used up (SSC-4, TapeAlert 16h; 02/30/03)."""

    code = "CLEANER_CARTRIDGE_SPENT"
    win32 = 4333
    acts: ClassVar[Actor] = "operator"


class InvalidCleaner(DeviceFault):
    """The drive does not take the cartridge for one that cleans it (SSC-4, TapeAlert 17h)."""

    code = "INVALID_CLEANER"
    win32 = 4310
    acts: ClassVar[Actor] = "operator"


class UnableToClean(DeviceFault):
    """The drive did not finish its cleaning."""

    code = "UNABLE_TO_CLEAN"
    win32 = 4311


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
