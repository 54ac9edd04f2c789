"""A world for tests of the service: a state folder, virtual libraries in folders, people's hands, and time."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator, MutableMapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Library
from openrsm.domain.inject import EjectOption
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.values import DriveId, MediumId, Principal, SessionId, WorkId
from openrsm.domain.work import Operation, WorkState
from openrsm.drivers.contract import Discovery
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.hands import Hands
from openrsm.drivers.virtual.model import Library as Virtual
from openrsm.drivers.virtual.model import Phase
from openrsm.errors import DatabaseFailure
from openrsm.labels.contract import Recognition
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.manager import LocalManager, open_manager
from openrsm.simulation.ledger import Ledger
from openrsm.simulation.sharing import Shared
from openrsm.store import sqlite
from openrsm.store.database import Store
from tests.service.invariants import Picture, agreement, chain, hold, settled, structure

LIMITS = Limits(open_patience=1, becoming_ready=5.0, poll=0.05, reopen=0.05, watch=0.02, rest=0.1)
MEMORY = Path("/dev/shm")  # noqa: S108 - temporary folders are made in it
"""Where files cost no disk; nothing here is about power failures."""
PATIENCE = 5.0
"""Seconds within which the catalogue must agree with what people did."""

BAD_ACTIONS = frozenset({"round_failed", "decided_nothing", "task_broke", "listener_failed", "count_failed"})


def temporary_folder() -> TemporaryDirectory[str]:
    """A folder that costs no disk, where there is such a thing."""
    return TemporaryDirectory(prefix="openrsm-", dir=MEMORY if MEMORY.is_dir() else None)


class Clock:
    """The real time, and what was skipped of it."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._skipped

    def skip(self, seconds: float) -> None:
        self._skipped += timedelta(seconds=seconds)


