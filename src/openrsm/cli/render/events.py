"""What changed, a line for each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from openrsm.domain.records import EventKind, Happening
from openrsm.domain.values import ObjectType
from openrsm.surface.views import ObjectName

VERBS: Final = {EventKind.UPDATE: "changed", EventKind.INSERT: "new", EventKind.DELETE: "gone"}


class Names:
    """What objects are called; each type is listed when one of it is met that is not known yet."""

    def __init__(self, view: Callable[[ObjectType], Sequence[ObjectName]]) -> None:
        """``view`` lists the objects of a type."""
        self._view = view
        self._known: dict[UUID | str, str] = {}

    def of(self, change: Happening) -> str:
        """The object's name; its id where it is gone."""
        if change.object_id not in self._known and change.kind is not EventKind.DELETE:
            self._known |= {name.id: name.name for name in self._view(change.object_type)}
        return self._known.get(change.object_id, str(change.object_id))


def event_line(change: Happening, names: Names) -> str:
    """``  17  22:30:01  changed  physical-media  V00001L9``."""
    at = change.at.astimezone().strftime("%H:%M:%S")
    kind = change.object_type.name.lower().replace("_", "-")
    return f"{change.id:>6}  {at}  {VERBS[change.kind]:<7}  {kind:<16}  {names.of(change)}"
