"""What people do: answer operator requests, late; carry media to a vault and back; open the door; see to devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from random import Random
from typing import Final

from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.slot import PortPosition
from openrsm.domain.values import WorkId
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.model import FIRST, Library
from openrsm.errors import RsmError
from openrsm.simulation.acting import DAY, HOUR, MINUTE, WEEK, Actor, Until, at_random
from openrsm.simulation.invariants import Picture
from openrsm.simulation.site import CLEANER_USES, LIBRARY, TYPE, Site, over

VAULT: Final = "vault"
ANSWERED_WITHIN: Final = 10 * HOUR


def operators(site: Site, dice: Random) -> Actor:
    """They look every now and then, and do what they are asked hours later."""
    while True:
        picture = yield dice.uniform(HOUR, ANSWERED_WITHIN)
        for request in picture.requests:
            yield from answer(site, picture, request)


def answer(site: Site, picture: Picture, request: OperatorRequest) -> Actor:
    """Do what one request asks for, and say so."""
    site.tell(f"an operator answers: {request.message}")
    match request.kind:
        case OperatorKind.MOVE_MEDIA if request.medium_id is not None:
            yield from bring(site, picture.media[request.medium_id].name)
        case OperatorKind.DEVICE_SERVICE:
            site.hands.clear_faults()
        case OperatorKind.CLEANER:
            site.attempt("the cleaner is counted anew", lambda: _renew_cleaner(site))
        case _:
            pass
    site.satisfy(request.number)
    site.answered += 1


def _renew_cleaner(site: Site) -> None:
    site.manager.cleaning.reserve(site.session, LIBRARY, site.options.slots, uses=CLEANER_USES)


def bring(site: Site, name: str) -> Actor:
    """Put a cartridge that lies outside into an empty slot, through the door."""
    look = site.hands.look()
    lying = [key for key, one in look.shelf.items() if name in {key, one.bar_code}]
    if lying:
        yield from at_the_door(site, lambda: _insert(site, lying[0], name))


def _insert(site: Site, key: str, name: str) -> None:
    site.insert(name, f"slot:{next(empty_slots(site.hands.look()))}", key)
    for book in site.books.values():
        if book.medium == name:
            book.away = False


def empty_slots(library: Library) -> Iterator[int]:
    """The numbers of slots in which nothing lies; the cleaner's is the last."""
    first = FIRST[ElementKind.SLOT]
    taken = {address - first + 1 for address in library.contents}
    homes = {one.source - first + 1 for one in library.contents.values() if one.source and one.source >= first}
    return (number for number in range(library.made_from.slots - 1, 0, -1) if number not in taken | homes)


def at_the_door(site: Site, deed: Callable[[], object]) -> Actor:
    """Open the door when the robot stands still, do something, and close it."""
    for _ in range(60):
        if site.attempt("the door is opened", site.hands.open):
            break
        yield MINUTE
    else:
        return
    yield 2 * MINUTE
    site.attempt("somebody reaches in", deed)
    yield MINUTE
    site.attempt("the door is closed", site.hands.close)


def visitors(site: Site, dice: Random) -> Actor:
    """Somebody puts a scratch medium into another slot, or takes it out and brings it back days later."""
    while True:
        picture = yield at_random(dice, 3 * WEEK)
        free = [one.name for one in picture.media.values() if _is_scratch(picture, site, one.name)]
        if not free:
            continue
        name = dice.choice(sorted(free))
        if dice.random() < 0.5:  # noqa: PLR2004 - one half
            yield from at_the_door(site, partial(_move, site, name))
            continue
        yield from at_the_door(site, partial(_take, site, name))
        yield at_random(dice, 2 * DAY)
        yield from bring(site, name)


def _is_scratch(picture: Picture, site: Site, name: str) -> bool:
    medium = picture.medium(name)
    used = name in {book.medium for book in site.books.values()}
    return (
        medium.media_type == TYPE and not medium.cleaner and not used and medium.home_slot_id == medium.place.element_id
    )


def _take(site: Site, name: str) -> None:
    site.take(name)


def _move(site: Site, name: str) -> None:
    site.take(name)
    site.insert(name, f"slot:{next(empty_slots(site.hands.look()))}")


def courier(site: Site, dice: Random) -> Actor:
    """Once a month an archive goes to the vault through a port, and one comes back after two months."""
    gone: list[str] = []
    while True:
        yield at_random(dice, 4 * WEEK)
        lmids = [lmid for lmid, book in site.books.items() if book.pool == "archive" and book.content]
        here = [lmid for lmid in lmids if not site.books[lmid].in_use and not site.books[lmid].away]
        if here:
            yield from _send(site, dice, here[0])
            gone.append(here[0])
        if len(gone) > 2 and (back := gone.pop(0)) in site.books:  # noqa: PLR2004 - two months
            yield from _fetch(site, dice, site.books[back].medium)


def _send(site: Site, dice: Random, lmid: str) -> Actor:
    book = site.books[lmid]
    ids: list[WorkId] = []

    def eject() -> None:
        views = site.manager.media.eject(site.session, [book.medium], location=VAULT)
        ids.extend(view.item.id for view in views)

    if not site.attempt(f"{book.medium} is ejected", eject):
        return
    yield Until(lambda picture: over(ids)(picture) or _says(picture, ids, "take "), DAY)
    yield dice.uniform(10 * MINUTE, 2 * HOUR)
    if site.attempt(f"{book.medium} is taken out", lambda: site.take(book.medium)):
        book.away = True
    yield Until(over(ids), DAY)


def _fetch(site: Site, dice: Random, name: str) -> Actor:
    ids: list[WorkId] = []

    def inject() -> None:
        ids.append(site.manager.libraries.inject(site.session, LIBRARY, many=True).item.id)

    if not _lies_outside(site, name) or not site.attempt("ports are opened", inject):
        return
    yield Until(lambda picture: over(ids)(picture) or _ports_are_open(picture), DAY)
    yield dice.uniform(MINUTE, 10 * MINUTE)
    if site.attempt(f"{name} comes back", lambda: site.insert(name)):
        for book in site.books.values():
            if book.medium == name:
                book.away = False
    yield 5 * MINUTE
    with suppress(RsmError):
        site.manager.work.stop(site.session, str(ids[0]))
    yield Until(over(ids), DAY)


def _lies_outside(site: Site, name: str) -> bool:
    return any(name in {key, one.bar_code} for key, one in site.hands.look().shelf.items())


def _says(picture: Picture, ids: list[WorkId], word: str) -> bool:
    return any(word in picture.work[one].reason for one in ids if one in picture.work)


def _ports_are_open(picture: Picture) -> bool:
    return all(port.position is PortPosition.EXTENDED for port in picture.ports)


def restarts(site: Site, dice: Random) -> Actor:
    """Now and then the computer is started again."""
    while True:
        yield at_random(dice, 6 * WEEK)
        site.restart()
