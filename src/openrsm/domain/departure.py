"""What becomes of a cartridge's record when it leaves its library (MS-RSMP 3.2.5.2.1.1, 2.2.4.26)."""

from __future__ import annotations

from enum import Enum
from typing import Final

from openrsm.domain.values import Computer, PoolKind


class Departure(Enum):
    """What becomes of it."""

    KEEP = "it moves to the offline library"
    DELETE = "it leaves the catalogue"


_LASTING: Final = frozenset({PoolKind.FREE, PoolKind.APPLICATION})
"""The pools whose media are known outside as well, where no setting says otherwise."""


def on_departure(kind: PoolKind, computer: Computer, *, cleaner: bool = False, incompatible: bool = False) -> Departure:
    """What to do with a medium.

    Args:
        kind: Of the pool that it is in.
        computer: Its settings ``forget_free`` and ``keep_import`` count.
        cleaner: It is a cleaning cartridge.
        incompatible: No drive can use it.
    """
    kept = (_LASTING - _if(computer.forget_free, PoolKind.FREE)) | _if(computer.keep_import, PoolKind.IMPORT)
    return Departure.KEEP if kind in kept and not cleaner and not incompatible else Departure.DELETE


def _if(setting: bool, kind: PoolKind) -> frozenset[PoolKind]:  # noqa: FBT001 - a setting, and what it is about
    return frozenset({kind}) if setting else frozenset()
