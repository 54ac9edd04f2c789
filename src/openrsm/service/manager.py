"""The surface, assembled: one state folder, its store, its controllers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta, tzinfo
from pathlib import Path
from uuid import uuid4

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LibraryKind
from openrsm.domain.values import Computer, Library, LibraryId
from openrsm.drivers.contract import Discovery, OpenedLibrary
from openrsm.service.abandoned import abandon_calls
from openrsm.service.cataloguing import ensure_offline_library
from openrsm.service.context import Clock, Context, Limits
from openrsm.service.controller import Controller
from openrsm.service.hub import Hub
from openrsm.service.libraries import DriveService, LibraryService
from openrsm.service.media import MediaService
from openrsm.service.mounts import MountService
from openrsm.service.objects import ObjectService
from openrsm.service.operators import OperatorService
from openrsm.service.pools import PoolService
from openrsm.service.records import purge_before
from openrsm.service.sessions import SessionRegistry
from openrsm.service.work import WorkService
from openrsm.store.database import Store, Transaction

KEPT_EVENTS = 100_000
"""How many events are kept for those who resume listening."""

KEPT_MOVES = timedelta(days=366)
"""How long the journal remembers motions that have ended."""


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
        elif self._context.store.read(lambda tx: _is_physical(tx.libraries.find(library_id))):
            self._start(library_id, None)

    def adopt(self, library_id: LibraryId, opened: OpenedLibrary) -> None:
        """Run a library that has just been opened."""
        self._start(library_id, opened)

    def _start(self, library_id: LibraryId, opened: OpenedLibrary | None) -> None:
        with self._lock:
            if self._closed or library_id in self._running:
                return
            controller = self._running[library_id] = Controller(library_id, self._context, opened)
            controller.start()

    def dismiss(self, library_id: LibraryId) -> None:
        """Stop running a library."""
        with self._lock:
            controller = self._running.pop(library_id, None)
        if controller is not None:
            controller.stop()

    def settle(self) -> None:
        """Wait until no controller can do more by itself."""
        with self._lock:
            running = list(self._running.values())
        for controller in running:
            controller.settle()

    def close(self) -> None:
        """Stop them all; each finishes the motion under way."""
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        for controller in running:
            controller.stop()


def _is_physical(library: Library | None) -> bool:
    return library is not None and library.kind is not LibraryKind.OFFLINE


class LocalManager:
    """Implements :class:`openrsm.surface.manager.Manager` in this process."""

    def __init__(self, context: Context, controllers: Controllers, on_close: Callable[[], None]) -> None:
        """Made by :func:`open_manager`."""
        self._context = context
        self._on_close = on_close
        self._controllers = controllers
        self.sessions = context.sessions
        self.libraries = LibraryService(context, controllers)
        self.drives = DriveService(context, controllers)
        self.pools = PoolService(context)
        self.media = MediaService(context, controllers)
        self.mounts = MountService(context, controllers)
        self.work = WorkService(context, controllers)
        self.operators = OperatorService(context, controllers)
        self.objects = ObjectService(context)

    def settle(self) -> None:
        """See the surface."""
        self._controllers.settle()

    def close(self) -> None:
        """See the surface."""
        self._controllers.close()
        self._context.store.close()
        self._on_close()


def open_manager(
    folder: Path,
    *,
    discover: Discovery,
    clock: Clock,
    zone: tzinfo,
    computer: str,
    read_only: bool = False,
    limits: Limits | None = None,
    on_close: Callable[[], None] = lambda: None,
) -> LocalManager:
    """Open the state in ``folder`` and take up the work that is open in it.

    The caller holds the folder's lock, unless ``read_only``: then nothing runs and nothing can be changed. It may give
    the lock up in ``on_close``.

    Raises:
        SystemFault: The catalogue cannot be opened.
        ObjectNotFound: ``read_only``, and there is no catalogue yet.
    """
    store = Store.open(folder, read_only=read_only, clock=clock)
    hub = Hub()
    context = Context(
        store=store,
        hub=hub,
        sessions=SessionRegistry(computer, hub.publish),
        clock=clock,
        zone=zone,
        discover=discover,
        computer=computer,
        limits=limits or Limits(),
    )
    controllers = Controllers(context)
    if not read_only:
        store.listen(hub.publish)
        store.write(lambda tx: _prepare(tx, computer))
        for library_id in store.read(_with_work):
            controllers.wake(library_id)
    return LocalManager(context, controllers, on_close)


def _prepare(tx: Transaction, computer: str) -> None:
    ensure_offline_library(tx)
    settings = tx.computer.find() or tx.computer.insert(Computer(id=uuid4(), name=computer, created=tx.now))
    abandon_calls(tx)
    purge_before(tx, tx.now - timedelta(seconds=settings.work_purge_seconds))
    tx.events.trim(KEPT_EVENTS)
    tx.moves.trim(tx.now - KEPT_MOVES)


def _with_work(tx: Transaction) -> list[LibraryId]:
    """Libraries in which something was left to do: items, motions, cartridges that are due or left over in drives."""
    return [library.id for library in tx.libraries.all() if _is_physical(library) and _has_work(tx, library.id)]


def _has_work(tx: Transaction, library_id: LibraryId) -> bool:
    left_over = (DriveState.DISMOUNTABLE, DriveState.UNLOADED, DriveState.MOUNTED)
    in_drives = any(drive.medium_id and drive.state in left_over for drive in tx.drives.of(library_id))
    return bool(in_drives or tx.work.open(library_id) or tx.moves.open(library_id))
