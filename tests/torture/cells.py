"""The matrix: every fault that a command of an operation may meet. A cell is one of both."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi import transport
from openrsm.drivers.scsi.command import Cdb, Direction, Effect
from openrsm.drivers.scsi.sense import Sense
from tests.torture.commands import VARYING, shared_out
from tests.torture.injecting import (
    Answer,
    Sent,
    Step,
    complaint,
    cut,
    gone,
    good,
    node_gone,
    silence,
    silence_for_now,
    status,
)
from tests.torture.t10 import CHANGER, TAPE, senses
from tests.torture.treatment import treatment
from tests.torture.variants import Variant, variants_of

BREAKDOWNS: Final = (keys.MEDIUM, keys.HARDWARE, keys.ABORTED)
"""Keys with which a device may have carried out what it complains of."""

DONE_TOO: Final = 12
"""For one in so many of these, it is tried that the device has done what it complains of, too."""

LASTING: Final = (
    (keys.NOT_READY, 0x04, 0x01),
    (keys.NOT_READY, 0x04, 0x03),
    (keys.NOT_READY, 0x04, 0x18),
    (keys.HARDWARE, 0x40, 0x80),
    (keys.ILLEGAL_REQUEST, 0x24, 0x00),
    (keys.ABORTED, 0x4B, 0x00),
    (keys.UNIT_ATTENTION, 0x29, 0x00),
)
"""What a device may go on saying until somebody sees to it."""

STATUSES: Final = {
    "BUSY": transport.BUSY,
    "RESERVATION CONFLICT": transport.RESERVATION_CONFLICT,
    "TASK SET FULL": transport.TASK_SET_FULL,
    "ACA ACTIVE": transport.ACA_ACTIVE,
    "TASK ABORTED": transport.TASK_ABORTED,
    "status 22h": 0x22,
}


PARTS: Final = 64
"""Into so many parts the sense data are split for the last command of a name."""
TURN: Final = 71
"""By how many faults the sample moves on from one step to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one command.

    Attributes:
        name: Unique among the faults of a command.
        answer: How the transport answers.
        sense: What the device says, if it says something.
        happens: The command is carried out nevertheless.
        lasts: The same is answered again and again, until the fault is seen to.
        says: The device answers, if not with sense data.
        special: The sense data tell more than their codes, or come in the descriptor format.
        claim: What the error of a work item that ends with it must say; empty if any error will do.
    """

    name: str
    answer: Answer
    sense: Sense | None = None
    happens: bool = False
    lasts: bool = False
    says: bool = False
    special: bool = False
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A fault at a step of an operation."""

    play: str
    step: Step
    effect: Effect
    fault: Fault

    def __str__(self) -> str:
        """``load, changer: MOVE MEDIUM #1: 04/15/01 done``."""
        return f"{self.play}, {self.step}: {self.fault.name}"


def faults_of(sent: Sent) -> Iterator[Fault]:
    """Every fault that this command may meet."""
    letter = CHANGER if sent.step.device == "changer" else TAPE
    changes = sent.cdb.effect is not Effect.NONE
    yield from _transports(changes=changes)
    if sent.step.command == "MOVE MEDIUM":
        yield Fault(name="no answer, done later", answer=silence_for_now, happens=True)
    yield from _statuses()
    if sent.cdb.direction is Direction.IN:
        yield from (Fault(name=f"{keep} bytes come through", answer=cut(keep)) for keep in (0, 8, 20))
    breakdowns = count()
    for key, asc, ascq in dict.fromkeys(senses(letter)):
        yield _said(key, asc, ascq)
        if changes and key in BREAKDOWNS and next(breakdowns) % DONE_TOO == 0:
            yield _said(key, asc, ascq, happens=True)
    yield from (_said(*each, lasts=True) for each in LASTING)
    yield _said(keys.HARDWARE, 0x03, 0x00, deferred=True)
    yield _said(keys.RECOVERED, 0x00, 0x17, deferred=True)
    yield from (_told(each) for each in variants_of(sent.step.command))


def _transports(*, changes: bool) -> Iterator[Fault]:
    yield Fault(name="never sent", answer=gone)
    yield Fault(name="never sent, again and again", answer=gone, lasts=True)
    yield Fault(name="device node gone", answer=node_gone)
    yield Fault(name="no answer, not done", answer=silence(happens=False))
    yield Fault(name="no answer, done", answer=silence(happens=True), happens=True)
    yield Fault(name="CHECK CONDITION without sense", answer=status(transport.CHECK_CONDITION), says=True)
    if changes:
        yield Fault(name="GOOD, not done", answer=good)


