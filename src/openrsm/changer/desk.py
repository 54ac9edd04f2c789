"""Where both commands act: a session of this process's own, which ends with it, however it ends."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cached_property
from types import TracebackType
from typing import Final, Protocol, Self

from openrsm.accounts import current_principal
from openrsm.changer.options import Options
from openrsm.domain.changers import check_in_time
from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import SessionId
from openrsm.errors import RsmError, StateLocked
from openrsm.surface.changers import Changers, ChangerView, NumberedDrive
from openrsm.surface.manager import Manager
from openrsm.surface.telling import Reasons
from openrsm.wire.errors import error_of

AGE: Final = 5.0
"""Seconds for which what a library said is believed: others may move cartridges, and libraries do not always tell."""


class Opener(Protocol):
    """Comes by a manager: the service's, or one in this process where none runs."""

    def __call__(self, *, read_only: bool) -> Manager:
        """One that the caller closes.

        Raises:
            StateLocked: Another process works on the state, and is no service; not with ``read_only``.
            SystemFault: The folder or the catalogue cannot be used.
        """
        ...


def name_of(device: str) -> str:
    """Of the changer that is meant: of a path, its last part, for programs that want a file to be there."""
    return device.rpartition("/")[2] if device.startswith("/") else device


class Desk:
    """Calls of the surface for one command, as a context. Nothing is opened before the first of them.

    A changer is named as its callers name devices; see :func:`name_of`.
    """

    def __init__(self, opener: Opener, options: Options) -> None:
        """For one command."""
        self._opener = opener
        self._options = options
        self._reasons = Reasons(_tell)
        self._locked: StateLocked | None = None

    @cached_property
    def _manager(self) -> Manager:
        try:
            return self._opener(read_only=False)
        except StateLocked as locked:
            self._locked = locked
            return self._opener(read_only=True)

    @property
    def _changers(self) -> Changers:
        """To move something.

        Raises:
            StateLocked: Another process is at work, so that one can only look.
        """
        manager = self._manager
        if self._locked is not None:
            raise self._locked
        return manager.changers

    @cached_property
    def _session(self) -> SessionId:
        return self._manager.sessions.open(self._options.application, current_principal(self._options.state))

    def show(self, device: str) -> ChangerView:
        """The changer as it is now, or was a moment ago."""
        return self._manager.changers.show(self._session, name_of(device), age=AGE)

    def load(self, device: str, slot: int, drive: int) -> NumberedDrive:
        """See :class:`openrsm.surface.changers.Changers`; says for whom it waits, and not longer than is allowed."""
        timeout, told = self._options.timeout, self._reasons
        return self._changers.load(self._session, name_of(device), slot, drive, timeout=timeout, progress=told)

    def unload(self, device: str, drive: int, slot: int | None) -> None:
        """Likewise; returns when the cartridge lies in the slot."""
        timeout, told = self._options.timeout, self._reasons
        self._changers.unload(self._session, name_of(device), drive, slot, timeout=timeout, progress=told)

    def transfer(self, device: str, source: int, destination: int) -> None:
        """Likewise."""
        timeout, told = self._options.timeout, self._reasons
        self._changers.transfer(self._session, name_of(device), source, destination, timeout=timeout, progress=told)

    def inventory(self, library: str) -> None:
        """Have the library look what is where, and wait for it."""
        manager, session = self._manager, self._session
        queued = manager.libraries.inventory(session, library, InventoryMethod.DEFAULT)
        [ended] = manager.work.wait(session, [str(queued.item.id)], self._options.timeout, self._reasons)
        if ended.item.error:
            raise error_of(ended.item.error, ended.item.error_text, "")
        check_in_time(ended.item)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_session" in self.__dict__:
            with suppress(RsmError):  # one that cannot be closed ends with its lease
                self._manager.sessions.close(self._session)
        if "_manager" in self.__dict__:
            self._manager.close()


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
