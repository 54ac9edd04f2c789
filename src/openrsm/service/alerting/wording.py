"""Alerts in words: what happened to what, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Final

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import Operational
from openrsm.domain.machine import word
from openrsm.domain.operator import OperatorKind
from openrsm.service.alerting.alerts import Alert, AlertKind, Message
from openrsm.surface.views import OperatorView, WorkView

IN_FULL: Final = 20
"""How many alerts one message spells out; the others are counted."""

COUNTED: Final = {
    AlertKind.OPERATOR: ("operator request", "operator requests"),
    AlertKind.WORK: ("failed work item", "failed work items"),
    AlertKind.DEVICE: ("device", "devices"),
}


def requested(view: OperatorView, at: datetime, *, again: bool = False) -> Alert:
    """A person is asked for something."""
    request = view.request
    bring = request.kind is OperatorKind.MOVE_MEDIA
    return Alert(
        kind=AlertKind.OPERATOR,
        at=at,
        headline=f"Operator {'still ' if again else ''}wanted: {request.message}",
        lines=_told(
            ("Cartridge", view.medium),
            ("Library", view.library),
            ("Pool", view.pool),
            ("For", f"{request.requester.application} ({request.requester.user})"),
            ("Work item", f"{view.work_number or ''}"),
            ("Shown at", ", ".join(view.show_at)),
            ("When it is there" if bring else "When it is done", f"rsm operator satisfy {request.number}"),
            ("If it cannot be done", f"rsm operator refuse {request.number}"),
        ),
    )


def failed(view: WorkView, at: datetime) -> Alert:
    """A work item failed."""
    item = view.item
    subject = view.medium or view.drive or view.library
    return Alert(
        kind=AlertKind.WORK,
        at=at,
        headline=f"{word(item.operation).capitalize()} of {subject} failed: {item.error_text or word(item.state)}",
        lines=_told(
            ("Cartridge", view.medium),
            ("Drive", view.drive),
            ("Library", view.library),
            ("For", f"{item.requester.application} ({item.requester.user})"),
            ("Error", item.error),
            ("Look at it", f"rsm work show {item.number}"),
        ),
    )


def library_in_trouble(library: Library, at: datetime) -> Alert:
    """A library cannot work."""
    return Alert(
        kind=AlertKind.DEVICE,
        at=at,
        headline=f"Library {library.name} {_cannot(library.operational)}" + _because(library.trouble),
        lines=_told(
            ("Library", library.name),
            ("Model", f"{library.vendor} {library.product}".strip()),
            ("What waits for it", "stays queued, and goes on when it answers"),
            ("Look at it", f"rsm library show {library.name}"),
        ),
    )


def drive_in_trouble(drive: Drive, library: str, at: datetime) -> Alert:
    """A drive cannot work."""
    return Alert(
        kind=AlertKind.DEVICE,
        at=at,
        headline=f"Drive {drive.name} {_cannot(drive.operational)}" + _because(drive.trouble),
        lines=_told(
            ("Drive", drive.name),
            ("Library", library),
            ("Serial number", drive.serial),
            ("Meanwhile", "it is not used; the other drives are"),
            ("Look at it", f"rsm drive show {drive.name}"),
        ),
    )


def recovered(device: Library | Drive, at: datetime) -> Alert:
    """A device of whose trouble was told works again."""
    kind = "Library" if isinstance(device, Library) else "Drive"
    return Alert(kind=AlertKind.DEVICE, at=at, headline=f"{kind} {device.name} works again")


def message(alerts: Sequence[Alert], computer: str, zone: tzinfo) -> Message:
    """One message for all: each spelt out, or the first of them and the number of the others."""
    told = [_spelt_out(alert, zone) for alert in alerts[:IN_FULL]]
    if (left := len(alerts) - IN_FULL) > 0:
        told.append(f"... and {left} more; see: rsm status, rsm work list --ended")
    return Message(subject=f"OpenRSM {computer}: {_subject(alerts)}", body="\n\n".join(told) + "\n")


def trial(computer: str) -> Message:
    """To see whether a destination can be reached."""
    return Message(
        subject=f"OpenRSM {computer}: test alert",
        body="This is a test; nothing has happened. Alerts from OpenRSM reach you here.\n",
    )


def _subject(alerts: Sequence[Alert]) -> str:
    if len(alerts) == 1:
        return alerts[0].headline
    counts = Counter(alert.kind for alert in alerts)
    named = [f"{counts[kind]} {COUNTED[kind][counts[kind] != 1]}" for kind in AlertKind if counts[kind]]
    return f"{len(alerts)} alerts: {', '.join(named)}"


def _spelt_out(alert: Alert, zone: tzinfo) -> str:
    return "\n".join((f"{alert.at.astimezone(zone):%Y-%m-%d %H:%M}  {alert.headline}", *alert.lines))


def _told(*pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(_lines(pairs))


def _lines(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, value in pairs:
        if value:
            yield f"  {name}: {value}"


def _cannot(operational: Operational) -> str:
    return "needs service" if operational is Operational.NEEDS_SERVICE else "does not answer"


def _because(trouble: str) -> str:
    return f": {trouble}" if trouble else ""
