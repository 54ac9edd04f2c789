import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID

import pytest

from openrsm.domain.records import WorkItem
from openrsm.domain.values import Pool, PoolId, PoolKind
from openrsm.domain.work import DismountOption, Operation
from openrsm.errors import InvalidParameter
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import ObjectName, PoolView
from openrsm.wire.decoding import decode, decode_items
from openrsm.wire.encoding import Json, encode, encode_items, encode_time
from tests.cli.samples import dismount
from tests.wire.generate import carried_classes, carried_enumerations

SHAPES = Path(__file__).with_name("shapes.json")
POOL = Pool(id=PoolId(UUID(int=1)), name="daily", path="backups/daily", media_type="LTO-9")
POOL_ON_THE_WIRE: dict[str, Json] = {
    "id": "00000000-0000-0000-0000-000000000001",
    "name": "daily",
    "path": "backups/daily",
    "parent_id": None,
    "kind": "application",
    "media_type": "LTO-9",
    "draw_from_free": False,
    "return_to_free": False,
    "max_allocations": None,
    "owner": "",
    "description": "",
    "created": "1970-01-01T00:00:00.000000Z",
    "modified": "1970-01-01T00:00:00.000000Z",
}


def shapes() -> dict[str, list[str]]:
    objects = {kind.__name__: sorted(field.name for field in fields(kind)) for kind in carried_classes()}
    enumerations = {kind.__name__: [member.name.lower() for member in kind] for kind in carried_enumerations()}
    return dict(sorted((objects | enumerations).items()))


def test_the_wire_has_the_recorded_shapes() -> None:
    """To change the wire on purpose, write what this test calculates into shapes.json, and a line in CHANGELOG.md."""
    assert json.loads(SHAPES.read_text(encoding="utf-8")) == shapes()


def test_a_value_is_its_attributes() -> None:
    assert encode(POOL) == POOL_ON_THE_WIRE


def test_a_view_holds_its_values() -> None:
    view = PoolView(pool=POOL, media=3, available=2, logical=1, pools=0)
    assert encode(view) == {"pool": POOL_ON_THE_WIRE, "media": 3, "available": 2, "logical": 1, "pools": 0}


def test_a_list_has_items() -> None:
    assert encode_items([1, 2]) == {"items": [1, 2]}


def test_a_time_is_in_utc_whatever_zone_it_came_in() -> None:
    noon = datetime(2026, 1, 31, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert encode_time(noon) == "2026-01-31T10:00:00.000000Z"


def test_a_work_item_says_whether_it_is_deferred() -> None:
    item = encode(dismount(option=DismountOption.DEFERRED))
    assert isinstance(item, dict)
    assert (item["operation"], item["deferred"]) == ("dismount", True)


def test_an_option_of_another_operation_is_no_deferral() -> None:
    item = encode(dismount(operation=Operation.INVENTORY, option=DismountOption.DEFERRED))
    assert isinstance(item, dict)
    assert item["deferred"] is False


def test_what_the_wire_has_no_form_for_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no form for object"):
        encode(object())


def test_keys_that_nobody_knows_are_ignored() -> None:
    assert decode(Pool, {**POOL_ON_THE_WIRE, "colour": "blue"}) == POOL


def test_what_has_a_usual_value_may_be_left_out() -> None:
    assert decode(Pool, {"id": str(POOL.id), "name": "daily", "path": "backups/daily"}).kind is PoolKind.APPLICATION


def test_a_name_that_is_no_guid_stays_text() -> None:
    name = decode(ObjectName, {"object_type": "media_type", "id": "LTO-9", "name": "LTO-9"})
    assert name.id == "LTO-9"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "applications"}, "Pool.kind is 'applications'; it should be one of unknown, free,"),
        ({"id": "x"}, "Pool.id is 'x'; it should be a GUID"),
        ({"id": None}, "Pool.id is None; it should be a GUID"),
        ({"name": 1}, "Pool.name is 1; it should be text"),
        ({"max_allocations": "1"}, "Pool.max_allocations is '1'; it should be a whole number"),
        ({"max_allocations": True}, "Pool.max_allocations is True; it should be a whole number"),
        ({"created": "yesterday"}, "Pool.created is 'yesterday'; it should be a time like"),
        ({"created": "2026-01-31T10:00:00"}, "Pool.created is '2026-01-31T10:00:00'; it should be a time like"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_path_to_it(change: dict[str, Json], message: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        decode(Pool, {**POOL_ON_THE_WIRE, **change})
    assert message in str(refusal.value)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(InvalidParameter, match="Pool lacks 'path'"):
        decode(Pool, {"id": str(POOL.id), "name": "daily"})


def test_a_list_without_items_is_refused() -> None:
    with pytest.raises(InvalidParameter, match='"items"'):
        decode_items(Pool, [])


def test_text_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="drives is 'drive 1'; it should be a list"):
        decode(MountOptions, {"drives": "drive 1"})


def test_the_work_item_on_the_wire_is_a_work_item_again() -> None:
    item = dismount(queued_at=datetime(2026, 1, 31, tzinfo=UTC))
    assert decode(WorkItem, encode(item)) == item
