"""What objects are and how they stand, under the names and with the values of ``ntmsapi.h``."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class NtmsObjectsTypes(IntEnum):
    """Kinds of objects."""

    NTMS_UNKNOWN = 0
    NTMS_OBJECT = 1
    NTMS_CHANGER = 2
    NTMS_CHANGER_TYPE = 3
    NTMS_COMPUTER = 4
    NTMS_DRIVE = 5
    NTMS_DRIVE_TYPE = 6
    NTMS_IEDOOR = 7
    NTMS_IEPORT = 8
    NTMS_LIBRARY = 9
    NTMS_LIBREQUEST = 10
    NTMS_LOGICAL_MEDIA = 11
    NTMS_MEDIA_POOL = 12
    NTMS_MEDIA_TYPE = 13
    NTMS_PARTITION = 14
    NTMS_PHYSICAL_MEDIA = 15
    NTMS_STORAGESLOT = 16
    NTMS_OPREQUEST = 17
    NTMS_UI_DESTINATION = 18
    NTMS_NUMBER_OF_OBJECT_TYPES = 19


class NtmsDriveState(IntEnum):
    """What is in a drive and for whom."""

    NTMS_DRIVESTATE_DISMOUNTED = 0
    NTMS_DRIVESTATE_MOUNTED = 1
    NTMS_DRIVESTATE_LOADED = 2
    NTMS_DRIVESTATE_UNLOADED = 5
    NTMS_DRIVESTATE_BEING_CLEANED = 6
    NTMS_DRIVESTATE_DISMOUNTABLE = 7


class NtmsLibraryType(IntEnum):
    """What kind of library; ONLINE means robotic."""

    NTMS_LIBRARYTYPE_UNKNOWN = 0
    NTMS_LIBRARYTYPE_OFFLINE = 1
    NTMS_LIBRARYTYPE_ONLINE = 2
    NTMS_LIBRARYTYPE_STANDALONE = 3


class NtmsLibraryFlags(IntFlag):
    """What else is said of a library."""

    NTMS_LIBRARYFLAG_FIXEDOFFLINE = 1
    NTMS_LIBRARYFLAG_CLEANERPRESENT = 2
    NTMS_LIBRARYFLAG_AUTODETECTCHANGE = 4
    NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING = 8
    NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE = 16


class NtmsSlotState(IntEnum):
    """What is in a slot."""

    NTMS_SLOTSTATE_UNKNOWN = 0
    NTMS_SLOTSTATE_FULL = 1
    NTMS_SLOTSTATE_EMPTY = 2
    NTMS_SLOTSTATE_NOTPRESENT = 3
    NTMS_SLOTSTATE_NEEDSINVENTORY = 4


class NtmsDoorState(IntEnum):
    """Whether a door stands open."""

    NTMS_DOORSTATE_UNKNOWN = 0
    NTMS_DOORSTATE_CLOSED = 1
    NTMS_DOORSTATE_OPEN = 2


class NtmsPortPosition(IntEnum):
    """Whether a port stands open to people."""

    NTMS_PORTPOSITION_UNKNOWN = 0
    NTMS_PORTPOSITION_EXTENDED = 1
    NTMS_PORTPOSITION_RETRACTED = 2


class NtmsPortContent(IntEnum):
    """Whether a port holds a cartridge."""

    NTMS_PORTCONTENT_UNKNOWN = 0
    NTMS_PORTCONTENT_FULL = 1
    NTMS_PORTCONTENT_EMPTY = 2


class NtmsBarCodeState(IntEnum):
    """Whether the bar code could be read."""

    NTMS_BARCODESTATE_OK = 1
    NTMS_BARCODESTATE_UNREADABLE = 2


class NtmsMediaState(IntEnum):
    """Where a cartridge stands in an operation."""

    NTMS_MEDIASTATE_IDLE = 0
    NTMS_MEDIASTATE_INUSE = 1
    NTMS_MEDIASTATE_MOUNTED = 2
    NTMS_MEDIASTATE_LOADED = 3
    NTMS_MEDIASTATE_UNLOADED = 4
    NTMS_MEDIASTATE_OPERROR = 5
    NTMS_MEDIASTATE_OPREQ = 6


class NtmsPartitionState(IntEnum):
    """What may be done with one side of a medium."""

    NTMS_PARTSTATE_UNKNOWN = 0
    NTMS_PARTSTATE_UNPREPARED = 1
    NTMS_PARTSTATE_INCOMPATIBLE = 2
    NTMS_PARTSTATE_DECOMMISSIONED = 3
    NTMS_PARTSTATE_AVAILABLE = 4
    NTMS_PARTSTATE_ALLOCATED = 5
    NTMS_PARTSTATE_COMPLETE = 6
    NTMS_PARTSTATE_FOREIGN = 7
    NTMS_PARTSTATE_IMPORT = 8
    NTMS_PARTSTATE_RESERVED = 9


class NtmsPoolType(IntEnum):
    """What a pool is for; SCRATCH is the free pool, FOREIGN the unrecognized."""

    NTMS_POOLTYPE_UNKNOWN = 0
    NTMS_POOLTYPE_SCRATCH = 1
    NTMS_POOLTYPE_FOREIGN = 2
    NTMS_POOLTYPE_IMPORT = 3
    NTMS_POOLTYPE_APPLICATION = 1000


class NtmsAllocationPolicy(IntFlag):
    """Whether allocation may draw from the free pool."""

    NTMS_ALLOCATE_FROMSCRATCH = 1


class NtmsDeallocationPolicy(IntFlag):
    """Whether what is given back returns to the free pool."""

    NTMS_DEALLOCATE_TOSCRATCH = 1


class NtmsReadWriteCharacteristics(IntEnum):
    """How a medium can be written."""

    NTMS_MEDIARW_UNKNOWN = 0
    NTMS_MEDIARW_REWRITABLE = 1
    NTMS_MEDIARW_WRITEONCE = 2
    NTMS_MEDIARW_READONLY = 3


class NtmsLmOperation(IntEnum):
    """What a library request does."""

    NTMS_LM_REMOVE = 0
    NTMS_LM_DISABLECHANGER = 1
    NTMS_LM_DISABLELIBRARY = 1
    NTMS_LM_ENABLECHANGER = 2
    NTMS_LM_ENABLELIBRARY = 2
    NTMS_LM_DISABLEDRIVE = 3
    NTMS_LM_ENABLEDRIVE = 4
    NTMS_LM_DISABLEMEDIA = 5
    NTMS_LM_ENABLEMEDIA = 6
    NTMS_LM_UPDATEOMID = 7
    NTMS_LM_INVENTORY = 8
    NTMS_LM_DOORACCESS = 9
    NTMS_LM_EJECT = 10
    NTMS_LM_EJECTCLEANER = 11
    NTMS_LM_INJECT = 12
    NTMS_LM_INJECTCLEANER = 13
    NTMS_LM_PROCESSOMID = 14
    NTMS_LM_CLEANDRIVE = 15
    NTMS_LM_DISMOUNT = 16
    NTMS_LM_MOUNT = 17
    NTMS_LM_WRITESCRATCH = 18
    NTMS_LM_CLASSIFY = 19
    NTMS_LM_RESERVECLEANER = 20
    NTMS_LM_RELEASECLEANER = 21
    NTMS_LM_MAXWORKITEM = 22


class NtmsLmState(IntEnum):
    """Where a library request stands; nothing here is ever DEFERRED."""

    NTMS_LM_QUEUED = 0
    NTMS_LM_INPROCESS = 1
    NTMS_LM_PASSED = 2
    NTMS_LM_FAILED = 3
    NTMS_LM_INVALID = 4
    NTMS_LM_WAITING = 5
    NTMS_LM_DEFERRED = 6
    NTMS_LM_DEFFERED = 6
    NTMS_LM_CANCELLED = 7
    NTMS_LM_STOPPED = 8


class NtmsOpreqCommand(IntEnum):
    """What an operator is asked for."""

    NTMS_OPREQ_UNKNOWN = 0
    NTMS_OPREQ_NEWMEDIA = 1
    NTMS_OPREQ_CLEANER = 2
    NTMS_OPREQ_DEVICESERVICE = 3
    NTMS_OPREQ_MOVEMEDIA = 4
    NTMS_OPREQ_MESSAGE = 5


class NtmsOpreqState(IntEnum):
    """Where an operator request stands."""

    NTMS_OPSTATE_UNKNOWN = 0
    NTMS_OPSTATE_SUBMITTED = 1
    NTMS_OPSTATE_ACTIVE = 2
    NTMS_OPSTATE_INPROGRESS = 3
    NTMS_OPSTATE_REFUSED = 4
    NTMS_OPSTATE_COMPLETE = 5


class NtmsLibRequestFlags(IntFlag):
    """Which ended library requests are kept."""

    NTMS_LIBREQFLAGS_NOAUTOPURGE = 1
    NTMS_LIBREQFLAGS_NOFAILEDPURGE = 2


class NtmsOpRequestFlags(IntFlag):
    """Which ended operator requests are kept, and whom they alert."""

    NTMS_OPREQFLAGS_NOAUTOPURGE = 1
    NTMS_OPREQFLAGS_NOFAILEDPURGE = 2
    NTMS_OPREQFLAGS_NOALERTS = 16
    NTMS_OPREQFLAGS_NOTRAYICON = 32


class NtmsMediaPoolPolicy(IntFlag):
    """What becomes of offline media."""

    NTMS_POOLPOLICY_PURGEOFFLINESCRATCH = 1
    NTMS_POOLPOLICY_KEEPOFFLINEIMPORT = 2


class NtmsOperationalState(IntEnum):
    """Whether a device can work."""

    NTMS_READY = 0
    NTMS_INITIALIZING = 10
    NTMS_NEEDS_SERVICE = 20
    NTMS_NOT_PRESENT = 21


class NtmsDriveType(IntEnum):
    """The one drive type that the header names."""

    NTMS_UNKNOWN_DRIVE = 0
