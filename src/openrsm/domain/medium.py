"""The physical medium's state machine (NtmsMediaState, MS-RSMP 2.2.4.4) with its header values."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class MediumState(IntEnum):
    """Where a cartridge stands in an operation."""

    IDLE = 0
    IN_USE = 1
    MOUNTED = 2
    LOADED = 3
    UNLOADED = 4
    ERROR = 5
    OPERATOR = 6


class MediumEvent(Enum):
    """What happens to a cartridge."""

    ACCEPT = "an operation on it is accepted"
    ASK_OPERATOR = "it is offline and an operator is asked for it"
    FOUND = "it came online while an operation waits for it"
    WITHDRAW = "the operation ended before it moved"
    INSERT = "it was set into a drive"
    READY = "the drive is ready with it"
    REFUSE = "the drive does not take it"
    UNLOAD = "the drive has let it go"
    RELEASE = "it stays in its drive, free for others"
    FAIL = "a device failed with it; the fault may pass"
    SETTLE = "it was found at rest"


_S, _E = MediumState, MediumEvent

MEDIUM: Final[Table[MediumState, MediumEvent]] = {
    _S.IDLE: {
        _E.ACCEPT: _S.IN_USE,
        _E.ASK_OPERATOR: _S.OPERATOR,
        _E.UNLOAD: _S.UNLOADED,
        _E.FAIL: _S.ERROR,
        _E.SETTLE: _S.IDLE,
    },
    _S.OPERATOR: {_E.FOUND: _S.IN_USE, _E.WITHDRAW: _S.IDLE, _E.FAIL: _S.ERROR, _E.SETTLE: _S.IDLE},
    _S.IN_USE: {
        _E.ASK_OPERATOR: _S.OPERATOR,
        _E.INSERT: _S.MOUNTED,
        _E.READY: _S.LOADED,
        _E.UNLOAD: _S.UNLOADED,
        _E.WITHDRAW: _S.IDLE,
        _E.RELEASE: _S.IDLE,
        _E.FAIL: _S.ERROR,
        _E.SETTLE: _S.IDLE,
    },
    _S.MOUNTED: {
        _E.READY: _S.LOADED,
        _E.REFUSE: _S.UNLOADED,
        _E.UNLOAD: _S.UNLOADED,
        _E.FAIL: _S.ERROR,
        _E.SETTLE: _S.IDLE,
    },
    _S.LOADED: {_E.UNLOAD: _S.UNLOADED, _E.RELEASE: _S.IDLE, _E.FAIL: _S.ERROR, _E.SETTLE: _S.IDLE},
    _S.UNLOADED: {_E.INSERT: _S.MOUNTED, _E.FAIL: _S.ERROR, _E.SETTLE: _S.IDLE},
    _S.ERROR: {_E.ACCEPT: _S.IN_USE, _E.UNLOAD: _S.UNLOADED, _E.FAIL: _S.ERROR, _E.SETTLE: _S.IDLE},
}
