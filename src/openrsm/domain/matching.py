"""Which catalogued medium each cartridge in a library is, as far as looking can tell.

Evidence is weighed in this order, each kind only for what the ones before left open; what then is ambiguous stays
open, for nothing is guessed:

1. a medium's bar code where the medium is catalogued;
2. its bar code on one other cartridge that says it came from there; else on one other cartridge at all, the spelling
   as catalogued first. Media that were offline count like those of this one; one that another library holds is never
   taken from there, and makes ambiguous what its code might tell;
3. a cartridge without a readable code where a medium is catalogued; or one with a code nobody knows where a medium
   without one is catalogued;
4. one cartridge without a readable code that came from where a medium is catalogued, else from where it is at home.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from openrsm.domain import bar_codes
from openrsm.domain.values import Medium, Place, PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A cartridge that was seen: where it lies, its bar code if one was read, and where it came from if that is told.

    ``cleaner`` says that the library marks it as a cleaning cartridge; ``density`` is the code that a drive tells.
    """

    place: Place
    bar_code: str | None = None
    source: Place | None = None
    cleaner: bool = False
    density: int | None = None


T = TypeVar("T")
Key = Callable[[T], Hashable | None]
Fits = Callable[[Spot, Medium], bool]


class Matching:
    """Pairs of spots and media, and what of both is still open."""

    def __init__(self, spots: Sequence[Spot], media: Sequence[Medium], held: Sequence[Medium] = ()) -> None:
        self._order = tuple(spots)
        self._spots = {spot.place: spot for spot in spots}
        self._media = {medium.id: medium for medium in (*media, *held)}
        self._held = {medium.id for medium in held}
        self._pairs: dict[Place, Medium] = {}
        self._spots_coded = _by_key(spots, _code_of_spot)
        self._media_coded = _by_key(self._media.values(), _code_of_medium)

    @property
    def pairs(self) -> tuple[tuple[Spot, Medium], ...]:
        """Each spot whose medium is known, with it."""
        return tuple((spot, self._pairs[spot.place]) for spot in self._order if spot.place in self._pairs)

    @property
    def open_spots(self) -> tuple[Spot, ...]:
        """The spots whose cartridge is none of the media."""
        return tuple(self._spots.values())

    @property
    def open_media(self) -> tuple[Medium, ...]:
        """The media that are in none of the spots."""
        return tuple(self._media.values())

    def medium_in(self, place: Place) -> Medium | None:
        """The medium that was found to lie there."""
        return self._pairs.get(place)

    def is_duplicate(self, spot: Spot) -> bool:
        """Whether another cartridge, seen or catalogued, has the bar code of this one."""
        code = _code_of_spot(spot)
        others = (other.bar_code for other in self._spots_coded.get(code, ()) if other.place != spot.place)
        catalogued = (medium.bar_code for medium in self._media_coded.get(code, ()))
        return any(bar_codes.same(spot.bar_code, each) for each in chain(others, catalogued))

    def seen_with(self, bar_code: str | None) -> tuple[Place, ...]:
        """Where cartridges with that bar code lie."""
        return sightings(self._order, bar_code)

    def keep(self, fits: Fits) -> None:
        """Pair media with the spots they are catalogued in, where they fit."""
        for medium in self.open_media:
            spot = self._spots.get(medium.place)
            if spot is not None and fits(spot, medium) and medium.id not in self._held:
                self._pair(spot, medium)

    def follow(self, spot_key: Key[Spot], medium_key: Key[Medium], fits: Fits) -> None:
        """Pair a medium with a spot of the same key where nothing else that is open fits either of them."""
        keyed = _by_key(self.open_media, medium_key)
        media_for = {
            spot: [medium for medium in keyed.get(spot_key(spot), ()) if fits(spot, medium)] for spot in self.open_spots
        }
        claims = Counter(medium.id for media in media_for.values() for medium in media)
        for spot, media in media_for.items():
            if len(media) == 1 and claims[media[0].id] == 1 and media[0].id not in self._held:
                self._pair(spot, media[0])

    def _pair(self, spot: Spot, medium: Medium) -> None:
        self._pairs[spot.place] = self._media.pop(medium.id)
        del self._spots[spot.place]


def match(spots: Sequence[Spot], media: Sequence[Medium], held: Sequence[Medium] = ()) -> Matching:
    """Find out which medium is which cartridge.

    Args:
        spots: Every cartridge seen, one a place.
        media: The media that are catalogued in the library, and those elsewhere that have a bar code seen in it.
        held: Media with such a bar code that another library holds.
    """
    matching = Matching(spots, media, held)
    matching.keep(same_code)
    matching.follow(
        _code_of_spot, _code_of_medium, lambda spot, medium: same_code(spot, medium) and _left(spot, medium)
    )
    matching.follow(_code_of_spot, _code_of_medium, lambda spot, medium: spot.bar_code == medium.bar_code)
    matching.follow(_code_of_spot, _code_of_medium, same_code)
    matching.keep(lambda spot, medium: spot.bar_code is None or _reads_as_new(spot, medium, matching))
    matching.follow(_source, _place, _unread)
    matching.follow(_source, _home, _unread)
    return matching


def same_code(spot: Spot, medium: Medium) -> bool:
    """Whether the cartridge has the medium's bar code, with or without the media identifier."""
    return bar_codes.same(spot.bar_code, medium.bar_code)


def _reads_as_new(spot: Spot, medium: Medium, matching: Matching) -> bool:
    return medium.bar_code is None and not matching.is_duplicate(spot)


def _left(spot: Spot, medium: Medium) -> bool:
    return spot.source is not None and spot.source == medium.place


def _unread(spot: Spot, medium: Medium) -> bool:
    return spot.bar_code is None and medium.place.kind is not PlaceKind.OFFLINE


def _code_of_spot(spot: Spot) -> str | None:
    return bar_codes.key(spot.bar_code) if spot.bar_code else None


def _code_of_medium(medium: Medium) -> str | None:
    return bar_codes.key(medium.bar_code) if medium.bar_code else None


def _source(spot: Spot) -> Place | None:
    return spot.source


def _place(medium: Medium) -> Place | None:
    return medium.place


def _home(medium: Medium) -> Place | None:
    return Place(kind=PlaceKind.SLOT, element_id=medium.home_slot_id) if medium.home_slot_id else None


def _by_key(things: Iterable[T], key: Key[T]) -> dict[Hashable, list[T]]:
    """The things that have a key, by it."""
    keyed: dict[Hashable, list[T]] = {}
    for thing in things:
        if (own := key(thing)) is not None:
            keyed.setdefault(own, []).append(thing)
    return keyed


def sightings(spots: Iterable[Spot], bar_code: str | None) -> tuple[Place, ...]:
    """Where cartridges with that bar code lie."""
    return tuple(spot.place for spot in spots if bar_codes.same(spot.bar_code, bar_code))
