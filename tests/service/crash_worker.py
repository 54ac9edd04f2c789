"""A process that is there to be killed, and the one that gives birth to it: ``python crash_worker.py``.

The nursery first rehearses the play, says that this ended, then reads one order a line (JSON) and forks a worker for
each; a fork costs no imports. The worker opens the service on the state folder and works until it is killed, or kills
itself at the point that the order names. It prints what it was acknowledged, one line each (JSON), and what it is about
to take back before it does. Then the nursery prints that it ended.

An order: ``folder``; ``seed`` of the random mix, or null for the fixed play; ``point``: null, or an operation
(``move``, ``unload``, ``status``: a driver's; ``time``: the service reads its clock, as it does in every transaction),
``before`` or ``after`` it, and the how-manieth.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, cast

import structlog

from openrsm.domain.values import Principal
from openrsm.drivers.contract import Changer, Drive, OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.errors import RsmError
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.manager import LocalManager, open_manager
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions

LIMITS = Limits(open_patience=1, becoming_ready=5.0, poll=0.01, reopen=0.05, watch=0.05, rest=0.1)
POOL = "backups"
CLIENTS = 2


def tell(**what: object) -> None:
    """One line, whole or not at all."""
    os.write(sys.stdout.fileno(), (json.dumps(what) + "\n").encode())


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Point:
    """Where the worker ends itself."""

    operation: str
    when: str
    left: int

    def guard(self, operation: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The same operation, deadly when its time has come."""
        if operation != self.operation:
            return act

        def deadly(*args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0 and self.when == "before":
                die()
            try:
                return act(*args, **options)
            finally:
                if self.left == 0:
                    die()

        return deadly


class Deadly:
    """A device of which one operation is deadly."""

    def __init__(self, device: object, point: Point) -> None:
        self._device = device
        self._point = point

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._device, name)
        return self._point.guard(name, found) if callable(found) else found


def discovery(point: Point | None) -> Callable[[str], OpenedLibrary]:
    """Opens virtual libraries whose devices are deadly at the point."""

    def discover(url: str) -> OpenedLibrary:
        opened = open_virtual(url)
        if point is None:
            return opened
        drives = [replace(one, drive=cast("Drive", Deadly(one.drive, point))) for one in opened.drives]
        return replace(opened, changer=cast("Changer", Deadly(opened.changer, point)), drives=drives)

    return discover


