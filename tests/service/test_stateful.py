"""Random operations, hands, faults and restarts on a service; the invariants hold after each of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import InventoryMethod
from openrsm.drivers.virtual.hands import Hands
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from tests.service.changer_rules import ChangerRules
from tests.service.machine import NEW_CODES, OWN_POOLS, QUERIES, ServiceMachine
from tests.service.upkeep_rules import UpkeepRules
from tests.service.world import hands

PICK = st.sampled_from(range(24))
FEW = st.lists(PICK, min_size=1, max_size=2)
YES = st.booleans()
POOLS = (*OWN_POOLS, "Free/LTO-9", "Free/MO-5-RW", "Import/LTO-9", "Unrecognized/LTO-9", "no such pool")
POOL = st.sampled_from(POOLS)
FAULTS = (
    *("SourceEmpty", "DestinationFull", "ElementUnreachable", "DoorOpen", "RemovalPrevented", "TransportOccupied"),
    *("HardwareFault", "LibraryChanged", "UnableToLoad", "MediumError", "DriveNotReady", "DeviceGone"),
    *("StatusUnreadable", "unknown-done", "unknown-undone", "unknown-late:0.03", "stuck", "vanish", "slow:0.03"),
)
OPERATIONS = ("move", "load", "unload", "status", "drive-status", "initialise", "any")
PLACES = ("port:1", *(f"slot:{number}" for number in range(1, 8)), "drive:1", "drive:2")


class Programs(ChangerRules, UpkeepRules):
    """What programs and administrators do with nobody else about."""


class Everything(ChangerRules, UpkeepRules):
    """All that anybody does."""

    # Applications.

    @rule(pool=POOL, pick=PICK, how=st.sampled_from(["any", "new", "next", "side"]), by=PICK)
    def allocate(self, pool: str, pick: int, how: str, by: int) -> None:
        name = self.one(pick, self.mountable())
        options = AllocateOptions(
            new=how == "new",
            next_of=name if how == "next" else None,
            side=name if how == "side" else None,
        )
        self.attempt(lambda: self.manager.media.allocate(self.session(by), pool, options))

    @rule(pick=PICK, deed=st.sampled_from(["deallocate", "complete", "move", "switch", "retire"]), pool=POOL)
    def change_medium(self, pick: int, deed: str, pool: str) -> None:
        self.attempt(lambda: self._change_medium(pick, deed, pool))

    def _change_medium(self, pick: int, deed: str, pool: str) -> None:
        session, media = self.session(0), self.manager.media
        taken, any_medium = self.one(pick, self.lmids()) or "", self.one(pick, self.media())
        name = str(any_medium.id) if any_medium else "nothing"
        match deed:
            case "deallocate":
                media.deallocate(session, taken)
            case "complete":
                media.complete(session, taken)
            case "move":
                media.move(session, name, pool)
            case "switch":
                (media.disable if any_medium and any_medium.enabled else media.enable)(session, name)
            case _:
                last = self.media()[-1 - pick % 2]  # there must be something left to work with
                media.decommission(session, str(last.id))

    @rule(
        picks=FEW,
        by=PICK,
        write=YES,
        drives=st.one_of(st.none(), PICK),
        priority=st.integers(-15, 15),
        busy=YES,
        offline=YES,
        wait=st.sampled_from([None, 0, 0.1]),
    )
    def mount(
        self,
        picks: list[int],
        by: int,
        *,
        write: bool,
        drives: int | None,
        priority: int,
        busy: bool,
        offline: bool,
        wait: float | None,
    ) -> None:
        names = [self.one(pick, self.mountable()) or "" for pick in picks]
        wanted = [] if drives is None else [d.name for d in (self.drives() * 2)[drives % 3 : drives % 3 + len(names)]]
        options = MountOptions(
            read=not write,
            write=write,
            drives=wanted,
            priority=priority,
            error_if_busy=busy,
            error_if_offline=offline,
            nowait=wait is None,
            timeout=wait,
        )
        self.attempt(lambda: self.manager.mounts.mount(self.session(by), names, options))

    @rule(pick=PICK, by=PICK, write=YES)
    def mount_one_and_go_on(self, pick: int, by: int, *, write: bool) -> None:
        name = self.one(pick, self.lmids()) or ""
        options = MountOptions(write=write, nowait=True)
        self.attempt(lambda: self.manager.mounts.mount(self.session(by), [name], options))

    @rule(picks=FEW, by=PICK, deferred=YES)
    def dismount(self, picks: list[int], by: int, *, deferred: bool) -> None:
        names = [self.one(pick, self.mounted()) or "nothing" for pick in picks]
        self.attempt(lambda: self.manager.mounts.dismount(self.session(by), names, deferred=deferred))

    @rule(pick=PICK, by=PICK, deferred=YES)
    def dismount_one(self, pick: int, by: int, *, deferred: bool) -> None:
        name = self.one(pick, self.mounted()) or "nothing"
        self.attempt(lambda: self.manager.mounts.dismount(self.session(by), [name], deferred=deferred))

    @rule(picks=FEW, by=PICK)
    def mount_and_hand_over(self, picks: list[int], by: int) -> None:
        """One application mounts and releases deferred; the other wants the same at once."""
        names = [self.one(pick, self.lmids()) or "" for pick in picks]
        self.attempt(lambda: self.manager.mounts.mount(self.session(by), names, MountOptions(timeout=0.2)))
        self.attempt(lambda: self._hand_over(names, by))

    def _hand_over(self, names: list[str], by: int) -> None:
        self.manager.mounts.dismount(self.session(by), names, deferred=True)
        self.manager.mounts.mount(self.session(by + 1), names, MountOptions(nowait=True))

    # Administrators.

    @rule(pick=PICK, deed=st.sampled_from(["dismount", "switch", "switch now", "delay 0", "delay 300", "enable"]))
    def drive(self, pick: int, deed: str) -> None:
        drive = self.one(pick, self.drives())
        if drive is not None:
            self.attempt(lambda: self._drive(drive, deed))

    def _drive(self, drive: Drive, deed: str) -> None:
        session, drives = self.session(0), self.manager.drives
        match deed.split():
            case ["dismount"]:
                drives.dismount(session, drive.name)
            case ["delay", seconds]:
                drives.set_delay(session, drive.name, int(seconds))
            case ["switch", *now] if drive.enabled:
                drives.disable(session, drive.name, now=bool(now))
            case _:
                drives.enable(session, drive.name)

    @rule(pick=PICK, deed=st.sampled_from(["slot", "fast", "default", "switch", "switch now", "remove", "add"]))
    def change_library(self, pick: int, deed: str) -> None:
        library = self.library(pick)
        if deed == "add" or library is None:
            known = {one.name for one in self.world.libraries()}
            name = next((name for name in QUERIES if name not in known), "vtl")
            self.attempt(lambda: self.manager.libraries.add(self.session(0), name, self.url(name)))
        else:
            self.attempt(lambda: self._library(library, deed))

    def _library(self, library: Library, deed: str) -> None:
        session, libraries = self.session(0), self.manager.libraries
        match deed.split():
            case ["remove"]:
                libraries.remove(session, library.name)
                self.world.forget()
            case ["switch", *now] if library.enabled:
                libraries.disable(session, library.name, now=bool(now))
            case ["switch", *_]:
                libraries.enable(session, library.name)
            case _:
                libraries.inventory(session, library.name, InventoryMethod[deed.upper()])

    @rule(pick=PICK, by=PICK, deed=st.sampled_from(["cancel", "stop", "order 1", "order 3", "satisfy", "refuse"]))
    def queue(self, pick: int, by: int, deed: str) -> None:
        picture = self.world.picture()
        items = sorted(item.number for item in picture.open_work()) or [1]
        requests = sorted(request.number for request in picture.requests) or [1]
        self.attempt(lambda: self._queue(deed, by, str(self.one(pick, items)), str(self.one(pick, requests))))

    def _queue(self, deed: str, by: int, item: str, request: str) -> None:
        session = self.session(by)
        match deed.split():
            case ["cancel"]:
                self.manager.work.cancel(session, item)
            case ["stop"]:
                self.manager.work.stop(session, item)
            case ["order", position]:
                self.manager.work.order(session, item, int(position))
            case ["satisfy"]:
                self.manager.operators.satisfy(session, request)
            case _:
                self.manager.operators.refuse(session, request)

    # Cartridges in and out.

    @rule(picks=FEW, by=PICK, how=st.sampled_from(["start", "queue", "force"]))
    def eject(self, picks: list[int], by: int, how: str) -> None:
        names = [medium.name for pick in picks if (medium := self.one(pick, self.media())) is not None]
        self.attempt(
            lambda: self.manager.media.eject(self.session(by), names, queue=how == "queue", force=how == "force")
        )

    @rule(pick=PICK, deed=st.sampled_from(["inject", "inject many", "retract", "open"]))
    def let_people_in(self, pick: int, deed: str) -> None:
        library = self.library(pick)
        if library is not None:
            self.attempt(lambda: self._let_people_in(library, deed))

    def _let_people_in(self, library: Library, deed: str) -> None:
        session, libraries = self.session(0), self.manager.libraries
        match deed.split():
            case ["inject", *many]:
                libraries.inject(session, library.name, many=bool(many))
            case ["retract"]:
                libraries.retract(session, library.name)
            case _:
                libraries.open_door(session, library.name)

    # People, faults, time, and power.

    @rule(
        pick=PICK,
        deeds=st.lists(st.sampled_from(["open", "take", "insert", "new", "swap"]), min_size=1, max_size=3),
        one=st.sampled_from(PLACES),
        other=st.sampled_from(PLACES),
        shut=st.sampled_from([True, True, False]),
    )
    def reach_in(self, pick: int, deeds: list[str], one: str, other: str, *, shut: bool) -> None:
        self._by_hand(pick, ["open", *deeds, *(["close"] if shut else [])], one, other)

    @rule(pick=PICK, deed=st.sampled_from(["take", "insert", "new", "close"]))
    def use_port(self, pick: int, deed: str) -> None:
        self._by_hand(pick, [deed], "port:1", "port:1")

    @rule(pick=PICK, by=PICK, deed=st.sampled_from(["take", "swap"]), one=st.sampled_from(PLACES), other=PICK)
    def reach_in_and_mount(self, pick: int, by: int, deed: str, one: str, other: int) -> None:
        """The service is asked to mount before it has noticed what somebody did."""
        name, library = self.one(pick, self.lmids()) or "", self.one(0, self.world.libraries())
        if library is None:
            return
        for each in ("open", deed, "close"):
            self.disturb_unnoticed(lambda each=each: self._deed(hands(library), each, one, PLACES[other % 8]))  # type: ignore[misc] # the default binds the loop's value
        self.disturb(lambda: self.manager.mounts.mount(self.session(by), [name], MountOptions(nowait=True)))

    def _by_hand(self, pick: int, deeds: list[str], one: str, other: str) -> None:
        library = self.library(pick)
        if library is None:
            return
        for deed in deeds:
            self.disturb_unnoticed(lambda deed=deed: self._deed(hands(library), deed, one, other))  # type: ignore[misc] # the default binds the loop's value
        self.rest_after_a_while()

    def _deed(self, person: Hands, deed: str, one: str, other: str) -> None:
        look = person.look()
        shelf = sorted(look.shelf)
        known = {cartridge.bar_code for _, cartridge in look.cartridges()}
        fresh = [code for code in NEW_CODES if code not in known]
        match deed:
            case "open":
                person.open()
            case "close":
                person.close()
            case "take":
                self.world.touched.add(person.take(one))
            case "insert" if shelf:
                person.insert(shelf[0], other)
            case "new" if fresh and look.kind.sides == 1:
                self.world.touched.add(person.insert(fresh[0], other))
            case "swap":
                moved = {c.bar_code or "" for place, c in look.contents.items()}
                self.world.touched |= moved
                person.swap(one, other)

    @rule(
        pick=PICK,
        on=st.sampled_from(OPERATIONS),
        do=st.sampled_from(FAULTS),
        nth=st.integers(1, 3),
        times=st.sampled_from([1, 1, 2, 4]),
    )
    def break_something(self, pick: int, on: str, do: str, nth: int, times: int) -> None:
        library = self.library(pick)
        if library is not None:
            self.disturb(lambda: hands(library).add_fault(on, do, nth=nth, times=times))

    @rule(deed=st.sampled_from(["wait 10", "wait 301", "purge", "restart", "repair"]), pick=PICK)
    def meanwhile(self, deed: str, pick: int) -> None:
        self.sound = False
        match deed.split():
            case ["wait", seconds]:
                self.world.clock.skip(float(seconds))
            case ["restart"]:
                self.world.restart()
            case ["repair"]:
                for library in self.world.libraries():
                    hands(library).clear_faults()
            case _:
                self.world.forget_ended()
                self.manager.work.purge(self.session(pick))
        self.rest_after_a_while()


BRIEF = settings(
    max_examples=6,
    stateful_step_count=20,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(BRIEF, derandomize=False, max_examples=5, stateful_step_count=40)


def test_no_sequence_of_operations_faults_and_restarts_breaks_an_invariant() -> None:
    run_state_machine_as_test(Everything, settings=BRIEF)


@pytest.mark.long
@pytest.mark.torture
@pytest.mark.slow
class Exploration:
    """One start among several, each a class, so that they run beside one another."""

    start: int
    machine: type[ServiceMachine] = Everything

    @pytest.mark.timeout(900)
    def test_no_long_sequence_of_operations_faults_and_restarts_breaks_an_invariant(self) -> None:
        seeded = seed(self.start)(type(self.machine.__name__, (self.machine,), {}))
        run_state_machine_as_test(seeded, settings=THOROUGH)


class TestFirstExploration(Exploration):
    start = 0


@pytest.mark.exhaustive
class TestSecondExploration(Exploration):
    start = 1


@pytest.mark.exhaustive
class TestThirdExploration(Exploration):
    start = 3


@pytest.mark.exhaustive
class TestFourthExploration(Exploration):
    start = 4


class TestExplorationOfPrograms(Exploration):
    start = 5
    machine = Programs
