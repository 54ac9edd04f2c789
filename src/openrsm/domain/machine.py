"""State machines as tables: one function reads them all.

A table maps each state to the events it accepts and the state each leads to. What a table does not list is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from openrsm.errors import InvalidState

S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)

Table = Mapping[S, Mapping[E, S]]


def accepts(table: Table[S, E], state: S, event: E) -> bool:
    """Whether ``event`` may happen in ``state``."""
    return event in table[state]


def fire(table: Table[S, E], state: S, event: E) -> S:
    """The state that ``event`` leads to from ``state``.

    Raises:
        InvalidState: The table does not allow it.
    """
    after = table[state].get(event)
    if after is None:
        allowed = ", ".join(e.name.lower().replace("_", " ") for e in table[state]) or "nothing"
        raise InvalidState(
            f"{word(event)} is not possible while {word(state)}",
            f"possible now: {allowed}",
        )
    return after


def word(member: Enum) -> str:
    """A state or an event as people read it: ``being cleaned``."""
    return member.name.lower().replace("_", " ")


def diagram(table: Table[S, E], start: S) -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    arrows = [
        f"    {before.name.lower()} --> {after.name.lower()}: {word(event)}"
        for before, row in table.items()
        for event, after in row.items()
    ]
    ends = [f"    {state.name.lower()} --> [*]" for state, row in table.items() if not row]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {start.name.lower()}", *arrows, *ends])