def start(folder: Path, point: Point | None) -> LocalManager:
    """The service."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - it is guarded like an operation
    return open_manager(
        folder / "state",
        recognition=IsolatedRecognition(),
        discover=discovery(point),
        clock=point.guard("time", clock) if point else clock,
        zone=UTC,
        computer="box",
        limits=LIMITS,
    )


class Client:
    """An application that does what its dice say."""

    def __init__(self, manager: LocalManager, number: int, dice: Random) -> None:
        self.manager = manager
        self.dice = dice
        self.session = manager.sessions.open(f"client{number}", Principal(user="root", administrator=True))
        views = manager.media.list(self.session)
        self.held = [str(one.id) for view in views for one in view.logical if view.medium.sequence % CLIENTS == number]

    def run(self) -> None:
        """Until somebody ends it."""
        deeds = (self.use, self.use, self.use, self.queue, self.allocate, self.give_back, self.look)
        while True:
            try:
                self.dice.choice(deeds)()
            except RsmError:
                time.sleep(0.002)

    def some(self) -> list[str]:
        return self.dice.sample(self.held, min(len(self.held), self.dice.choice((1, 1, 2))))

    def use(self) -> None:
        """Mount a set, and dismount it one way or the other; now and then something from before as well."""
        names = self.some()
        if self.dice.random() < 0.3:
            self.release(names)
        mounted = self.manager.mounts.mount(self.session, names, MountOptions(timeout=0.3))
        tell(work=[str(one.work.item.id) for one in mounted], mounted=names)
        if self.dice.random() < 0.8:
            self.release(names)

    def release(self, names: list[str]) -> None:
        tell(releasing=names)
        views = self.manager.mounts.dismount(self.session, names, deferred=self.dice.random() < 0.5)
        tell(work=[str(view.item.id) for view in views])

    def queue(self) -> None:
        """Mounts that nobody waits for, and perhaps one cancelled."""
        mounted = self.manager.mounts.mount(self.session, self.some(), MountOptions(nowait=True))
        tell(work=[str(one.work.item.id) for one in mounted])
        if self.dice.random() < 0.5:
            self.manager.work.cancel(self.session, str(mounted[0].work.item.number))

    def allocate(self) -> None:
        lmid = str(self.manager.media.allocate(self.session, POOL, AllocateOptions()).logical.id)
        tell(allocated=lmid)
        self.held.append(lmid)

    def give_back(self) -> None:
        if len(self.held) > 2:
            lmid = self.held.pop(self.dice.randrange(len(self.held)))
            tell(deallocating=lmid)
            self.manager.media.deallocate(self.session, lmid)

    def look(self) -> None:
        tell(work=[str(self.manager.libraries.inventory(self.session, "vtl").item.id)])


def play(manager: LocalManager) -> None:
    """The fixed play: two mounts, a deferred dismount, a remount, an eviction, dismounts at once."""
    client = Client(manager, 0, Random(0))  # noqa: S311 - a play
    lmids = [str(one.id) for view in manager.media.list(client.session) for one in view.logical][:3]
    for act in scenes(client, lmids):
        act()
        manager.settle()
    manager.close()


def scenes(client: Client, lmids: list[str]) -> Iterator[Callable[[], None]]:
    a, b, c = lmids
    yield lambda: _mount(client, [a, b])
    yield lambda: _dismount(client, [a], deferred=True)
    yield lambda: _mount(client, [a])
    yield lambda: _dismount(client, [a], deferred=True)
    yield lambda: _mount(client, [c])
    yield lambda: _dismount(client, [b, c], deferred=False)


def _mount(client: Client, lmids: list[str]) -> None:
    mounted = client.manager.mounts.mount(client.session, lmids, MountOptions())
    tell(work=[str(one.work.item.id) for one in mounted], mounted=lmids)


def _dismount(client: Client, lmids: list[str], *, deferred: bool) -> None:
    tell(releasing=lmids)
    views = client.manager.mounts.dismount(client.session, lmids, deferred=deferred)
    tell(work=[str(view.item.id) for view in views])


def work(order: dict[str, Any]) -> None:
    """Carry out an order."""
    point = Point(*order["point"]) if order["point"] else None
    manager = start(Path(order["folder"]), point)
    if order["seed"] is None:
        play(manager)
        return
    # All know what they hold before the first begins: else the second would hold what the first is just allocated.
    dice = [Random(f"{order['seed']}:{number}") for number in range(CLIENTS)]  # noqa: S311 - a play
    for client in [Client(manager, number, dice[number]) for number in range(CLIENTS)]:
        threading.Thread(target=client.run, daemon=True).start()
    tell(ready=True)
    signal.pause()


def rehearse() -> None:
    """Play once, on a stage of its own: who is forked from here need not translate the same statements to SQL again."""
    with TemporaryDirectory(prefix="openrsm-") as made:
        folder = Path(made)
        manager = start(folder, None)
        session = manager.sessions.open("rehearsal", Principal(user="root", administrator=True))
        url = f"virtual:{folder / 'vtl'}?drives=2&slots=4&type=LTO-5&cartridges=3"
        manager.libraries.add(session, "vtl", url)
        manager.pools.create(session, POOL, PoolOptions(media_type="LTO-5", draw_from_free=True))
        for view in manager.media.list(session):
            manager.media.move(session, view.medium.name, "Free/LTO-5")
            manager.media.allocate(session, POOL, AllocateOptions())
        play(manager)


def nursery() -> None:
    """One worker for each order."""
    rehearse()
    tell(ended=0)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(json.loads(line))
            os._exit(0)
        tell(born=child)
        _, status = os.waitpid(child, 0)
        tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    nursery()
