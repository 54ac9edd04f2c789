"""Operator requests: kinds and state machine (NtmsOpreqCommand, NtmsOpreqState; MS-RSMP 2.2.1.7, 2.2.4.6)."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class OperatorKind(IntEnum):
    """What a person is asked for."""

    NEW_MEDIA = 1
    CLEANER = 2
    DEVICE_SERVICE = 3
    MOVE_MEDIA = 4
    MESSAGE = 5


class OperatorState(IntEnum):
    """Where an operator request stands."""

    UNKNOWN = 0
    SUBMITTED = 1
    ACTIVE = 2
    IN_PROGRESS = 3
    REFUSED = 4
    COMPLETE = 5


class OperatorEvent(Enum):
    """What happens to an operator request."""

    SUBMIT = "it was raised"
    SHOW = "a console showed it"
    TAKE = "an operator works on it"
    CLAIM = "somebody says that it is done, and it is looked whether it is"
    REOPEN = "it was said to be done, and is not"
    SATISFY = "it is done, by somebody's word or by observation"
    REFUSE = "an operator refuses, or who asked no longer waits"


_S, _E = OperatorState, OperatorEvent

OPERATOR: Final[Table[OperatorState, OperatorEvent]] = {
    _S.UNKNOWN: {_E.SUBMIT: _S.SUBMITTED},
    _S.SUBMITTED: {
        _E.SHOW: _S.ACTIVE,
        _E.TAKE: _S.IN_PROGRESS,
        _E.CLAIM: _S.IN_PROGRESS,
        _E.SATISFY: _S.COMPLETE,
        _E.REFUSE: _S.REFUSED,
    },
    _S.ACTIVE: {
        _E.SHOW: _S.ACTIVE,
        _E.TAKE: _S.IN_PROGRESS,
        _E.CLAIM: _S.IN_PROGRESS,
        _E.SATISFY: _S.COMPLETE,
        _E.REFUSE: _S.REFUSED,
    },
    _S.IN_PROGRESS: {
        _E.SHOW: _S.IN_PROGRESS,
        _E.CLAIM: _S.IN_PROGRESS,
        _E.REOPEN: _S.ACTIVE,
        _E.SATISFY: _S.COMPLETE,
        _E.REFUSE: _S.REFUSED,
    },
    _S.REFUSED: {},
    _S.COMPLETE: {},
}

OPEN: Final = frozenset(state for state, row in OPERATOR.items() if row)
"""The states of requests that still want an answer."""
