"""Taking a person at their word about a cartridge that cannot tell its name: it is the one that was asked for."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.records import OperatorRequest
from openrsm.domain.standalone import is_alone, is_meant
from openrsm.domain.values import Medium, Place, PlaceKind
from openrsm.service.reconciling import set_down
from openrsm.store.database import Transaction


def take_at_word(tx: Transaction, request: OperatorRequest) -> None:
    """Somebody says that what was asked for is in a lone drive: the nameless newcomer there is that medium."""
    library = tx.libraries.find(request.library_id) if request.library_id else None
    wanted = tx.media.find(request.medium_id) if request.medium_id else None
    if library is None or wanted is None or not is_alone(library) or wanted.place.kind is not PlaceKind.OFFLINE:
        return
    for drive in tx.drives.of(library.id):
        _claim(tx, library, drive, request, wanted)


def _claim(tx: Transaction, library: Library, drive: Drive, request: OperatorRequest, wanted: Medium) -> None:
    item = tx.work.find(request.work_id) if request.work_id else None
    found = tx.media.find(drive.medium_id) if drive.medium_id else None
    if item is None or found is None or not is_meant(item, wanted, found, drive, tx.sides.of(found.id)):
        return
    tx.drives.change(drive, replace(drive, medium_id=None, side_id=None))
    for side in tx.sides.of(found.id):
        tx.sides.delete(side)
    tx.media.delete(found)
    set_down(tx, library, wanted, Place(kind=PlaceKind.DRIVE, element_id=drive.id))
