"""What people do at a library while its service is dead, and how the service is used afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from openrsm.domain.values import PlaceKind
from openrsm.domain.work import WorkState
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.human import Hands
from openrsm.drivers.virtual.places import elements
from openrsm.errors import RsmError
from openrsm.surface.mounts import MountOptions
from tests.crash.play import Player
from tests.service.world import World

STRANGER: Final = "X00001L5"
FOREIGN: Final = b"VOL1FOREIG".ljust(79) + b"4"


def swap(hands: Hands) -> list[str]:
    """Two cartridges trade their slots."""
    (one, first), (other, second), *_ = _in_slots(hands)
    hands.swap(one, other)
    return [first, second]


def replant(hands: Hands) -> list[str]:
    """A cartridge is put into another slot."""
    place, moved = _in_slots(hands)[0]
    hands.swap(place, f"slot:{_empty_slot(hands)}")
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


def double(hands: Hands) -> list[str]:
    """A stranger with the bar code of a cartridge is put in."""
    _, code = _in_slots(hands)[0]
    _insert(hands, code)
    return [code]


def smear(hands: Hands) -> list[str]:
    """A bar code cannot be read any more."""
    place, code = _in_slots(hands)[-1]
    hands.label(place, readable=False)
    return [code]


def bring(hands: Hands) -> list[str]:
    """A stranger is put in, which another program has written on."""
    _insert(hands, STRANGER)
    return [STRANGER]


def _insert(hands: Hands, code: str) -> None:
    with NamedTemporaryFile() as content:
        content.write(FOREIGN)
        content.flush()
        hands.insert(code, f"slot:{_empty_slot(hands)}", file=Path(content.name))


DEEDS: Final[Sequence[Callable[[Hands], list[str]]]] = (swap, replant, take, pull, double, smear, bring)


def meddle(hands: Hands, number: int) -> set[str]:
    """Do one of the deeds, or the next that can be done; the bar codes of the cartridges that were moved."""
    for deed in (DEEDS[(number + turn) % len(DEEDS)] for turn in range(len(DEEDS))):
        with suppress(RsmError):
            return set(deed(hands))
    raise AssertionError("nothing can be done at this library")


def _empty_slot(hands: Hands) -> int:
    shown = [element for element in elements(hands.look()) if element.kind is ElementKind.SLOT]
    return next(number for number, element in enumerate(shown, 1) if not element.full)


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
        _use(player, lmid, number)
    world.rest()


def _use(player: Player, lmid: str, number: int) -> None:
    """It is mounted, and dismounted; a medium that people have doubled may be refused, and no stranger is handed out.

    Of a stranger in the slot of a cartridge that was on its way only the label tells that it is another.
    """
    world, manager = player.world, player.world.manager
    [mounted] = player.done(player.ask(f"used again {number}", manager.mounts.submit, [lmid], MountOptions()))
    world.rest()
    if mounted.state is WorkState.PASSED and mounted.drive_id is not None:
        content = Path(world.picture().drives[mounted.drive_id].device_path).read_bytes()
        assert not content.startswith(FOREIGN), "a stranger was handed out"
        player.dismount(f"given back again {number}", lmid)
    else:
        assert manager.media.show(player.session, lmid).medium.bar_code in world.touched, mounted.error_text


def _there(world: World) -> list[str]:
    picture = world.picture()
    sides = {side.id: medium for medium, sides in picture.sides.items() for side in sides}
    media = {lmid: picture.media[sides[logical.side_id]] for lmid, logical in picture.logical.items()}
    return [str(lmid) for lmid, medium in media.items() if medium.place.kind is not PlaceKind.OFFLINE]
