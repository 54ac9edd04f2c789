"""Media in no library: recorded by hand, found again, kept somewhere, deleted; and what is swapped or retyped."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.recording import RecordedSide
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalId, MediumId, ObjectType, SideId
from openrsm.domain.work import WorkState
from openrsm.errors import (
    InvalidMedia,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    MediaIncompatible,
    MediaOffline,
    ResourceDisabled,
)
from openrsm.surface.media import AllocateOptions, NewMedium
from openrsm.surface.views import MediumView
from tests.conformance.label_bench import AT, NEW, arrive, owned, use, volume
from tests.conformance.surface_bench import LIBRARY, POOL, TWO_SIDED, Bench, Build

IMPORT = "Import/LTO-9"
ANSI = RecordedSide(label_type="ANSI", label_id="VAULT1", label_info="Vault 1")


class OfflineConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    @pytest.fixture
    def optical(self, build: Build) -> Bench:
        return build(TWO_SIDED)

    def record(self, bench: Bench, **told: object) -> MediumView:
        new = replace(NewMedium(pool=IMPORT, bar_code="T00001L9"), **told)  # type: ignore[arg-type] # its fields
        return bench.manager.media.create(bench.session, new)

    # --- Recording ---

    def test_a_recorded_medium_is_offline_import_and_of_its_pools_type(self, bench: Bench) -> None:
        view = self.record(bench, location="vault 2, shelf 3", description="found in the cellar")
        assert (view.where, view.library, view.pool) == ("offline", "offline", IMPORT)
        medium = bench.medium("T00001L9").medium
        assert (medium.media_type, medium.location, medium.description) == (
            "LTO-9",
            "vault 2, shelf 3",
            "found in the cellar",
        )
        assert [side.state for side in view.sides] == [SideState.IMPORT]
        with pytest.raises(MediaOffline):
            bench.manager.media.allocate(bench.session, POOL, AllocateOptions(side="T00001L9"))

    def test_it_is_called_by_its_bar_code_or_its_label_or_a_number(self, bench: Bench) -> None:
        assert self.record(bench, name="first").medium.name == "first"
        assert self.record(bench, bar_code="T00002L9  ").medium.name == "T00002L9"
        labelled = self.record(bench, bar_code="", sides=[ANSI])
        assert (labelled.medium.name, labelled.medium.bar_code) == ("Vault 1", None)
        bare = self.record(bench, bar_code="", sides=[RecordedSide(label_type="ANSI", label_id="VAULT2")])
        assert bare.medium.name == f"medium-{bare.medium.sequence}"

    def test_what_is_known_of_its_sides_is_written_down(self, bench: Bench) -> None:
        wanted = LogicalId(uuid4())
        told = replace(ANSI, state=SideState.ALLOCATED, logical_id=wanted, mounts=7, allocations=2)
        view = self.record(bench, pool=POOL, sides=[told])
        [side], [logical] = view.sides, view.logical
        assert (side.label_type, side.label_id, side.label_info) == ("ANSI", "VAULT1", "Vault 1")
        assert (side.state, side.mounts, side.allocations) == (SideState.ALLOCATED, 7, 2)
        assert (logical.id, logical.owner, logical.pool_id) == (wanted, "backup", view.medium.pool_id)
        assert bench.medium(str(wanted)).medium.id == view.medium.id

    def test_it_has_the_guids_that_it_is_given_unless_they_are_taken(self, bench: Bench) -> None:
        key, side_key = MediumId(uuid4()), SideId(uuid4())
        view = self.record(bench, id=key, sides=[replace(ANSI, id=side_key)])
        assert (view.medium.id, view.sides[0].id) == (key, side_key)
        again = {"bar_code": "T00002L9", "allow_duplicates": True}
        with pytest.raises(InvalidMedia, match=str(key)):
            self.record(bench, id=key, **again)
        with pytest.raises(InvalidMedia, match=str(side_key)):
            self.record(bench, sides=[replace(ANSI, id=side_key)], **again)
        taken = LogicalId(UUID(bench.lmid()))
        with pytest.raises(InvalidMedia, match=str(taken)):
            self.record(bench, pool=POOL, sides=[RecordedSide(state=SideState.COMPLETE, logical_id=taken)], **again)

    def test_a_bar_code_is_recorded_once_and_a_label_unless_duplicates_are_allowed(self, bench: Bench) -> None:
        self.record(bench, sides=[ANSI])
        with pytest.raises(InvalidMedia, match="T00001L9"):
            self.record(bench, allow_duplicates=True)
        with pytest.raises(InvalidMedia, match="VAULT1"):
            self.record(bench, bar_code="T00002L9", sides=[ANSI])
        assert self.record(bench, bar_code="T00002L9", sides=[ANSI], allow_duplicates=True).medium.name == "T00002L9"

    @pytest.mark.parametrize("pool", ["Free/LTO-9", "Unrecognized/LTO-9", "backups", "nowhere"])
    def test_it_is_recorded_in_an_import_or_an_application_pool(self, bench: Bench, pool: str) -> None:
        with pytest.raises(InvalidMediaPool, match=pool):
            self.record(bench, pool=pool)

    def test_it_has_the_sides_that_its_type_has(self, optical: Bench) -> None:
        assert len(self.record(optical, pool=POOL, bar_code="T00001").sides) == 2
        with pytest.raises(MediaIncompatible, match="1 sides"):
            self.record(optical, pool=POOL, bar_code="T00002", sides=[ANSI])

    def test_what_cannot_be_is_not_recorded(self, bench: Bench) -> None:
        for sides in (
            [RecordedSide(label_type="ANSI")],
            [RecordedSide(state=SideState.UNPREPARED)],
            [RecordedSide(state=SideState.AVAILABLE)],
            [RecordedSide(logical_id=LogicalId(uuid4()))],
        ):
            with pytest.raises(InvalidParameter, match="side 0"):
                self.record(bench, sides=sides)
        with pytest.raises(InvalidParameter, match="bar code"):
            self.record(bench, bar_code="")
        with pytest.raises(InvalidParameter, match="reserved"):
            self.record(bench, pool=POOL, sides=[RecordedSide(state=SideState.RESERVED)])
        with pytest.raises(InvalidName):
            self.record(bench, name=" blank")
        with pytest.raises(InvalidParameter, match="location"):
            self.record(bench, location="a\nb")
        assert len(bench.manager.media.list(bench.session)) == 6

    def test_a_recorded_medium_that_comes_is_known_by_its_bar_code(self, bench: Bench) -> None:
        key = self.record(bench, pool=POOL, location="vault 2").medium.id
        bench.hands.insert("T00001L9", "slot:8")
        bench.inventory()
        view = bench.medium("T00001L9")
        assert (view.medium.id, view.where, view.pool) == (key, "slot 8", POOL)
        taken = bench.manager.media.allocate(bench.session, POOL, AllocateOptions(side="T00001L9"))
        assert bench.mount(str(taken.logical.id))[0].medium.id == key

    def test_a_recorded_medium_that_comes_is_known_by_its_label(self, build: Build) -> None:
        bench = build("drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=0&barcodes=0")
        use(bench, LabelUse.CHECK)
        recorded = arrive(bench, volume("KNOWN"), code=None)
        known = bench.medium(recorded).sides[0]
        bench.hands.take(AT)
        bench.inventory()
        bench.manager.media.delete(bench.session, recorded)
        label = RecordedSide(label_type=known.label_type, label_id=known.label_id)
        key = self.record(bench, bar_code="", sides=[label]).medium.id
        file = bench.place.parent / "content"
        bench.hands.insert(None, AT, file=file)
        bench.inventory()
        assert bench.medium(str(key)).where == "slot 8"

    # --- Deleting ---

    def test_an_offline_medium_is_deleted_with_all_that_is_known_of_it(self, bench: Bench) -> None:
        view = self.record(bench)
        bench.manager.media.delete(bench.session, "T00001L9")
        for gone in (str(view.medium.id), str(view.sides[0].id), "T00001L9"):
            with pytest.raises(InvalidMedia, match=gone):
                bench.medium(gone)

    def test_what_is_there_or_somebodys_or_waited_for_is_not_deleted(self, bench: Bench) -> None:
        delete = bench.manager.media.delete
        with pytest.raises(InvalidState, match="V00001L9 is in a library"):
            delete(bench.session, "V00001L9")
        lmid = bench.lmid()
        name = bench.medium(lmid).medium.name
        bench.take_out(name)
        with pytest.raises(InvalidState, match="allocated"):
            delete(bench.session, name)
        bench.take_out("V00006L9")
        [waiting] = bench.queue("V00006L9")
        with pytest.raises(InvalidState, match="waits for medium V00006L9"):
            delete(bench.session, "V00006L9")
        bench.manager.work.cancel(bench.session, str(waiting.item.id))
        delete(bench.session, "V00006L9")

    # --- Where it is kept ---

    def test_where_a_medium_is_to_be_kept_is_known_before_it_goes(self, bench: Bench) -> None:
        set_ = bench.change(ObjectType.PHYSICAL_MEDIA, "V00006L9", location="vault 2, shelf 3, box 7")
        assert set_.location == "vault 2, shelf 3, box 7"
        bench.inventory()
        bench.take_out("V00006L9")
        assert bench.medium("V00006L9").medium.location == "vault 2, shelf 3, box 7"
        bench.change(ObjectType.PHYSICAL_MEDIA, "V00006L9", location="")
        assert bench.medium("V00006L9").medium.location == ""
        with pytest.raises(InvalidParameter, match="location"):
            bench.change(ObjectType.PHYSICAL_MEDIA, "V00006L9", location="x" * 127)

    @pytest.mark.parametrize("labelled", [False, True], ids=["by its bar code", "by its label"])
    def test_where_a_medium_was_kept_is_forgotten_when_it_is_back(self, bench: Bench, *, labelled: bool) -> None:
        use(bench, LabelUse.WRITE if labelled else LabelUse.IGNORE)
        lmid = owned(bench, NEW)
        bench.take_out(NEW)
        bench.change(ObjectType.PHYSICAL_MEDIA, NEW, location="vault 1")
        bench.hands.label(NEW, readable=not labelled)
        bench.bring_back(NEW, "slot:7")
        bench.inventory()
        bench.manager.settle()
        back = bench.medium(lmid)
        assert (back.where, back.medium.location) == ("slot 7", "")
        bench.take_out(NEW)
        assert bench.manager.media.list(bench.session, location="vault*") == []

    def test_media_are_listed_by_where_they_are_kept_while_they_are_offline(self, bench: Bench) -> None:
        places = {"T1": "Vault 2, shelf 3", "T2": "vault 2, shelf 4", "T3": "cellar 100%", "T4": ""}
        for name, place in places.items():
            self.record(bench, bar_code=name, location=place)
        bench.change(ObjectType.PHYSICAL_MEDIA, "V00001L9", location="vault 2, shelf 3")

        def kept(text: str, limit: int | None = None) -> list[str]:
            found = bench.manager.media.list(bench.session, location=text, limit=limit)
            return [view.medium.name for view in found]

        assert kept("vault 2*") == ["T1", "T2"]
        assert kept("vault ?, shelf 4") == ["T2"]
        assert kept("*%") == ["T3"]
        assert kept("") == ["T4"]
        assert kept("vault_2*") == []
        assert kept("*", limit=1) == ["T1"]
        bench.take_out("V00001L9")
        assert kept("vault*") == ["V00001L9", "T1", "T2"]

    def test_an_eject_says_where_the_media_go(self, build: Build) -> None:
        bench = build("drives=1&slots=6&ports=2&cartridges=2&type=LTO-9&doors=1")
        names = ["V00001L9", "V00002L9"]
        with pytest.raises(InvalidParameter, match="location"):
            bench.manager.media.eject(bench.session, names, location="a\nb")
        items = bench.manager.media.eject(bench.session, names, location="vault 2")
        bench.manager.settle()
        for name in names:
            bench.hands.take(name)
        assert [bench.done(item).item.state for item in items] == [WorkState.PASSED] * 2
        kept = bench.manager.media.list(bench.session, location="vault 2")
        assert [(view.medium.name, view.where) for view in kept] == [(name, "offline") for name in names]

    # --- Swapping ---

    def test_two_lmids_trade_their_cartridges_and_stay_what_they_are(self, bench: Bench) -> None:
        one, other = bench.lmids(2)
        before = {lmid: bench.medium(lmid) for lmid in (one, other)}
        bench.change(ObjectType.LOGICAL_MEDIA, one, name="monday")
        bench.manager.objects.set_attribute(bench.session, ObjectType.LOGICAL_MEDIA, other, "color", b"red")
        swapped = bench.manager.media.swap(bench.session, one, other)
        assert [view.medium.id for view in swapped] == [before[other].medium.id, before[one].medium.id]
        assert [str(view.logical[0].id) for view in swapped] == [one, other]
        assert bench.medium(one).logical[0].name == "monday"
        kept = bench.manager.objects.get_attribute(bench.session, ObjectType.LOGICAL_MEDIA, other, "color")
        assert kept.value == b"red"
        assert bench.mount(one)[0].medium.id == before[other].medium.id

    def test_two_sides_of_a_cartridge_are_swapped(self, optical: Bench) -> None:
        first = optical.manager.media.allocate(optical.session, POOL, AllocateOptions(new=True))
        second = optical.manager.media.allocate(optical.session, POOL, AllocateOptions(next_of=str(first.logical.id)))
        optical.manager.media.swap(optical.session, str(first.logical.id), str(second.logical.id))
        sides = optical.medium(first.medium.name).sides
        assert [side.logical_id for side in sides] == [second.logical.id, first.logical.id]

    def test_only_what_is_allocated_idle_and_of_one_pool_is_swapped(self, bench: Bench) -> None:
        swap = bench.manager.media.swap
        one, other = bench.lmids(2)
        with pytest.raises(InvalidMedia, match="twice"):
            swap(bench.session, one, one)
        with pytest.raises(InvalidMedia, match="no side of medium"):
            swap(bench.session, one, "V00006L9")
        bench.create_pool("else", "LTO-9", draw_from_free=True)
        elsewhere = bench.manager.media.allocate(bench.session, "else", AllocateOptions()).logical.id
        with pytest.raises(InvalidMediaPool, match="different pools"):
            swap(bench.session, one, str(elsewhere))
        [mounted] = bench.mount(other)
        with pytest.raises(InvalidMedia, match=f"{mounted.medium.name} is in use"):
            swap(bench.session, one, other)
        bench.dismount(other)
        bench.manager.media.complete(bench.session, other)
        with pytest.raises(InvalidState, match="complete"):
            swap(bench.session, one, other)

    # --- Retiring one side ---

    def test_one_side_is_retired_and_the_other_stays_of_use(self, optical: Bench) -> None:
        first, _ = optical.medium("V00001").sides
        view = optical.manager.media.decommission(optical.session, str(first.id))
        assert [side.state for side in view.sides] == [SideState.DECOMMISSIONED, SideState.AVAILABLE]
        taken = optical.manager.media.allocate(optical.session, POOL, AllocateOptions(side=str(view.sides[1].id)))
        assert taken.medium.name == "V00001"
        with pytest.raises(InvalidState, match="decommissioned"):
            optical.manager.media.decommission(optical.session, str(first.id))
        with pytest.raises(InvalidState, match="allocated"):
            optical.manager.media.decommission(optical.session, "V00001")

    # --- Types that were mistaken ---

    def test_a_medium_of_a_mistaken_type_goes_to_a_pool_of_its_true_type(self, bench: Bench) -> None:
        bench.create_pool("old", "LTO-8")
        bench.hands.insert("X00001", "slot:8")
        bench.inventory()
        bench.manager.media.move(bench.session, "X00001", "Free/LTO-9")
        view = bench.manager.media.retype(bench.session, "X00001", "old")
        assert (view.medium.media_type, view.pool) == ("LTO-8", "old")
        assert bench.manager.media.retype(bench.session, "X00001", "Free/LTO-9").medium.media_type == "LTO-9"

    def test_an_unrecognized_medium_changes_its_type_on_the_way_to_the_free_pool_alone(self, bench: Bench) -> None:
        bench.create_pool("old", "LTO-8")
        bench.hands.insert("X00001", "slot:8")
        bench.inventory()
        with pytest.raises(InvalidMediaPool, match="old"):
            bench.manager.media.retype(bench.session, "X00001", "old")
        view = bench.manager.media.retype(bench.session, "X00001", "Free/LTO-8")
        assert (view.medium.media_type, view.sides[0].state) == ("LTO-8", SideState.AVAILABLE)

    def test_where_free_labels_are_written_its_type_changes_first(self, bench: Bench) -> None:
        use(bench, LabelUse.WRITE)
        name = arrive(bench, volume("OLD"), code="X00001")
        view = bench.manager.media.retype(bench.session, name, "Free/LTO-8")
        assert (view.medium.media_type, view.pool) == ("LTO-8", "Import/LTO-8")
        bench.manager.settle()
        assert bench.medium(name).pool == "Free/LTO-8"

    def test_a_type_is_not_changed_of_what_is_away_disabled_or_of_other_sides(self, bench: Bench) -> None:
        retype = bench.manager.media.retype
        bench.create_pool("discs", "MO-5-RW")
        bench.create_pool("old", "LTO-8")
        with pytest.raises(MediaIncompatible, match="2"):
            retype(bench.session, "V00001L9", "discs")
        bench.take_out("V00006L9")
        with pytest.raises(LibraryOffline, match="V00006L9"):
            retype(bench.session, "V00006L9", "old")
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        with pytest.raises(ResourceDisabled, match=LIBRARY):
            retype(bench.session, "V00001L9", "old")
