"""Media whose bar codes cartridges of several libraries carry: what is asked, and what is learnt of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from openrsm.domain.doubles import Newcomer, is_busy, is_held, judge, may_be_asked
from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import LibraryId, Medium
from openrsm.service.itself import itself
from openrsm.service.rulings import queue_inventory
from openrsm.store.database import Transaction


def holds(tx: Transaction, medium: Medium) -> bool:
    """Whether the medium's library holds it, whatever another one shows."""
    return is_held(medium, tx.libraries.get(medium.library_id), is_carried=_is_carried(tx, medium))


def ask(tx: Transaction, origin: LibraryId) -> None:
    """Have the library looked at that may miss what another one shows; that tells which cartridge it is."""
    if may_be_asked(tx.libraries.get(origin)):
        queue_inventory(tx, origin, InventoryMethod.SLOT, itself(tx))


def shown(tx: Transaction, medium: Medium) -> None:
    """A library has moved a medium, and so has it: what carries its bar code elsewhere is another."""
    for other in tx.media.by_bar_code(medium.bar_code) if medium.bar_code else ():
        if other.last_library_id == medium.library_id and other.library_id != medium.library_id:
            _settle(tx, other)


def followed(tx: Transaction, looked: LibraryId) -> Iterator[tuple[Medium, Medium]]:
    """Newcomers that are media which their libraries miss, each with that medium, now that a library was looked at.

    Those that are none are so for good, whatever becomes of the medium with their bar code.
    """
    for newcomer in tx.media.in_doubt(looked):
        alike = [one for one in tx.media.by_bar_code(newcomer.bar_code or "") if one.id != newcomer.id]
        match _judged(tx, newcomer, alike, looked):
            case Newcomer.ANOTHER:
                _settle(tx, newcomer)
            case Newcomer.SAME:
                yield newcomer, next(one for one in alike if one.last_library_id == newcomer.last_library_id)
            case Newcomer.OPEN:
                pass


def _judged(tx: Transaction, newcomer: Medium, alike: list[Medium], looked: LibraryId) -> Newcomer:
    busy = is_busy(newcomer, tx.work.of_medium_open(newcomer.id), is_carried=_is_carried(tx, newcomer))
    known = [(one, tx.sides.of(one.id)) for one in alike]
    return judge(newcomer, tx.sides.of(newcomer.id), known, looked=looked, is_busy=busy)


def _settle(tx: Transaction, newcomer: Medium) -> None:
    tx.media.change(newcomer, replace(newcomer, last_library_id=None))


def _is_carried(tx: Transaction, medium: Medium) -> bool:
    return any(move.medium_id == medium.id for move in tx.moves.open(medium.library_id))
