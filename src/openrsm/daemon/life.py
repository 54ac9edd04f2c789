"""The life of the service from its first answer to its last: signals, the service manager's watch, the end."""

from __future__ import annotations

import asyncio
import signal
from asyncio import Event, Task
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, Final, Protocol

import structlog

from openrsm.daemon.systemd import MICROSECONDS, Notifier
from openrsm.errors import RsmError, SystemFault
from openrsm.surface.host import Health

log = structlog.get_logger(__name__)

PATIENCE: Final = 60.0
"""Seconds for which the service manager is asked to wait on, each time, while a motion ends."""
LOOK: Final = 10.0
"""Seconds between two looks at a motion that is waited for, or at the service where nobody watches it."""

STOPPING: Final = (signal.SIGTERM, signal.SIGINT)
HEARD: Final = (*STOPPING, signal.SIGHUP)


def hold_signals() -> None:
    """Let signals wait until :class:`Life` hears them: what begins to move meanwhile is finished in order, too."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)


class Edge(Protocol):
    """What clients connect to."""

    async def serve(self, started: Callable[[], None]) -> None:
        """Answer until told to stop; ``started`` is called when clients are answered."""
        ...

    def stop(self) -> None:
        """Accept nothing any more, end whoever waits, answer what is under way; :meth:`serve` then returns."""
        ...


class Served(Protocol):
    """The service behind it."""

    def health(self) -> Health:
        """Whether it works."""
        ...

    def under_way(self) -> Sequence[str]:
        """What moves at this moment, in words."""
        ...

    def close(self) -> None:
        """Finish that, and let go of everything."""
        ...


class Life:
    """One run of the service. Belongs to the event loop's thread."""

    def __init__(self, served: Served, edge: Edge, notifier: Notifier) -> None:
        """Nothing happens before :meth:`live`."""
        self._served = served
        self._edge = edge
        self._notifier = notifier
        self._told = Event()
        self._tasks: list[Task[None]] = []
        self._watching: Task[None] | None = None

    async def live(self) -> None:
        """Serve until a signal says to stop, then end in order.

        Raises:
            SystemFault: The service ended although nobody told it to.
        """
        self._hear_signals()
        serving = self._begin(self._edge.serve(self._ready))
        stopping = self._begin(self._wait())
        self._watching = self._begin(self._watch())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        told = self._told.is_set()
        await self._end(serving)
        if not told:
            raise SystemFault("the service ended though nobody told it to", "see the lines above")

    def _begin(self, coroutine: Coroutine[Any, Any, None]) -> Task[None]:
        self._tasks.append(asyncio.create_task(coroutine))
        return self._tasks[-1]

    async def _wait(self) -> None:
        await self._told.wait()

    def _ready(self) -> None:
        self._notifier.tell("READY=1", "STATUS=Serving")
        log.info("ready", action="service_ready")

    # Signals.

    def _hear_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in STOPPING:
            loop.add_signal_handler(number, self._stop, signal.Signals(number).name)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)

    def _stop(self, name: str) -> None:
        if not self._told.is_set():
            log.info("stopping", action="service_stopping", signal=name, **self._waiting_for())
            self._told.set()
        else:
            log.warning("still waits for what moves", action="service_waits", signal=name, **self._waiting_for())

    def _waiting_for(self) -> dict[str, str]:
        with suppress(RsmError):
            moving = self._served.under_way()
            return {"under_way": "; ".join(moving) or "nothing"}
        return {}

    def _hang_up(self) -> None:
        text = "the configuration is read at start alone; restart the service to change it"
        log.info(text, action="hangup_ignored")

    # The watch.

    async def _watch(self) -> None:
        pause = LOOK if self._notifier.watchdog is None else self._notifier.watchdog / 2
        while True:
            health = await asyncio.to_thread(self._served.health)
            if health.alive:
                self._notifier.tell("WATCHDOG=1", f"STATUS={'; '.join(health.troubles) or 'Serving'}")
            else:
                log.error("unwell", action="service_unwell", troubles="; ".join(health.troubles))
            await asyncio.sleep(pause)

    # The end.

    async def _end(self, serving: Task[None]) -> None:
        begun = monotonic()
        self._notifier.tell("STOPPING=1", "STATUS=Finishing what moves")
        if self._watching is not None:
            self._watching.cancel()  # what is being closed is not unwell
        self._begin(self._ask_for_time())
        self._edge.stop()
        await asyncio.wait({serving})
        await asyncio.to_thread(self._served.close)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._say_why(serving)
        log.info("stopped", action="service_stopped", seconds=round(monotonic() - begun, 1))

    async def _ask_for_time(self) -> None:
        while True:
            self._notifier.tell(f"EXTEND_TIMEOUT_USEC={int(PATIENCE * MICROSECONDS)}", "WATCHDOG=1")
            await asyncio.sleep(LOOK)

    def _say_why(self, serving: Task[None]) -> None:
        problem = None if serving.cancelled() else serving.exception()
        if problem is not None:
            log.error("serving broke", action="serving_broke", exc_info=problem)
