"""The nouns of a virtual library. Nothing here reads a clock or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from openrsm.domain.machine import Table
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.faults import Fault
from openrsm.drivers.virtual.kinds import Kind, kind_named
from openrsm.drivers.virtual.parameters import NAME_LENGTH, Parameters
from openrsm.drivers.virtual.timing import Timing
from openrsm.errors import RsmError

ROBOT: Final = 1
FIRST: Final = {ElementKind.ROBOT: ROBOT, ElementKind.PORT: 10, ElementKind.DRIVE: 100, ElementKind.SLOT: 1000}
"""Element addresses, far enough apart for as many as there may be of each."""

PASSES: Final = 50
"""How often a new cleaning cartridge cleans."""


class Phase(Enum):
    """What a drive is about."""

    EMPTY = auto()
    LOADING = auto()
    CLEANING = auto()
    READY = auto()
    UNLOADING = auto()
    UNLOADED = auto()
    REJECTED = auto()


class DriveEvent(Enum):
    """What happens to a drive."""

    INSERT = auto()
    INSERT_CLEANER = auto()
    INSERT_MISFIT = auto()
    FINISH = auto()
    LOAD = auto()
    UNLOAD = auto()
    TAKE = auto()


PHASES: Final[Table[Phase, DriveEvent]] = {
    Phase.EMPTY: {
        DriveEvent.INSERT: Phase.LOADING,
        DriveEvent.INSERT_CLEANER: Phase.CLEANING,
        DriveEvent.INSERT_MISFIT: Phase.REJECTED,
    },
    Phase.LOADING: {DriveEvent.FINISH: Phase.READY},
    Phase.CLEANING: {DriveEvent.FINISH: Phase.UNLOADED},
    Phase.READY: {DriveEvent.LOAD: Phase.READY, DriveEvent.UNLOAD: Phase.UNLOADING},
    Phase.UNLOADING: {DriveEvent.FINISH: Phase.UNLOADED, DriveEvent.UNLOAD: Phase.UNLOADING},
    Phase.UNLOADED: {
        DriveEvent.LOAD: Phase.LOADING,
        DriveEvent.UNLOAD: Phase.UNLOADED,
        DriveEvent.TAKE: Phase.EMPTY,
    },
    Phase.REJECTED: {DriveEvent.UNLOAD: Phase.UNLOADED, DriveEvent.TAKE: Phase.EMPTY},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartridge:
    """A cartridge, wherever it is.

    Attributes:
        key: Its identity in this folder, and the name of its file; unique, whatever its label says.
        bar_code: What its label says; None if it has no label.
        type_name: Its media type.
        source: The element it last came from; None if a person put it where it is.
        readable: The label can be read.
        protected: The write-protection tab is set.
        worm: What is written stays.
        passes: How often it still cleans; None for a data cartridge.
        inverted: A two-sided cartridge lies with its second side up.
        loads: How often it was loaded (MAM attribute 0003h).
    """

    key: str
    bar_code: str | None
    type_name: str
    source: int | None = None
    readable: bool = True
    protected: bool = False
    worm: bool = False
    passes: int | None = None
    inverted: bool = False
    loads: int = 0

    @property
    def kind(self) -> Kind:
        """Its media type."""
        return kind_named(self.type_name)

    @property
    def file(self) -> str:
        """The name of the file that holds what is under the head: of two-sided ones, of the side that is up."""
        if self.kind.sides == 1:
            return self.key
        return f"{self.key}.{'B' if self.inverted else 'A'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveState:
    """One drive.

    Attributes:
        phase: What it is about.
        until: When that finishes, where it does by itself; seconds since the epoch.
        alerts: TapeAlert flags that are up.
        reservation: The key that has exclusive access; None if nobody has.
        trouble: Why it rejected a cartridge, in words.
        read_corrected: Errors that it corrected while reading since the cartridge came; so the next three.
    """

    phase: Phase = Phase.EMPTY
    until: float = 0.0
    alerts: frozenset[int] = frozenset()
    reservation: int | None = None
    trouble: str = ""
    read_corrected: int = 0
    read_uncorrected: int = 0
    write_corrected: int = 0
    write_uncorrected: int = 0

    def counting(self, operation: str, corrected: int, uncorrected: int) -> DriveState:
        """The same with errors counted: those of writing for itself, all others as errors of reading."""
        if operation == "write":
            corrected, uncorrected = self.write_corrected + corrected, self.write_uncorrected + uncorrected
            return replace(self, write_corrected=corrected, write_uncorrected=uncorrected)
        corrected, uncorrected = self.read_corrected + corrected, self.read_uncorrected + uncorrected
        return replace(self, read_corrected=corrected, read_uncorrected=uncorrected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A cartridge goes from one element to another at an instant; to or from the robot, when it is carried.

    Attributes:
        when: Seconds since the epoch.
        source: Where it is until then.
        destination: Where it is from then on.
        invert: It is turned on the way.
    """

    when: float
    source: int
    destination: int
    invert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that every changer is told unasked, once.

    Attributes:
        what: In plain words.
        contents_suspect: People may have moved cartridges.
    """

    what: str
    contents_suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The whole state at an instant; see :func:`openrsm.drivers.virtual.motion.settle` for how time changes it.

    Attributes:
        serial: Of the library; drives and cartridges derive theirs from it.
        made_from: The parameters it was made from.
        contents: The cartridge in each full element, by address.
        drives: Its drives, in the order of their addresses.
        shelf: Cartridges outside of the library, by key.
        agenda: What the robot is about to do, in order; empty when it stands still.
        starting_until: It scans its contents until then; seconds since the epoch.
        door_open: A person opened the door.
        locked: A changer prevents that people take media out.
        gone: Nothing answers, until cleared.
        happened: How many happenings there ever were.
        happenings: The last of them.
        faults: What is scripted to go wrong.
        numbered: How many faults were ever scripted.
        out: Addresses of slots whose magazine a person has taken out, with what lies in them.
    """

    serial: str
    made_from: Parameters
    contents: Mapping[int, Cartridge]
    drives: tuple[DriveState, ...]
    shelf: Mapping[str, Cartridge]
    agenda: tuple[Transfer, ...] = ()
    starting_until: float = 0.0
    door_open: bool = False
    locked: bool = False
    gone: bool = False
    happened: int = 0
    happenings: tuple[Happening, ...] = ()
    faults: tuple[Fault, ...] = ()
    numbered: int = 0
    out: frozenset[int] = frozenset()

    @property
    def kind(self) -> Kind:
        """The kind of its drives."""
        return kind_named(self.made_from.type)

    @property
    def timing(self) -> Timing:
        """How long it takes for things."""
        return Timing(realistic=self.made_from.realistic, scale=self.made_from.timescale)

    def drive(self, address: int) -> DriveState:
        """The drive of a drive element."""
        return self.drives[address - FIRST[ElementKind.DRIVE]]

    def with_drive(self, address: int, state: DriveState) -> Library:
        """The same with one drive changed."""
        place = address - FIRST[ElementKind.DRIVE]
        return replace(self, drives=(*self.drives[:place], state, *self.drives[place + 1 :]))

    def cartridges(self) -> Iterator[tuple[int | None, Cartridge]]:
        """Every cartridge and the address where it is; None for those on the shelf."""
        yield from self.contents.items()
        for cartridge in self.shelf.values():
            yield None, cartridge


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a request.

    Attributes:
        until: When it is over; seconds since the epoch, 0 for at once.
        error: What its caller is told then.
        again: Something else is under way until then; nothing was begun, ask again.
    """

    until: float = 0.0
    error: RsmError | None = None
    again: bool = False


def new_library(serial: str, made_from: Parameters) -> Library:
    """A library that was just delivered, its cartridges in the first slots."""
    first = FIRST[ElementKind.SLOT]
    contents = {
        first + number - 1: delivered(volume_name(made_from, number), made_from.type)
        for number in range(1, made_from.cartridges + 1)
    }
    if made_from.cleaner:
        contents[first + made_from.slots - 1] = delivered("CLNU01", made_from.type, passes=PASSES)
    return Library(
        serial=serial,
        made_from=made_from,
        contents=contents,
        drives=tuple(DriveState() for _ in range(made_from.drives)),
        shelf={},
    )


def volume_name(made_from: Parameters, number: int) -> str:
    """The name of the nth cartridge, without the media suffix: ``V00001``."""
    return f"{made_from.prefix}{number:0{NAME_LENGTH - len(made_from.prefix)}d}"


def delivered(name: str, type_name: str, *, passes: int | None = None) -> Cartridge:
    """A new cartridge with its label."""
    bar_code = name + kind_named(type_name).suffix
    worm = kind_named(type_name).worm
    return Cartridge(key=bar_code, bar_code=bar_code, type_name=type_name, passes=passes, worm=worm)
