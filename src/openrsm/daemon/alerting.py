"""Alerts as they are configured."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from openrsm.configuration.model import Alerts
from openrsm.configuration.reading import Loaded

if TYPE_CHECKING:
    from openrsm.service.manager import LocalManager


def alert(manager: LocalManager, alerts: Alerts) -> None:
    """Have a manager send alerts until it is closed; nothing where there is nobody to be told.

    Raises:
        InvalidParameter: One of the addresses is none.
    """
    from openrsm.service.alerting.alerts import AlertKind, AlertOptions  # noqa: PLC0415 - slow to import
    from openrsm.service.alerting.posting import destinations  # noqa: PLC0415 - likewise

    options = AlertOptions(
        kinds=frozenset(AlertKind(kind) for kind in alerts.kinds),
        retry_for=alerts.retry_for,
        interval=alerts.interval,
        remind_after=alerts.remind_after or None,
    )
    if alerts.urls:
        manager.alert(destinations(alerts.urls), options)


def try_alerts(loaded: Loaded) -> list[tuple[str, str]]:
    """Send a test alert to each address; see :class:`openrsm.cli.opener.Herald`."""
    from openrsm.service.alerting.posting import destinations  # noqa: PLC0415 - slow to import
    from openrsm.service.alerting.trying import try_out  # noqa: PLC0415 - likewise

    return try_out(destinations(loaded.configuration.alerts.urls), socket.gethostname())
