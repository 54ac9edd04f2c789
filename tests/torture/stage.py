"""A stage for faults of SCSI devices: the real service over the real driver and a real target, and what must hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final

from openrsm.domain.library import LabelUse, Operational
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import WorkItem
from openrsm.domain.values import Principal
from openrsm.domain.work import OPEN
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import cdb_tape as ssc
from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.link import Link
from openrsm.errors import RsmError, TimedOut
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.manager import LocalManager, open_manager
from openrsm.service.porting import is_stopped
from openrsm.simulation.ledger import Ledger
from openrsm.store.database import Store, Transaction
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import WorkView
from tests.service.invariants import Picture, chain, settled, structure
from tests.service.world import Clock, Watch, story
from tests.torture.injecting import Script, Step, node_gone
from tests.torture.ways import CHANGER, FIRST_DRIVE, Way

LIMITS: Final = Limits(open_patience=1, becoming_ready=0.05, poll=0.005, reopen=0.01, watch=3600.0, rest=0.05)
"""Quick, and the library is never looked at unless there is a reason: nothing is healed by luck."""

PATIENCE: Final = 20.0
SOONEST, LATEST = 0.001, 0.016
"""Seconds between two looks, which begin often."""
LIBRARY: Final = "vtl"
BEFORE_SLOTS: Final = 999
"""The address of slot 1, less one."""
PORT: Final = 10
"""The address of the first I/E element."""
CONTENT: Final = b"an application's data".ljust(512)
POOL: Final = "backups/daily"
ROOT: Final = Principal(user="root", administrator=True)


def _is_still(tx: Transaction) -> bool:
    """Whether no motion is open, and nothing is at work without saying what it waits for."""
    libraries = [one.id for one in tx.libraries.all()]
    idle = all(item.reason for key in libraries for item in tx.work.open(key))
    return idle and not any(tx.moves.open(key) for key in libraries)


def waits_for_people(item: WorkItem) -> bool:
    """Whether an eject or an inject waits for somebody at the ports, who has not said yet that it is over."""
    return item.reason.startswith("waits for somebody to") and not is_stopped(item)


class Stage:
    """A service with one library, whose every fault is scripted."""

    def __init__(self, folder: Path, way: Way, script: Script) -> None:
        """Add the library, make its cartridges free, and allocate one."""
        self.script = script
        self.watch = Watch()
        self.clock = Clock()
        self._state = folder / "state"
        self._way = way
        self._ledger = Ledger()
        self._open()
        self.session = self.manager.sessions.open("backup", ROOT)
        self._reader = Store.open(self._state, read_only=True, clock=self.clock)
        self._robot = ScsiChanger(Link(way.beside(CHANGER)))
        self.manager.libraries.add(self.session, LIBRARY, way.url)
        self.before = sorted(self.really().values())
        for view in self.manager.media.list(self.session):
            if not view.medium.cleaner:
                self.manager.media.move(self.session, view.medium.name, "Free/LTO-5")
        pool = PoolOptions(media_type="LTO-5", draw_from_free=True, return_to_free=True)
        self.manager.pools.create(self.session, POOL, pool)
        self.manager.libraries.set_labels(self.session, LIBRARY, LabelUse.CHECK)
        self.own = self.lmid()
        self.written = ""
        self.touched: set[str] = set()
        self.rest()

    def _open(self) -> None:
        self.manager: LocalManager = open_manager(
            self._state,
            recognition=IsolatedRecognition(),
            discover=self._way.discover,
            clock=self.clock,
            zone=UTC,
            computer="box",
            limits=LIMITS,
            observe=self._ledger.committed,
        )

    def close(self) -> None:
        """End everything."""
        self.manager.close()
        self._reader.close()
        self._robot.close()
        self.watch.close()

    # --- Doing ---

    def lmid(self) -> str:
        """A medium of our own."""
        return str(self.manager.media.allocate(self.session, POOL, AllocateOptions()).logical.id)

    def mount(self, lmid: str) -> WorkView:
        """Queue a mount for writing in the first drive."""
        options = MountOptions(nowait=True, drives=(f"{LIBRARY}/drive1",))
        [mounted] = self.manager.mounts.mount(self.session, [lmid], options)
        return mounted.work

    def dismount(self, lmid: str) -> WorkView:
        """Queue a dismount."""
        [view] = self.manager.mounts.dismount(self.session, [lmid])
        return view

    def ended(self, view: WorkView) -> WorkView:
        """The item when it has ended and the library rests; as it is if it does not end."""
        self.waited(view)
        self.manager.settle()
        return self.manager.work.show(self.session, str(view.item.id))

    def waited(self, view: WorkView, patience: float | None = None) -> WorkView:
        """The item when it has ended; as it is if it does not end in time."""
        with suppress(TimedOut):
            self.manager.work.wait(self.session, [str(view.item.id)], PATIENCE if patience is None else patience)
        return self.manager.work.show(self.session, str(view.item.id))

    def write_over(self) -> None:
        """An application writes on what is in the first drive, from the beginning."""
        drive = Link(self._way.beside(FIRST_DRIVE))
        drive.ask(spc.test_unit_ready())  # meets the attention that greets every connection
        for command, data in ((ssc.rewind(), b""), (ssc.write_block(len(CONTENT)), CONTENT), (ssc.rewind(), b"")):
            drive.run(command, data)
        drive.close()

    def stop(self, view: WorkView) -> None:
        """Whoever stands at the ports says that it is over; an item that has ended needs no stop."""
        with suppress(RsmError):
            self.manager.work.stop(self.session, str(view.item.id))

    def carry_by_hand(self, name: str, destination: int) -> None:
        """Somebody takes a cartridge from wherever it is, and puts it into the element of that address."""
        source = next(address for address, each in self.really().items() if each == name)
        if source != destination:
            self.touched.add(name)
            self._robot.move(source, destination)

    # --- Looking ---

    def really(self) -> Mapping[int, str]:
        """What lies where, as the target itself says."""
        return {each.address: each.bar_code or "?" for each in self._robot.status() if each.full}

    def picture(self) -> Picture:
        """The catalogue."""
        return self._reader.read(Picture.read)

    def catalogued(self, picture: Picture) -> Mapping[int, str]:
        """The same as the catalogue has it."""
        there = picture.occupants()
        elements = ((element.address, there.get(key)) for key, (_, element) in picture.elements().items())
        return {address: medium.name for address, medium in elements if medium is not None}

    def rest(self) -> None:
        """Return when the library answers and nothing more happens."""
        self.until(self._rests)

    def _rests(self) -> bool:
        self.manager.settle()
        libraries = self.manager.libraries.list(self.session)
        ready = all(one.library.operational is Operational.READY for one in libraries if one.library.url)
        return ready and self._reader.read(_is_still)

    def until(self, look: Callable[[], bool], patience: float | None = None) -> bool:
        """Whether it came true in time."""
        end = time.monotonic() + (PATIENCE if patience is None else patience)
        pause = SOONEST
        while not (found := look()) and time.monotonic() < end:
            time.sleep(pause)
            pause = min(2 * pause, LATEST)
        return found

    def wrong(self) -> list[str]:
        """Everything that does not hold and must: now, or after any commit."""
        picture, really = self.picture(), self.really()
        catalogued = self.catalogued(picture)
        lost = [f"the library holds {sorted(really.values())}"] if sorted(really.values()) != self.before else []
        places = {*really, *catalogued}
        differ = [
            f"element {each} holds {really.get(each)}, catalogued is {catalogued.get(each)}"
            for each in sorted(places)
            if really.get(each) != catalogued.get(each)
        ]
        return [
            *self.watch.heard,
            *self._ledger.wrong,
            *structure(picture),
            *settled(picture),
            *chain(picture, self.touched),
            *lost,
            *differ,
        ]

    def allow_for_a_lie(self) -> None:
        """The robot lied about what lies elsewhere than catalogued: the journal has a motion that never was."""
        catalogued = self.catalogued(self.picture())
        self.touched |= {name for address, name in self.really().items() if catalogued.get(address) != name}

    def story(self) -> str:
        """What happened, for the reader of a failed test."""
        return "\n".join(list(story(self.picture()))[-12:])

    def has_come_to_people(self, view: WorkView) -> bool:
        """Whether an item waits for somebody at the ports, or has ended before."""
        item = self.manager.work.show(self.session, str(view.item.id)).item
        return item.state not in OPEN or waits_for_people(item)

    def asked(self) -> list[str]:
        """What operators are asked to do."""
        return [view.request.message for view in self.manager.operators.list(self.session)]

    # --- Healing ---

    def heal(self) -> None:
        """What people do: see to what they are asked to see to, and say so."""
        for view in self.manager.operators.list(self.session):
            if view.request.kind is OperatorKind.DEVICE_SERVICE:
                self.manager.operators.satisfy(self.session, str(view.request.number))
            else:
                self.manager.operators.refuse(self.session, str(view.request.number))
        self.rest()

    def look(self) -> None:
        """The library is asked what is where."""
        self.ended(self.manager.libraries.inventory(self.session, LIBRARY))

    def forget_abilities(self) -> None:
        """The library is opened anew, and asked again what it can do."""
        self.script.arm(Step(device=CHANGER, command="MODE SENSE (6)"), node_gone)
        self.look()
        self.script.disarm()
        self.rest()

    def put_away(self) -> None:
        """Everything that is in a drive goes home, as a person would have it."""
        for view in self.manager.drives.list(self.session):
            if view.drive.medium_id is not None and view.drive.holder is None:
                with suppress(RsmError):
                    self.ended(self.manager.drives.dismount(self.session, view.drive.name))
        self.rest()
