"""The controller: the one thread that decides for a library.

It wakes on messages (somebody queued work, a step ended) and when time alone changes something, asks
:func:`openrsm.domain.scheduling.decide` until nothing is left to rule, commits the intent of each motion, and hands
the steps to the threads that own the devices. What they report comes back as messages.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import timedelta
from typing import Final

import structlog

from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.steps import Decision, Ruling, Snapshot, Step
from openrsm.domain.values import LibraryId
from openrsm.drivers.contract import OpenedLibrary
from openrsm.service import rulings
from openrsm.service.context import Context
from openrsm.service.devices import OpenDevices
from openrsm.service.dispatch import Dispatch
from openrsm.service.opening import open_devices, recover
from openrsm.service.sight import Blind, Hear
from openrsm.service.snapshot import UnderWay, read_snapshot
from openrsm.store.database import Transaction

log = structlog.get_logger(__name__)

Message = Callable[[], None]

NOWHERE: Final = timedelta(minutes=1)
"""After so long it is tried again to decide what could not be."""


class Controller:
    """Decides for one library; see the module. Its public methods may be called from any thread."""

    def __init__(self, library_id: LibraryId, context: Context, opened: OpenedLibrary | None = None) -> None:
        """``opened`` is the library if it has just been opened to catalogue it."""
        self.library_id = library_id
        self._context = context
        self._opened = opened
        self._inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._state = threading.Condition()
        self._expected = 0
        self._told = 0
        self._retrying = False
        self._stopping = threading.Event()
        self._dispatch: Dispatch | None = None
        self._halt: threading.Event | None = None
        self._answers: bool | None = None
        self._blind = Blind.MOVES
        self._alarm: float | None = None
        self._nowhere: tuple[int, ...] = ()
        self._thread = threading.Thread(target=self._run, name=f"rsm-controller-{library_id.hex[:8]}", daemon=True)

    def start(self) -> None:
        """Begin: open the library, ask it what is where, then work."""
        self.wake()
        self._thread.start()

    def wake(self) -> None:
        """Something may have to be done."""
        self.expect()
        self.post(lambda: None)

    def look(self, age: float) -> Future[None]:
        """Ask the library what is where, unless it was asked in the last ``age`` seconds; done when that is recorded.

        A robot that is at work is not disturbed: what it does is recorded anyway. A library that does not answer is
        tried again in its own time, not in the caller's.
        """
        told: Future[None] = Future()
        dispatch = self._dispatch
        if self._answers is False if dispatch is None else dispatch.has_looked(age):
            told.set_result(None)
        else:
            self.expect()
            self.post(lambda: self._look(told))
        return told

    def settle(self) -> None:
        """Return when every step handed out has ended and nothing more can start without somebody else."""
        with self._state:
            self._state.wait_for(lambda: not (self._expected or self._retrying) or not self._thread.is_alive())

    def under_way(self) -> Sequence[Step]:
        """The steps handed out that have not been reported."""
        return () if (dispatch := self._dispatch) is None else tuple(dispatch.steps)

    def reopen(self) -> Future[None]:
        """Open the library anew, as after a crash, unless a device is at work; done when that was tried."""
        told: Future[None] = Future()
        self.expect()
        self.post(lambda: self._reopen(told))
        return told

    def _reopen(self, told: Future[None]) -> None:
        if self._dispatch is not None and not self._dispatch.steps:
            self._dispatch.lost = True
        self._tell(told)

    def consult(self, hear: Hear) -> None:
        """Have the library looked at. See :meth:`Dispatch.consult`."""
        self.expect()
        self.post(lambda: self._consult(hear))

    def _consult(self, hear: Hear) -> None:
        if self._dispatch is None or self._dispatch.lost:
            hear(self._blind)
        else:
            self._dispatch.consult(hear)

    def begin_to_stop(self) -> None:
        """Start nothing any more; returns at once."""
        self._stopping.set()
        if (halt := self._halt) is not None:
            halt.set()
        self.wake()

    def stop(self) -> None:
        """Finish the steps under way, keep the queue, let go of the devices."""
        self.begin_to_stop()
        if self._thread.is_alive():
            self._thread.join()

    def has_died(self) -> bool:
        """Whether its thread has ended although nobody stopped it."""
        return not self._stopping.is_set() and not self._thread.is_alive()

    def attends(self) -> bool:
        """Whether it hears what it is told: it is neither dead nor about to end."""
        return not self._stopping.is_set() and self._thread.is_alive()

    def expect(self) -> None:
        """A message will come; until it is worked off, the controller has not settled."""
        with self._state:
            self._expected += 1

    def post(self, message: Message) -> None:
        """Have the controller's thread run something that was announced by :meth:`expect`."""
        with self._state:
            self._told += 1
        self._inbox.put(message)

    def _look(self, told: Future[None]) -> None:
        """A library that is not open yet is opened in this turn, which asks it."""
        asked = self._dispatch.look() if self._dispatch is not None else None
        if asked is None:
            self._tell(told)
        else:
            asked.add_done_callback(lambda _: self._tell(told))

    def _tell(self, told: Future[None]) -> None:
        """Behind everything that was posted before, such as the report of a look."""
        self.expect()
        self.post(lambda: told.set_result(None))

    def alarm(self) -> float | None:
        """When time alone makes it look again, by the pace's clock; None if it does not."""
        return self._alarm

    def awaits_time(self, sleeps: Callable[[str], bool]) -> bool:
        """Whether nothing happens here before time passes: all is worked off, and whoever is at work ``sleeps``."""
        with self._state:
            at_rest = not self._told or sleeps(self._thread.name)
        asked = {} if (dispatch := self._dispatch) is None else dict(dispatch.asked)
        return at_rest and all(sleeps(device) for device, tasks in asked.items() if tasks)

    # The loop: take, work, look again.

    def _run(self) -> None:
        try:
            while not (self._stopping.is_set() and self._is_idle()):
                self._turn()
        finally:
            self._close()
            with self._state:
                self._expected, self._retrying = 0, False
                self._state.notify_all()

    def _is_idle(self) -> bool:
        return self._dispatch is None or not self._dispatch.steps

    def _turn(self) -> None:
        messages = self._take()
        try:
            self._hear(messages)
            if not self._stopping.is_set():
                self._work()
        except Exception as error:  # noqa: BLE001 - whatever failed, a library must not be left without its controller
            self._start_over(error)
        finally:
            self._worked_off(len(messages))

    def _start_over(self, error: Exception) -> None:
        """What was committed stands, nothing else is assumed: the library is opened and asked as after a crash."""
        log.warning("controller round failed", action="round_failed", library=str(self.library_id), error=repr(error))
        if self._dispatch is not None:
            self._dispatch.lost = True
        self._look_in(self._context.limits.poll)
        self._retrying = False

    def _hear(self, messages: Sequence[Message]) -> None:
        """Work messages off; one that fails does not keep the others from being heard."""
        failures: list[Exception] = []
        for message in messages:
            try:
                message()
            except Exception as error:  # noqa: BLE001 - raised below, once all have been heard
                failures.append(error)
        if failures:
            raise failures[0]

    def _take(self) -> list[Message]:
        try:
            first = self._inbox.get(timeout=self._until_alarm())
        except queue.Empty:
            self._alarm = None
            return []
        if self._alarm is not None and self._alarm <= self._context.pace.steady():
            self._alarm = None
        messages = [first]
        while not self._inbox.empty():
            messages.append(self._inbox.get())
        return messages

    def _until_alarm(self) -> float | None:
        return None if self._alarm is None else self._context.pace.until(self._alarm)

    def _look_in(self, seconds: float) -> None:
        moment = self._context.pace.steady() + max(0.0, seconds)
        self._alarm = moment if self._alarm is None else min(self._alarm, moment)

    def _worked_off(self, count: int) -> None:
        with self._state:
            self._expected -= count
            self._told -= count
            self._state.notify_all()
        self._context.pace.rested()

    # One round.

    def _work(self) -> None:
        if self._dispatch is not None and self._dispatch.lost:
            self._close()
        if self._dispatch is None:
            self._open()
        decision = self._decide()
        if self._dispatch is not None:
            self._dispatch.hand_out(decision.steps)
        self._plan(decision)

    def _open(self) -> None:
        opened, self._opened = self._opened, None
        begun = self._context.pace.steady()
        devices = open_devices(self._context, self.library_id, opened)
        recovered = Blind.AWAY if devices is None else self._recovered(devices)
        if isinstance(recovered, Dispatch):
            self._dispatch, self._blind = recovered, Blind.MOVES
            self._tell_whether_it_answers(answers=True, seconds=round(self._context.pace.steady() - begun, 1))
            return
        self._blind = recovered
        self._tell_whether_it_answers(answers=False)
        self._look_in(self._context.limits.reopen)

    def _recovered(self, devices: OpenDevices) -> Dispatch | Blind:
        """The open library, settled; or why it is not. What is not used is closed again."""
        self._halt = devices.stop
        if self._stopping.is_set():
            self._halt.set()
        with ExitStack() as stack:
            stack.callback(devices.close)
            blind = recover(self._context, self.library_id, devices)
            if blind is not None:
                return blind
            dispatch = Dispatch(self.library_id, self._context, devices, self)
            stack.pop_all()
        return dispatch

    def _tell_whether_it_answers(self, *, answers: bool, **fields: float) -> None:
        """A library that stays away is tried often, and told of once."""
        library = self._context.store.read(lambda tx: tx.libraries.get(self.library_id))
        if answers:
            log.info("library opened", action="library_opened", library=library.name, **fields)
        elif self._answers is not False:
            log.warning("library does not answer", action="library_lost", library=library.name, why=library.trouble)
        self._answers = answers

    def _close(self) -> None:
        if self._dispatch is not None:
            self._dispatch.devices.close()
        self._dispatch = None

    def _decide(self) -> Decision:
        """Rule until nothing is left to rule; each decision's rulings are one commit.

        Rulings that come back, about items that are again what they were, lead nowhere: the catalogue contradicts
        itself, as after damage. Nothing moves then until somebody puts it right.
        """
        ruled: list[tuple[Sequence[Ruling], Sequence[WorkItem]]] = []
        while True:
            snapshot = self._context.store.read(self._snapshot)
            decision = decide(snapshot, self._context.clock())
            if not decision.rulings:
                self._nowhere = ()
                return decision
            if (again := (decision.rulings, snapshot.work)) in ruled:
                self._tell_of_nowhere(decision, snapshot)
                return Decision(look_again=self._context.clock() + NOWHERE)
            ruled.append(again)
            self._rule(decision, snapshot)

    def _tell_of_nowhere(self, decision: Decision, snapshot: Snapshot) -> None:
        """Once for each circle, however often it is tried."""
        numbers = tuple(item.number for item in snapshot.work if item.id in rulings.about(decision.rulings))
        if numbers != self._nowhere:
            text = "the catalogue contradicts itself, so nothing moves: run rsm doctor"
            log.error(text, action="decided_nothing", library=str(self.library_id), items=numbers)
        self._nowhere = numbers

    def _rule(self, decision: Decision, snapshot: Snapshot) -> None:
        itself = self._context.itself()
        self._context.store.write(lambda tx: rulings.apply(tx, decision.rulings, snapshot.work, itself))

    def _snapshot(self, tx: Transaction) -> Snapshot:
        under_way = UnderWay() if self._dispatch is None else self._dispatch.under_way()
        return read_snapshot(tx, self.library_id, under_way, self._context)

    def _plan(self, decision: Decision) -> None:
        self._retrying = self._dispatch is not None and decision.retrying
        if decision.look_again is not None:
            self._look_in((decision.look_again - self._context.clock()).total_seconds())
        if self._dispatch is not None and not self._dispatch.steps:
            self._look_in(self._dispatch.watch())
