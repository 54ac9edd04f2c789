"""What the catalogue knows of all media, and by what: the report at the end of a disaster (section 10 of the model)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openrsm.domain.restored import Known, known
from openrsm.domain.values import Medium, Side
from openrsm.store.database import Transaction
from openrsm.surface.database import KnownSides, LabelCount, RestoredView

Pair = tuple[Medium, Side]


def report(tx: Transaction) -> RestoredView:
    """Every side once, under what is known of it; what there is none of is left out."""
    media = tx.media.all()
    useful = [medium for medium in media if not medium.cleaner]
    sides = tx.sides.of_media([medium.id for medium in useful])
    pairs = [(medium, side) for medium in useful for side in sides[medium.id]]
    groups = ((kind, [pair for pair in pairs if known(pair[1], pair[0]) is kind]) for kind in Known)
    told = [_group(kind, found) for kind, found in groups if found]
    return RestoredView(known=told, media=len(useful), cleaners=len(media) - len(useful))


def _group(kind: Known, found: Sequence[Pair]) -> KnownSides:
    counts = Counter(side.label_type for _, side in found if side.label_type)
    return KnownSides(
        code=kind.code,
        what=kind.what,
        advice=kind.advice,
        sides=len(found),
        labels=[LabelCount(type=type_, sides=count) for type_, count in sorted(counts.items())],
        media=list(dict.fromkeys(medium.name for medium, _ in found)),
    )
