"""Nothing that is under way stands still without saying why, wherever its cartridge is and whatever else goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Port
from openrsm.domain.inject import EjectOption, InjectStage
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.slot import PortContent, PortPosition
from openrsm.domain.steps import Begin, Berth, Carry, Decision, OpenStation, Seat, Snapshot, Wait
from openrsm.domain.values import Medium, Place, PlaceKind, PortId
from openrsm.domain.work import Operation
from tests.domain.scenes import LIBRARY, NOW, dismount, empty, holding, item, key, later, mount, scene, started, tape

pytestmark = pytest.mark.torture

A, B, C = tape("A", home=1), tape("B", home=2), tape("C", home=3)
ROBOT: Final = Place(kind=PlaceKind.ROBOT, element_id=key("robot"))


def port(number: int) -> Place:
    return Place(kind=PlaceKind.PORT, element_id=key(f"port{number}"))


def eject(number: int, medium: Medium) -> WorkItem:
    option = int(EjectOption.START)
    return started(item(number, Operation.EJECT, medium_id=medium.id, option=option, started_at=NOW))


def inject(stage: InjectStage) -> WorkItem:
    return started(item(2, Operation.INJECT, option=int(stage), started_at=NOW))


def transfer(place: Place) -> WorkItem:
    return started(item(1, Operation.TRANSFER, medium_id=A.id, destination=place, started_at=NOW))


DEEDS: Final[Mapping[str, WorkItem]] = {
    "eject": eject(1, A),
    "transfer to a slot": transfer(Place(kind=PlaceKind.SLOT, element_id=key("slot5"))),
    "transfer to a port": transfer(port(1)),
    "dismount": started(dismount(1, A)),
    "deferred dismount": started(dismount(1, A, deferred=True)),
    "mount in another drive": started(mount(1, A), 2),
    "mount in its place": started(mount(1, B), 1),
}
INSIDE: Final = (DriveState.UNLOADED, DriveState.DISMOUNTABLE, DriveState.LOADED)
PLACES: Final = ("slot", "port", "robot", *INSIDE)
TROUBLES: Final[Mapping[str, dict[str, Any]]] = {
    "none": {},
    "failed": {"not_before": later(100)},
    "held open": {"not_before": later(100), "open_since": NOW},
}
OTHERS: Final[Mapping[str, WorkItem | None]] = {
    "nothing": None,
    "an eject": eject(2, B),
    "an eject in a port": eject(2, C),
    "an inject that waits": inject(InjectStage.START),
    "an inject that takes in": inject(InjectStage.TAKE),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One library, told in the words of the tables above."""

    deed: str
    place: str | DriveState
    trouble: str
    other: str
    ports: int
    first_full: bool
    opened: bool
    room: bool
    ready: bool

    def can_be(self) -> bool:
        inside = self.place in INSIDE
        return (
            (inside or (self.trouble == "none" and self.ready and not self.deed.endswith(("dismount", "its place"))))
            and not (self.first_full and self.place == "port")
            and not (self.deed == "transfer to a port" and self.place == "port")
            and (self.first_full or self.other != "an eject in a port")
        )

    def snapshot(self) -> Snapshot:
        lying = C if self.first_full else A if self.place == "port" else None
        berths = tuple(
            _berth(number, lying if number == 1 else None, opened=self.opened) for number in range(1, self.ports + 1)
        )
        held = replace(A, place=ROBOT) if self.place == "robot" else None
        media = [B, *([A] if self.place == "slot" else []), *([held] if held else [])]
        other = OTHERS[self.other]
        return scene(
            [self._seat(), empty(2)],
            [DEEDS[self.deed], *([other] if other else [])],
            [*media, *(berth.medium for berth in berths if berth.medium)],
            berths=berths,
            stranded=held,
            **({} if self.room else {"empty_slots": ()}),
        )

    def _seat(self) -> Seat:
        if not isinstance(self.place, DriveState):
            return empty(1)
        operational = Operational.READY if self.ready else Operational.NEEDS_SERVICE
        return replace(holding(1, A, self.place, operational=operational), **TROUBLES[self.trouble])


def _berth(number: int, medium: Medium | None, *, opened: bool) -> Berth:
    plain = Port(
        id=PortId(key(f"port{number}")),
        library_id=LIBRARY.id,
        number=number,
        address=10 + number,
        content=PortContent.FULL if medium else PortContent.EMPTY,
        position=PortPosition.EXTENDED if opened else PortPosition.RETRACTED,
        extended_since=NOW if opened else None,
    )
    return Berth(port=plain, medium=medium and replace(medium, place=port(number)))


