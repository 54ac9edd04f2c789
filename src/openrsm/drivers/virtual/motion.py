"""What the robot does. Pure: a motion is begun as an agenda of transfers, and time (:func:`settle`) carries it out."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.machine import accepts
from openrsm.drivers.contract import ElementKind, Span
from openrsm.drivers.virtual.faults import Effect
from openrsm.drivers.virtual.happening import struck
from openrsm.drivers.virtual.loading import finish_due, insert, take
from openrsm.drivers.virtual.model import PHASES, ROBOT, DriveEvent, Library, Transfer, Verdict
from openrsm.drivers.virtual.places import kind_at, place_name
from openrsm.errors import DestinationFull, DoorOpen, ElementUnreachable, NotSupported, SourceEmpty


def settle(library: Library, now: float) -> Library:
    """The library as it is at ``now``: every transfer and every drive's doing that is due has happened."""
    while library.agenda and library.agenda[0].when <= now:
        due, *rest = library.agenda
        library = finish_due(library, due.when)
        is_possible = _is_possible(library, due)  # else the robot gives the motion up
        library = replace(carried(library, due) if is_possible else library, agenda=tuple(rest) if is_possible else ())
    return finish_due(library, now)


def _is_possible(library: Library, transfer: Transfer) -> bool:
    """Whether it can be carried out: before a motion that begins late, people may have changed what is where."""
    contents, source = library.contents, transfer.source
    if source not in contents or transfer.destination in contents:
        return False
    is_drive = kind_at(library, source) is ElementKind.DRIVE
    return not is_drive or accepts(PHASES, library.drive(source).phase, DriveEvent.TAKE)


def carried(library: Library, transfer: Transfer) -> Library:
    """A cartridge leaves one element and is in another."""
    contents = dict(library.contents)
    cartridge = contents.pop(transfer.source)
    if transfer.source != ROBOT:
        cartridge = replace(cartridge, source=transfer.source)
    if transfer.invert:
        cartridge = replace(cartridge, inverted=not cartridge.inverted)
    after = replace(library, contents=contents)
    if kind_at(library, transfer.source) is ElementKind.DRIVE:
        after = take(after, transfer.source)
    if kind_at(library, transfer.destination) is ElementKind.DRIVE:
        return insert(after, transfer.destination, cartridge, transfer.when)
    contents[transfer.destination] = cartridge
    return after


def idle_at(library: Library) -> float:
    """When the robot has finished what it is about; 0 if it stands still. Seconds since the epoch."""
    return max(library.starting_until, library.agenda[-1].when if library.agenda else 0.0)


def is_at_work(library: Library, now: float) -> bool:
    """Whether the robot carries something, or looks at its elements; a motion that it begins later it does not tell."""
    return library.starting_until > now or (bool(library.agenda) and ROBOT in library.contents)


def begin_move(
    library: Library, now: float, source: int, destination: int, *, invert: bool = False
) -> tuple[Library, Verdict]:
    """A command to move; if the robot is busy, it waits for its turn as in a real library's queue.

    Raises:
        NotSupported: Turning a cartridge, in a library that cannot.
        DeviceFault: As :meth:`openrsm.drivers.contract.Changer.move`.
    """
    if busy := _busy(library, now):
        return library, busy
    if invert and library.kind.sides == 1:
        raise NotSupported("this robot cannot turn cartridges (05/24/00)", "move without turning")
    _check_path(library, source, destination)
    _check_takable(library, source)
    after, effect = struck(library, "move", source, destination)
    begin = now + effect.late
    end = begin + effect.slow
    if effect.happens:
        end += _seconds(library, source, destination)
        after = replace(
            after,
            agenda=(
                Transfer(when=begin, source=source, destination=ROBOT),
                Transfer(when=end, source=ROBOT, destination=destination, invert=invert),
            ),
        )
    return after, _verdict(effect, now, end)


