"""What any object may have."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from openrsm.domain.library import InventoryMethod
from openrsm.domain.machine import word
from openrsm.domain.settings import SETTABLE
from openrsm.domain.values import ObjectType
from openrsm.errors import (
    AlreadyExists,
    DataTooLarge,
    InvalidLibrary,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    LibraryOffline,
    MediaUnavailable,
    NotEmpty,
    NotSupported,
    ObjectNotFound,
)
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import Attribute, AttributeView
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build

_T: Final = ObjectType

NAMED: Final = {
    _T.COMPUTER: "box",
    _T.LIBRARY: LIBRARY,
    _T.DRIVE: f"{LIBRARY}/drive1",
    _T.POOL: POOL,
    _T.PHYSICAL_MEDIA: "V00001L9",
    _T.SIDE: "V00001L9",
    _T.MEDIA_TYPE: "LTO-9",
    _T.DRIVE_TYPE: "LTO-9",
}
"""Objects by what people call them."""

BY_GUID: Final = (_T.CHANGER, _T.SLOT, _T.PORT, _T.DOOR, _T.CHANGER_TYPE)
"""Objects of which there are several, and which have no names of their own; a changer type's id is its name."""


EVERYTHING: Final = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=1"


class ObjectConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.mark.parametrize("kind", [kind for kind, names in SETTABLE.items() if "description" in names])
    def test_whatever_can_be_described_shows_its_description(self, build: Build, kind: ObjectType) -> None:
        bench = build(EVERYTHING)
        objects, ref = bench.manager.objects, one_of(bench, kind)
        changed = objects.change(bench.session, kind, ref, ObjectChange(description="of Monday"))
        assert (changed.object_type, changed.description) == (kind, "of Monday")
        assert objects.show(bench.session, kind, ref) == changed
        for text in ("x" * 127, "two\nlines"):
            with pytest.raises(InvalidParameter, match="description"):
                objects.change(bench.session, kind, ref, ObjectChange(description=text))

    @pytest.mark.parametrize("kind", [kind for kind, names in SETTABLE.items() if "description" in names])
    def test_whatever_can_be_described_says_when_it_came_to_be_and_was_changed(
        self, build: Build, kind: ObjectType
    ) -> None:
        bench = build(EVERYTHING)
        objects, ref = bench.manager.objects, one_of(bench, kind)
        new = objects.show(bench.session, kind, ref)
        assert new.created is not None
        assert new.modified is not None
        assert new.created <= new.modified
        bench.clock.move(3600)
        changed = objects.change(bench.session, kind, ref, ObjectChange(description="of Monday"))
        assert changed.created == new.created
        assert changed.modified is not None
        assert changed.modified >= new.modified + timedelta(hours=1)

    @pytest.mark.parametrize("kind", [_T.WORK_ITEM, _T.OPERATOR_REQUEST])
    def test_what_nothing_can_be_set_on_is_shown_and_stays(self, build: Build, kind: ObjectType) -> None:
        bench = build()
        ref = one_of(bench, kind)
        assert bench.manager.objects.show(bench.session, kind, ref).description is None
        with pytest.raises(InvalidParameter, match=f"description cannot be set on a {word(kind)}"):
            bench.manager.objects.change(bench.session, kind, ref, ObjectChange(description="it"))

    def test_a_library_is_renamed_with_its_devices(self, build: Build) -> None:
        bench = build()
        bench.mount(bench.lmid())
        changed = bench.change(_T.LIBRARY, LIBRARY, name="other", inventory_method=InventoryMethod.SLOT)
        assert (changed.name, changed.inventory_method) == ("other", InventoryMethod.SLOT)
        detail = bench.manager.libraries.show(bench.session, "other")
        names = {view.drive.name for view in detail.drives} | {one.name for one in detail.changers}
        assert names == {"other/drive1", "other/drive2", "other/changer1"}
        with pytest.raises(InvalidLibrary, match=LIBRARY):
            bench.manager.libraries.show(bench.session, LIBRARY)
        bench.done(bench.manager.drives.dismount(bench.session, "other/drive1"))
        assert bench.manager.drives.show(bench.session, "other/drive1").medium is None

    def test_a_librarys_name_is_its_own_and_the_offline_library_keeps_its(self, build: Build) -> None:
        bench = build()
        with pytest.raises(AlreadyExists, match="offline"):
            bench.change(_T.LIBRARY, LIBRARY, name="offline")
        with pytest.raises(LibraryOffline):
            bench.change(_T.LIBRARY, "offline", name="vault")
        for name in ("", "a/b", "x" * 64, " a"):
            with pytest.raises(InvalidName):
                bench.change(_T.LIBRARY, LIBRARY, name=name)
        for method in (InventoryMethod.DEFAULT, InventoryMethod.STOP):
            with pytest.raises(NotSupported, match=method.name.lower()):
                bench.change(_T.LIBRARY, LIBRARY, inventory_method=method)
        assert bench.change(_T.LIBRARY, "offline", description="shelves").description == "shelves"

    def test_a_pool_is_renamed_with_those_in_it_and_keeps_its_media(self, build: Build) -> None:
        bench = build()
        lmid = bench.lmid()
        assert bench.change(_T.POOL, "backups", name="archive").name == "archive"
        assert bench.medium(lmid).pool == "archive/daily"
        assert {view.pool.path for view in bench.manager.pools.list(bench.session)} >= {"archive", "archive/daily"}
        with pytest.raises(ObjectNotFound):
            bench.manager.objects.show(bench.session, _T.POOL, POOL)

    def test_a_pools_name_is_its_own(self, build: Build) -> None:
        bench = build()
        bench.create_pool("backups/weekly", "LTO-9")
        for taken, pool in (("weekly", POOL), ("Free", "backups")):
            with pytest.raises(AlreadyExists, match=taken):
                bench.change(_T.POOL, pool, name=taken)
        for name in ("", "a/b", "x" * 64):
            with pytest.raises(InvalidName):
                bench.change(_T.POOL, POOL, name=name)

    def test_the_policies_of_a_pool_change(self, build: Build) -> None:
        bench = build()
        bench.change(_T.POOL, POOL, draw_from_free=False, return_to_free=False, max_allocations=3)
        with pytest.raises(MediaUnavailable):
            bench.lmid(error_if_unavailable=True)
        pool = bench.manager.pools.show(bench.session, POOL).pool
        assert (pool.return_to_free, pool.max_allocations) == (False, 3)
        assert bench.change(_T.POOL, POOL, max_allocations=0).max_allocations == 0
        assert bench.manager.pools.show(bench.session, POOL).pool.max_allocations is None

    def test_a_pool_changes_its_media_type_while_it_is_empty(self, build: Build) -> None:
        bench = build()
        bench.create_pool("spare", None)
        assert bench.change(_T.POOL, "spare", media_type="LTO-8").media_type == "LTO-8"
        assert bench.manager.pools.show(bench.session, "Free/LTO-8").pool.media_type == "LTO-8"
        with pytest.raises(InvalidParameter, match="LTO-99"):
            bench.change(_T.POOL, "spare", media_type="LTO-99")
        bench.lmid()
        for pool in (POOL, "backups"):
            with pytest.raises(NotEmpty, match=pool):
                bench.change(_T.POOL, pool, media_type="LTO-8")

    def test_the_systems_pools_and_pools_of_pools_have_no_policies(self, build: Build) -> None:
        bench = build()
        with pytest.raises(InvalidMediaPool, match="Free/LTO-9"):
            bench.change(_T.POOL, "Free/LTO-9", return_to_free=True)
        with pytest.raises(InvalidParameter, match="backups"):
            bench.change(_T.POOL, "backups", draw_from_free=True)

    def test_media_sides_and_logical_media_are_named(self, build: Build) -> None:
        bench = build()
        lmid = bench.lmid()
        bench.change(_T.LOGICAL_MEDIA, lmid, name="monday")
        bench.change(_T.PHYSICAL_MEDIA, lmid, name="the first")
        bench.change(_T.SIDE, lmid, name="front")
        view = bench.medium("the first")
        assert [(logical.name, str(logical.id)) for logical in view.logical] == [("monday", lmid)]
        assert [side.name for side in view.sides] == ["front"]
        assert bench.medium("monday") == bench.medium(view.medium.bar_code or "") == view
        assert bench.change(_T.LOGICAL_MEDIA, lmid, name="").name == ""
        with pytest.raises(InvalidName):
            bench.change(_T.PHYSICAL_MEDIA, lmid, name="")
        for kind in (_T.PHYSICAL_MEDIA, _T.SIDE, _T.LOGICAL_MEDIA):
            with pytest.raises(InvalidName):
                bench.change(kind, lmid, name="x" * 64)

    def test_the_computer_says_how_long_history_is_kept(self, build: Build) -> None:
        bench = build()
        changed = bench.change(_T.COMPUTER, "computer", work_purge_seconds=60, purge_failed_work=False)
        assert (changed.work_purge_seconds, changed.operator_purge_seconds) == (60, 259_200)
        assert (changed.purge_work, changed.purge_failed_work, changed.keep_import) == (True, False, False)
        with pytest.raises(InvalidParameter, match=r"-1|operator_purge_seconds"):
            bench.change(_T.COMPUTER, "computer", operator_purge_seconds=-1)
        with pytest.raises(InvalidParameter, match="name cannot be set on a computer"):
            bench.change(_T.COMPUTER, "computer", name="other")

    def test_free_media_leave_the_catalogue_with_their_library_where_that_is_set(self, build: Build) -> None:
        bench = build()
        lmid = bench.lmid()
        bench.change(_T.COMPUTER, "computer", forget_free=True)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        bench.manager.libraries.remove(bench.session, LIBRARY)
        [left] = bench.manager.media.list(bench.session)
        assert (str(left.logical[0].id), left.where) == (lmid, "offline")

    @pytest.mark.parametrize("kind", [*NAMED, *BY_GUID, _T.LOGICAL_MEDIA, _T.WORK_ITEM, _T.OPERATOR_REQUEST])
    def test_any_object_keeps_private_attributes(self, build: Build, kind: ObjectType) -> None:
        bench = build(EVERYTHING) if kind in BY_GUID else build()
        objects, ref = bench.manager.objects, one_of(bench, kind)
        value = bytes(range(256))
        set_ = objects.set_attribute(bench.session, kind, ref, "a/color", value)
        assert set_ == AttributeView(name="a/color", size=256)
        assert objects.get_attribute(bench.session, kind, ref, "a/color") == Attribute(name="a/color", value=value)
        assert list(objects.attributes(bench.session, kind, ref)) == [set_]
        objects.delete_attribute(bench.session, kind, ref, "a/color")
        assert list(objects.attributes(bench.session, kind, ref)) == []

    def test_types_of_media_and_of_drives_that_are_called_the_same_have_attributes_of_their_own(
        self, build: Build
    ) -> None:
        bench = build()
        objects = bench.manager.objects
        objects.set_attribute(bench.session, _T.MEDIA_TYPE, "LTO-9", "color", b"red")
        assert list(objects.attributes(bench.session, _T.DRIVE_TYPE, "LTO-9")) == []

    def test_an_empty_value_deletes_an_attribute(self, build: Build) -> None:
        bench = build()
        objects = bench.manager.objects
        for value in (b"red", b""):
            objects.set_attribute(bench.session, _T.POOL, POOL, "color", value)
        with pytest.raises(ObjectNotFound, match=r"backups/daily has no attribute 'color'"):
            objects.get_attribute(bench.session, _T.POOL, POOL, "color")
        with pytest.raises(ObjectNotFound, match="color"):
            objects.delete_attribute(bench.session, _T.POOL, POOL, "color")

    def test_an_attribute_has_a_name_of_31_characters_and_a_value_below_64_kib(self, build: Build) -> None:
        bench = build()
        objects, longest = bench.manager.objects, bytes(65_535)
        objects.set_attribute(bench.session, _T.LIBRARY, LIBRARY, "n" * 31, longest)
        assert objects.get_attribute(bench.session, _T.LIBRARY, LIBRARY, "n" * 31).value == longest
        for name in ("n" * 32, "", "a\nb"):
            with pytest.raises(InvalidName):
                objects.set_attribute(bench.session, _T.LIBRARY, LIBRARY, name, b"red")
        with pytest.raises(DataTooLarge, match="65536") as refused:
            objects.set_attribute(bench.session, _T.LIBRARY, LIBRARY, "color", bytes(65_536))
        assert refused.value.win32 == 232
        assert [view.name for view in objects.attributes(bench.session, _T.LIBRARY, LIBRARY)] == ["n" * 31]

    @pytest.mark.parametrize("kind", ObjectType)
    def test_what_there_is_not_has_no_attributes(self, build: Build, kind: ObjectType) -> None:
        bench = build()
        with pytest.raises(ObjectNotFound, match="nobody"):
            bench.manager.objects.attributes(bench.session, kind, "nobody")
        with pytest.raises(ObjectNotFound, match="no"):
            bench.manager.objects.attributes(bench.session, kind, "6f5902ac-2370-4e0f-9d2c-000000000000")

    def test_attributes_end_with_their_object(self, build: Build) -> None:
        bench = build()
        bench.manager.objects.set_attribute(bench.session, _T.POOL, POOL, "color", b"red")
        bench.manager.pools.delete(bench.session, POOL)
        bench.create_pool(POOL, "LTO-9")
        assert list(bench.manager.objects.attributes(bench.session, _T.POOL, POOL)) == []

    def test_a_change_of_an_attribute_is_a_change_of_its_object(self, build: Build) -> None:
        bench = build()
        notices = bench.manager.notices
        last = notices.since(bench.session).last
        bench.manager.objects.set_attribute(bench.session, _T.POOL, POOL, "color", b"red")
        bench.manager.objects.set_attribute(bench.session, _T.MEDIA_TYPE, "LTO-9", "color", b"red")
        told = notices.since(bench.session, last, types=[_T.POOL, _T.COMPUTER]).changes
        assert [(one.object_type, one.object_id) for one in told] == [
            (_T.POOL, bench.manager.pools.show(bench.session, POOL).pool.id),
            (_T.COMPUTER, bench.manager.objects.view(bench.session, _T.COMPUTER)[0].id),
        ]


def one_of(bench: Bench, kind: ObjectType) -> str:
    """An object of that type, as it can be named."""
    if kind is _T.COMPUTER:
        return bench.manager.objects.view(bench.session, kind)[0].name
    if kind in NAMED:
        return NAMED[kind]
    if kind in BY_GUID:
        return str(bench.manager.objects.view(bench.session, kind)[0].id)
    lmid = bench.lmid()
    if kind is _T.LOGICAL_MEDIA:
        return lmid
    bench.take_out("V00006L9")
    [item] = bench.queue("V00006L9")
    return str(item.item.number if kind is _T.WORK_ITEM else bench.requests()[0].request.number)
