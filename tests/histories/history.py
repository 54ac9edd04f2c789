"""What clients asked a service for and were told, and whether there is an order in which that makes sense.

Each medium is an object of its own, so a history is checked medium by medium (linearizability is local: Herlihy and
Wing). So is each drive, of which clients ask nothing: only that nobody has it while another has it is checked. A
history is linearizable if its operations can be put in an order in which each one is lawful, and in which none comes
before another that had been answered before it was asked for. An operation without an answer may have happened at any
time since, or never.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import inf
from typing import Final

from openrsm.domain.machine import Table, accepts, fire


class Use(Enum):
    """What is done with a medium."""

    ALLOCATE = "allocate"
    MOUNT = "mount"
    DISMOUNT = "dismount"
    DEALLOCATE = "deallocate"
    LOAD = "load"
    """By number, in a share."""
    UNLOAD = "unload"
    END = "end"
    """Of a session that ends its mounts: closed, or not heard of any more."""


TAKES: Final = frozenset({Use.MOUNT, Use.LOAD})
GIVES_UP: Final = frozenset({Use.DISMOUNT, Use.UNLOAD, Use.END})


class Stage(Enum):
    """What a medium is to its clients."""

    FREE = "free"
    OWNED = "owned"
    MOUNTED = "mounted"


LAW: Final[Table[Stage, Use]] = {
    Stage.FREE: {Use.ALLOCATE: Stage.OWNED},
    Stage.OWNED: {**dict.fromkeys(TAKES, Stage.MOUNTED), Use.DEALLOCATE: Stage.FREE},
    Stage.MOUNTED: dict.fromkeys(GIVES_UP, Stage.OWNED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that a client asked for.

    Attributes:
        medium: Its bar code.
        lmid: What it is called as long as it is owned.
        asked: When, by a clock that never jumps.
        told: When it was answered that this has been done; infinite if it never was.
        drive: In which the medium was loaded, if the answer said so.
        found: The bar code of the cartridge that the drive's device path then led to, if anybody looked.
    """

    client: int
    use: Use
    medium: str
    lmid: str
    asked: float
    told: float = inf
    drive: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A medium between two operations: whose it is, and who has it."""

    stage: Stage = Stage.FREE
    lmid: str = ""
    client: int = -1

    def after(self, operation: Operation) -> Standing | None:
        """What an operation makes of it; None if that is not lawful now."""
        if not accepts(LAW, self.stage, operation.use) or not self._concerns(operation):
            return None
        stage = fire(LAW, self.stage, operation.use)
        holder = operation.client if stage is Stage.MOUNTED else -1
        return Standing(stage, "" if stage is Stage.FREE else operation.lmid, holder)

    def _concerns(self, operation: Operation) -> bool:
        same_name = self.stage is Stage.FREE or operation.lmid == self.lmid
        return same_name and (operation.use not in GIVES_UP or operation.client == self.client)


Interval = tuple[float, float, int]
"""From when until when who had something."""


def faults(history: Iterable[Operation]) -> Iterator[str]:
    """What cannot be explained, in sentences; nothing if all is well."""
    by_medium: defaultdict[str, list[Operation]] = defaultdict(list)
    given: Counter[str] = Counter()
    for operation in history:
        by_medium[operation.medium].append(operation)
        given[operation.lmid] += operation.use is Use.ALLOCATE
        if operation.found not in ("", operation.medium):
            yield f"client {operation.client} was given {operation.found} for {operation.medium} in {operation.drive}"
    yield from (f"LMID {lmid} was given {count} times" for lmid, count in given.items() if count > 1)
    for medium, operations in by_medium.items():
        yield from (f"{medium}: {one}" for one in overlaps(operations))
        if not is_linearizable(operations):
            yield f"the history of {medium} has no lawful order: {sorted(operations, key=lambda one: one.asked)}"
    yield from _faults_of_drives(by_medium.values())


def _faults_of_drives(histories: Iterable[Collection[Operation]]) -> Iterator[str]:
    """Times at which a drive was two clients', or had two media of one."""
    by_drive: defaultdict[str, list[Interval]] = defaultdict(list)
    for operations in histories:
        for interval, drive in _intervals(operations):
            by_drive[drive].append(interval)
    for drive in by_drive.keys() - {""}:
        yield from (f"{drive}: {one}" for one in _overlaps(by_drive[drive]))


def overlaps(operations: Collection[Operation]) -> Iterator[str]:
    """Times at which two clients had one medium for certain: from a mount's answer until it is asked to end."""
    yield from _overlaps(interval for interval, _ in _intervals(operations))


def _overlaps(intervals: Iterable[Interval]) -> Iterator[str]:
    for (_, end, one), (begin, _, other) in pairwise(sorted(intervals)):
        if begin < end:
            yield f"client {other} had it from {begin} while client {one} had it until {end}"


def _intervals(operations: Collection[Operation]) -> Iterator[tuple[Interval, str]]:
    """When somebody had one medium for certain, and in which drive."""
    ends = [one for one in operations if one.use in GIVES_UP]
    for mount in operations:
        if mount.use in TAKES and mount.told < inf:
            end = min(
                (one.asked for one in ends if one.client == mount.client and one.asked > mount.asked), default=inf
            )
            if end > mount.told:
                yield (mount.told, end, mount.client), mount.drive


def is_linearizable(operations: Sequence[Operation]) -> bool:
    """Whether there is a lawful order (depth first, remembering what has been tried: Wing and Gong, Lowe)."""
    ordered = sorted(operations, key=lambda one: one.asked)
    answered = sum(1 << place for place, one in enumerate(ordered) if one.told < inf)
    tried: set[tuple[int, Standing]] = set()
    ahead = [(0, Standing())]
    while ahead:
        done, standing = ahead.pop()
        if done & answered == answered:
            return True
        for place, after in _next(ordered, done, standing):
            step = done | 1 << place, after
            if step not in tried:
                tried.add(step)
                ahead.append(step)
    return False


def _next(ordered: Sequence[Operation], done: int, standing: Standing) -> Iterator[tuple[int, Standing]]:
    """The operations that may come next: asked for before any other that is left had been answered."""
    left = [(place, one) for place, one in enumerate(ordered) if not done >> place & 1]
    first_answer = min(one.told for _, one in left)
    for place, one in left:
        if one.asked <= first_answer and (after := standing.after(one)) is not None:
            yield place, after


def counts(history: Iterable[Operation]) -> Mapping[Use, int]:
    """How many operations of each kind were answered."""
    return Counter(one.use for one in history if one.told < inf)
