"""What TapeAlert flags mean: how grave each is, and whom it blames (SSC-4, log page 2Eh and its annex on TapeAlert).

A drive raises a flag when it meets something, and takes it back when it is asked, or when another cartridge comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Severity(Enum):
    """How grave a flag is."""

    INFORMATION = "information"
    WARNING = "warning"
    CRITICAL = "critical"


class Blame(Enum):
    """Whom a flag blames; either means that it cannot tell drive from medium."""

    NOBODY = "nobody"
    MEDIUM = "the medium"
    DRIVE = "the drive"
    EITHER = "drive or medium"
    CLEANING = "a cleaning that is due, or the cleaning cartridge"
    LIBRARY = "the library"


@dataclass(frozen=True, slots=True)
class TapeAlert:
    """One flag."""

    number: int
    name: str
    severity: Severity
    blame: Blame


_I, _W, _C = Severity.INFORMATION, Severity.WARNING, Severity.CRITICAL
_NONE, _MEDIUM, _DRIVE, _EITHER = Blame.NOBODY, Blame.MEDIUM, Blame.DRIVE, Blame.EITHER
_CLEANING, _LIBRARY = Blame.CLEANING, Blame.LIBRARY

_ALL: Final = (
    TapeAlert(1, "read warning", _W, _EITHER),
    TapeAlert(2, "write warning", _W, _EITHER),
    TapeAlert(3, "hard error", _W, _EITHER),
    TapeAlert(4, "medium", _C, _MEDIUM),
    TapeAlert(5, "read failure", _C, _EITHER),
    TapeAlert(6, "write failure", _C, _EITHER),
    TapeAlert(7, "end of medium's life", _W, _MEDIUM),
    TapeAlert(8, "not data grade", _W, _MEDIUM),
    TapeAlert(9, "write-protected", _C, _NONE),  # somebody wanted to write on what may not be written
    TapeAlert(10, "removal prevented", _I, _NONE),
    TapeAlert(11, "cleaning cartridge loaded", _I, _CLEANING),
    TapeAlert(12, "unsupported format", _I, _NONE),
    TapeAlert(13, "recoverable mechanical cartridge failure", _C, _MEDIUM),
    TapeAlert(14, "unrecoverable mechanical cartridge failure", _C, _MEDIUM),
    TapeAlert(15, "cartridge memory failure", _W, _MEDIUM),
    TapeAlert(16, "forced eject", _C, _NONE),
    TapeAlert(17, "read-only format", _W, _NONE),
    TapeAlert(18, "tape directory corrupted on load", _W, _EITHER),  # a drive that lost power leaves it so
    TapeAlert(19, "nearing end of medium's life", _I, _MEDIUM),
    TapeAlert(20, "clean now", _C, _CLEANING),
    TapeAlert(21, "clean periodically", _W, _CLEANING),
    TapeAlert(22, "cleaning cartridge used up", _C, _CLEANING),
    TapeAlert(23, "invalid cleaning cartridge", _C, _CLEANING),
    TapeAlert(24, "retension requested", _W, _NONE),
    TapeAlert(25, "interface error on one port", _W, _DRIVE),
    TapeAlert(26, "cooling fan failure", _W, _DRIVE),
    TapeAlert(27, "power supply failure", _W, _DRIVE),
    TapeAlert(28, "power consumption", _W, _DRIVE),
    TapeAlert(29, "drive maintenance due", _W, _DRIVE),
    TapeAlert(30, "hardware A", _C, _DRIVE),
    TapeAlert(31, "hardware B", _C, _DRIVE),
    TapeAlert(32, "primary interface", _W, _DRIVE),
    TapeAlert(33, "eject the medium", _C, _DRIVE),
    TapeAlert(34, "microcode update failed", _W, _DRIVE),
    TapeAlert(35, "drive humidity", _W, _DRIVE),
    TapeAlert(36, "drive temperature", _W, _DRIVE),
    TapeAlert(37, "drive voltage", _W, _DRIVE),
    TapeAlert(38, "failure predicted", _C, _DRIVE),
    TapeAlert(39, "diagnostics required", _W, _DRIVE),
    TapeAlert(40, "loader hardware A", _C, _LIBRARY),
    TapeAlert(41, "loader stray tape", _C, _LIBRARY),
    TapeAlert(42, "loader hardware B", _W, _LIBRARY),
    TapeAlert(43, "loader door", _C, _LIBRARY),
    TapeAlert(44, "loader hardware C", _C, _LIBRARY),
    TapeAlert(45, "loader magazine", _C, _LIBRARY),
    TapeAlert(46, "loader failure predicted", _W, _LIBRARY),
    TapeAlert(47, "encryption control does not answer", _W, _NONE),
    TapeAlert(48, "encryption key manager refused", _W, _NONE),
    TapeAlert(49, "less capacity than usual", _I, _MEDIUM),
    TapeAlert(50, "statistics lost", _W, _MEDIUM),
    TapeAlert(51, "tape directory invalid at unload", _W, _EITHER),
    TapeAlert(52, "system area not written", _C, _EITHER),
    TapeAlert(53, "system area not read", _C, _EITHER),
    TapeAlert(54, "no start of data", _C, _MEDIUM),
    TapeAlert(55, "loading or threading failure", _C, _EITHER),
    TapeAlert(56, "unload failure", _C, _EITHER),
    TapeAlert(57, "automation interface failure", _C, _DRIVE),
    TapeAlert(58, "microcode failure", _W, _DRIVE),
    TapeAlert(59, "WORM integrity check failed", _W, _MEDIUM),
    TapeAlert(60, "WORM overwrite attempted", _W, _NONE),
    *(TapeAlert(number, "reserved", _I, _NONE) for number in (61, 62, 63, 64)),
)

TAPE_ALERTS: Final[Mapping[int, TapeAlert]] = {alert.number: alert for alert in _ALL}
"""The flags, 1 to 64."""

CLEANER_SPENT: Final = frozenset({22})
NO_CLEANER: Final = frozenset({23})
"""The flags by which a drive says that a cleaning cartridge is used up, or is none."""

WANTS_CLEANING: Final = frozenset({20, 21})
"""The flags by which a drive asks to be cleaned: now, or when there is time."""

_HURTS: Final = frozenset({Blame.MEDIUM, Blame.DRIVE, Blame.EITHER})


def wants_cleaning(alerts: Iterable[int]) -> bool:
    """Whether a drive that raises these flags asks to be cleaned."""
    return not WANTS_CLEANING.isdisjoint(alerts)


def hurts(number: int) -> bool:
    """Whether a flag says that drive or medium is not as it should be; one that only informs does not."""
    alert = TAPE_ALERTS[number]
    return alert.blame in _HURTS and alert.severity is not Severity.INFORMATION


def say(number: int) -> str:
    """``TapeAlert 30 (hardware A)``."""
    return f"TapeAlert {number} ({TAPE_ALERTS[number].name})"
