"""The scripted scenario: everything that moves cartridges or decides about them, once.

Its clients do as good clients do: each request has a key, and who was not answered repeats it under the same key. So a
play that was cut short anywhere and is taken up where it was comes to the same end as one that was not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from openrsm.domain.library import LabelUse
from openrsm.domain.records import WorkItem
from openrsm.domain.values import DriveId, Medium, SessionId
from openrsm.domain.work import Operation, WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import Cancelled, InvalidHandle
from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.registry import BUILT_IN, OURS
from openrsm.surface.acting import ACTING
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.repetition import ONCE, AlreadyDone, Once
from openrsm.wire.encoding import encode, encode_items
from tests.conformance.surface_bench import ROOT, eventually
from tests.crash.record import say
from tests.service.invariants import Picture
from tests.service.world import World

LIBRARY: Final = "vtl"
POOL: Final = "backups"
QUERY: Final = "drives=2&slots=8&ports=1&type=LTO-5&cartridges=5&cleaner=1&doors=0&realistic=1&timescale=0.0005"
CLEANER_SLOT: Final = 8
LEAVES: Final = "V00005L5"
ARRIVES: Final = "N00001L5"
OWN_LABEL: Final = b"VOL1OWN001".ljust(79) + b"4"
APPLICATION: Final = "backup"
LEASE: Final = 3600.0
PATIENCE: Final = 20.0


class Recognition:
    """Recognises labels here and now: nothing of a stranger's is read, and no other process is to be started."""

    def recognise(self, head: Head) -> LabelInfo | None:
        """See the contract."""
        return recognise(head, (*OURS, *BUILT_IN))

    def close(self) -> None:
        """Nothing runs."""


@dataclass(frozen=True, kw_only=True)
class Clients:
    """What the clients of the play know when it begins: their session, and three LMIDs of theirs."""

    session: str
    lmids: Sequence[str]


def prepare(folder: Path) -> Clients:
    """A service with a library that writes labels, and three allocations. It is closed again."""
    world = World(folder, recognition=Recognition())
    manager = world.manager
    session = manager.sessions.open(APPLICATION, ROOT, lease=LEASE)
    manager.libraries.add(session, LIBRARY, f"virtual:{folder / 'vtl'}?{QUERY}")
    options = PoolOptions(media_type="LTO-5", draw_from_free=True, return_to_free=True)
    manager.pools.create(session, POOL, options)
    manager.cleaning.reserve(session, LIBRARY, CLEANER_SLOT)
    manager.libraries.set_labels(session, LIBRARY, LabelUse.WRITE)
    for view in manager.media.list(session):
        if not view.medium.cleaner:
            manager.media.move(session, view.medium.name, "Free/LTO-5")
    manager.settle()
    taken = [str(manager.media.allocate(session, POOL, AllocateOptions()).logical.id) for _ in range(3)]
    world.close()
    return Clients(session=str(session), lmids=taken)


class Player:
    """The clients of the play, and the person beside the library."""

    def __init__(self, world: World, clients: Clients) -> None:
        self.world = world
        self.lmids = clients.lmids
        self.session = SessionId(UUID(clients.session))
        ACTING.set(ROOT)
        self.connect()

    def connect(self) -> None:
        """Go on with the session, which outlives the service; if it has ended, with a new one."""
        try:
            self.world.manager.resume(self.session, ROOT)
        except InvalidHandle:
            self.session = self.world.manager.sessions.open(APPLICATION, ROOT, lease=LEASE)

    @property
    def hands(self) -> Hands:
        return Hands(self.world.folder / "vtl")

    def ask(self, key: str, call: Callable[..., object], *arguments: Any, **options: Any) -> Any:
        """Make a request under a key; what it is answered now, or was answered when it was made before."""
        return self.ask_in(self.session, key, call, *arguments, **options)

    def ask_in(self, session: SessionId, key: str, call: Callable[..., object], *arguments: Any, **options: Any) -> Any:
        """The same, in a session of its own."""
        try:
            with _under(key):
                answer = call(session, *arguments, **options)
        except AlreadyDone as done:
            return done.answer
        say(acknowledged=key)
        return encode_items(answer) if isinstance(answer, (list, tuple)) else encode(answer)

    def done(self, answer: Any) -> list[WorkItem]:
        """The work items that a request was answered, ended."""
        views = self.world.manager.work.wait(self.session, _items(answer), PATIENCE)
        return [view.item for view in views]

    def passes(self, answer: Any) -> None:
        """The request does what it was to do."""
        ended = self.done(answer)
        assert [item.state for item in ended] == [WorkState.PASSED] * len(ended), [item.error_text for item in ended]

    def mount(self, key: str, *lmids: str) -> None:
        self.passes(self.ask(key, self.world.manager.mounts.submit, lmids, MountOptions()))

    def dismount(self, key: str, *lmids: str, deferred: bool = False) -> None:
        self.passes(self.ask(key, self.world.manager.mounts.dismount, lmids, deferred=deferred))

    def allocated(self) -> str:
        """The LMID that the play takes; asked for again, it is the same."""
        taken = self.ask("an allocation", self.world.manager.media.allocate, POOL, AllocateOptions())
        lmid: str = taken["logical"]["id"]
        return lmid

    def lies(self, bar_code: str) -> bool:
        """Whether that cartridge is anywhere in the library."""
        return any(one.bar_code == bar_code for one in self.hands.look().contents.values())


