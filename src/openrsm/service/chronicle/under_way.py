"""What a library does at this moment, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openrsm.domain.steps import Carry, CloseStation, Load, OpenStation, ReleaseDoor, Step, TakeInventory, Unload
from openrsm.domain.values import LibraryId
from openrsm.service.chronicle.names import Names

STILL: Final[Mapping[type[Step], str]] = {
    TakeInventory: "takes an inventory",
    OpenStation: "opens its ports",
    CloseStation: "closes its ports",
    ReleaseDoor: "unlocks its doors",
}
"""What it does without moving a cartridge."""


def in_words(names: Names, library_id: LibraryId, step: Step) -> str:
    """``vlib carries V00001L9 from slot 1 to drive 1``."""
    library = names.library(library_id)
    match step:
        case Carry():
            way = f"from {names.place(step.source)} to {names.place(step.destination)}"
            return f"{library} carries {names.medium(step.medium_id)} {way}"
        case Load():
            return f"{names.drive(step.drive_id)} loads {names.medium(step.medium_id)}"
        case Unload():
            return f"{names.drive(step.drive_id)} unloads {names.medium(step.medium_id)}"
        case TakeInventory() | OpenStation() | CloseStation() | ReleaseDoor():
            return f"{library} {STILL[type(step)]}"
