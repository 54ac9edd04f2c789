"""Operational state of libraries and devices (NtmsOperationalState, MS-RSMP 2.2.4.5) and what a library is."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class LibraryKind(IntEnum):
    """What kind of library (NtmsLibraryType, MS-RSMP 2.2.1.11); ``ROBOTIC`` is the header's "online"."""

    UNKNOWN = 0
    OFFLINE = 1
    ROBOTIC = 2
    STANDALONE = 3


class InventoryMethod(IntEnum):
    """How an inventory finds out what is there (NtmsInventoryMethod, MS-RSMP 2.2.2.3)."""

    NONE = 0
    FAST = 1
    FULL = 2
    DEFAULT = 3
    SLOT = 4
    STOP = 5


class LabelUse(Enum):
    """What is done with on-media identifiers (labels) in a library."""

    IGNORE = "ignore"
    """Bar codes alone tell cartridges apart; nothing is read or written."""
    CHECK = "check"
    """Labels are read at every mount and at every arrival, but none is written on free media."""
    WRITE = "write"
    """They are read, and free media get a free label before their pool changes (MS-RSMP 3.2.5.2.2.13)."""


class Operational(IntEnum):
    """Whether a device can work. Enablement is a separate flag."""

    READY = 0
    INITIALIZING = 10
    NEEDS_SERVICE = 20
    NOT_PRESENT = 21


class OperationalEvent(Enum):
    """What happens to a device's ability to work."""

    FOUND = "the device answers"
    INITIALIZED = "configuration read and inventory done"
    FAILED = "it fails persistently"
    SERVICED = "an operator has seen to it"
    VANISHED = "it no longer answers"


_S, _E = Operational, OperationalEvent

OPERATIONAL: Final[Table[Operational, OperationalEvent]] = {
    _S.NOT_PRESENT: {_E.FOUND: _S.INITIALIZING, _E.VANISHED: _S.NOT_PRESENT},
    _S.INITIALIZING: {
        _E.FOUND: _S.INITIALIZING,
        _E.INITIALIZED: _S.READY,
        _E.FAILED: _S.NEEDS_SERVICE,
        _E.VANISHED: _S.NOT_PRESENT,
    },
    _S.READY: {_E.FOUND: _S.INITIALIZING, _E.FAILED: _S.NEEDS_SERVICE, _E.VANISHED: _S.NOT_PRESENT},
    _S.NEEDS_SERVICE: {_E.FOUND: _S.INITIALIZING, _E.SERVICED: _S.INITIALIZING, _E.VANISHED: _S.NOT_PRESENT},
}
