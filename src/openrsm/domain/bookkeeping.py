"""What must hold of a catalogue, said once: the service, its checkups, its tests and its simulation rely on it."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.domain import belongings, undertakings, whereabouts
from openrsm.domain.books import Books
from openrsm.domain.troubles import Finding


def contradictions(books: Books) -> Iterator[Finding]:
    """What cannot be after any commit, whatever happened."""
    yield from whereabouts.contradictions(books)
    yield from belongings.contradictions(books)
    yield from undertakings.contradictions(books)


def check(books: Books) -> Iterator[Finding]:
    """Everything that is wrong: contradictions, what people have brought about, and what nobody goes on with."""
    yield from contradictions(books)
    yield from whereabouts.shared_codes(books)
    yield from undertakings.open_motions(books)
