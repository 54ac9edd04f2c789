"""The robot that a lone drive has instead of one: its own mechanism, and people's hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openrsm.drivers.contract import (
    Abilities,
    Attention,
    DriveStatus,
    Element,
    ElementKind,
    Geometry,
    Identity,
    Readiness,
    Span,
)
from openrsm.drivers.lone import LoneDrive
from openrsm.drivers.standalone.contents import NOTHING, Contents, Where, follow, identify, is_another
from openrsm.errors import (
    DriveNotReady,
    ElementUnreachable,
    HardwareFault,
    NotSupported,
    RemovalPrevented,
    RsmError,
    SourceEmpty,
)

DRIVE: Final = 1
PORT: Final = 2
"""The two element addresses."""

NONE: Final = Span(first=0, count=0)
GEOMETRY: Final = Geometry(robots=NONE, slots=NONE, ports=Span(first=PORT, count=1), drives=Span(first=DRIVE, count=1))
NO_ROBOT: Final = "ask a person to change cartridges"


class StandaloneChanger:
    """See :class:`openrsm.drivers.contract.Changer`.

    Between two cartridges that were changed for each other unseen, :meth:`status` tells once that the drive is empty.

    Args:
        lone: The drive; its ``watched`` belongs to this object from now on.
    """

    def __init__(self, lone: LoneDrive) -> None:
        self._drive = lone.watched
        self._hear = lone.attentions
        self._known: Contents | None = None
        self._changed = False
        self._news: list[Attention] = []
        self._hear()  # what happened before is no news: the first status tells it

    @property
    def identity(self) -> Identity:
        """The drive's."""
        return self._drive.identity

    @property
    def abilities(self) -> Abilities:
        """It reads no bar codes; a cartridge's memory may tell one all the same."""
        return Abilities(bar_codes=False, drive_identifiers=True)

    @property
    def geometry(self) -> Geometry:
        """One drive and its mouth."""
        return GEOMETRY

    def status(self) -> Sequence[Element]:
        """The mouth and the drive.

        Raises:
            DriveNotReady: The drive has not told yet whether it holds a cartridge.
            DeviceGone: No answer.
        """
        return self._elements(self._look())

    def initialise(self, span: Span | None = None) -> None:
        """There is nothing to scan: :meth:`status` asks the drive itself."""

    def move(self, source: int, destination: int, *, invert: bool = False) -> None:
        """Eject from the drive into its mouth, where a person takes the cartridge; or take it in again from there.

        Raises:
            NotSupported: The cartridge should be turned.
            ElementUnreachable, SourceEmpty, RemovalPrevented, HardwareFault, DeviceGone: Nothing moved.
            MotionUnknown: As :meth:`openrsm.drivers.contract.Drive.unload`.
        """
        if invert:
            raise NotSupported("a drive turns no cartridge", NO_ROBOT)
        if unknown := {source, destination} - {DRIVE, PORT}:
            raise ElementUnreachable(f"a drive has no element {min(unknown)}", f"its elements are {DRIVE} and {PORT}")
        if self._look().where is not (Where.DRIVE if source == DRIVE else Where.MOUTH):
            raise SourceEmpty(f"there is no cartridge in element {source}", "read the element status")
        if source != destination:
            self._eject() if source == DRIVE else self._take_in()

    def exchange(self, source: int, middle: int, destination: int) -> None:
        """A person does that.

        Raises:
            NotSupported: Always.
        """
        raise NotSupported(f"a drive exchanges nothing ({source}, {middle}, {destination})", NO_ROBOT)

    def position(self, address: int) -> None:
        """There is no robot.

        Raises:
            NotSupported: Always.
        """
        raise NotSupported(f"a drive has no robot to bring before element {address}", NO_ROBOT)

    def lock(self, *, locked: bool) -> None:
        """People may always change cartridges.

        Raises:
            NotSupported: Always.
        """
        raise NotSupported(f"a drive cannot be {'locked' if locked else 'unlocked'}", "reserve it by mounting")

    def at_rest(self) -> bool:
        """Whether the drive neither takes a cartridge in nor lets it go."""
        return self._drive.status().readiness is not Readiness.BECOMING_READY

    def door_open(self) -> bool:
        """There is no door."""
        return False

    def attentions(self) -> Sequence[Attention]:
        """What the drive told unasked: that its cartridge was changed."""
        self._listen()
        told, self._news = tuple(self._news), []
        return told

    def close(self) -> None:
        """Let go of the drive."""
        self._drive.close()

    def _listen(self) -> None:
        news = self._hear()
        self._news += news
        self._changed = self._changed or any(each.medium_changed for each in news)

    def _look(self) -> Contents:
        status = self._drive.status()
        self._listen()
        after = follow(self._known, status)
        if after is None:
            what = f"the drive does not tell yet whether it holds a cartridge: {status.words}"
            raise DriveNotReady(what, "wait until it is ready, or take out what is in it")
        self._known = self._identified(after) if status.readiness is Readiness.READY else after
        return self._known

    def _identified(self, now: Contents) -> Contents:
        """Ask a cartridge that is ready who it is: when it has just become so, and when it may be another."""
        changed, self._changed = self._changed, False
        if now.asked and not changed:
            return now
        found = identify(now, self._memory())
        return NOTHING if is_another(now, found) else found

    def _memory(self) -> Mapping[int, bytes]:
        try:
            return self._drive.cartridge_memory()
        except RsmError:  # a cartridge that does not tell who it is can be used all the same
            return {}

    def _eject(self) -> None:
        if self._drive.in_use():
            raise RemovalPrevented("a program has the drive open", "wait until it has finished")
        self._drive.unload()
        status = self._drive.status()
        self._known = follow(self._known, status)
        if status.readiness is Readiness.READY:
            raise HardwareFault("the drive says that it has unloaded, and is still ready", "eject at the drive itself")

    def _take_in(self) -> None:
        self._drive.load()
        self._known = follow(self._known, _LOADED)

    def _elements(self, contents: Contents) -> Sequence[Element]:
        code, inside = contents.bar_code, contents.where is Where.DRIVE
        mouth = contents.where is Where.MOUTH
        return [
            Element(
                address=PORT,
                kind=ElementKind.PORT,
                full=mouth,
                bar_code=code if mouth else None,
                source=DRIVE if mouth else None,
            ),
            Element(
                address=DRIVE,
                kind=ElementKind.DRIVE,
                full=inside,
                trouble=contents.trouble,
                bar_code=code if inside else None,
                source=PORT if inside else None,
                drive_serial=self._drive.identity.serial,
                density=contents.density if inside else None,
            ),
        ]


_LOADED: Final = DriveStatus(readiness=Readiness.READY, words="taken in")
"""After it took a cartridge in, the drive has it, however long it may become ready."""
