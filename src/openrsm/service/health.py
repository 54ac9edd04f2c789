"""Whether the service works and can serve, found out without asking any device."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.machine import word
from openrsm.errors import RsmError
from openrsm.store.database import Store, Transaction
from openrsm.surface.host import Health

PATIENCE: Final = 5.0
"""Seconds that a transaction may take before the catalogue counts as stuck."""

LEAST_ROOM: Final = 32 * 1024 * 1024
"""Bytes that must be free for the catalogue to go on for a while."""


class Checkup:
    """Answers :meth:`openrsm.surface.host.Host.health`. Any thread may call it."""

    def __init__(self, store: Store, folder: Path, stopped: Callable[[], Sequence[str]]) -> None:
        """``stopped`` names, for people, what should run and does not; ``folder`` is the state folder."""
        self._store = store
        self._folder = folder
        self._stopped = stopped
        self._probe = Probe(store)

    def health(self) -> Health:
        """See the host. A library that does not answer is a trouble, but the others are served."""
        dead = list(self._stopped())
        failures = [*filter(None, (self._probe.ask(PATIENCE),)), *_room(self._folder)]
        return Health(
            alive=not dead,
            ready=not dead and not failures,
            troubles=(*dead, *failures, *self._devices()),
        )

    def _devices(self) -> Sequence[str]:
        try:
            return self._store.read(_absent)
        except RsmError as error:
            return [f"the catalogue cannot be read: {error}"]


class Probe:
    """Asks the catalogue's writer for a sign of life: one question at a time, however many want to know."""

    def __init__(self, store: Store) -> None:
        """Asks nothing yet."""
        self._store = store
        self._lock = threading.Lock()
        self._asked: Future[None] | None = None

    def ask(self, patience: float) -> str:
        """What is wrong, in a sentence; empty when a transaction went through within so many seconds."""
        try:
            self._answer().result(patience)
        except TimeoutError:
            return f"the catalogue has taken no change for {patience:.0f} seconds"
        except RsmError as error:
            return f"the catalogue cannot be written: {error}"
        return ""

    def _answer(self) -> Future[None]:
        with self._lock:
            if self._asked is None or self._asked.done():
                self._asked = Future()
                threading.Thread(target=self._write, args=(self._asked,), name="rsm-health", daemon=True).start()
            return self._asked

    def _write(self, answer: Future[None]) -> None:
        try:
            answer.set_result(self._store.write(lambda _tx: None))
        except BaseException as error:  # noqa: BLE001 - whoever asked is told
            answer.set_exception(error)


def _room(folder: Path) -> Iterator[str]:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        yield f"the state folder {folder} cannot be looked at: {error.strerror}"
        return
    if free < LEAST_ROOM:
        yield f"only {free // 1024} KiB are free in {folder}; make room, or the catalogue stops"


def _absent(tx: Transaction) -> list[str]:
    libraries = [library for library in tx.libraries.all() if library.kind is not LibraryKind.OFFLINE]
    silent = [each for each in libraries if each.enabled and each.operational is Operational.NOT_PRESENT]
    return [f"library {each.name} is {word(each.operational)}: {each.trouble}" for each in silent]
