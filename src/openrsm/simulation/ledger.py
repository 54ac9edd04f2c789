"""The books kept beside the catalogue, from what each commit changed: so they can be checked after every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from openrsm.domain.books import Books
from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.operator import OPEN as ASKED
from openrsm.domain.records import Move, OperatorRequest, WorkItem
from openrsm.domain.values import LogicalMedium, Medium, MediumId, Side
from openrsm.domain.work import OPEN
from openrsm.simulation.invariants import structure
from openrsm.store.database import Commit

_KINDS: Final = (Library, Drive, Slot, Port, Changer, Medium, Side, LogicalMedium, WorkItem, OperatorRequest, Move)

_OPEN: Final[Mapping[type, Callable[[Any], bool]]] = {
    WorkItem: lambda item: item.state in OPEN,
    OperatorRequest: lambda request: request.state in ASKED,
    Move: lambda move: move.closed_at is None,
}


class Ledger:
    """Checks after every commit what must hold then. It is told by the thread that writes, and reads nothing.

    Attributes:
        wrong: What did not hold, in sentences.
        commits: How many it has checked.
        journal: The motions that have ended, those that the catalogue has forgotten among them.
    """

    def __init__(self, books: Books | None = None) -> None:
        """``books`` are what the catalogue holds; None: nothing yet."""
        self.wrong: list[str] = []
        self.commits = 0
        self.journal: list[Move] = []
        self._kept: dict[type, dict[Any, Any]] = {kind: {} for kind in _KINDS}
        for value in () if books is None else _entries(books):
            self._kept[type(value)][value.id] = value

    def committed(self, commit: Commit) -> None:
        """See :class:`openrsm.store.database.Commit`."""
        changed = [one for one in commit.alterations if self._enter(*one)]
        if changed:
            self.commits += 1
            self.wrong += [what for what in structure(self.books()) if what not in self.wrong]
            self._forget_ended()

    def _enter(self, before: Any, after: Any) -> bool:
        """Whether it belongs into the books."""
        kept = self._kept.get(type(before if after is None else after))
        if kept is None:
            return False
        if after is None:
            kept.pop(before.id, None)
        else:
            kept[after.id] = after
        return True

    def books(self) -> Books:
        """They, as they are."""
        kept = self._kept
        sides: dict[MediumId, list[Side]] = {medium_id: [] for medium_id in kept[Medium]}
        for side in kept[Side].values():
            sides.setdefault(side.medium_id, []).append(side)
        return Books(
            libraries=kept[Library],
            drives=kept[Drive],
            slots=list(kept[Slot].values()),
            ports=list(kept[Port].values()),
            changers=list(kept[Changer].values()),
            media=kept[Medium],
            sides=sides,
            logical=kept[LogicalMedium],
            work=kept[WorkItem],
            requests=list(kept[OperatorRequest].values()),
            moves=list(kept[Move].values()),
        )

    def _forget_ended(self) -> None:
        """What has ended was checked once, and stays as it is."""
        self.journal += [move for move in self._kept[Move].values() if move.closed_at is not None]
        for kind, is_open in _OPEN.items():
            self._kept[kind] = {key: one for key, one in self._kept[kind].items() if is_open(one)}

    def unlike(self, books: Books) -> list[str]:
        """In what the books differ that were read: where this is not empty, it has been looking at something else."""
        read: dict[type, dict[Any, Any]] = {kind: {} for kind in _KINDS}
        for value in _entries(books):
            read[type(value)][value.id] = value
        return [f"the ledger has other rows of {kind.__name__}" for kind in _KINDS if read[kind] != self._kept[kind]]


def _entries(books: Books) -> list[Any]:
    return [
        *books.libraries.values(),
        *books.drives.values(),
        *books.slots,
        *books.ports,
        *books.changers,
        *books.media.values(),
        *(side for sides in books.sides.values() for side in sides),
        *books.logical.values(),
        *books.open_work(),
        *books.asked(),
        *(move for move in books.moves if move.closed_at is None),
    ]
