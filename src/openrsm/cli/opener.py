"""How a command comes by a manager, and becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from openrsm.surface.manager import Manager

if TYPE_CHECKING:
    from openrsm.configuration.reading import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A manager, and what becomes of its work.

    Attributes:
        outlives: Whether the work goes on when this process ends, because another one does it.
    """

    manager: Manager
    outlives: bool


class Opener(Protocol):
    """Opens a state: in this process, or where its service runs, by way of that."""

    def __call__(self, state: Path, *, read_only: bool, command: str) -> Opened:
        """A manager of the state in that folder; the caller closes it.

        With ``read_only`` it looks, whoever else works on the state, and moves nothing; else others who want to work on
        the state are told that ``command`` does.

        Raises:
            StateLocked: Another process works on it, and is no service.
            SystemFault: The folder or the catalogue cannot be used.
        """
        ...


class Herald(Protocol):
    """Sends test alerts."""

    def __call__(self, loaded: Loaded, /) -> Sequence[tuple[str, str]]:
        """Send one to each configured address: its name, and why it could not be reached, empty if it was.

        Raises:
            InvalidParameter: An address is none.
        """
        ...


class Server(Protocol):
    """Runs the service in this process."""

    def __call__(self, loaded: Loaded, /) -> None:
        """Serve as configured, until told to stop; ``loaded`` has no problems.

        Raises:
            StateLocked: Another process works on the state.
            InvalidParameter: An address to serve is taken or of no use.
            SystemFault: The folder or the catalogue cannot be used.
        """
        ...
