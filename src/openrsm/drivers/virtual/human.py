"""The person in front of a virtual library: opens its door, puts in and takes out, sets tabs, and breaks things."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.drivers.virtual.faults import Fault, new_fault
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.happening import tell
from openrsm.drivers.virtual.model import FIRST, Cartridge, Library
from openrsm.drivers.virtual.motion import idle_at
from openrsm.drivers.virtual.places import kind_at, place_name, place_named, span
from openrsm.drivers.virtual.reaching import find, is_drive, new_cartridge, pull, put, reached
from openrsm.errors import Busy, InvalidParameter, InvalidState, NotSupported, ObjectNotFound, RemovalPrevented


class Hands:
    """What a person does; every method raises what the library, or the world, answers.

    Places are ``slot:3``, ``port:1``, ``drive:1`` (counted from 1); cartridges are named by bar code or by key.

    Args:
        folder: Where the library lives.
        clock: Seconds since the epoch.
        sleep: Waits so many seconds.

    Raises:
        ObjectNotFound: There is no library in the folder.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = Folder(Path(folder).absolute(), clock=clock, sleep=sleep)
        if not self._folder.holds_library:
            raise ObjectNotFound(
                f"there is no virtual library in {folder}", "open virtual:FOLDER first, which makes one"
            )

    def look(self) -> Library:
        """The library as it is now."""
        return self._folder.look()

    def open(self) -> None:
        """Open the door; the robot stands still then.

        Raises:
            NotSupported: It has no door.
            RemovalPrevented: A changer has locked it.
            Busy: The robot is moving; the door stays shut until it has finished.
        """

        def change(library: Library, now: float) -> tuple[Library, None]:
            _need_door(library)
            if library.locked:
                raise RemovalPrevented("the door is locked", "ask the library's manager to allow removal")
            if idle_at(library) > now:
                raise Busy("the robot is moving", "wait until it has finished")
            return tell(replace(library, door_open=True), "the door was opened", contents_suspect=False), None

        self._folder.act(change)

    def close(self) -> None:
        """Close the door; the library scans its contents then.

        Raises:
            NotSupported: It has no door.
        """

        def change(library: Library, now: float) -> tuple[Library, None]:
            _need_door(library)
            made = library.made_from
            seconds = library.timing.scan(made.slots + made.ports + made.drives, bar_codes=made.barcodes)
            closed = replace(library, door_open=False, starting_until=now + seconds)
            return tell(closed, "the door was closed (06/28/00)", contents_suspect=True), None

        self._folder.act(change)

    def insert(
        self,
        bar_code: str | None,
        at: str | None = None,
        *,
        type_name: str | None = None,
        blank: bool = False,
        file: Path | None = None,
        worm: bool = False,
    ) -> str:
        """Put a cartridge in; one that lies on the shelf with its data, else a new one. Returns its key.

        Args:
            bar_code: Its label, or the key of one on the shelf; None for a new one without label.
            at: Where; the first empty port if not told, of a drive in no library its mouth.
            type_name: Of a new one; else what the label tells, else the library's.
            blank: A new one, even if one of that label lies on the shelf.
            file: A new one that holds a copy of this file.
            worm: A new one that is written once.

        Raises:
            InvalidParameter: Label, type or place is none.
            InvalidState: The place is full, no port is empty, or the door is in the way.
        """
        new = blank or worm or file is not None or type_name is not None or bar_code is None

        def change(library: Library, now: float) -> tuple[Library, Cartridge]:
            place = _place(library, at) if at else _empty_port(library)
            lying = None if new else _lying(library, bar_code or "")
            cartridge = lying or new_cartridge(library, bar_code, type_name=type_name, worm=worm)
            if file is not None:
                shutil.copyfile(file, self._folder.data_file(cartridge))
            shelf = {key: each for key, each in library.shelf.items() if key != cartridge.key}
            return put(replace(library, shelf=shelf), place, replace(cartridge, source=None), now), cartridge

        return self._folder.act(change).key

    def take(self, what: str) -> str:
        """Take a cartridge out, onto the shelf. Returns its key.

        Args:
            what: A place, or a cartridge.

        Raises:
            ObjectNotFound: There is none.
            InvalidState: The door is in the way.
            RemovalPrevented: It is locked, or its drive is not unloaded.
        """

        def change(library: Library, _: float) -> tuple[Library, str]:
            address = _address(library, what)
            after, cartridge = pull(library, address)
            return replace(after, shelf={**after.shelf, cartridge.key: cartridge}), cartridge.key

        return self._folder.act(change)

    def push_button(self, drive: str = "drive:1") -> None:
        """Have a drive let its cartridge go, so that it can be taken; returns when it has.

        Raises:
            InvalidParameter: The place is no drive.
            DriveNotReady: It is empty.
            RemovalPrevented: It is taking the cartridge in, or a program has it open.
        """
        address = _place(self.look(), drive)
        if not is_drive(self.look(), address):
            raise InvalidParameter(f"{drive!r} has no button", "give drive:N")
        VirtualDrive(self._folder, address).unload()

    def swap(self, one: str, other: str) -> None:
        """Change what is in two places for each other; one of them may be empty.

        Raises:
            ObjectNotFound, InvalidState, RemovalPrevented: As :meth:`take`.
        """

        def change(library: Library, now: float) -> tuple[Library, None]:
            places = [_place(library, text) for text in (one, other)]
            if places[0] == places[1] or not any(place in library.contents for place in places):
                raise ObjectNotFound(f"there is nothing to swap between {one} and {other}", "see: show")
            held: list[tuple[int, Cartridge]] = []
            for source, destination in (places, places[::-1]):
                if source in library.contents:
                    library, cartridge = pull(library, source)
                    held.append((destination, cartridge))
            for destination, cartridge in held:
                library = put(library, destination, replace(cartridge, source=None), now)
            return library, None

        self._folder.act(change)

    def magazine(self, first: int, last: int, *, out: bool) -> None:
        """Take out the magazine of the slots ``first`` to ``last``, with what lies in them, or put it back.

        Raises:
            InvalidParameter: There are no such slots.
            InvalidState: The door is in the way.
        """

        def change(library: Library, _: float) -> tuple[Library, None]:
            slots = {_place(library, f"slot:{number}") for number in range(first, last + 1)}
            for address in slots:
                library = reached(library, address)
            what = "taken out" if out else "put in"
            after = replace(library, out=library.out | slots if out else library.out - slots)
            return tell(after, f"a magazine was {what} (06/3b/13)", contents_suspect=True), None

        self._folder.act(change)

    def write_protect(self, what: str, *, on: bool) -> None:
        """Set or release the tab of a cartridge that is not in a drive.

        Raises:
            ObjectNotFound: There is none.
            InvalidState: It is in a drive.
        """
        self._alter(what, lambda cartridge: replace(cartridge, protected=on))

    def label(self, what: str, *, readable: bool) -> None:
        """Smear a cartridge's bar code, or wipe it clean.

        Raises:
            ObjectNotFound, InvalidState: As :meth:`write_protect`.
        """
        self._alter(what, lambda cartridge: replace(cartridge, readable=readable))

    def relabel(self, what: str, bar_code: str | None) -> None:
        """Stick another bar code on a cartridge, or none; raises as :meth:`write_protect` does."""
        self._alter(what, lambda cartridge: replace(cartridge, bar_code=bar_code))

    def add_fault(
        self,
        on: str,
        do: str,
        *,
        nth: int = 1,
        times: int = 1,
        where: str = "",
        probability: float = 1.0,
        seed: int = 0,
    ) -> Fault:
        """Script a fault; see :mod:`openrsm.drivers.virtual.faults`.

        Raises:
            InvalidParameter: There is no such operation, deed or place, or it would never fire.
        """

        def change(library: Library, _: float) -> tuple[Library, Fault]:
            place_named(library, where)
            number = library.numbered + 1
            fault = new_fault(number, on, do, nth=nth, times=times, where=where, probability=probability, seed=seed)
            return replace(library, numbered=number, faults=(*library.faults, fault)), fault

        return self._folder.act(change)

    def faults(self) -> Sequence[Fault]:
        """Every scripted fault, and how often it fired."""
        return self.look().faults

    def clear_faults(self, number: int | None = None) -> None:
        """Forget one fault, or all; a library that vanished is back.

        Raises:
            ObjectNotFound: There is no fault of that number.
        """

        def change(library: Library, _: float) -> tuple[Library, None]:
            kept = tuple(each for each in library.faults if number is not None and each.number != number)
            if number is not None and len(kept) == len(library.faults):
                raise ObjectNotFound(f"there is no fault {number}", "see: fault list")
            return replace(library, faults=kept, gone=False), None

        self._folder.act(change)

    def _alter(self, what: str, alter: Callable[[Cartridge], Cartridge]) -> None:
        def change(library: Library, _: float) -> tuple[Library, None]:
            address, cartridge = find(library, what)
            if address is None:
                return replace(library, shelf={**library.shelf, cartridge.key: alter(cartridge)}), None
            if kind_at(library, address) not in {ElementKind.SLOT, ElementKind.PORT}:
                raise InvalidState(f"{cartridge.key} is in {place_name(library, address)}", "move it into a slot first")
            return replace(library, contents={**library.contents, address: alter(cartridge)}), None

        self._folder.act(change)


def _need_door(library: Library) -> None:
    if not library.made_from.doors:
        raise NotSupported("the library has no door", "reach into its slots without opening one")


def _place(library: Library, text: str) -> int:
    address = place_named(library, text)
    if address is None:
        raise InvalidParameter(f"{text!r} is not a place", "give slot:N, port:N or drive:N")
    return address


def _address(library: Library, what: str) -> int:
    place = place_named(library, what)
    if place is not None:
        return place
    address, cartridge = find(library, what)
    if address is None:
        raise ObjectNotFound(f"{cartridge.key} lies on the shelf already", "see: show")
    return address


def _empty_port(library: Library) -> int:
    if not library.made_from.slots:
        return FIRST[ElementKind.DRIVE]
    where = span(library, ElementKind.PORT)
    for address in range(FIRST[ElementKind.PORT], where.first + where.count):
        if address not in library.contents:
            return address
    raise InvalidState("no port is empty", "empty one, or say where with --at")


def _lying(library: Library, name: str) -> Cartridge | None:
    """The cartridge of that key, else of that bar code, on the shelf."""
    return library.shelf.get(name) or next((each for each in library.shelf.values() if each.bar_code == name), None)
