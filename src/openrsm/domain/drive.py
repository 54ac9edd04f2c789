"""The drive's state machine (NtmsDriveState, MS-RSMP 2.2.4.2) with its header values; 3 and 4 are unused there."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class DriveState(IntEnum):
    """What is in a drive and for whom."""

    DISMOUNTED = 0
    MOUNTED = 1
    LOADED = 2
    UNLOADED = 5
    BEING_CLEANED = 6
    DISMOUNTABLE = 7


class DriveEvent(Enum):
    """What happens to a drive."""

    INSERT = "a cartridge was set in"
    READY = "it is ready for reading and writing"
    REFUSE = "it does not take the cartridge"
    RELEASE = "its user is done; the cartridge stays"
    REUSE = "the cartridge in it is mounted again"
    UNLOAD = "it has let the cartridge go"
    REMOVE = "the cartridge was taken out"
    FIND = "a cartridge that nobody asked for was found in it"
    CLEAN = "cleaning starts"
    CLEANED = "cleaning is over"


_S, _E = DriveState, DriveEvent

DRIVE: Final[Table[DriveState, DriveEvent]] = {
    _S.DISMOUNTED: {
        _E.INSERT: _S.MOUNTED,
        _E.FIND: _S.DISMOUNTABLE,
        _E.REMOVE: _S.DISMOUNTED,
        _E.CLEAN: _S.BEING_CLEANED,
    },
    _S.MOUNTED: {_E.READY: _S.LOADED, _E.REFUSE: _S.UNLOADED, _E.UNLOAD: _S.UNLOADED, _E.REMOVE: _S.DISMOUNTED},
    _S.LOADED: {_E.RELEASE: _S.DISMOUNTABLE, _E.UNLOAD: _S.UNLOADED, _E.REMOVE: _S.DISMOUNTED},
    _S.DISMOUNTABLE: {
        _E.REUSE: _S.MOUNTED,
        _E.UNLOAD: _S.UNLOADED,
        _E.REMOVE: _S.DISMOUNTED,
        _E.FIND: _S.DISMOUNTABLE,
    },
    _S.UNLOADED: {_E.INSERT: _S.MOUNTED, _E.REMOVE: _S.DISMOUNTED, _E.FIND: _S.DISMOUNTABLE},
    _S.BEING_CLEANED: {_E.CLEANED: _S.UNLOADED, _E.UNLOAD: _S.UNLOADED, _E.REMOVE: _S.DISMOUNTED},
}
