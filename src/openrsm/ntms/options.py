"""What calls are told and tell, under the names and with the values of ``ntmsapi.h``."""

from __future__ import annotations

from enum import IntEnum, IntFlag


class NtmsAsyncStatus(IntEnum):
    """How an asynchronous call stands; in the header alone, nothing here returns it."""

    NTMS_ASYNCSTATE_QUEUED = 0
    NTMS_ASYNCSTATE_WAIT_RESOURCE = 1
    NTMS_ASYNCSTATE_WAIT_OPERATOR = 2
    NTMS_ASYNCSTATE_INPROCESS = 3
    NTMS_ASYNCSTATE_COMPLETE = 4


class NtmsAsyncOperations(IntEnum):
    """Calls that the header meant to be asynchronous."""

    NTMS_ASYNCOP_MOUNT = 1


class NtmsSessionOptions(IntFlag):
    """For OpenNtmsSession; it is ignored (docs/divergence.md, D02)."""

    NTMS_SESSION_QUERYEXPEDITE = 1


class NtmsMountOptions(IntFlag):
    """How to mount."""

    NTMS_MOUNT_READ = 1
    NTMS_MOUNT_WRITE = 2
    NTMS_MOUNT_ERROR_NOT_AVAILABLE = 4
    NTMS_MOUNT_ERROR_IF_UNAVAILABLE = 4
    NTMS_MOUNT_ERROR_OFFLINE = 8
    NTMS_MOUNT_ERROR_IF_OFFLINE = 8
    NTMS_MOUNT_SPECIFIC_DRIVE = 16
    NTMS_MOUNT_NOWAIT = 32


class NtmsDismountOptions(IntEnum):
    """How to dismount."""

    NTMS_DISMOUNT_DEFERRED = 1
    NTMS_DISMOUNT_IMMEDIATE = 2


class NtmsMountPriority(IntEnum):
    """Where a mount is queued; any number from LOWEST to HIGHEST is allowed."""

    NTMS_PRIORITY_DEFAULT = 0
    NTMS_PRIORITY_HIGHEST = 15
    NTMS_PRIORITY_HIGH = 7
    NTMS_PRIORITY_NORMAL = 0
    NTMS_PRIORITY_LOW = -7
    NTMS_PRIORITY_LOWEST = -15


class NtmsAllocateOptions(IntFlag):
    """How to allocate."""

    NTMS_ALLOCATE_NEW = 1
    NTMS_ALLOCATE_NEXT = 2
    NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE = 4


class NtmsCreateOptions(IntEnum):
    """Whether CreateNtmsMediaPool creates, opens, or either."""

    NTMS_OPEN_EXISTING = 1
    NTMS_CREATE_NEW = 2
    NTMS_OPEN_ALWAYS = 3


class NtmsInventoryMethod(IntEnum):
    """How an inventory finds out what is there."""

    NTMS_INVENTORY_NONE = 0
    NTMS_INVENTORY_FAST = 1
    NTMS_INVENTORY_OMID = 2
    NTMS_INVENTORY_DEFAULT = 3
    NTMS_INVENTORY_SLOT = 4
    NTMS_INVENTORY_STOP = 5
    NTMS_INVENTORY_MAX = 6


class NtmsCreateNtmsMediaOptions(IntFlag):
    """How CreateNtmsMedia takes a label that is known."""

    NTMS_ERROR_ON_DUPLICATE = 1


class NtmsEnumerateOption(IntEnum):
    """What EnumerateNtmsObject lists of pools."""

    NTMS_ENUM_DEFAULT = 0
    NTMS_ENUM_ROOTPOOL = 1


class NtmsEjectOperation(IntEnum):
    """What EjectNtmsMedia does."""

    NTMS_EJECT_START = 0
    NTMS_EJECT_STOP = 1
    NTMS_EJECT_QUEUE = 2
    NTMS_EJECT_FORCE = 3
    NTMS_EJECT_IMMEDIATE = 4
    NTMS_EJECT_ASK_USER = 5


class NtmsInjectOperation(IntEnum):
    """What InjectNtmsMedia does."""

    NTMS_INJECT_START = 0
    NTMS_INJECT_STOP = 1
    NTMS_INJECT_RETRACT = 2
    NTMS_INJECT_STARTMANY = 3


class NtmsAccessMask(IntFlag):
    """Rights; CONTROL is a bit of its own (docs/divergence.md, D01)."""

    NTMS_USE_ACCESS = 1
    NTMS_MODIFY_ACCESS = 2
    NTMS_CONTROL_ACCESS = 4


class NtmsUITypes(IntEnum):
    """What messages a computer is sent."""

    NTMS_UITYPE_INVALID = 0
    NTMS_UITYPE_INFO = 1
    NTMS_UITYPE_REQ = 2
    NTMS_UITYPE_ERR = 3
    NTMS_UITYPE_MAX = 4


class NtmsUIOperations(IntEnum):
    """What SetNtmsUIOptions does."""

    NTMS_UIDEST_ADD = 1
    NTMS_UIDEST_DELETE = 2
    NTMS_UIDEST_DELETEALL = 3
    NTMS_UIOPERATION_MAX = 4


class NtmsNotificationOperations(IntEnum):
    """What happened to an object."""

    NTMS_OBJ_UPDATE = 1
    NTMS_OBJ_INSERT = 2
    NTMS_OBJ_DELETE = 3
    NTMS_EVENT_SIGNAL = 4
    NTMS_EVENT_COMPLETE = 5
