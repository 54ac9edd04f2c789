"""The commands that each operation sends, and which of the senses each of them meets in which operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")

CARRYING: Final = (("changer", "MOVE MEDIUM"), ("changer", "TEST UNIT READY"))
"""What it takes to carry a cartridge to a place that somebody named."""
LOOKING: Final = (("changer", "MODE SENSE (6)"), ("changer", "READ ELEMENT STATUS"))
"""What it takes to see whether it is the one that was meant."""

COMMANDS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "load": (
        ("changer", "MOVE MEDIUM"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
        ("drive", "TEST UNIT READY"),
        ("drive", "MODE SENSE (6)"),
        ("drive", "REWIND"),
        ("drive", "READ (6)"),
    ),
    "unload": (
        ("drive", "TEST UNIT READY"),
        ("drive", "MODE SENSE (6)"),
        ("drive", "REWIND"),
        ("drive", "READ (6)"),
        ("drive", "LOG SENSE"),
        ("drive", "READ ATTRIBUTE"),
        ("drive", "LOAD UNLOAD (unload)"),
        ("changer", "MOVE MEDIUM"),
        ("changer", "TEST UNIT READY"),
    ),
    "inventory": (
        ("changer", "INITIALIZE ELEMENT STATUS"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
    ),
    "label read": (
        ("changer", "MOVE MEDIUM"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
        ("drive", "TEST UNIT READY"),
        ("drive", "MODE SENSE (6)"),
        ("drive", "REWIND"),
        ("drive", "READ (6)"),
        ("drive", "LOG SENSE"),
        ("drive", "READ ATTRIBUTE"),
        ("drive", "LOAD UNLOAD (unload)"),
    ),
    "label write": (
        ("changer", "MOVE MEDIUM"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
        ("drive", "TEST UNIT READY"),
        ("drive", "MODE SENSE (6)"),
        ("drive", "REWIND"),
        ("drive", "READ (6)"),
        ("drive", "SPACE (6)"),
        ("drive", "WRITE (6)"),
        ("drive", "WRITE FILEMARKS (6)"),
        ("drive", "LOG SENSE"),
        ("drive", "READ ATTRIBUTE"),
        ("drive", "LOAD UNLOAD (unload)"),
    ),
    "clean": (
        ("changer", "MOVE MEDIUM"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
        ("drive", "TEST UNIT READY"),
        ("drive", "LOG SENSE"),
    ),
    "eject": (
        ("changer", "MOVE MEDIUM"),
        ("changer", "TEST UNIT READY"),
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
    ),
    "open the ports": (
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
    ),
    "inject": (
        ("changer", "MODE SENSE (6)"),
        ("changer", "READ ELEMENT STATUS"),
        ("changer", "TEST UNIT READY"),
        ("changer", "INITIALIZE ELEMENT STATUS WITH RANGE"),
        ("changer", "MOVE MEDIUM"),
    ),
    "move": (*CARRYING, *LOOKING),
    "export": (*CARRYING, *LOOKING),
    "import": CARRYING,
}
"""What each operation sends, in the order of first use; what the matrix records must be this."""

VARYING: Final = frozenset({"inject"})
"""Operations that send a command more often at one time than at another: while ports are open, they are looked at."""


def shared_out(play: str, device: str, command: str, every: Sequence[T]) -> Sequence[T]:
    """The part of ``every`` that a command meets in this operation.

    Each operation that sends the command has a part of its own, so that in all of them together it meets every one.
    """
    plays = [name for name, commands in COMMANDS.items() if (device, command) in commands]
    return every[plays.index(play) :: len(plays)]