def cases(deed: str) -> Iterator[Case]:
    yes_or_no = (True, False)
    for place, trouble, other, ports, *switches in product(PLACES, TROUBLES, OTHERS, (1, 2), *[yes_or_no] * 4):
        first_full, opened, room, ready = switches
        case = Case(
            deed=deed,
            place=place,
            trouble=trouble,
            other=other,
            ports=ports,
            first_full=first_full,
            opened=opened,
            room=room,
            ready=ready,
        )
        if case.can_be():
            yield case


def decided(snapshot: Snapshot) -> tuple[Snapshot, Decision]:
    """What is decided once nothing but reasons has been recorded, and the snapshot then."""
    for _ in range(5):
        decision = decide(snapshot, NOW)
        reasons = {one.work_id: one.reason for one in decision.rulings if isinstance(one, Wait)}
        if not decision.rulings or len(reasons) < len(decision.rulings):
            return snapshot, decision
        work = tuple(replace(one, reason=reasons.get(one.id, one.reason)) for one in snapshot.work)
        snapshot = replace(snapshot, work=work)
    raise AssertionError("reasons change for ever")


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_is_under_way_moves_or_says_why_not(deed: str) -> None:
    tried = [*cases(deed)]
    assert len(tried) > 300
    for case in tried:
        after, decision = decided(case.snapshot())
        mute = [one.operation.name for one in after.work if not one.reason]
        assert decision.rulings or decision.steps or not mute, f"{case}: {mute} neither moves nor says why"


@pytest.mark.parametrize("deed", DEEDS)
def test_the_robot_reaches_into_no_port_while_people_may(deed: str) -> None:
    """Nor while the ports are being opened or closed."""
    tried = [case for case in cases(deed) if case.opened]
    assert len(tried) > 150
    for case in tried:
        snapshot = case.snapshot()
        shut = [replace(one, port=replace(one.port, position=PortPosition.RETRACTED)) for one in snapshot.berths]
        for each in (snapshot, replace(snapshot, berths=tuple(shut), station_busy=True)):
            _, decision = decided(each)
            carried = [step for step in decision.steps if isinstance(step, Carry)]
            ends = {place.kind for step in carried for place in (step.source, step.destination)}
            assert PlaceKind.PORT not in ends, f"{case}: {carried}"


def test_a_cartridge_in_a_port_is_not_kept_there_until_another_drive_lets_go() -> None:
    seat = replace(holding(1, A, DriveState.LOADED), not_before=later(100), open_since=NOW)
    berths = (_berth(1, C, opened=False), _berth(2, None, opened=False))
    _, decision = decided(scene([seat], [eject(1, A), eject(2, C)], [C], berths=berths))
    assert decision.steps == (OpenStation(work_id=eject(2, C).id),)


def test_two_injects_that_are_seen_at_once_begin_one_after_the_other() -> None:
    first, second = item(1, Operation.INJECT), item(2, Operation.INJECT)
    snapshot = scene([empty(1)], [first, second], berths=(_berth(1, None, opened=False),))
    assert decide(snapshot, NOW).rulings == (Begin(work_ids=(first.id,)),)


def test_an_inject_does_not_begin_with_an_eject() -> None:
    first, second = item(1, Operation.EJECT, medium_id=A.id), item(2, Operation.INJECT)
    snapshot = scene([empty(1)], [first, second], [A], berths=(_berth(1, None, opened=False),))
    assert decide(snapshot, NOW).rulings == (Begin(work_ids=(first.id,)),)


STALE: Final = (
    "waits for a program to close the drive",
    "waits for drive 1, which failed: it is tried again at 12:00",
    f"waits for an empty slot for A in library {LIBRARY.name}",
)


@pytest.mark.parametrize("reason", STALE)
@pytest.mark.parametrize("deed", DEEDS)
def test_what_goes_on_again_does_not_say_any_more_why_it_stood_still(deed: str, reason: str) -> None:
    inside = DEEDS[deed].operation is Operation.MOUNT or deed == "dismount"
    seat = replace(holding(1, A, DriveState.LOADED), busy=True) if inside else empty(1)
    snapshot = scene(
        [seat, empty(2)],
        [replace(DEEDS[deed], reason=reason)],
        [B, *([] if inside else [A])],
        berths=(_berth(1, None, opened=False),),
        moving=frozenset([] if inside else [A.id]),
    )
    after, _ = decided(snapshot)
    assert [one.reason for one in after.work] == [""]


@pytest.mark.parametrize("deed", ["eject", "transfer to a slot", "dismount", "mount in its place"])
def test_what_a_program_has_open_is_open_until_a_try_has_shown_otherwise(deed: str) -> None:
    for busy, pause in ((True, later(-1)), (False, later(-1)), (False, later(1))):
        seat = replace(holding(1, A, DriveState.LOADED), busy=busy, not_before=pause, open_since=NOW)
        after, _ = decided(scene([seat, empty(2)], [DEEDS[deed]], [B], berths=(_berth(1, None, opened=False),)))
        assert [one.reason for one in after.work] == ["waits for a program to close the drive"]
