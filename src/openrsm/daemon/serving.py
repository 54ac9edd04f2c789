"""``rsm serve``: the parts of the service, put together."""

from __future__ import annotations

import asyncio
import os
import resource
import socket
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import openrsm
from openrsm.configuration.model import Retention as Kept
from openrsm.configuration.reading import Loaded
from openrsm.daemon.alerting import alert
from openrsm.daemon.sockets import Doors
from openrsm.daemon.state import StateLock
from openrsm.daemon.systemd import Notifier, passed_sockets
from openrsm.settings import environment, environment_of_strangers

if TYPE_CHECKING:
    from openrsm.service.keeper import Retention
    from openrsm.service.manager import LocalManager


def serve(loaded: Loaded) -> None:
    """Run the service until it is told to stop; see :class:`openrsm.cli.opener.Server`."""
    from openrsm.daemon import logs  # noqa: PLC0415 - no other command needs a log that goes on for years
    from openrsm.daemon.life import hold_signals  # noqa: PLC0415 - or an event loop

    hold_signals()
    surroundings = environment()
    logs.configure(loaded.configuration.log, surroundings)
    _raise_limits()
    with ExitStack() as to_close:
        lock = StateLock(loaded.state, "rsm serve")
        to_close.callback(lock.release)
        doors = Doors(loaded, passed_sockets(surroundings, os.getpid()))
        to_close.callback(doors.close)
        _tell_the_start(loaded, doors)
        manager = _manager(loaded)
        to_close.callback(manager.close)
        alert(manager, loaded.configuration.alerts)
        _live(loaded, manager, doors, Notifier(surroundings, os.getpid()))


def _raise_limits() -> None:
    """Every client is a file descriptor, and the usual limit is for programs that have none."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _tell_the_start(loaded: Loaded, doors: Doors) -> None:
    import structlog  # noqa: PLC0415 - slow to import, and most commands log nothing

    structlog.get_logger(__name__).info(
        "starting",
        action="service_starting",
        version=openrsm.__version__,
        state=str(loaded.state),
        addresses=", ".join(doors.addresses()),
        configuration=str(loaded.file or "none"),
    )


def _manager(loaded: Loaded) -> LocalManager:
    from openrsm.drivers.registry import open_library, reopen_library  # noqa: PLC0415 - loads the drivers
    from openrsm.labels.isolation import IsolatedRecognition  # noqa: PLC0415 - see above
    from openrsm.service.clock import SteadyClock  # noqa: PLC0415 - loads SQL, as the next
    from openrsm.service.context import Limits  # noqa: PLC0415 - see above
    from openrsm.service.manager import open_manager  # noqa: PLC0415 - see above

    clock = SteadyClock(lambda: datetime.now(UTC))
    return open_manager(
        loaded.state,
        recognition=IsolatedRecognition(environment=environment_of_strangers()),
        discover=open_library,
        revisit=reopen_library,
        clock=clock,
        steady=clock,
        zone=datetime.now().astimezone().tzinfo or UTC,
        computer=socket.gethostname(),
        serving=True,
        limits=Limits(**loaded.configuration.limits.model_dump()),
        retention=_retention(loaded.configuration.retention),
    )


def _retention(kept: Kept) -> Retention:
    from openrsm.service.keeper import Retention  # noqa: PLC0415 - loads SQL

    return Retention(
        events=kept.events,
        moves=timedelta(days=kept.moves),
        readings=timedelta(days=kept.readings),
        calls=timedelta(days=kept.answers),
        work=timedelta(days=kept.work),
    )


def _live(loaded: Loaded, manager: LocalManager, doors: Doors, notifier: Notifier) -> None:
    import uvloop  # noqa: PLC0415 - no other command needs an event loop

    from openrsm.daemon.edge import Edges  # noqa: PLC0415 - loads the server
    from openrsm.daemon.life import Life  # noqa: PLC0415 - likewise

    life = Life(manager, Edges(manager, loaded, doors.sockets), notifier)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(life.live())
