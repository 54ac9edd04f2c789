"""What follows when a copy of the catalogue has become the catalogue: it tells of a time that is over.

What the libraries show wins for places, as at every start, and open motions are settled by it. What callers had wanted
is cancelled; nothing that moves cartridges begins by itself. What the copy calls free may have been written on since:
its label is to be checked before anybody gets it (section 10 of the model).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

import structlog

from openrsm.domain.equipment import Library
from openrsm.domain.inventory import Findings
from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import AuditEntry
from openrsm.domain.side import SideState
from openrsm.domain.values import MediumId
from openrsm.domain.work import WorkEvent
from openrsm.errors import Cancelled
from openrsm.service.itself import SYSTEM
from openrsm.service.rulings import fail
from openrsm.store.database import Transaction

log = structlog.get_logger(__name__)

MARKED: Final = "import_marked"
"""In the trail of the catalogue that is to be replaced."""
PREPARED: Final = "import_prepared"
"""In the trail of the copy: the start that finds it newer than the next has to take the copy up."""
TAKEN_UP: Final = "catalogue_imported"
COMPARED: Final = "import_compared"
"""What a library shows differently from an imported catalogue; one line a library."""

NAMED: Final = 100
"""How many cartridges one line names."""
_LINES: Final = 1000


def take_up(tx: Transaction) -> str:
    """End what the copy has open, doubt what it calls free; says what it did, or nothing if none was imported."""
    prepared, taken_up = last(tx, PREPARED), last(tx, TAKEN_UP)
    if prepared is None or (taken_up is not None and taken_up.id > prepared.id):
        return ""
    counts = (
        (_cancel_work(tx), "work items cancelled"),
        (_end_sessions(tx), "sessions ended"),
        (_disown_mounts(tx), "mounts without an owner"),
        *_doubt_free(tx),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing was open"
    tx.audit.append(SYSTEM, SYSTEM, TAKEN_UP, prepared.subject, told)
    return told


def last(tx: Transaction, action: str) -> AuditEntry | None:
    """The newest line of the trail about that."""
    found = tx.audit.recent(1, action=action)
    return found[0] if found else None


def differences(tx: Transaction) -> list[AuditEntry]:
    """What the libraries have shown differently since the last import, the first compared first."""
    taken_up = last(tx, TAKEN_UP)
    if taken_up is None:
        return []
    return [entry for entry in reversed(tx.audit.recent(_LINES, action=COMPARED)) if entry.id > taken_up.id]


def compare(tx: Transaction, library: Library, findings: Findings) -> str:
    """Write down what a library shows, where it is looked at for the first time after an import; empty otherwise."""
    if last(tx, TAKEN_UP) is None or any(entry.subject == library.name for entry in differences(tx)):
        return ""
    told = _told(tx, findings) or "as catalogued"
    tx.audit.append(SYSTEM, SYSTEM, COMPARED, library.name, told)
    return told


def _cancel_work(tx: Transaction) -> int:
    items = tx.work.open(None)
    why = Cancelled(
        "an older catalogue was imported, and this is of its time", "ask for it again if it is still wanted"
    )
    fail(tx, [item.id for item in items], why, WorkEvent.CANCEL)
    for request in tx.operators.open():
        if request.kind is OperatorKind.NEW_MEDIA:  # whoever waited for them is gone
            tx.operators.delete(request)
    return len(items)


def _end_sessions(tx: Transaction) -> int:
    sessions = tx.sessions.all()
    for session in sessions:
        tx.sessions.delete(session)
    return len(sessions)


def _disown_mounts(tx: Transaction) -> int:
    held = [drive for drive in tx.drives.all() if drive.holder is not None]
    for drive in held:
        tx.drives.change(drive, replace(drive, ownerless_since=drive.ownerless_since or tx.now))
    return len(held)


def _doubt_free(tx: Transaction) -> Iterable[tuple[int, str]]:
    """Of the other sides another label may be found, too, and is believed where the medium cannot be another."""
    unchecked = {library.id for library in tx.libraries.all() if library.labels is LabelUse.IGNORE}
    doubted, blind = 0, 0
    for medium in tx.media.all():
        for side in tx.sides.of(medium.id):
            is_free = side.state is SideState.AVAILABLE and not medium.cleaner
            stale = side.label_stale or (side.logical_id is not None and bool(side.label_type))
            tx.sides.change(side, replace(side, label_doubted=is_free, label_stale=stale))
            doubted += is_free
            blind += is_free and (medium.last_library_id or medium.library_id) in unchecked
    return (doubted, "free sides doubted"), (blind, "of them in libraries that ignore labels")


def _told(tx: Transaction, findings: Findings) -> str:
    codes = [cartridge.bar_code or "without a bar code" for cartridge in findings.new]
    groups = (
        ("missing", _names(tx, findings.missing)),
        ("moved", _names(tx, [key for key, _ in findings.moved])),
        ("back", _names(tx, [key for key, _ in findings.arrived_known])),
        ("not catalogued", codes),
    )
    told = [f"{len(names)} {what}: {_listed(names)}" for what, names in groups if names]
    return "; ".join([*told, *(conflict.what for conflict in findings.conflicts)])


def _names(tx: Transaction, ids: Collection[MediumId]) -> list[str]:
    found = tx.media.find_all(ids)
    return [found[key].name for key in ids]


def _listed(names: Collection[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(sorted(names)[:NAMED]) + (f" and {more} more" if more > 0 else "")
