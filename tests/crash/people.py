"""What people do at a library while its service is dead, and how the service is used afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from openrsm.domain.values import PlaceKind
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.human import Hands
from openrsm.drivers.virtual.places import elements
from openrsm.errors import RsmError
from tests.crash.play import Player
from tests.service.world import World


def swap(hands: Hands) -> list[str]:
    """Two cartridges trade their slots."""
    (one, first), (other, second), *_ = _in_slots(hands)
    hands.swap(one, other)
    return [first, second]


def replant(hands: Hands) -> list[str]:
    """A cartridge is put into another slot."""
    shown = [element for element in elements(hands.look()) if element.kind is ElementKind.SLOT]
    empty = next(number for number, element in enumerate(shown, 1) if not element.full)
    place, moved = _in_slots(hands)[0]
    hands.swap(place, f"slot:{empty}")
    return [moved]


def take(hands: Hands) -> list[str]:
    """A cartridge is taken away."""
    _, taken = _in_slots(hands)[-1]
    hands.take(taken)
    return [taken]


def pull(hands: Hands) -> list[str]:
    """A cartridge is pulled out of a drive, if there is one in it, and put into a slot; else another is."""
    held = [one.bar_code for one in elements(hands.look()) if one.kind is ElementKind.DRIVE and one.full]
    if not held or held[0] is None:
        return replant(hands)
    hands.push_button()
    hands.take("drive:1")
    return [held[0]]


DEEDS: Final[Sequence[Callable[[Hands], list[str]]]] = (swap, replant, take, pull)


def meddle(hands: Hands, number: int) -> set[str]:
    """Do one of the deeds, or the next that can be done; the bar codes of the cartridges that were moved."""
    for deed in (DEEDS[(number + turn) % len(DEEDS)] for turn in range(len(DEEDS))):
        with suppress(RsmError):
            return set(deed(hands))
    raise AssertionError("nothing can be done at this library")


def _in_slots(hands: Hands) -> list[tuple[str, str]]:
    """Where data cartridges lie, and their bar codes."""
    shown = [element for element in elements(hands.look()) if element.kind is ElementKind.SLOT]
    return [
        (f"slot:{number}", one.bar_code)
        for number, one in enumerate(shown, 1)
        if one.bar_code is not None and not one.cleaner
    ]


def go_on(player: Player) -> None:
    """What was wanted before comes to its end or is withdrawn; then every medium that is there is used once more."""
    world, manager = player.world, player.world.manager
    for item in world.picture().open_work():
        with suppress(RsmError):
            manager.work.cancel(player.session, str(item.id))
    manager.settle()
    for drive in world.picture().drives.values():
        if drive.holder is not None:
            manager.drives.dismount(player.session, str(drive.id))
    manager.settle()
    world.rest()
    for number, lmid in enumerate(_there(world)):
        player.mount(f"used again {number}", lmid)
        world.rest()
        player.dismount(f"given back again {number}", lmid)
    world.rest()


def _there(world: World) -> list[str]:
    picture = world.picture()
    sides = {side.id: medium for medium, sides in picture.sides.items() for side in sides}
    media = {lmid: picture.media[sides[logical.side_id]] for lmid, logical in picture.logical.items()}
    return [str(lmid) for lmid, medium in media.items() if medium.place.kind is not PlaceKind.OFFLINE]
