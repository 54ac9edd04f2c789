"""What is observed of one manager: its metrics, its health, and the alerts it sends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from openrsm.service.alerting.alerting import Alerting
from openrsm.service.alerting.alerts import AlertOptions, Destination
from openrsm.service.context import Context
from openrsm.service.health import Checkup
from openrsm.service.metrics.calls import counted
from openrsm.service.metrics.counting import Counting
from openrsm.service.metrics.exposition import Metrics
from openrsm.surface.host import Health

T = TypeVar("T")


class Observation:
    """Looks on; nothing that the manager does waits for it. Any thread may call it."""

    def __init__(
        self, counting: Counting, context: Context, folder: Path, stopped: Callable[[], Sequence[str]]
    ) -> None:
        """``stopped`` names what should run and does not; ``folder`` is the state folder."""
        self._counting = counting
        self._context = context
        self._metrics = Metrics(counting, context, folder)
        self._checkup = Checkup(context.store, folder, stopped)
        self._alerting: Alerting | None = None

    def counted(self, part: T) -> T:
        """The same part of the surface; the errors with which its calls end are counted."""
        return counted(part, self._counting.failed)

    def metrics(self) -> bytes:
        """See the host."""
        return self._metrics.text()

    def health(self) -> Health:
        """See the host."""
        return self._checkup.health()

    def alert(self, destinations: Sequence[Destination], options: AlertOptions) -> None:
        """Send alerts from now on, and those that a process before did not get rid of. To be called once at most."""
        self._alerting = Alerting(self._context, destinations, options, self._counting.alerted)
        self._alerting.start()

    def close(self) -> None:
        """Send no more alerts. Closing twice is harmless."""
        if self._alerting is not None:
            self._alerting.close()
