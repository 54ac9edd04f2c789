"""What is to be seen of a library that is looked at for somebody, or why nothing is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from openrsm.domain.values import DriveId
from openrsm.drivers.contract import Drive, Element


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen of a library that rests: its elements, and the drives that answer.

    Of a drive is used only what it said of itself when it was opened: it may be closed by now.
    """

    elements: Sequence[Element]
    drives: Mapping[DriveId, Drive]

    @property
    def serials(self) -> Mapping[DriveId, str]:
        """The serial numbers of the drives that answer."""
        return {drive_id: drive.identity.serial for drive_id, drive in self.drives.items()}


class Blind(Enum):
    """Why nothing is to be seen of a library."""

    MOVES = "it moves cartridges now, or is being opened"
    AWAY = "it does not answer"
    ANOTHER = "another library answers in its place"


Hear = Callable[[Sight | Blind], None]
"""Whoever wants to know what is to be seen; called in the controller's thread."""
