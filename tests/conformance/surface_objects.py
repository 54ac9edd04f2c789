"""What any object may have."""

from __future__ import annotations

from typing import Final

import pytest

from openrsm.domain.values import ObjectType
from openrsm.errors import DataTooLarge, InvalidName, ObjectNotFound
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

BY_GUID: Final = (_T.CHANGER, _T.SLOT, _T.PORT)
"""Objects of which there are several, and which have no names of their own."""


class ObjectConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.mark.parametrize("kind", [*NAMED, *BY_GUID, _T.LOGICAL_MEDIA, _T.WORK_ITEM, _T.OPERATOR_REQUEST])
    def test_any_object_keeps_private_attributes(self, build: Build, kind: ObjectType) -> None:
        bench = build()
        objects, ref = bench.manager.objects, one_of(bench, kind)
        value = bytes(range(256))
        set_ = objects.set_attribute(bench.session, kind, ref, "a/color", value)
        assert set_ == AttributeView(name="a/color", size=256)
        assert objects.get_attribute(bench.session, kind, ref, "a/color") == Attribute(name="a/color", value=value)
        assert list(objects.attributes(bench.session, kind, ref)) == [set_]
        objects.delete_attribute(bench.session, kind, ref, "a/color")
        assert list(objects.attributes(bench.session, kind, ref)) == []

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
