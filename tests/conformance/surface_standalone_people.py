"""A drive in no library, and the people at it: what they are asked to take and to bring, and how it is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorState
from openrsm.domain.side import SideState
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import Busy, LibraryFull, LibraryOffline, NotSupported, ResourceDisabled
from tests.conformance.label_bench import volume
from tests.conformance.surface_bench import LIBRARY, Bench, eventually
from tests.conformance.surface_standalone import (
    DESK,
    FIRST,
    SECOND,
    TYPE,
    drive,
    drive_folder,
    hands,
    insert,
    inside,
    names,
    take_out,
)


class StandalonePeopleConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`; the fixtures are StandaloneConformance's."""

    # --- Out ---

    def test_an_eject_hands_the_cartridge_to_a_person(self, held: Bench) -> None:
        [asked] = held.manager.media.eject(held.session, [FIRST])
        eventually(lambda: held.item(asked).item.reason == f"waits for somebody to take {FIRST} out of drive {DESK}")
        assert held.medium(FIRST).where == "port 1"
        hands(held).take("drive:1")
        ended = held.done(asked)
        assert ended.item.state is WorkState.PASSED
        assert held.medium(FIRST).where == "offline"
        assert drive(held).use == "empty"

    def test_an_eject_of_what_lies_in_the_mouth_waits_for_the_person_alone(self, held: Bench) -> None:
        hands(held).push_button()
        eventually(lambda: held.medium(FIRST).where == "port 1")
        [asked] = held.manager.media.eject(held.session, [FIRST])
        hands(held).take("drive:1")
        assert held.done(asked).item.state is WorkState.PASSED

    def test_a_person_who_lets_it_lie_is_asked(self, held: Bench) -> None:
        [asked] = held.manager.media.eject(held.session, [FIRST])
        eventually(lambda: held.item(asked).item.reason.startswith("waits for somebody"))
        held.pass_time(3600)
        [request] = eventually(held.requests)
        assert request.request.message == f"Take {FIRST} out of drive {DESK}: it is ejected"
        hands(held).take("drive:1")
        held.done(asked)
        [answered] = held.manager.operators.list(held.session, answered=True)
        assert answered.request.state is OperatorState.COMPLETE

    def test_what_is_mounted_is_ejected_by_force_alone(self, held: Bench) -> None:
        held.mount(FIRST)
        with pytest.raises(Busy, match="is mounted in drive"):
            held.manager.media.eject(held.session, [FIRST])
        [asked] = held.manager.media.eject(held.session, [FIRST], force=True)
        eventually(lambda: held.medium(FIRST).where == "port 1")
        hands(held).take("drive:1")
        assert held.done(asked).item.state is WorkState.PASSED
        assert drive(held).drive.holder is None

    # --- In ---

    def test_an_inject_waits_until_a_person_has_inserted_a_cartridge(self, desk: Bench) -> None:
        asked = desk.manager.libraries.inject(desk.session, DESK)
        reason = f"waits for somebody to insert a cartridge into drive {DESK}"
        eventually(lambda: desk.item(asked).item.reason == reason)
        hands(desk).insert(FIRST)
        assert desk.done(asked).item.state is WorkState.PASSED
        assert inside(desk).name == FIRST

    def test_an_inject_takes_in_what_lies_in_the_mouth(self, held: Bench) -> None:
        hands(held).push_button()
        eventually(lambda: held.medium(FIRST).where == "port 1")
        asked = held.manager.libraries.inject(held.session, DESK)
        assert held.done(asked).item.state is WorkState.PASSED
        assert held.medium(FIRST).where == "drive 1"
        assert drive(held).use == f"dismountable with {FIRST}"

    def test_a_full_drive_takes_in_nothing_and_none_takes_many(self, held: Bench) -> None:
        with pytest.raises(LibraryFull, match=f"holds {FIRST}"):
            held.manager.libraries.inject(held.session, DESK)
        with pytest.raises(NotSupported, match="one cartridge at a time"):
            held.manager.libraries.inject(held.session, DESK, many=True)

    # --- Looking ---

    def test_a_refresh_looks_at_once(self, desk: Bench) -> None:
        hands(desk).insert(FIRST)
        ended = desk.done(desk.manager.libraries.refresh(desk.session, DESK))
        assert (ended.item.operation, ended.item.state) == (Operation.INVENTORY, WorkState.PASSED)
        assert inside(desk).name == FIRST

    def test_only_drives_in_service_are_refreshed(self, desk: Bench) -> None:
        with pytest.raises(NotSupported, match="no stand-alone drive"):
            desk.manager.libraries.refresh(desk.session, LIBRARY)
        with pytest.raises(LibraryOffline):
            desk.manager.libraries.refresh(desk.session, "offline")
        desk.done(desk.manager.libraries.disable(desk.session, DESK))
        with pytest.raises(ResourceDisabled):
            desk.manager.libraries.refresh(desk.session, DESK)

    # --- Labels ---

    def test_what_is_inserted_is_identified_by_its_label(self, desk: Bench) -> None:
        desk.manager.libraries.set_labels(desk.session, DESK, LabelUse.CHECK)
        key = labelled(desk, "AAA")
        [side] = eventually(lambda: [one for one in desk.medium(key).sides if one.state is SideState.IMPORT])
        assert side.label_id.startswith("AAA")
        assert desk.medium(key).pool == f"Import/{TYPE}"
        desk.manager.settle()
        assert drive(desk).use == "dismountable with AAA"

    def test_a_mount_goes_on_when_its_nameless_cartridge_is_recognised_by_its_label(self, desk: Bench) -> None:
        desk.manager.libraries.set_labels(desk.session, DESK, LabelUse.CHECK)
        wanted = labelled(desk, "AAA")
        eventually(lambda: desk.medium(wanted).pool == f"Import/{TYPE}")
        desk.manager.settle()
        take_out(desk)
        pending = desk.pending(wanted)
        pending.until_waiting()
        before = names(desk)
        labelled(desk, "AAA", known=True)
        [mounted] = pending.result()
        assert str(mounted.medium.id) == wanted
        assert names(desk) == before
        assert desk.requests() == []

    def test_a_cartridge_with_a_bar_code_in_its_memory_is_mounted_when_it_comes(self, held: Bench) -> None:
        insert_other = SECOND
        take_out(held)
        insert(held, insert_other)
        held.manager.media.move(held.session, insert_other, f"Free/{TYPE}")
        assert held.mount(insert_other)[0].medium.name == insert_other


def labelled(bench: Bench, name: str, *, known: bool = False) -> str:
    """A person inserts a nameless cartridge with an ANSI label; its GUID once it was noticed."""
    file: Path = drive_folder(bench).parent / "content"
    file.write_bytes(volume(name))
    hands(bench).insert(None, file=file)
    return "" if known else str(inside(bench).id)
