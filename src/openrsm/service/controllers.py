"""The controllers of all libraries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import wait
from typing import Final

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.steps import Carry
from openrsm.domain.values import LibraryId, MediumId
from openrsm.drivers.contract import OpenedLibrary
from openrsm.service.chronicle.names import Names
from openrsm.service.chronicle.under_way import in_words
from openrsm.service.context import Context
from openrsm.service.controller import Controller
from openrsm.service.sight import Hear
from openrsm.store.database import Transaction

LONGEST_LOOK: Final = 5.0
"""Seconds for which somebody who looks waits for a library to say what is where."""


class Controllers:
    """One controller a library, started when there is something to do; implements the service's ``Controlling``."""

    def __init__(self, context: Context) -> None:
        """Nothing runs yet."""
        self._context = context
        self._lock = threading.Lock()
        self._running: dict[LibraryId, Controller] = {}
        self._closed = False

    def wake(self, library_id: LibraryId) -> None:
        """See :class:`openrsm.service.context.Wakeable`."""
        with self._lock:
            known = self._running.get(library_id)
        if known is not None:
            known.wake()
        elif self._context.store.read(lambda tx: is_physical(tx.libraries.find(library_id))):
            self._start(library_id, None)

    def look(self, library_id: LibraryId, age: float) -> None:
        """See :class:`openrsm.service.context.Looking`."""
        with self._lock:
            running = self._running.get(library_id)
        if running is None:
            self.wake(library_id)
            with self._lock:
                running = self._running.get(library_id)
        if running is not None:
            wait([running.look(age)], LONGEST_LOOK)

    def adopt(self, library_id: LibraryId, opened: OpenedLibrary) -> None:
        """Run a library that has just been opened."""
        self._start(library_id, opened)

    def _start(self, library_id: LibraryId, opened: OpenedLibrary | None) -> None:
        with self._lock:
            if self._closed or library_id in self._running:
                return
            controller = self._running[library_id] = Controller(library_id, self._context, opened)
            controller.start()

    def consult(self, library_id: LibraryId, hear: Hear) -> bool:
        """Have a library looked at by who runs it; False if nobody does. See :meth:`Controller.consult`."""
        with self._lock:
            running = self._running.get(library_id)
        if running is not None:
            running.consult(hear)
        return running is not None

    def reopen(self, library_id: LibraryId, patience: float) -> None:
        """Have a library opened anew by who runs it, if somebody does; returns when it is, or after so many seconds."""
        with self._lock:
            running = self._running.get(library_id)
        if running is not None and running.attends():
            wait([running.reopen()], patience)

    def moving(self) -> set[MediumId]:
        """The cartridges that are being carried at this moment."""
        with self._lock:
            steps = [step for one in self._running.values() for step in one.under_way()]
        return {step.medium_id for step in steps if isinstance(step, Carry)}

    def dismiss(self, library_id: LibraryId) -> None:
        """Stop running a library."""
        with self._lock:
            controller = self._running.pop(library_id, None)
        if controller is not None:
            controller.stop()

    def settle(self) -> None:
        """Wait until no controller can do more by itself."""
        for controller in self._all():
            controller.settle()

    def alarm(self) -> float | None:
        """When time alone makes a library look again, by the pace's clock; None if it does not."""
        return min((alarm for one in self._all() if (alarm := one.alarm()) is not None), default=None)

    def ring(self, now: float) -> None:
        """Wake those libraries whose time has come."""
        for one in self._all():
            if (alarm := one.alarm()) is not None and alarm <= now:
                one.wake()

    def awaits_time(self, sleeps: Callable[[str], bool]) -> bool:
        """Whether nothing happens in any library before time passes; ``sleeps`` tells of a thread whether it does."""
        return all(one.awaits_time(sleeps) for one in self._all())

    def _all(self) -> list[Controller]:
        with self._lock:
            return list(self._running.values())

    def stopped(self) -> list[str]:
        """In sentences: the libraries whose controllers have ended although nobody stopped them."""
        with self._lock:
            dead = [library_id for library_id, controller in self._running.items() if controller.has_died()]
        return [f"the controller of library {library_id} has ended; restart the service" for library_id in dead]

    def close(self) -> None:
        """Stop them all; each finishes the motion under way."""
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        for controller in running:
            controller.begin_to_stop()  # none starts another motion while the first is waited for
        for controller in running:
            controller.stop()

    def under_way(self) -> list[str]:
        """What the libraries do at this moment, in words.

        Raises:
            SystemFault: The catalogue cannot be read, as when it is closed already.
        """
        with self._lock:
            steps = [(library_id, step) for library_id, one in self._running.items() for step in one.under_way()]
        return self._context.store.read(lambda tx: [in_words(Names(tx), *each) for each in steps])


def is_physical(library: Library | None) -> bool:
    """Whether it is there, and has devices."""
    return library is not None and library.kind is not LibraryKind.OFFLINE


def with_devices(tx: Transaction) -> list[LibraryId]:
    """All libraries that have any."""
    return [library.id for library in tx.libraries.all() if is_physical(library)]


def with_work(tx: Transaction) -> list[LibraryId]:
    """Libraries in which something was left to do: items, motions, cartridges that are due or left over in drives."""
    return [library.id for library in tx.libraries.all() if is_physical(library) and _has_work(tx, library.id)]


def _has_work(tx: Transaction, library_id: LibraryId) -> bool:
    left_over = (DriveState.DISMOUNTABLE, DriveState.UNLOADED, DriveState.MOUNTED)
    in_drives = any(drive.medium_id and drive.state in left_over for drive in tx.drives.of(library_id))
    return bool(in_drives or tx.work.open(library_id) or tx.moves.open(library_id))
