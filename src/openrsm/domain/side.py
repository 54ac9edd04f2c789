"""The side's state machine (NtmsPartitionState, MS-RSMP 2.2.4.7) with its header values."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class SideState(IntEnum):
    """What may be done with one side of a medium."""

    UNKNOWN = 0
    UNPREPARED = 1
    INCOMPATIBLE = 2
    DECOMMISSIONED = 3
    AVAILABLE = 4
    ALLOCATED = 5
    COMPLETE = 6
    FOREIGN = 7
    IMPORT = 8
    RESERVED = 9


class SideEvent(Enum):
    """What happens to a side."""

    SEEN_UNKNOWN = "its label is blank or of no known kind"
    SEEN_IMPORT = "its label is of a known kind, but not catalogued"
    SEEN_UNUSABLE = "no drive of its library can use it"
    FITS = "a drive that can use it is there"
    PREPARE = "a move to a free pool was accepted"
    PREPARED = "it carries a free label"
    PREPARE_FAILED_FOREIGN = "the free label could not be written; it was foreign"
    PREPARE_FAILED_IMPORT = "the free label could not be written; it was import"
    PREPARE_FAILED_AVAILABLE = "the free label could not be written; it was available"
    ALLOCATE = "an application takes it"
    RESERVE = "its other side was taken together with it"
    UNRESERVE = "the owner's last side was given back"
    COMPLETE = "its owner has written all it will"
    DEALLOCATE = "its owner gives it back"
    RETIRE = "it reached its pool's limit of allocations, or was decommissioned"


_S, _E = SideState, SideEvent

SIDE: Final[Table[SideState, SideEvent]] = {
    _S.UNKNOWN: {
        _E.SEEN_UNKNOWN: _S.FOREIGN,
        _E.SEEN_IMPORT: _S.IMPORT,
        _E.SEEN_UNUSABLE: _S.INCOMPATIBLE,
    },
    _S.UNPREPARED: {
        _E.PREPARED: _S.AVAILABLE,
        _E.PREPARE_FAILED_FOREIGN: _S.FOREIGN,
        _E.PREPARE_FAILED_IMPORT: _S.IMPORT,
        _E.PREPARE_FAILED_AVAILABLE: _S.AVAILABLE,
    },
    _S.INCOMPATIBLE: {_E.FITS: _S.UNKNOWN},
    _S.DECOMMISSIONED: {},
    _S.AVAILABLE: {
        _E.PREPARE: _S.UNPREPARED,
        _E.ALLOCATE: _S.ALLOCATED,
        _E.RESERVE: _S.RESERVED,
        _E.RETIRE: _S.DECOMMISSIONED,
    },
    _S.ALLOCATED: {
        _E.COMPLETE: _S.COMPLETE,
        _E.DEALLOCATE: _S.AVAILABLE,
        _E.RETIRE: _S.DECOMMISSIONED,
    },
    _S.COMPLETE: {_E.DEALLOCATE: _S.AVAILABLE, _E.RETIRE: _S.DECOMMISSIONED},
    _S.FOREIGN: {_E.PREPARE: _S.UNPREPARED, _E.SEEN_IMPORT: _S.IMPORT},
    _S.IMPORT: {_E.PREPARE: _S.UNPREPARED, _E.ALLOCATE: _S.ALLOCATED, _E.SEEN_UNKNOWN: _S.FOREIGN},
    _S.RESERVED: {_E.ALLOCATE: _S.ALLOCATED, _E.UNRESERVE: _S.AVAILABLE},
}