def _statuses() -> Iterator[Fault]:
    for name, code in STATUSES.items():
        yield Fault(name=name, answer=status(code), says=True)
    yield Fault(name="BUSY, again and again", answer=status(transport.BUSY), lasts=True)
    yield Fault(name="RESERVATION CONFLICT, again and again", answer=status(transport.RESERVATION_CONFLICT), lasts=True)


def _said(
    key: int, asc: int, ascq: int, *, happens: bool = False, lasts: bool = False, deferred: bool = False
) -> Fault:
    happens = happens or key in (keys.NO_SENSE, keys.RECOVERED)
    said = Sense(key=key, asc=asc, ascq=ascq, deferred=deferred)
    more = (" done" * happens) + (" again and again" * lasts) + (" deferred" * deferred)
    answer = complaint(said, happens=happens)
    return Fault(name=said.code + more, answer=answer, sense=said, happens=happens, lasts=lasts, claim=_claim(said))


def _told(variant: Variant) -> Fault:
    said, happens = variant.sense, variant.happens
    answer = complaint(said, happens=happens, descriptor=variant.descriptor)
    return Fault(name=str(variant), answer=answer, sense=said, happens=happens, special=True, claim=_claim(said))


def _claim(said: Sense) -> str:
    return "" if said.key in (keys.NO_SENSE, keys.RECOVERED) else said.code


def steps_of(sent: Sequence[Sent]) -> list[Sent]:
    """The steps of an operation at which faults are injected: the first and the last command of each name."""
    ends: dict[tuple[str, str], list[Sent]] = {}
    for each in sent:
        ends.setdefault((each.step.device, each.step.command), []).append(each)
    return [step for each in ends.values() for step in dict.fromkeys((each[0], each[-1]))]


def cells_of(play: str, sent: Sequence[Sent], turn: int) -> list[Cell]:
    """The cells of an operation whose commands are these.

    The first of each name meets every fault of the transport, every status, and of the sense data a part, of which all
    operations together have all; where the driver makes the same of several, it meets one of these. The last of a name
    meets one in 64 of the sense data, another one at each step and, by ``turn``, in each operation.
    """
    found = []
    steps = [each for each in steps_of(sent) if each.step.nth == 1 or play not in VARYING]
    for number, each in enumerate(steps, turn):
        said, other = parted(each)
        share = shared_out(play, each.step.device, each.step.command, said)
        meant = [*other, *unlike(share, each.cdb)] if each.step.nth == 1 else said[number % PARTS :: PARTS]
        found += cells_at(play, each, meant)
    return found


def all_cells_of(play: str, sent: Sequence[Sent]) -> list[Cell]:
    """As :func:`cells_of`, with nothing shared out: every fault at the first and the last command of each name.

    Those between meet every fault but, of the sense data of which the driver makes the same, one.
    """
    ends = steps_of(sent)
    found = []
    for each in dict.fromkeys(each for each in sent if each.step.nth == 1 or play not in VARYING):
        said, other = parted(each)
        found += cells_at(play, each, [*other, *(said if each in ends else unlike(said, each.cdb))])
    return found


def cells_at(play: str, sent: Sent, faults: Iterable[Fault]) -> list[Cell]:
    """These faults of a command."""
    return [Cell(play=play, step=sent.step, effect=sent.cdb.effect, fault=fault) for fault in faults]


def parted(sent: Sent) -> tuple[list[Fault], list[Fault]]:
    """The faults of a command: those that sense data tell of, and the others."""
    faults = list(faults_of(sent))
    return [each for each in faults if each.sense is not None], [each for each in faults if each.sense is None]


def unlike(said: Iterable[Fault], cdb: Cdb) -> Iterable[Fault]:
    """One of each kind: of sense data of which the driver makes the same."""
    kinds: dict[Hashable, Fault] = {}
    for fault in said:
        kinds.setdefault(likeness(fault, cdb), fault)
    return kinds.values()


def likeness(fault: Fault, cdb: Cdb) -> Hashable:
    """What faults have in common of which one will do: of mere codes, what the driver makes of them; else their name.

    What tells more than codes must be decoded as well, so that each of these few is tried.
    """
    if fault.sense is None or fault.special:
        return fault.name
    return treatment(fault.sense, cdb), fault.happens, fault.lasts


def sampled(cells: Sequence[Cell], turn: int) -> list[Cell]:
    """A few cells that cover much: each step once, with faults that rotate."""
    by_step: dict[Step, list[Cell]] = {}
    for cell in cells:
        by_step.setdefault(cell.step, []).append(cell)
    return [each[((number + turn) * TURN) % len(each)] for number, each in enumerate(by_step.values())]
