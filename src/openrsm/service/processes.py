"""Processes of this computer that have sessions: one that is stopped says nothing, and what it started goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_STOPPED: Final = ("T", "t")
"""By a signal or by a debugger; see proc_pid_stat(5)."""
_STATE, _STARTED = 0, 19
"""Where these stand after the name, which is in brackets and may be anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One of this computer's.

    Attributes:
        started: When it began, as the kernel counts: numbers of processes are given again.
    """

    number: int
    started: str

    @classmethod
    def of(cls, number: int) -> Self | None:
        """The one with that number; None if there is none."""
        told = _told(number)
        return cls(number=number, started=told[_STARTED]) if told else None

    @classmethod
    def revived(cls, kept: str) -> Self:
        """One that was noted as :attr:`kept`."""
        number, _, started = kept.partition(" ")
        return cls(number=int(number), started=started)

    @property
    def kept(self) -> str:
        """What tells it from all others, in two words."""
        return f"{self.number} {self.started}"

    def is_stopped(self) -> bool:
        """Whether it is still there, and stopped: it may go on at any time."""
        told = _told(self.number)
        return bool(told) and told[_STARTED] == self.started and told[_STATE] in _STOPPED


def _told(number: int) -> list[str]:
    try:
        text = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended, or was never seen from here
        return []
    return text.rpartition(")")[2].split()
