"""Where a tape stands, and in what it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the tape stands (READ POSITION). ``block`` is None when the drive does not know."""

    block: int | None
    partition: int = 0
    at_start: bool = False
    at_end: bool = False


class SpaceKind(Enum):
    """What SPACE counts (SSC-4 table 44)."""

    BLOCKS = 0
    FILEMARKS = 1
    END_OF_DATA = 3
