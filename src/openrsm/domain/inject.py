"""How far an inject has come (NtmsInjectOperation, MS-RSMP 2.2.2.2; 4 is ours), and how far an eject is to go."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class EjectOption(IntEnum):
    """How a medium is ejected (NtmsEjectOperation, MS-RSMP 2.2.2.1)."""

    START = 0
    STOP = 1
    QUEUE = 2
    FORCE = 3


class InjectStage(IntEnum):
    """What an inject does now; the option of its work item.

    ``START`` and ``MANY`` wait for people, the others take in what lies in the ports.
    """

    START = 0
    STOP = 1
    RETRACT = 2
    MANY = 3
    TAKE = 4


class InjectEvent(Enum):
    """What happens to an inject."""

    GO_ON = "it is to take in more and more"
    COLLECT = "the ports are full, or their time is over with something in them"
    RETRACT = "somebody wants taken in what lies there"
    EMPTY = "everything has been taken in"
    STOP = "somebody ends it"


_S, _E = InjectStage, InjectEvent

INJECT: Final[Table[InjectStage, InjectEvent]] = {
    _S.START: {_E.GO_ON: _S.MANY, _E.COLLECT: _S.TAKE, _E.STOP: _S.STOP},
    _S.MANY: {_E.COLLECT: _S.RETRACT, _E.RETRACT: _S.RETRACT, _E.STOP: _S.STOP},
    _S.RETRACT: {_E.EMPTY: _S.MANY, _E.RETRACT: _S.RETRACT, _E.STOP: _S.STOP},
    _S.TAKE: {_E.STOP: _S.STOP},
    _S.STOP: {_E.STOP: _S.STOP},
}

WAITING: Final = frozenset({InjectStage.START, InjectStage.MANY})
"""The stages in which the ports stand open to people."""
