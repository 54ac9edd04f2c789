"""How a command comes by a manager."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from openrsm.surface.manager import Manager


class Opener(Protocol):
    """Opens the catalogue in a state folder."""

    def __call__(self, state: Path, *, read_only: bool) -> Manager:
        """A manager of the state in that folder; the caller closes it.

        With ``read_only`` it looks, whoever else works on the state, and moves nothing.

        Raises:
            StateLocked: Another process works on it.
            SystemFault: The folder or the catalogue cannot be used.
        """
        ...
