"""What a drive tells of itself and of its cartridge before they part; runs in the drive's own thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from openrsm.domain.cartridge_memory import CartridgeMemory, decode
from openrsm.domain.health import Counters
from openrsm.drivers.contract import Drive

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What was told; what was not is empty.

    Attributes:
        alerts: TapeAlert flags; many drives take them back once they are read, so they are read here alone.
        counters: Errors counted since the cartridge was loaded.
        memory: Of the cartridge.
    """

    alerts: frozenset[int] = frozenset()
    counters: Counters = field(default_factory=Counters)
    memory: CartridgeMemory = field(default_factory=CartridgeMemory)


def condition_of(drive: Drive) -> Condition:
    """Ask for everything. Never raises: what cannot be read is left out, for an unload must not fail by it."""
    return Condition(
        alerts=_told(drive.alerts, frozenset()),
        counters=_told(drive.counters, Counters()),
        memory=memory_of(drive),
    )


def memory_of(drive: Drive) -> CartridgeMemory:
    """What the memory of the cartridge in it says; nothing if that cannot be read. Never raises."""
    return _told(lambda: decode(drive.cartridge_memory()), CartridgeMemory())


def _told(ask: Callable[[], T], nothing: T) -> T:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - history is worth no failed unload, whatever is wrong with a page
        log.debug("a drive did not tell its condition", action="condition_untold", error=repr(error))
        return nothing