def begin_exchange(library: Library, now: float, source: int, middle: int, destination: int) -> tuple[Library, Verdict]:
    """A command to bring the cartridge of ``source`` to ``middle``, and what was there to ``destination``.

    The robot holds the middle's cartridge all the while; half-way the other one takes its place.

    Raises:
        DeviceFault: As :meth:`openrsm.drivers.contract.Changer.exchange`.
    """
    if busy := _busy(library, now):
        return library, busy
    _check_exchange(library, source, middle, destination)
    after, effect = struck(library, "exchange", source, middle, destination)
    begin = now + effect.late
    half = begin + effect.slow
    end = half
    if effect.happens:
        half += _seconds(library, source, middle)
        end = half + _seconds(library, middle, destination)
        after = replace(
            after,
            agenda=(
                Transfer(when=begin, source=middle, destination=ROBOT),
                Transfer(when=half, source=source, destination=middle),
                Transfer(when=end, source=ROBOT, destination=destination),
            ),
        )
    return after, _verdict(effect, now, end)


def begin_position(library: Library, now: float, address: int) -> tuple[Library, Verdict]:
    """A command to go before an element.

    Raises:
        DeviceFault: As :meth:`openrsm.drivers.contract.Changer.move`.
    """
    if busy := _busy(library, now):
        return library, busy
    _check_door(library)
    _check_known(library, address)
    after, effect = struck(library, "position", address)
    return after, Verdict(until=now + effect.slow + _seconds(library, address, address), error=effect.error)


def begin_scan(library: Library, now: float, part: Span | None) -> tuple[Library, Verdict]:
    """A command to look at all elements anew, or at a part; until then the library is becoming ready.

    Raises:
        ElementUnreachable: The part is not made of elements.
        DoorOpen: The robot stands still.
    """
    if busy := _busy(library, now):
        return library, busy
    _check_door(library)
    made = library.made_from
    count = made.slots + made.ports + made.drives
    if part is not None:
        count = part.count
        _check_known(library, part.first)
        _check_known(library, part.first + max(part.count, 1) - 1)
    after, effect = struck(library, "initialise")
    until = now + effect.slow
    if effect.happens:
        until += library.timing.scan(count, bar_codes=made.barcodes)
        after = replace(after, starting_until=until)
    return after, Verdict(until=until, error=effect.error)


def _verdict(effect: Effect, now: float, end: float) -> Verdict:
    """Who asked hears at the end how it went; of what begins late, before it begins."""
    return Verdict(until=now if effect.late else end, error=effect.error)


def _busy(library: Library, now: float) -> Verdict | None:
    until = idle_at(library)
    return Verdict(until=until, again=True) if until > now else None


def _check_door(library: Library) -> None:
    if library.door_open:
        raise DoorOpen("the library's door is open (02/04/12)", "close it")


def _check_known(library: Library, address: int) -> None:
    if kind_at(library, address) in {None, ElementKind.ROBOT}:
        raise ElementUnreachable(f"no cartridge can lie at address {address} (05/21/01)", "see the element status")
    if address in library.out:
        raise ElementUnreachable(f"the magazine of {place_name(library, address)} is out (05/3b/11)", "put it back")


def _check_path(library: Library, source: int, destination: int) -> None:
    _check_door(library)
    _check_known(library, source)
    _check_known(library, destination)
    if source not in library.contents:
        raise SourceEmpty(f"{place_name(library, source)} is empty (05/3b/0e)", "see the element status")
    if destination in library.contents:
        raise DestinationFull(f"{place_name(library, destination)} is full (05/3b/0d)", "see the element status")


def _check_exchange(library: Library, source: int, middle: int, destination: int) -> None:
    """As two moves: middle to destination (which may be the source, that is empty by then), source to middle."""
    _check_door(library)
    for address in (source, middle, destination):
        _check_known(library, address)
    for address in (source, middle):
        if address not in library.contents:
            raise SourceEmpty(f"{place_name(library, address)} is empty (05/3b/0e)", "see the element status")
        _check_takable(library, address)
    if source == middle or (destination != source and destination in library.contents):
        raise DestinationFull(f"{place_name(library, destination)} is full (05/3b/0d)", "see the element status")


def _check_takable(library: Library, address: int) -> None:
    """Refuse now what :func:`take` would refuse when the robot is there."""
    if kind_at(library, address) is ElementKind.DRIVE:
        take(library, address)


def _seconds(library: Library, source: int, destination: int) -> float:
    """How long a way takes; drives and ports are at the robot's home, slot 1 beside them."""
    ways = [place_name(library, address).partition(":") for address in (source, destination)]
    along = [int(number) / library.made_from.slots if kind == "slot" else 0.0 for kind, _, number in ways]
    return library.timing.carry(travelled=abs(along[0] - along[1]))
