"""What becomes of ejects, injects and door accesses when the service stops in the middle of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.domain.slot import DoorState, PortPosition
from openrsm.domain.values import PlaceKind
from openrsm.domain.work import WorkState
from openrsm.drivers.contract import Span
from openrsm.drivers.virtual.changer import VirtualChanger
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import HardwareFault, NotSupported
from openrsm.service.dispatch import PATIENCE as PATIENCE_WITH_DEVICES
from openrsm.service.manager import LocalManager
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, PATIENCE, ROOT, Clock, eventually
from tests.surface.conftest import opened


class Site:
    """A service that can be stopped and started again, and the person beside its library."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._clock = folder, Clock()
        self.hands: Hands
        self.start()
        query = "drives=1&slots=6&ports=2&cartridges=2&type=LTO-9&doors=1"
        self.manager.libraries.add(self.session, LIBRARY, f"virtual:{folder / 'library'}?{query}")
        self.place = folder / "library"
        self.hands = Hands(self.place)

    def start(self) -> None:
        self.manager: LocalManager = opened(self._folder / "state", self._clock)
        self.session = self.manager.sessions.open("backup", ROOT)

    def restart(self) -> None:
        self.manager.close()
        self.start()

    def item(self, view: WorkView) -> WorkView:
        return self.manager.work.show(self.session, str(view.item.id))

    def ended(self, view: WorkView) -> WorkState:
        [ended] = self.manager.work.wait(self.session, [str(view.item.id)], PATIENCE)
        return ended.item.state

    def until_says(self, view: WorkView, text: str) -> None:
        eventually(lambda: text in self.item(view).item.reason)

    def positions(self) -> set[PortPosition]:
        return {one.port.position for one in self.manager.libraries.show(self.session, LIBRARY).ports}

    def doors(self) -> list[DoorState]:
        return [door.state for door in self.manager.libraries.show(self.session, LIBRARY).doors]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with capture_logs():
        made = Site(tmp_path)
        yield made
        made.manager.close()


def test_an_eject_goes_on_when_the_service_starts_again(site: Site) -> None:
    [view] = site.manager.media.eject(site.session, ["V00001L9"])
    site.until_says(view, "take V00001L9 out")
    site.restart()
    assert site.positions() == {PortPosition.EXTENDED}
    site.hands.take("V00001L9")
    assert site.ended(view) is WorkState.PASSED
    eventually(lambda: site.positions() == {PortPosition.RETRACTED})


def test_what_was_taken_out_meanwhile_is_out(site: Site) -> None:
    [view] = site.manager.media.eject(site.session, ["V00001L9"])
    site.until_says(view, "take V00001L9 out")
    site.manager.close()
    site.hands.take("V00001L9")
    site.start()
    assert site.ended(view) is WorkState.PASSED


def test_an_inject_takes_in_what_came_while_the_service_was_away(site: Site) -> None:
    view = site.manager.libraries.inject(site.session, LIBRARY)
    site.until_says(view, "waits for somebody to put")
    site.manager.close()
    site.hands.insert("A00001L9", "port:1")
    site.hands.insert("A00002L9", "port:2")
    site.start()
    assert site.ended(view) is WorkState.PASSED
    for name in ("A00001L9", "A00002L9"):
        assert site.manager.media.show(site.session, name).medium.place.kind is PlaceKind.SLOT


def test_a_door_access_ends_with_a_door_that_was_closed_while_the_service_was_away(site: Site) -> None:
    view = site.manager.libraries.open_door(site.session, LIBRARY)
    site.until_says(view, "open the door")
    site.hands.open()
    eventually(lambda: site.doors() == [DoorState.OPEN])
    site.manager.close()
    site.hands.close()
    site.start()
    assert site.ended(view) is WorkState.PASSED


def test_a_robot_that_fails_ends_the_eject_and_opens_nothing(site: Site) -> None:
    site.hands.add_fault("move", "HardwareFault", where="V00001L9")
    [view] = site.manager.media.eject(site.session, ["V00001L9"])
    assert site.ended(view) is WorkState.FAILED
    site.manager.settle()
    assert site.manager.media.show(site.session, "V00001L9").medium.place.kind is PlaceKind.SLOT
    assert site.positions() == {PortPosition.RETRACTED}


def test_a_library_that_turns_out_not_to_scan_its_ports_is_injected_into(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_changer: VirtualChanger, span: Span | None = None) -> None:
        raise NotSupported(f"{span} cannot be scanned", "do without")

    monkeypatch.setattr(VirtualChanger, "initialise", refuse)
    view = site.manager.libraries.inject(site.session, LIBRARY)
    site.until_says(view, "waits for somebody to")
    site.hands.insert("A00001L9", "port:1")
    site.manager.work.stop(site.session, str(view.item.id))
    assert site.ended(view) is WorkState.STOPPED
    assert site.manager.media.show(site.session, "A00001L9").medium.place.kind is PlaceKind.SLOT


def test_after_an_inject_that_failed_when_people_were_kept_out_they_are_let_in_again(site: Site) -> None:
    view = site.manager.libraries.inject(site.session, LIBRARY)
    site.until_says(view, "waits for somebody to")
    site.hands.add_fault("initialise", "MediumError")
    site.manager.work.stop(site.session, str(view.item.id))
    assert site.ended(view) is WorkState.FAILED
    eventually(lambda: not site.hands.look().locked)


def test_people_who_were_kept_out_when_a_service_died_are_let_in_by_the_next(site: Site) -> None:
    site.manager.close()
    open_virtual(f"virtual:{site.place}").changer.lock(locked=True)
    site.start()
    site.ended(site.manager.libraries.inventory(site.session, LIBRARY))
    eventually(lambda: not site.hands.look().locked)


def refuse_to_unlock(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """From now on, so many times."""
    lock, left = VirtualChanger.lock, [times]

    def turn(changer: VirtualChanger, *, locked: bool) -> None:
        if not locked and left[0]:
            left[0] -= 1
            raise HardwareFault("the bolt is stuck", "see to it")
        lock(changer, locked=locked)

    monkeypatch.setattr(VirtualChanger, "lock", turn)


def test_people_are_let_in_again_however_often_that_fails_and_an_operator_is_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = site.manager.libraries.inject(site.session, LIBRARY)
    site.until_says(view, "waits for somebody to")
    refuse_to_unlock(monkeypatch, PATIENCE_WITH_DEVICES)
    site.manager.work.stop(site.session, str(view.item.id))
    assert site.ended(view) is WorkState.STOPPED
    eventually(lambda: not site.hands.look().locked)
    [asked] = site.manager.operators.list(site.session)
    assert "the bolt is stuck" in asked.request.message


def test_after_a_door_that_could_not_be_unlocked_people_are_let_in_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.manager.close()
    open_virtual(f"virtual:{site.place}").changer.lock(locked=True)
    refuse_to_unlock(monkeypatch, 2)
    site.start()
    view = site.manager.libraries.open_door(site.session, LIBRARY)
    assert site.ended(view) is WorkState.FAILED
    eventually(lambda: not site.hands.look().locked)
