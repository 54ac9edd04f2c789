"""The media types of libraries, and what else people set on libraries, ports and doors; libraries that are gone."""

from __future__ import annotations

import pytest

from openrsm.domain.values import ObjectType
from openrsm.errors import (
    IndigenousType,
    InvalidDrive,
    InvalidMediaPool,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    NotEmpty,
)
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually

NATIVE = ["LTO-8", "LTO-8-WORM", "LTO-9", "LTO-9-WORM"]


class TypeConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    @pytest.fixture
    def with_door(self, build: Build) -> Bench:
        return build("drives=1&slots=6&ports=2&cartridges=2&type=LTO-9&doors=1")

    def types(self, bench: Bench) -> dict[str, tuple[bool, bool, int]]:
        found = bench.manager.libraries.types(bench.session, LIBRARY)
        return {one.media_type: (one.native, one.added, one.media) for one in found}

    def test_a_library_has_the_types_that_its_drives_take_and_those_of_its_media(self, bench: Bench) -> None:
        bench.hands.insert("X00001L5", "slot:8")
        bench.inventory()
        found = self.types(bench)
        assert list(found) == ["LTO-5", *NATIVE]
        assert found["LTO-5"] == (False, False, 1)
        assert [found[name] for name in ("LTO-8", "LTO-9")] == [(True, False, 0), (True, False, 6)]
        named = bench.manager.objects.view(bench.session, ObjectType.MEDIA_TYPE, LIBRARY)
        assert [one.name for one in named] == list(found)
        assert list(bench.manager.libraries.show(bench.session, LIBRARY).media_types) == list(found)

    def test_an_added_type_has_pools_before_the_first_medium_comes(self, bench: Bench) -> None:
        for _ in range(2):
            bench.manager.libraries.add_type(bench.session, LIBRARY, "DLT")
        assert self.types(bench)["DLT"] == (False, True, 0)
        for kind in ("Free", "Import", "Unrecognized"):
            assert bench.manager.pools.show(bench.session, f"{kind}/DLT").media == 0

    def test_a_type_that_is_taken_back_takes_its_empty_pools_along(self, bench: Bench) -> None:
        libraries = bench.manager.libraries
        libraries.add_type(bench.session, LIBRARY, "DLT")
        libraries.remove_type(bench.session, LIBRARY, "DLT")
        assert "DLT" not in self.types(bench)
        with pytest.raises(InvalidMediaPool, match="Free/DLT"):
            bench.manager.pools.show(bench.session, "Free/DLT")
        libraries.remove_type(bench.session, LIBRARY, "DLT")

    def test_a_type_that_is_taken_back_twice_keeps_pools_that_hold_something(self, bench: Bench) -> None:
        bench.hands.insert("X00001L5", "slot:8")
        bench.inventory()
        bench.take_out("X00001L5")
        bench.manager.libraries.add_type(bench.session, LIBRARY, "LTO-5")
        bench.manager.libraries.remove_type(bench.session, LIBRARY, "LTO-5")
        assert bench.manager.pools.show(bench.session, "Unrecognized/LTO-5").media == 1

    def test_a_type_that_a_drive_takes_or_a_medium_has_stays(self, bench: Bench) -> None:
        libraries = bench.manager.libraries
        libraries.add_type(bench.session, LIBRARY, "LTO-8")
        with pytest.raises(IndigenousType, match="LTO-8"):
            libraries.remove_type(bench.session, LIBRARY, "LTO-8")
        with pytest.raises(NotEmpty, match="6 media"):
            libraries.remove_type(bench.session, LIBRARY, "LTO-9")

    def test_types_are_those_that_there_are_and_libraries_those_with_devices(self, bench: Bench) -> None:
        libraries = bench.manager.libraries
        for change in (libraries.add_type, libraries.remove_type):
            with pytest.raises(InvalidParameter, match="LTO-99"):
                change(bench.session, LIBRARY, "LTO-99")
            with pytest.raises(LibraryOffline):
                change(bench.session, "offline", "LTO-9")
        assert list(libraries.types(bench.session, "offline")) == []

    # --- Settings ---

    def test_how_long_ports_and_doors_stand_open_can_be_set(self, with_door: Bench) -> None:
        bench = with_door
        detail = bench.manager.libraries.show(bench.session, LIBRARY)
        port, door = str(detail.ports[0].port.id), str(detail.doors[0].id)
        assert bench.change(ObjectType.PORT, port, max_extend=600).max_extend == 600
        assert bench.change(ObjectType.DOOR, door, max_open=0).max_open == 0
        detail = bench.manager.libraries.show(bench.session, LIBRARY)
        assert (detail.ports[0].port.max_extend, detail.doors[0].max_open) == (600, 0)
        for kind, ref, setting in ((ObjectType.PORT, port, "max_extend"), (ObjectType.DOOR, door, "max_open")):
            for wrong in (-1, 65_536):
                with pytest.raises(InvalidParameter, match=rf"{wrong} is no time|{setting}: Input should"):
                    bench.change(kind, ref, **{setting: wrong})

    def test_a_library_recovers_by_itself_or_does_not(self, bench: Bench) -> None:
        assert bench.change(ObjectType.LIBRARY, LIBRARY, auto_recovery=False).auto_recovery is False
        assert bench.manager.libraries.show(bench.session, LIBRARY).summary.library.auto_recovery is False
        with pytest.raises(LibraryOffline):
            bench.change(ObjectType.LIBRARY, "offline", auto_recovery=False)

    # --- What is gone ---

    def test_an_absent_library_is_removed_though_it_is_enabled_and_a_medium_is_in_use(self, bench: Bench) -> None:
        lmid, other = bench.lmids(2)
        bench.mount(lmid)
        bench.hands.add_fault("move", "vanish")
        [waiting] = bench.mount(other, nowait=True)
        eventually(lambda: any("not present" in each for each in bench.manager.objects.status(bench.session).alerts))
        with pytest.raises(InvalidState, match="work under way"):
            bench.manager.libraries.remove(bench.session, LIBRARY)
        bench.manager.work.cancel(bench.session, str(waiting.work.item.id))
        bench.manager.libraries.remove(bench.session, LIBRARY)
        assert {view.where for view in bench.manager.media.list(bench.session)} == {"offline"}
        assert str(bench.medium(lmid).logical[0].id) == lmid

    def test_a_drive_that_is_there_is_not_removed(self, bench: Bench) -> None:
        with pytest.raises(InvalidState, match="drive1 is there"):
            bench.manager.drives.remove(bench.session, "drive1")
        with pytest.raises(InvalidDrive, match="drive9"):
            bench.manager.drives.remove(bench.session, "drive9")
