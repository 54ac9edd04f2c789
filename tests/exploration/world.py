"""A small library that does what the scheduler decides: rulings are recorded, steps handed out, and steps end.

It records as the service does (:mod:`openrsm.service.rulings`, :mod:`openrsm.service.outcomes`); test_recording.py
holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from openrsm.domain.drive import DRIVE, DriveEvent, DriveState
from openrsm.domain.machine import accepts, fire
from openrsm.domain.scheduling import decide
from openrsm.domain.steps import Begin, Carry, Decision, Fail, Finish, Load, Ruling, Step, Unload, Wait
from openrsm.domain.values import DriveId, PlaceKind, WorkId
from openrsm.domain.work import Operation
from tests.domain.scenes import NOW
from tests.exploration.state import NONE, OVERDUE, Deed, Item, Motion, State, renamed
from tests.exploration.views import drive_id, medium_id, snapshot, work_id

SHELF: Final = 8
"""More media, drives and open items than any exploration has."""
NUMBERS: Final = {work_id(number): number for number in range(4 * SHELF)}
DRIVES: Final = {drive_id(number): number for number in range(SHELF)}
MEDIA: Final = {medium_id(number): number for number in range(SHELF)}
PATIENCE: Final = 3
ROUNDS: Final = 20
"""More rounds than the controller ever needs before it has come to rest."""


class Broken(AssertionError):
    """Something that must never be."""


class World:
    """One state, while something happens to it.

    Attributes:
        items: The open items, by numbers that rise as they are queued.
        begun: Mounts that began in this happening.
    """

    def __init__(self, state: State, media: int) -> None:
        self.media = media
        self.bays = list(state.bays)
        self.items = dict(enumerate(state.items))
        self.motions = list(state.motions)
        self.begun: list[int] = []

    def frozen(self, *, clients: bool = True) -> State:
        """What has become of it."""
        order = sorted(self.items, key=lambda number: (not self.items[number].dismounts, number))
        places = {number: place for place, number in enumerate(order)}
        motions = tuple(motion._replace(item=places.get(motion.item, NONE)) for motion in self.motions)
        state = State(tuple(self.bays), tuple(self.items[number] for number in order), motions)
        return renamed(state, clients=clients)

    def queue(self, item: Item) -> None:
        """Somebody asks for something."""
        self.items[max(self.items, default=-1) + 1] = item

    # The controller.

    def settle(self) -> None:
        """Everything that the controller does before it sleeps again."""
        for _ in range(ROUNDS):
            if not self.round():
                return
        raise Broken(f"the controller never comes to rest: {self.frozen()}")

    def round(self) -> bool:
        """One look of the controller; whether something came of it."""
        decision = self.decided()
        self.record_all(decision.rulings)
        for step in decision.steps:
            self.hand_out(step)
        return bool(decision.rulings or decision.steps)

    def decided(self) -> Decision:
        """What the scheduler decides now."""
        return decide(snapshot(self.media, self.bays, self.items, self.motions), NOW)

    def unexplained(self) -> set[int]:
        """What waits, and would not be told why if it had not been told before."""
        waiting = {number for number, item in self.items.items() if not item.started}
        if not waiting:
            return waiting
        rulings = decide(snapshot(self.media, self.bays, self.items, self.motions, told=False), NOW).rulings
        return waiting - {NUMBERS[one.work_id] for one in rulings if isinstance(one, Wait) and one.reason}

    def record_all(self, rulings: Iterable[Ruling]) -> None:
        """The rulings of one decision."""
        for ruling in rulings:
            self.record(ruling)

    def record(self, ruling: Ruling) -> None:
        """What :func:`openrsm.service.rulings.apply` does."""
        match ruling:
            case Begin():
                for one in ruling.work_ids:
                    self._begin(NUMBERS[one], ruling.drives.get(one))
            case Finish():
                for one in ruling.work_ids:
                    del self.items[NUMBERS[one]]
            case Fail():
                self.end(NUMBERS[one] for one in ruling.work_ids)
            case _:
                raise Broken(f"nobody asked for {ruling}")

    def _begin(self, number: int, given: DriveId | None) -> None:
        item = self.items[number]
        if given is None:
            self.items[number] = item._replace(started=True)
            self._release(number)
            return
        self.begun.append(number)
        drive = DRIVES[given]
        self.items[number] = item._replace(started=True, drive=drive)
        bay = self.bays[drive] = self.bays[drive]._replace(holder=item.client, age=0)
        if bay.medium == item.medium:
            self._fire(drive, DriveEvent.REUSE if bay.state is DriveState.DISMOUNTABLE else DriveEvent.INSERT)

    def _release(self, number: int) -> None:
        item = self.items[number]
        drive = self._holding(item.medium)
        if not item.deferred or drive == NONE:
            return
        if self.bays[drive].state is not DriveState.LOADED:
            self.items[number] = item._replace(started=True, deferred=False)

    def _fire(self, drive: int, event: DriveEvent) -> None:
        bay = self.bays[drive]
        self.bays[drive] = bay._replace(state=fire(DRIVE, bay.state, event))

    def _holding(self, medium: int) -> int:
        return next((number for number, bay in enumerate(self.bays) if bay.medium == medium), NONE)

    def end(self, numbers: Iterable[int]) -> None:
        """Items end without being done: what they hold is given back (``rulings.fail``)."""
        for number in [*numbers]:
            item = self.items.pop(number)
            if not item.dismounts and item.drive != NONE and self.bays[item.drive].holder == item.client:
                self.bays[item.drive] = self.bays[item.drive]._replace(holder=NONE)

    # Steps.

    def hand_out(self, step: Step) -> None:
        """A step begins; it must be one that the library could do."""
        motion = self.motion_of(step)
        self._check(motion, step)
        self.motions.append(motion)

    def motion_of(self, step: Step) -> Motion:
        """The step in this model's words."""
        match step:
            case Carry() if step.destination.kind is PlaceKind.DRIVE:
                drive = DRIVES[DriveId(step.destination.element_id)] if step.destination.element_id else NONE
                return Motion(Deed.FETCH, MEDIA[step.medium_id], drive, _number(step.work_id))
            case Carry():
                medium = MEDIA[step.medium_id]
                return Motion(Deed.RETURN, medium, self._holding(medium), _number(step.work_id))
            case Load() if step.operation is Operation.DISMOUNT:
                return Motion(Deed.RELEASE, MEDIA[step.medium_id], DRIVES[step.drive_id], _number(step.work_id))
            case Load():
                return Motion(Deed.LOAD, MEDIA[step.medium_id], DRIVES[step.drive_id], _number(step.work_id))
            case Unload():
                return Motion(Deed.UNLOAD, MEDIA[step.medium_id], DRIVES[step.drive_id], _number(step.work_id))
            case _:
                raise Broken(f"nobody asked for {step}")

    def _check(self, motion: Motion, step: Step) -> None:
        bay, there = self.bays[motion.drive], self._holding(motion.medium)
        lawful = {
            Deed.FETCH: bay.medium == NONE and (there == NONE or self.bays[there].state is DriveState.UNLOADED),
            Deed.RETURN: bay.state is DriveState.UNLOADED and there == motion.drive,
            Deed.LOAD: there == motion.drive and bay.state is DriveState.MOUNTED,
            Deed.UNLOAD: there == motion.drive and not self._robs(motion),
            Deed.RELEASE: there == motion.drive and bay.state is DriveState.LOADED and not self._robs(motion),
        }[motion.deed]
        apart = all(
            motion.medium != other.medium and not ({motion.drive, there} - {NONE}) & {other.drive, self._from(other)}
            for other in self.motions
        )
        if not (lawful and apart):
            raise Broken(f"{step} must not begin: {self.frozen()}")

    def _from(self, motion: Motion) -> int:
        return self._holding(motion.medium)

    def _robs(self, motion: Motion) -> bool:
        """Whether somebody has the medium who has not asked for its dismount."""
        bay = self.bays[motion.drive]
        asked = any(item.dismounts and item.started and item.medium == motion.medium for item in self.items.values())
        return bay.state is DriveState.LOADED and bay.holder != NONE and not asked

    def complete(self, motion: Motion) -> None:
        """A step succeeds."""
        self.motions.remove(motion)
        bay, there = self.bays[motion.drive], self._holding(motion.medium)
        if motion.deed in (Deed.FETCH, Deed.RETURN):
            self._carried(motion, there)
            return
        self.bays[motion.drive] = bay = bay._replace(failures=0, paused=False)
        if there != motion.drive:
            return
        if motion.deed is Deed.RELEASE:
            self._set_free(motion)
        elif motion.deed is Deed.UNLOAD:
            self.bays[motion.drive] = bay._replace(holder=bay.holder if self._is_given(motion.drive) else NONE, age=0)
            self._fire(motion.drive, DriveEvent.UNLOAD)
        elif bay.state is DriveState.MOUNTED:
            self._fire(motion.drive, DriveEvent.READY)

    def _set_free(self, motion: Motion) -> None:
        """No program has the drive open: it is for whoever comes next, unless the dismount has ended meanwhile."""
        if motion.item in self.items and self.bays[motion.drive].state is DriveState.LOADED:
            self._fire(motion.drive, DriveEvent.RELEASE)
            self.bays = [bay._replace(age=_older(bay.age)) for bay in self.bays]
            self.bays[motion.drive] = self.bays[motion.drive]._replace(holder=NONE, age=1)

    def hold(self, motion: Motion) -> None:
        """A program has the drive open: nothing is done with it, and it is tried again after a while."""
        self.motions.remove(motion)
        self.bays[motion.drive] = self.bays[motion.drive]._replace(paused=True)

    def _carried(self, motion: Motion, there: int) -> None:
        if there != NONE:
            self._fire(there, DriveEvent.REMOVE)
            self.bays[there] = self.bays[there]._replace(medium=NONE, age=0)
        if motion.deed is Deed.RETURN:
            return
        drive = motion.drive
        if self.bays[drive].holder != NONE and accepts(DRIVE, self.bays[drive].state, DriveEvent.INSERT):
            self._fire(drive, DriveEvent.INSERT)
            self.bays[drive] = self.bays[drive]._replace(medium=motion.medium)
        else:
            self._fire(drive, DriveEvent.FIND)
            self.bays[drive] = self.bays[drive]._replace(medium=motion.medium, holder=NONE, age=0)

    def _is_given(self, drive: int) -> bool:
        return any(item.started and not item.dismounts and item.drive == drive for item in self.items.values())

    def fail(self, motion: Motion) -> None:
        """A step fails: nothing has moved, its item ends, and a drive that fails too often is taken out of use."""
        self.motions.remove(motion)
        if motion.deed is Deed.RELEASE:
            self._set_free(motion)  # whether a drive can read the label or not
        elif motion.item in self.items:
            bound = self.items[motion.item].bound
            self.end([number for number, one in self.items.items() if number == motion.item or bound == one.bound > 0])
        if motion.deed in (Deed.LOAD, Deed.UNLOAD, Deed.RELEASE) or motion.item == NONE:
            bay = self.bays[motion.drive]
            failures = min(bay.failures + 1, PATIENCE)
            self.bays[motion.drive] = bay._replace(failures=failures, paused=True, out=failures == PATIENCE)


def _number(work: WorkId | None) -> int:
    return NONE if work is None else NUMBERS[work]


def _older(age: int) -> int:
    return age + 1 if 0 < age < OVERDUE else age