@contextmanager
def _under(key: str) -> Iterator[None]:
    token = ONCE.set(Once(key=key, fingerprint=key))
    try:
        yield
    finally:
        ONCE.reset(token)


def _items(answer: Any) -> list[str]:
    """The ids of the work items in an answer, wherever they stand in it."""
    if isinstance(answer, list):
        return [found for part in answer for found in _items(part)]
    if not isinstance(answer, dict):
        return []
    own = [answer["item"]["id"]] if isinstance(answer.get("item"), dict) else []
    return own or [found for part in answer.values() for found in _items(part)]


def two_mounts(player: Player) -> None:
    player.mount("two mounts", *player.lmids[:2])


def a_deferred_dismount(player: Player) -> None:
    player.dismount("a deferred dismount", player.lmids[0], deferred=True)


def an_eviction(player: Player) -> None:
    player.mount("an eviction", player.lmids[2])


def dismounts_at_once(player: Player) -> None:
    player.dismount("dismounts at once", *player.lmids[1:3])


def an_allocation(player: Player) -> None:
    """An application takes a medium, and writes its own label on it."""
    lmid = player.allocated()
    player.mount("a mount to write", lmid)
    medium = player.world.manager.media.show(player.session, lmid).medium
    drives = player.world.picture().drives
    if medium.place.element_id is not None:
        Path(drives[DriveId(medium.place.element_id)].device_path).write_bytes(OWN_LABEL)


def a_return(player: Player) -> None:
    """It is given back, and the service writes a free label."""
    lmid = player.allocated()
    player.dismount("a dismount after writing", lmid)
    player.ask("a return", player.world.manager.media.deallocate, lmid)


def a_cleaning(player: Player) -> None:
    """Cleanings do not outlive a restart: then the drive's owner asks again."""
    clean = player.world.manager.cleaning.clean
    [first] = player.done(player.ask("a cleaning", clean, f"{LIBRARY}/drive1"))
    if first.state is not WorkState.PASSED:
        assert first.error == Cancelled.code, first.error_text
        [again] = player.done(player.ask("a cleaning again", clean, f"{LIBRARY}/drive1"))
        assert again.state is WorkState.PASSED or again.error == Cancelled.code, again.error_text


def an_eject(player: Player) -> None:
    asked = player.ask("an eject", player.world.manager.media.eject, [LEAVES])
    [item] = _items(asked)
    work, session = player.world.manager.work, player.session
    eventually(lambda: "take" in work.show(session, item).item.reason or not player.lies(LEAVES))
    if player.lies(LEAVES):
        player.hands.take(LEAVES)
    player.passes(asked)


def an_inject(player: Player) -> None:
    asked = player.ask("an inject", player.world.manager.libraries.inject, LIBRARY)
    if not player.lies(ARRIVES):
        player.world.manager.settle()
        player.hands.insert(ARRIVES, "port:1")
    player.passes(asked)


def an_inventory(player: Player) -> None:
    player.passes(player.ask("an inventory", player.world.manager.libraries.inventory, LIBRARY))


def an_import(player: Player) -> None:
    """The catalogue is copied, and the copy becomes the catalogue."""
    player.ask("an export", player.world.manager.database.export, "old")
    player.ask("an import", player.world.manager.database.mark_import, "old")
    player.world.restart()
    player.connect()


def a_last_use(player: Player) -> None:
    player.mount("a last mount", player.lmids[0])
    player.dismount("a last dismount", player.lmids[0])


Scene = Callable[[Player], None]

SCENES: Final[Sequence[Scene]] = (
    two_mounts,
    a_deferred_dismount,
    an_eviction,
    dismounts_at_once,
    an_allocation,
    a_return,
    a_cleaning,
    an_eject,
    an_inject,
    an_inventory,
    an_import,
    a_last_use,
)


def outcome(picture: Picture, lmids: Sequence[str]) -> Mapping[str, object]:
    """What must be the same at the end of every play; of allocations that it makes, whose they are."""
    whose = {key: str(key) if str(key) in lmids else logical.owner for key, logical in picture.logical.items()}
    slots = {slot.id: slot.number for slot in picture.slots}
    asked = (item for item in picture.work.values() if item.operation in _ASKED_ONCE)
    return {
        "media": sorted(_medium(picture, medium, slots, whose) for medium in picture.media.values()),
        "drives": sorted(f"{one.name} {one.state.name} {one.holder}" for one in picture.drives.values()),
        "work": sorted(Counter(f"{item.operation.name} {item.state.name}" for item in asked).items()),
        "open": [item.number for item in picture.open_work()],
        "allocations": sorted(whose.values()),
    }


_ASKED_ONCE: Final = frozenset(
    {Operation.MOUNT, Operation.DISMOUNT, Operation.EJECT, Operation.INJECT, Operation.TRANSFER}
)
"""Cleanings are asked for again, and the service takes inventories and writes labels of its own accord."""


def _medium(picture: Picture, medium: Medium, slots: Mapping[Any, int], whose: Mapping[Any, str]) -> str:
    sides = [f"{side.state.name} {side.label_type} {whose.get(side.logical_id)}" for side in picture.sides[medium.id]]
    return f"{medium.name} {medium.state.name} in {medium.place.kind.name} {slots.get(medium.place.element_id)} {sides}"
