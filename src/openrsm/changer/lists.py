"""A changer as Bacula and Bareos ask for it: which volume lies where, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.surface.changers import ChangerView, NumberedDrive, NumberedSlot
from openrsm.surface.mtx import origins


def listed(view: ChangerView) -> Iterator[str]:
    """``list``: ``SLOT:VOLUME`` for each volume that is in no port; one in a drive under the slot it came from."""
    for slot in view.slots:
        if slot.full and not slot.port:
            yield f"{slot.number}:{slot.bar_code}"
    sources = origins(view)
    for drive in view.drives:
        if drive.number in sources:
            yield f"{sources[drive.number]}:{drive.bar_code}"


def listed_all(view: ChangerView) -> Iterator[str]:
    """``listall``: each drive, slot and port, full (F) or empty (E)."""
    sources = origins(view)
    for drive in view.drives:
        yield _drive(drive, sources.get(drive.number, 0))
    for slot in view.slots:
        yield _slot(slot)


def _drive(drive: NumberedDrive, source: int) -> str:
    return f"D:{drive.number}:F:{source}:{drive.bar_code}" if drive.full else f"D:{drive.number}:E"


def _slot(slot: NumberedSlot) -> str:
    place = f"{'I' if slot.port else 'S'}:{slot.number}"
    return f"{place}:F:{slot.bar_code}" if slot.full else f"{place}:E"
