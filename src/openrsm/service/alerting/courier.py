"""One destination: what it was told, when it is told more, and patience with it. Belongs to the thread of alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Final

import structlog

from openrsm.domain.values import OperatorId
from openrsm.errors import RsmError
from openrsm.service.alerting import noticing, wording
from openrsm.service.alerting.alerts import Alert, AlertKind, AlertOptions, Destination, NotDeliveredError
from openrsm.service.alerting.noticing import Seen
from openrsm.service.context import Context
from openrsm.store.database import Transaction

LAGS: Final = 10_000
"""By how many events the catalogue's note of what was told may lie behind where there was nothing to tell."""

SLACK: Final = 60.0
"""Seconds that an alert may be older than it is tried for: so each is tried once, whatever is configured."""

Count = Callable[[str], None]

log = structlog.get_logger(__name__)


class Courier:
    """Brings alerts to one destination."""

    def __init__(self, destination: Destination, context: Context, options: AlertOptions, count: Count) -> None:
        """``count`` is told of each message: sent, failed, dropped."""
        self._destination = destination
        self._context = context
        self._options = options
        self._count = count
        self._noted = context.store.read(lambda tx: tx.alerts.last_id(destination.key))
        self._after = self._noted
        self._failures = 0
        self._not_before = 0.0
        self._due: float | None = monotonic()  # whatever happened before this process began
        self._reminded = dict.fromkeys(context.store.read(_open_requests), monotonic())

    def wake(self) -> None:
        """Something happened that may be worth telling."""
        self._due = max(monotonic() + self._options.gather, self._not_before) if self._due is None else self._due

    def due(self) -> float | None:
        """When it wants to look next, by the steady clock; None: when it is woken."""
        moments = [self._due] if self._due is not None else []
        if self._options.remind_after is not None and self._reminded:
            moments.append(max(min(self._reminded.values()) + self._options.remind_after, self._not_before))
        return min(moments, default=None)

    def look(self) -> None:
        """Tell what there is to tell. What fails is tried again later; raises nothing."""
        try:
            self._look()
        except RsmError as error:
            self._failed(f"the catalogue: {error}")

    def _look(self) -> None:
        key, kinds = self._destination.key, self._options.kinds
        seen = self._context.store.read(lambda tx: noticing.look(tx, key, self._after, kinds))
        late = self._late()
        alerts = [*self._fresh(seen), *self._reminders(late)]
        if alerts and not self._send(alerts):
            return
        self._told(seen, late, note=bool(alerts or seen.alerts))

    def _fresh(self, seen: Seen) -> list[Alert]:
        """Without those that could not be delivered for too long."""
        options = self._options
        oldest = self._context.clock() - timedelta(
            seconds=options.retry_for + options.gather + options.interval + SLACK
        )
        late = [alert for alert in seen.alerts if alert.at < oldest]
        for alert in late:
            self._count("dropped")
            log.error("alert dropped", action="alert_dropped", to=self._destination.name, alert=alert.headline)
        return [alert for alert in seen.alerts if alert.at >= oldest]

    def _late(self) -> set[OperatorId]:
        """The requests that have stood so long since they were last told that it is time for a reminder."""
        if self._options.remind_after is None or AlertKind.OPERATOR not in self._options.kinds:
            return set()
        latest = monotonic() - self._options.remind_after
        return {key for key, told in self._reminded.items() if told <= latest}

    def _reminders(self, late: set[OperatorId]) -> list[Alert]:
        views = self._context.store.read(lambda tx: noticing.still_open(tx, late)) if late else []
        for answered in late - {view.request.id for view in views}:
            self._reminded.pop(answered)
        late &= self._reminded.keys()
        return [wording.requested(view, view.request.submitted_at, again=True) for view in views]

    def _send(self, alerts: list[Alert]) -> bool:
        message = wording.message(alerts, self._context.computer, self._context.zone)
        try:
            self._destination.send(message)
        except NotDeliveredError as error:
            self._failed(str(error))
            return False
        self._count("sent")
        log.info("alert sent", action="alert_sent", to=self._destination.name, subject=message.subject)
        return True

    def _failed(self, why: str) -> None:
        self._count("failed")
        pause = min(self._options.first_pause * 2**self._failures, self._options.longest_pause)
        self._failures = min(self._failures + 1, 32)
        self._due = self._not_before = monotonic() + pause
        log.warning("alert failed", action="alert_failed", to=self._destination.name, why=why, again_in=pause)

    def _told(self, seen: Seen, reminded: set[OperatorId], *, note: bool) -> None:
        """Remember it: in the catalogue where something was told, or much has happened since."""
        if note or seen.begun or seen.ended or self._noted is None or seen.last - self._noted > LAGS:
            self._context.store.write(lambda tx: _note(tx, self._destination.key, seen))
            self._noted = seen.last
        if note:
            self._not_before = monotonic() + self._options.interval
        self._after, self._failures, self._due = seen.last, 0, None
        self._reminded |= dict.fromkeys(seen.requests | reminded, monotonic())


def _open_requests(tx: Transaction) -> list[OperatorId]:
    return [request.id for request in tx.operators.open()]


def _note(tx: Transaction, key: str, seen: Seen) -> None:
    tx.alerts.advance(key, seen.last)
    tx.alerts.change(key, seen.begun, seen.ended, seen.last)
