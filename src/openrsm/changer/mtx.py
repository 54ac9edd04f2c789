"""``rsm-mtx``: mtx's commands, with its words, its exit status and its errors."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from openrsm.changer import words
from openrsm.changer.desk import Desk
from openrsm.changer.grammar import Command, commands
from openrsm.errors import RsmError
from openrsm.surface.changers import ChangerView, NumberedDrive, NumberedSlot
from openrsm.surface.mtx import origins, status


class Complaint(Exception):
    """Ends the run with exit status 1.

    Attributes:
        text: What mtx says on stderr, with the ends of its lines.
    """

    def __init__(self, text: str) -> None:
        """Keep what is to be said."""
        super().__init__(text)
        self.text = text


def run(desk: Desk, line: Sequence[str], device: str) -> int:
    """Carry out the commands of a line on the changer that it names, or on ``device``; the exit status."""
    try:
        robot = Robot(desk, device)
        for command in commands(line):
            _HANDLERS[command.name](robot, command)
    except Complaint as complaint:
        sys.stderr.write(complaint.text)
        return 1
    return 0


class Robot:
    """The changer that is named, and what was said of how to treat it."""

    def __init__(self, desk: Desk, device: str) -> None:
        """Nothing is asked before a command needs it."""
        self._desk = desk
        self._device = device
        self._view: ChangerView | None = None
        self._bar_codes = True
        self._invert = False

    # --- Words that hold for what comes behind them ---

    def name(self, command: Command) -> None:
        """``-f``: the device is opened at once, as mtx does."""
        self._device, self._view = command.device, None
        self._look()

    def no_bar_codes(self, _command: Command) -> None:
        """``nobarcode``."""
        self._bar_codes = False

    def invert(self, _command: Command) -> None:
        """``invert``: the sides of a medium are chosen by what is mounted, so it cannot be had."""
        self._invert = True

    def ignore(self, _command: Command) -> None:
        """What mtx needs in order to get along with some libraries, and we do not."""

    def extend(self, command: Command) -> None:
        """``eepos``: what libraries do with their ports is their own matter; the word is accepted."""
        operation = command.number(0)
        if operation is None or operation > _LAST_EEPOS:
            raise Complaint("eepos equires argument between 0 and 3.\n")

    # --- Looking ---

    def version(self, _command: Command) -> None:
        """``--version``."""
        raise Complaint(f"{words.VERSION}\n{words.USAGE}")

    def usage(self, _command: Command) -> None:
        """What is no command."""
        raise Complaint(words.USAGE)

    def inquiry(self, _command: Command) -> None:
        """``inquiry``."""
        view = self._look()
        _put(
            "Product Type: Medium Changer\n"
            f"Vendor ID: '{view.vendor:8}'\nProduct ID: '{view.product:16}'\nRevision: '{view.revision:4}'\n"
            "Attached Changer API: No\n"
        )

    def status(self, _command: Command) -> None:
        """``status``."""
        _put(status(self._look(), self._device, bar_codes=self._bar_codes))

    def inventory(self, _command: Command) -> None:
        """``inventory``."""
        library = self._look().library
        try:
            self._desk.inventory(library)
        except RsmError as error:
            raise Complaint(f"mtx: {error.headline()}\nmtx:inventory failed\n") from error
        self._view = None

    # --- Moving ---

    def load(self, command: Command) -> None:
        """``load SLOT [DRIVE]``."""
        view, number, drive_number = self._look(), command.number(0), command.number(1) or 0
        if not number:
            raise Complaint("No source specified\n")
        if number not in _numbers(view):
            raise Complaint(f"Invalid <storage-element-number> argument '{number}' to 'load' command\n")
        drive = self._drive(drive_number, "load")
        if drive.full:
            loaded = origins(view).get(drive.number, 0)
            raise Complaint(f"Drive {drive.number} Full (Storage Element {loaded} loaded)\n")
        self._load(_slot(view, number), drive)

    def unload(self, command: Command) -> None:
        """``unload [SLOT] [DRIVE]``."""
        view, number = self._look(), command.number(0)
        if number and number not in _numbers(view):
            raise Complaint(f"illegal <storage-element-number> argument '{number}' to 'unload' command\n")
        drive = self._drive(command.number(1) or 0, "unload")
        if not drive.full:
            raise Complaint(f"Data Transfer Element {drive.number} is Empty\n")
        number = origins(view).get(drive.number, 0) if number is None else number
        if not number:
            raise Complaint(f"illegal <storage-element-number> argument '{number}' to 'unload' command\n")
        slot = _slot(view, number)
        if slot.full:
            raise Complaint(f"Storage Element {number} is Already Full\n")
        self._unload(drive, slot)

    def transfer(self, command: Command) -> None:
        """``transfer SLOT SLOT``: what is done is not told."""
        source, destination = self._ends(command)
        if not source.full:
            raise Complaint(words.source_empty(source.address))
        if destination.full:
            raise Complaint(words.destination_full(destination.address))
        self._move(source, destination, lambda: self._desk.transfer(self._device, source.number, destination.number))

    def exchange(self, command: Command) -> None:
        """``exchange SLOT SLOT [SLOT]``: the second's cartridge goes to the third, or trades places with the first's.

        Each carriage is one of its own, so that libraries need no EXCHANGE MEDIUM; should one fail, the others stay.
        """
        source, middle = self._ends(command)
        for slot in (source, middle):
            if not slot.full:
                raise Complaint(words.source_empty(slot.address))
        last = self._third(command, source)
        way = last or self._spare()
        carriages = [(middle, way), (source, middle)] + [(way, source)] * (last is None)
        for one, other in carriages:
            self._move(one, other, partial(self._desk.transfer, self._device, one.number, other.number))

    def _third(self, command: Command, source: NumberedSlot) -> NumberedSlot | None:
        """Where the second's cartridge is to go; None if that is where the first's came from."""
        view, number = self._look(), command.number(2) or source.number
        if number not in _numbers(view):
            raise Complaint("Invalid destination\n")
        third = _slot(view, number)
        if third.number != source.number and third.full:
            raise Complaint(words.destination_full(third.address))
        return None if third.number == source.number else third

    def _spare(self) -> NumberedSlot:
        """An empty slot that nothing in a drive came from."""
        view = self._look()
        kept = set(origins(view).values())
        spare = [slot for slot in _storage(view) if not slot.full and slot.number not in kept]
        if not spare:
            raise Complaint("mtx: no empty slot to exchange by way of; transfer one to an import/export slot first\n")
        return spare[-1]

    def first(self, command: Command) -> None:
        """``first [DRIVE]``."""
        self._load_the_one(self._look().slots[:1], command)

    def last(self, command: Command) -> None:
        """``last [DRIVE]``: of the slots that are no I/E elements."""
        self._load_the_one(_storage(self._look())[-1:], command)

    def next(self, command: Command) -> None:
        """``next [DRIVE]``: the next full slot behind the one that the drive's cartridge came from."""
        drive = self._any_drive(command)
        origin = self._empty(drive)
        self._load_first_of([slot for slot in _storage(self._look()) if slot.number > origin], drive)

    def previous(self, command: Command) -> None:
        """``previous [DRIVE]``: the one before it; before the last slot of all if the drive was empty."""
        drive = self._any_drive(command)
        origin = self._empty(drive)
        slots = self._look().slots[:-1] if not origin else [slot for slot in self._look().slots if slot.number < origin]
        self._load_first_of(slots[::-1], drive)

    # --- What robots do not do for us ---

    def position(self, _command: Command) -> None:
        """``position SLOT``: the robot goes where it has something to do."""
        self._look()
        raise Complaint("Could not position transport\n")

    def eject(self, _command: Command) -> None:
        """``eject``: a robot holds nothing that it could eject. mtx does not take that for a failure."""
        self._look()
        sys.stderr.write(f"{words.sense(*words.UNSUPPORTED)}Eject (0x1B) failed\nmtx:eject failed\n")

    # --- Parts ---

    def _look(self) -> ChangerView:
        if self._view is None:
            try:
                self._view = self._desk.show(self._device)
            except RsmError as error:
                raise Complaint(words.cannot_open(self._device, error)) from error
        return self._view

    def _drive(self, number: int, command: str) -> NumberedDrive:
        drives = self._look().drives
        if number >= len(drives):
            raise Complaint(f"illegal <drive-number> argument '{number}' to '{command}' command\n")
        return drives[number]

    def _any_drive(self, command: Command) -> NumberedDrive:
        """The one that is named; the first one where there is no such drive, as mtx has it here."""
        drives, number = self._look().drives, command.number(0) or 0
        if not drives:
            raise Complaint(f"illegal <drive-number> argument '{number}' to '{command.name}' command\n")
        return drives[number if number < len(drives) else 0]

    def _ends(self, command: Command) -> tuple[NumberedSlot, NumberedSlot]:
        view, source, destination = self._look(), command.number(0), command.number(1)
        if not source:
            raise Complaint("No source specified\n")
        if not destination:
            raise Complaint("No destination specified\n")
        if source not in _numbers(view):
            raise Complaint("Invalid source\n")
        if destination not in _numbers(view):
            raise Complaint("Invalid destination\n")
        return _slot(view, source), _slot(view, destination)

    def _load_the_one(self, the_one: Sequence[NumberedSlot], command: Command) -> None:
        """What lies in the only slot of these; there is none where a library has no slots."""
        drive = self._any_drive(command)
        if not the_one:
            raise Complaint("No More Media\n")
        number = the_one[0].number
        if drive.full and origins(self._look()).get(drive.number) == number:
            _put("loading...done.\n")
            return
        self._empty(drive)
        self._load(_slot(self._look(), number), drive)

    def _load_first_of(self, slots: Sequence[NumberedSlot], drive: NumberedDrive) -> None:
        slot = next((slot for slot in slots if slot.full), None)
        if slot is None:
            raise Complaint("No More Media\n")
        self._load(slot, drive)

    def _empty(self, drive: NumberedDrive) -> int:
        """Unload it, if it is full; the slot that its cartridge came from, 0 if there was none."""
        if not drive.full:
            return 0
        view = self._look()
        origin = origins(view).get(drive.number, 0)
        if origin:
            self._unload(drive, _slot(view, origin))
        return origin

    def _load(self, slot: NumberedSlot, drive: NumberedDrive) -> None:
        _put(f"Loading media from Storage Element {slot.number} into drive {drive.number}...")
        if not slot.full:
            raise Complaint(words.source_empty(slot.address))
        self._move(slot, drive, lambda: self._desk.load(self._device, slot.number, drive.number))
        _put("done\n")

    def _unload(self, drive: NumberedDrive, slot: NumberedSlot) -> None:
        _put(f"Unloading drive {drive.number} into Storage Element {slot.number}...")
        self._move(drive, slot, lambda: self._desk.unload(self._device, drive.number, slot.number))
        _put("done\n")

    def _move(
        self,
        source: NumberedSlot | NumberedDrive,
        destination: NumberedSlot | NumberedDrive,
        motion: Callable[[], object],
    ) -> None:
        self._view = None
        if self._invert:
            refusal = words.failed(source.address, destination.address)
            raise Complaint(words.sense(*words.NO_INVERT) + refusal)
        try:
            motion()
        except RsmError as error:
            raise Complaint(words.not_moved(error, source.address, destination.address)) from error


_LAST_EEPOS: Final = 3
_HANDLERS: Final[Mapping[str, Callable[[Robot, Command], None]]] = {
    "-f": Robot.name,
    "usage": Robot.usage,
    "--version": Robot.version,
    "inquiry": Robot.inquiry,
    "inventory": Robot.inventory,
    "status": Robot.status,
    "noattach": Robot.ignore,
    "nobarcode": Robot.no_bar_codes,
    "altres": Robot.ignore,
    "invert": Robot.invert,
    "invert2": Robot.ignore,
    "eject": Robot.eject,
    "eepos": Robot.extend,
    "position": Robot.position,
    "first": Robot.first,
    "last": Robot.last,
    "next": Robot.next,
    "previous": Robot.previous,
    "load": Robot.load,
    "unload": Robot.unload,
    "transfer": Robot.transfer,
    "exchange": Robot.exchange,
}


def _storage(view: ChangerView) -> Sequence[NumberedSlot]:
    """The slots that are no I/E elements."""
    return [slot for slot in view.slots if not slot.port]


def _numbers(view: ChangerView) -> set[int]:
    return {slot.number for slot in view.slots}


def _slot(view: ChangerView, number: int) -> NumberedSlot:
    return next(slot for slot in view.slots if slot.number == number)


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
