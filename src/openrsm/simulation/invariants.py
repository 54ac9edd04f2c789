"""What must hold of a catalogue, whatever happened: each function says, in sentences, what does not.

:func:`structure` holds after every commit: :mod:`openrsm.domain.bookkeeping`, and what has ended; :func:`settled` once
nothing moves; :func:`agreement` when the library can be asked; :func:`chain` over the whole journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Final, Self

from openrsm.domain import bookkeeping, undertakings
from openrsm.domain.books import Books
from openrsm.domain.records import Move, MoveOutcome, OperatorRequest, WorkItem
from openrsm.domain.values import LibraryId, Medium, MediumId
from openrsm.domain.work import OPEN, WorkState
from openrsm.drivers.virtual.model import Library as Virtual
from openrsm.service import books
from openrsm.store.database import Transaction

MANY: Final = 1_000_000
FEW: Final = 40


class Picture(Books):
    """The whole catalogue at one instant, with what has ended."""

    @classmethod
    def read(cls, tx: Transaction) -> Self:
        """Take it within one transaction."""
        moves = [move for library in tx.libraries.all() for move in tx.moves.of_library(library.id)]
        return cls._of(books.read(tx, ()), tx.work.recent(MANY), tx.operators.all(MANY), moves)

    @classmethod
    def read_present(cls, tx: Transaction) -> Self:
        """Of what has ended only the last items, and no motion."""
        present = books.read(tx, ())
        return cls._of(present, [*tx.work.recent(FEW), *present.work.values()], present.requests, present.moves)

    @classmethod
    def _of(
        cls, present: Books, work: Iterable[WorkItem], requests: Sequence[OperatorRequest], moves: Sequence[Move]
    ) -> Self:
        held = {one.name: getattr(present, one.name) for one in fields(present)}
        return cls(**{**held, "work": {one.id: one for one in work}, "requests": requests, "moves": moves})

    def medium(self, bar_code: str) -> Medium:
        """The medium of a bar code."""
        return next(medium for medium in self.media.values() if medium.bar_code == bar_code)


def structure(picture: Books) -> Iterator[str]:
    """What holds after every commit."""
    yield from (finding.what for finding in bookkeeping.contradictions(picture))
    for item in picture.work.values():
        yield from _item(item)
    yield from _sets(picture)


def _item(item: WorkItem) -> Iterator[str]:
    what = f"work item {item.number} ({item.operation.name}, {item.state.name})"
    if (item.state in OPEN) is not (item.ended_at is None):
        yield f"{what} ended at {item.ended_at}"
    if item.state is WorkState.FAILED and not (item.error and item.error_text):
        yield f"{what} failed without an error"


def _sets(picture: Books) -> Iterator[str]:
    sets: defaultdict[object, set[str]] = defaultdict(set)
    for item in picture.work.values():
        if item.set_id is not None:
            open_or_how = "open" if item.state in OPEN else "passed" if item.state is WorkState.PASSED else "failed"
            sets[item.set_id].add(open_or_how)
    yield from (f"the items of one set are {sorted(ends)}" for ends in sets.values() if len(ends) > 1)


def settled(picture: Books) -> Iterator[str]:
    """What holds when nothing more can be done without somebody else."""
    yield from (finding.what for finding in undertakings.open_motions(picture))
    for item in picture.open_work():
        if not item.reason:
            yield f"work item {item.number} ({item.operation.name}, {item.state.name}) neither moves nor says why"


def agreement(picture: Books, library_id: LibraryId, actual: Virtual) -> Iterator[str]:
    """Catalogue and element status say the same of every element of one library."""
    there = picture.occupants()
    for kind, element in picture.elements().values():
        if element.library_id != library_id:
            continue
        medium, cartridge = there.get(element.id), actual.contents.get(element.address)
        catalogued, seen = medium.bar_code if medium else None, cartridge.bar_code if cartridge else None
        if catalogued != seen:
            yield f"{kind.value} element {element.address} holds {seen}, and the catalogue says {catalogued}"


def chain(picture: Books, touched: Collection[str | None] = ()) -> Iterator[str]:
    """Each motion of a cartridge begins where the one before ended.

    Args:
        picture: The catalogue.
        touched: Bar codes of the cartridges that people moved, which therefore may be found elsewhere.
    """
    by_medium: defaultdict[MediumId, list[Move]] = defaultdict(list)
    for move in sorted(picture.moves, key=lambda move: move.opened_at):
        if move.closed_at is not None and picture.media[move.medium_id].bar_code not in touched:
            by_medium[move.medium_id].append(move)
    for medium_id, moves in by_medium.items():
        for before, after in pairwise(moves):
            end = before.destination if before.outcome is MoveOutcome.DONE else before.source
            if before.outcome is not MoveOutcome.ELSEWHERE and after.source != end:
                yield f"{picture.media[medium_id].name} was moved to {end}, and then from {after.source}"
