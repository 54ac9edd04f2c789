"""What all groups of calls have in common."""

from __future__ import annotations

from openrsm.client.line import Line


class Calls:
    """A group of calls."""

    def __init__(self, line: Line) -> None:
        """Made on a line that is in a session."""
        self._line = line
