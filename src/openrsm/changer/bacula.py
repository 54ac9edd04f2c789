"""``rsm-changer``: the changer command of Bacula's and Bareos' storage daemons."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.changer import archive
from openrsm.changer.desk import Desk
from openrsm.changer.lists import listed, listed_all
from openrsm.errors import InvalidParameter, InvalidState, RsmError
from openrsm.surface.changers import ChangerView, NumberedDrive
from openrsm.surface.mtx import origins

USAGE: Final = "usage: rsm-changer changer command [slot archive-device drive-index]"

HELP: Final = frozenset({"-h", "--help"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a storage daemon asks for; what an operation has no use for is 0 or empty."""

    changer: str
    operation: str
    slot: int = 0
    archive: str = ""
    drive: int = 0


def run(desk: Desk, line: Sequence[str]) -> int:
    """Do what the words ask for; the exit status. What went wrong is told on stderr, which the daemon shows as well."""
    if HELP & set(line):
        _put([USAGE])
        return 0
    try:
        order = order_of(line)
        _OPERATIONS[order.operation][1](desk, order)
    except RsmError as error:
        sys.stderr.write(f"ERROR: {error.headline()}\n")
        return 1
    return 0


def order_of(line: Sequence[str]) -> Order:
    """What the words ask for: CHANGER OPERATION [SLOT ARCHIVE-DEVICE DRIVE].

    Raises:
        InvalidParameter: They ask for nothing that we know, or some are missing.
    """
    if len(line) < _FEWEST:
        raise InvalidParameter("too few arguments", USAGE)
    changer, operation, *rest = line
    if operation not in _OPERATIONS:
        known = ", ".join(_OPERATIONS)
        raise InvalidParameter(f"there is no operation {operation!r}", f"the operations are {known}")
    needed, _ = _OPERATIONS[operation]
    if len(line) < needed:
        raise InvalidParameter(f"{operation} takes {needed} arguments", USAGE)
    slot, device, drive, *_ = [*rest, *_UNSAID[len(rest) :]]
    return Order(
        changer=changer, operation=operation, slot=_number(slot, "slot"), archive=device, drive=_number(drive, "drive")
    )


def _number(word: str, what: str) -> int:
    if not (word.isascii() and word.isdigit()):
        raise InvalidParameter(f"{word!r} is no {what}", f"give the number of a {what}")
    return int(word)


# --- Operations ---


def _loaded(desk: Desk, order: Order) -> None:
    view = desk.show(order.changer)
    drive = _drive(view, order.drive)
    slot = origins(view).get(drive.number, 0)
    if drive.full and not slot:
        raise InvalidState(f"nobody knows where the volume in drive {drive.number} came from", "unload it to a slot")
    _put([str(slot)])


def _load(desk: Desk, order: Order) -> None:
    view = desk.show(order.changer)
    archive.check(order.archive, _drive(view, order.drive), view.drives)
    archive.lead(order.archive, desk.load(order.changer, order.slot, order.drive), view.drives)
    archive.check_usable(order.archive)


def _unload(desk: Desk, order: Order) -> None:
    drive = _drive(desk.show(order.changer), order.drive)
    desk.unload(order.changer, order.drive, order.slot or None)
    archive.leave(order.archive, drive)


def _transfer(desk: Desk, order: Order) -> None:
    desk.transfer(order.changer, order.slot, _number(order.archive, "slot"))


def _slots(desk: Desk, order: Order) -> None:
    _put([str(len(desk.show(order.changer).slots))])


def _list(desk: Desk, order: Order) -> None:
    _put(listed(desk.show(order.changer)))


def _list_all(desk: Desk, order: Order) -> None:
    _put(listed_all(desk.show(order.changer)))


_FEWEST: Final = 2
_UNSAID: Final = ("0", "", "0")
"""What stands for a slot, an archive device and a drive that are not named."""
_OPERATIONS: Final[Mapping[str, tuple[int, Callable[[Desk, Order], None]]]] = {
    "loaded": (5, _loaded),
    "load": (5, _load),
    "unload": (5, _unload),
    "transfer": (4, _transfer),
    "slots": (2, _slots),
    "list": (2, _list),
    "listall": (2, _list_all),
}
"""How many words each needs, and what it does."""


def _drive(view: ChangerView, number: int) -> NumberedDrive:
    found = next((drive for drive in view.drives if drive.number == number), None)
    if found is None:
        raise InvalidParameter(f"{view.name} has no drive {number}", f"it has {len(view.drives)}, counted from 0")
    return found


def _put(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