class Watch:
    """Hears of threads that died and of rounds that failed, which nobody else would."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._hook = threading.excepthook
        threading.excepthook = self._died
        structlog.configure(processors=[self._logged])

    def close(self) -> None:
        threading.excepthook = self._hook
        structlog.reset_defaults()

    def _died(self, args: threading.ExceptHookArgs) -> None:
        self.heard.append(f"thread {args.thread.name if args.thread else '?'} died: {args.exc_value!r}")

    def _logged(self, _logger: object, _method: str, entry: MutableMapping[str, Any]) -> str:
        if entry.get("action") in BAD_ACTIONS:
            self.heard.append(str({key: value for key, value in entry.items() if key != "exc_info"}))
        raise structlog.DropEvent


@dataclass
class World:
    """One service with its libraries.

    Attributes:
        touched: Bar codes of cartridges that people have moved.
        owned: The mounts that are done and that nobody has ended: which medium is in whose drive.
        acknowledged: Work items that callers were told of.
    """

    folder: Path
    discover: Discovery = open_virtual
    recognition: Recognition = field(default_factory=IsolatedRecognition)
    limits: Limits = LIMITS
    clock: Clock = field(default_factory=Clock)
    touched: set[str] = field(default_factory=set)
    owned: dict[MediumId, DriveId] = field(default_factory=dict)
    acknowledged: set[WorkId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.watch = Watch()
        self.open()
        self._accounted: set[WorkId] = set()
        self._compared = False

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def open(self) -> None:
        """Start the service; after each of its commits is checked what must hold then."""
        self.ledger = Ledger(self._before())
        self.manager: LocalManager = open_manager(
            self.state,
            recognition=self.recognition,
            discover=self.discover,
            clock=self.clock,
            zone=UTC,
            computer="box",
            limits=self.limits,
            observe=self.ledger.committed,
        )
        who = Principal(user="root", administrator=True)
        self.sessions: list[SessionId] = [self.manager.sessions.open(name, who) for name in ("backup", "archive")]
        self._reader = Store.open(self.state, read_only=True, clock=self.clock)

    def _before(self) -> Picture | None:
        """The catalogue, if there is one already; one that was cut off while it was made holds nothing."""
        if not sqlite.exists(self.state):
            return None
        with suppress(DatabaseFailure), closing(Store.open(self.state, read_only=True, clock=self.clock)) as store:
            return store.read(Picture.read_present)
        return None

    def restart(self) -> None:
        """Stop the service in order, and start it again."""
        self._reader.close()
        self.manager.close()
        self.open()
        self.wake()

    def wake(self) -> None:
        """Ask something of every library, so that it is opened."""
        for drive in self.picture().drives.values():
            self.manager.drives.set_delay(self.sessions[0], str(drive.id), drive.dismount_delay)

    def close(self) -> None:
        """End everything."""
        self.manager.close()
        self._reader.close()
        self.watch.close()

    # Looking.

    def picture(self) -> Picture:
        """The catalogue."""
        return self._reader.read(Picture.read)

    def shared(self) -> Shared:
        """Its shares."""
        return self._reader.read(Shared.read)

    def libraries(self) -> list[Library]:
        """The libraries that are catalogued, without the offline one."""
        return physical(self.picture())

    # Checking.

    def rest(self) -> None:
        """Let the service settle, and check everything that must then hold."""
        end = time.monotonic() + PATIENCE
        self.manager.settle()
        while (wrong := self.violations()) and not self.watch.heard and time.monotonic() < end:
            time.sleep(0.02)
            self.manager.settle()
        hold(wrong, *(("The story:", *story(self.picture())) if wrong else ()), compared=self._compared)
        self.acknowledge()

    def violations(self) -> list[str]:
        """Everything that does not hold now and must, once the service has noticed what people did."""
        picture = self.picture()
        self._account(picture)
        self._compared = bool(physical(picture))
        return [
            *self.watch.heard,
            *self.ledger.wrong,
            *self.ledger.unlike(picture),
            *structure(picture),
            *settled(picture),
            *chain(picture, self.touched),
            *(wrong for library in physical(picture) for wrong in self._seen(picture, library)),
            *(f"work item {key} was acknowledged and is lost" for key in self.acknowledged - set(picture.work)),
        ]

    def _seen(self, picture: Picture, library: Library) -> Iterator[str]:
        actual = hands(library).look()
        if is_calm(library, actual):
            yield from agreement(picture, library.id, actual)
        else:
            self._compared = False
        for medium_id, drive_id in self.owned.items():
            if picture.drives[drive_id].library_id == library.id:
                yield from robbed(picture, medium_id, drive_id, actual)

    # Keeping account.

    def acknowledge(self) -> None:
        """Whatever is queued by now was acknowledged, and must not be lost."""
        self.acknowledged |= set(self.picture().work)

    def forget_ended(self) -> None:
        """Items that have ended may be lost now."""
        picture = self.picture()
        self._account(picture)
        self.acknowledged &= {item.id for item in picture.open_work()}

    def taken_from(self, bar_codes: Collection[str]) -> None:
        """People have pulled these cartridges out of drives, whoever owned them there."""
        picture = self.picture()
        self._account(picture)
        for medium in picture.media.values():
            if medium.bar_code in bar_codes:
                self.owned.pop(medium.id, None)

    def forget(self) -> None:
        """A library was removed, and its work items with it."""
        self.acknowledged &= set(self.picture().work)

    def _account(self, picture: Picture) -> None:
        """A mount that is done owns its drive until its dismount is accepted, whoever asks for that."""
        news = [item for item in picture.work.values() if item.id not in self._accounted and _moment(item) is not None]
        for item in sorted(news, key=lambda item: str(_moment(item))):
            self._accounted.add(item.id)
            if item.operation is not Operation.MOUNT and item.medium_id:
                self.owned.pop(item.medium_id, None)
            elif item.medium_id and item.drive_id:
                self.owned[item.medium_id] = item.drive_id


def story(picture: Picture) -> Iterator[str]:
    """What a reader of a failed test wants to know."""
    names: dict[object, str] = {key: medium.name for key, medium in picture.media.items()}
    names |= {key: drive.name for key, drive in picture.drives.items()}
    events = [
        (item.queued_at, f"{item.number} {item.operation.name} {names.get(item.medium_id)} {names.get(item.drive_id)}")
        for item in picture.work.values()
    ]
    events += [
        (item.ended_at or item.queued_at, f"{item.number} {item.state.name} {item.reason or item.error_text}")
        for item in picture.work.values()
    ]
    events += [
        (move.opened_at, f"{names[move.medium_id]} to {move.destination.kind.name}: {move.outcome} {move.detail}")
        for move in picture.moves
    ]
    yield from (f"{moment:%H:%M:%S.%f} {text}" for moment, text in sorted(events))
    for drive in picture.drives.values():
        yield f"{drive.name} {drive.state.name} {names.get(drive.medium_id)} for {drive.holder} {drive.trouble}"


def _moment(item: WorkItem) -> datetime | None:
    if item.operation in (Operation.DISMOUNT, Operation.TRANSFER) or (
        item.operation is Operation.EJECT and item.option == EjectOption.FORCE
    ):
        return item.queued_at
    return item.ended_at if item.operation is Operation.MOUNT and item.state is WorkState.PASSED else None


def physical(picture: Picture) -> list[Library]:
    """The libraries of a catalogue, by name, without the offline one."""
    found = (one for one in picture.libraries.values() if one.kind is not LibraryKind.OFFLINE)
    return sorted(found, key=lambda library: library.name)


def hands(library: Library) -> Hands:
    """Somebody before a library."""
    return Hands(Path(library.url.partition(":")[2].partition("?")[0]))


def is_calm(library: Library, actual: Virtual) -> bool:
    """Whether the library can be asked, and nobody has it open."""
    faulty = any(not fault.spent for fault in actual.faults)
    return library.operational is Operational.READY and not (actual.door_open or actual.gone or faulty)


def robbed(picture: Picture, medium_id: MediumId, drive_id: DriveId, actual: Virtual) -> Iterator[str]:
    """A medium that is mounted is in its drive, loaded, and the drive's device path leads to its file."""
    drive, medium = picture.drives[drive_id], picture.media[medium_id]
    if drive.medium_id != medium_id or drive.state is not DriveState.LOADED or drive.holder is None:
        yield f"{medium.name} was mounted in {drive.name}, which is {drive.state.name} for {drive.holder}"
    cartridge, phase = actual.contents.get(drive.address), actual.drive(drive.address).phase
    if cartridge is None or cartridge.bar_code != medium.bar_code or phase is not Phase.READY:
        yield f"{medium.name} was mounted in {drive.name}, where {cartridge} is {phase.name}"
    elif Path(drive.device_path).resolve().name != cartridge.file:
        yield f"{drive.device_path} leads to {Path(drive.device_path).resolve()}, not to {cartridge.file}"


def dump(state: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the catalogue, as the database has it; without what records that something was asked or told."""
    with closing(sqlite3.connect(f"file:{state / 'catalogue.sqlite'}?mode=ro", uri=True)) as database:
        names = [str(row[0]) for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(database.execute(f"SELECT * FROM {name}"), key=str)  # noqa: S608 - its own names
            for name in names
            if name not in {"audit", "counters", "events"} and not name.startswith("sqlite_")
        }


def differences(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """What was added to the catalogue (+) and what went (-)."""
    found = [f"- {name}: {row}" for name, rows in before.items() for row in rows if row not in after[name]]
    return found + [f"+ {name}: {row}" for name, rows in after.items() for row in rows if row not in before[name]]
