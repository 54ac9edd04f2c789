"""The thread of alerts."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from time import monotonic
from typing import Final

import structlog

from openrsm.domain.records import Happening
from openrsm.service.alerting.alerts import AlertOptions, Destination
from openrsm.service.alerting.courier import Count, Courier
from openrsm.service.alerting.noticing import CONCERNS
from openrsm.service.context import Context

THREAD: Final = "rsm-alerts"
RECOVERY: Final = 30.0
"""Seconds to wait where looking for alerts failed, before it is done again."""

FAREWELL: Final = 5.0
"""Seconds that closing waits for a message under way."""

log = structlog.get_logger(__name__)


class Alerting:
    """Follows the committed events and tells destinations; see the package. One for each manager."""

    def __init__(
        self, context: Context, destinations: Sequence[Destination], options: AlertOptions, count: Count
    ) -> None:
        """Nothing is sent before :meth:`start`; ``count`` is told of each message: sent, failed, dropped."""
        self._context = context
        self._destinations = destinations
        self._options = options
        self._count = count
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=THREAD, daemon=True)

    def start(self) -> None:
        """Begin with what happened since each destination was told last."""
        self._context.store.listen(self._hear)
        self._thread.start()

    def close(self) -> None:
        """Stop; what was not sent is sent after the next start. Closing twice, or without a start, is harmless."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(FAREWELL)

    def _hear(self, happenings: Sequence[Happening]) -> None:
        """In the writer's thread: no more than a flag, and that only for what may concern people."""
        if any(CONCERNS.get(one.object_type) in self._options.kinds for one in happenings):
            self._woken.set()

    def _run(self) -> None:
        couriers: list[Courier] | None = None
        while not self._stopping.is_set():
            try:
                couriers = self._couriers() if couriers is None else couriers
                self._round(couriers)
            except Exception:
                log.exception("alerts could not be looked for", action="alerts_failed")
                self._stopping.wait(RECOVERY)

    def _couriers(self) -> list[Courier]:
        keys = [destination.key for destination in self._destinations]
        self._context.store.write(lambda tx: tx.alerts.keep(keys))
        return [Courier(each, self._context, self._options, self._count) for each in self._destinations]

    def _round(self, couriers: Sequence[Courier]) -> None:
        woken = self._woken.wait(_until(couriers))
        self._woken.clear()
        for courier in couriers:
            if woken:
                courier.wake()
            due = courier.due()
            if due is not None and due <= monotonic() and not self._stopping.is_set():
                courier.look()


def _until(couriers: Sequence[Courier]) -> float | None:
    moments = [due for courier in couriers if (due := courier.due()) is not None]
    return max(0.0, min(moments) - monotonic()) if moments else None
