"""The robot of a virtual library, as one host sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from openrsm.drivers.contract import Abilities, Attention, Element, Geometry, Identity, Span
from openrsm.drivers.virtual import motion, places
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.happening import struck, told_since
from openrsm.drivers.virtual.model import Library, Verdict
from openrsm.errors import DeviceGone, DriveNotReady, LibraryChanged

VENDOR = "OPENRSM"


class VirtualChanger:
    """See :class:`openrsm.drivers.contract.Changer`.

    Each object is told everything that happens from when it was made, whoever else was told of it.

    Args:
        folder: Where the library lives.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        library = folder.look()
        self._identity = Identity(vendor=VENDOR, product="VIRTUAL LIBRARY", revision="1", serial=library.serial)
        self._abilities = abilities_of(library)
        self._geometry = places.geometry(library)
        self._asked = self._known = library.happened
        self._locks = False

    @property
    def identity(self) -> Identity:
        """The library's serial number was made up with it."""
        return self._identity

    @property
    def abilities(self) -> Abilities:
        """All that a library can do, as far as its parameters allow."""
        return self._abilities

    @property
    def geometry(self) -> Geometry:
        """Its elements; they never change."""
        return self._geometry

    def status(self) -> Sequence[Element]:
        """Every element, as it is now.

        Raises:
            DriveNotReady: It scans its contents after its door was closed.
            DeviceGone, StatusUnreadable: As the contract says.
        """

        def ask(library: Library, now: float) -> tuple[Library, tuple[Library, Verdict]]:
            answering(library)
            if library.starting_until > now:
                raise DriveNotReady("the library scans its contents (02/04/01)", "ask again later")
            after, effect = struck(library, "status")
            return after, (after, Verdict(until=now + effect.slow, error=effect.error))

        library, verdict = self._folder.act(ask)
        self._folder.wait_for(verdict)
        self._known = library.happened
        return places.elements(library)

    def initialise(self, span: Span | None = None) -> None:
        """Look at everything, or at ``span``, anew; takes its time where the library is realistic.

        Raises:
            ElementUnreachable: The span is not made of elements.
            Others: As :meth:`move`.
        """

        def scan(library: Library, now: float) -> tuple[Library, Verdict]:
            answering(library)
            return motion.begin_scan(library, now, span)

        self._folder.carry_out(scan)
        self._known = self._folder.look().happened

    def move(self, source: int, destination: int, *, invert: bool = False) -> None:
        """Carry a cartridge; if the robot is busy, it waits for its turn.

        Raises:
            NotSupported: Turning, where ``abilities.invert`` is not.
            Others: As the contract says.
        """
        self._moving(lambda library, now: motion.begin_move(library, now, source, destination, invert=invert))

    def exchange(self, source: int, middle: int, destination: int) -> None:
        """Source to middle, what was in middle to destination.

        Raises:
            DeviceFault: As :meth:`move`.
        """
        self._moving(lambda library, now: motion.begin_exchange(library, now, source, middle, destination))

    def position(self, address: int) -> None:
        """Go before an element.

        Raises:
            DeviceFault: As :meth:`move`.
        """
        self._moving(lambda library, now: motion.begin_position(library, now, address))

    def lock(self, *, locked: bool) -> None:
        """Keep people from opening the door and from reaching into ports, or let them; ends with :meth:`close`.

        Raises:
            DeviceGone: No answer.
        """

        def turn(library: Library, _: float) -> tuple[Library, None]:
            answering(library)
            return replace(library, locked=locked), None

        self._folder.act(turn)
        self._locks = locked

    def at_rest(self) -> bool:
        """Whether the robot neither carries nor scans.

        Raises:
            DeviceGone: No answer.
        """

        def ask(library: Library, now: float) -> tuple[Library, bool]:
            answering(library)
            return library, not motion.is_at_work(library, now)

        return self._folder.act(ask)

    def door_open(self) -> bool:
        """Whether the door stands open.

        Raises:
            DeviceGone: No answer.
        """
        return self._look().door_open and self._abilities.has_door

    def attentions(self) -> Sequence[Attention]:
        """What happened since the last call.

        Raises:
            DeviceGone: No answer.
        """
        library = self._look()
        told = told_since(library, self._asked)
        self._asked = library.happened
        return [Attention(what=each.what, contents_suspect=each.contents_suspect) for each in told]

    def close(self) -> None:
        """Give up the lock, as a library takes it back from a host that is gone."""
        if self._locks:
            self._locks = False
            self._folder.act(lambda library, _: (replace(library, locked=False), None))

    def _look(self) -> Library:
        library = self._folder.look()
        answering(library)
        return library

    def _moving(self, begin: Callable[[Library, float], tuple[Library, Verdict]]) -> None:
        def request(library: Library, now: float) -> tuple[Library, Verdict]:
            answering(library)
            self._tell_of_change(library)
            return begin(library, now)

        self._folder.carry_out(request)

    def _tell_of_change(self, library: Library) -> None:
        """Once, instead of a motion, if people touched the library since status was read. An open door tells itself."""
        if library.door_open or not any(each.contents_suspect for each in told_since(library, self._known)):
            return
        self._known = library.happened
        raise LibraryChanged("somebody touched the library (06/28/00)", "read the element status, then move")


def answering(library: Library) -> None:
    """Refuse while a scripted fault keeps the library away.

    Raises:
        DeviceGone: It does.
    """
    if library.gone:
        raise DeviceGone("the library does not answer: a scripted fault", "clear its faults")


def abilities_of(library: Library) -> Abilities:
    """What a library can do."""
    return Abilities(
        bar_codes=library.made_from.barcodes,
        exchange=True,
        position=True,
        initialise_range=True,
        lock=True,
        invert=library.kind.sides > 1,
        drive_identifiers=True,
        has_door=library.made_from.doors,
    )
