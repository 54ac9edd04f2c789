"""Element status that is read kind by kind while others carry cartridges."""

from __future__ import annotations

from openrsm.drivers.contract import ElementKind, Geometry, Span
from openrsm.drivers.scsi.elements import Described
from openrsm.drivers.scsi.inventory import Inventory
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.transport import Reply
from tests.drivers.scsi.replay import Replay, good

NONE = Span(first=0, count=0)
GEOMETRY = Geometry(robots=NONE, slots=Span(first=1, count=1), ports=Span(first=2, count=1), drives=NONE)


def answer(kind: ElementKind, address: int, bar_code: str = "") -> Reply:
    """What a library tells of the one element that it has of a kind."""
    flags = b"\x09\0" if bar_code else b"\x08\0"
    told = address.to_bytes(2) + flags + bytes(8) + bar_code.encode().ljust(36)
    page = bytes([kind.value, 0x80]) + len(told).to_bytes(2) + len(told).to_bytes(4) + told
    return good(address.to_bytes(2) + b"\0\x01" + len(page).to_bytes(4) + page)


SLOT, NO_SLOT = answer(ElementKind.SLOT, 1, "A00001L5"), answer(ElementKind.SLOT, 1)
PORT, NO_PORT = answer(ElementKind.PORT, 2, "A00001L5"), answer(ElementKind.PORT, 2)


def lying(found: tuple[Described, ...]) -> list[int]:
    return [each.element.address for each in found if each.element.full]


def test_a_cartridge_that_is_carried_while_it_is_asked_for_does_not_show_twice() -> None:
    inventory = Inventory(Link(Replay(SLOT, PORT, NO_SLOT, PORT)))
    assert lying(inventory.read(GEOMETRY)) == [2]


def test_two_cartridges_of_one_bar_code_are_believed_and_from_then_on_known() -> None:
    replay = Replay(SLOT, PORT, SLOT, PORT, SLOT, PORT)
    inventory = Inventory(Link(replay))
    assert lying(inventory.read(GEOMETRY)) == [1, 2]
    assert lying(inventory.read(GEOMETRY)) == [1, 2]
    assert len(replay.asked) == 6


def test_two_cartridges_of_one_bar_code_that_were_parted_are_asked_for_again_when_they_meet() -> None:
    replay = Replay(SLOT, PORT, SLOT, PORT, SLOT, NO_PORT, SLOT, PORT, NO_SLOT, PORT)
    inventory = Inventory(Link(replay))
    assert [lying(inventory.read(GEOMETRY)) for _ in range(3)] == [[1, 2], [1], [2]]


def test_a_cartridge_that_is_carried_to_what_was_asked_for_already_does_not_vanish() -> None:
    replay = Replay(NO_SLOT, PORT, NO_SLOT, NO_PORT, SLOT, NO_PORT)
    inventory = Inventory(Link(replay))
    assert [lying(inventory.read(GEOMETRY)) for _ in range(2)] == [[2], [1]]


def test_a_cartridge_that_is_gone_is_asked_for_once_more_and_then_no_more() -> None:
    replay = Replay(SLOT, NO_PORT, NO_SLOT, NO_PORT, NO_SLOT, NO_PORT, NO_SLOT, NO_PORT)
    inventory = Inventory(Link(replay))
    assert [lying(inventory.read(GEOMETRY)) for _ in range(3)] == [[1], [], []]
    assert len(replay.asked) == 8
