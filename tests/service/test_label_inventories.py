"""Inventories of libraries that read no bar codes, and of those whose door was opened."""

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.slot import DoorState
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import NotSupported
from tests.conformance.label_bench import UNREAD, items, use, volume
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually
from tests.surface.conftest import build

__all__ = ["build"]

DOOR = "drives=1&slots=4&ports=0&cartridges=2&type=LTO-9&doors=1"


def through_the_door(bench: Bench, method: InventoryMethod) -> None:
    """Somebody opens the door and closes it again."""
    view = bench.manager.libraries.open_door(bench.session, LIBRARY, method)
    eventually(lambda: "open the door" in bench.item(view).item.reason)
    bench.hands.open()
    eventually(lambda: bench.manager.libraries.show(bench.session, LIBRARY).doors[0].state is DoorState.OPEN)
    bench.hands.close()
    assert bench.done(view).item.state is WorkState.PASSED


def test_without_a_reader_a_fast_inventory_identifies_what_lies_where_nothing_lay(build: Build) -> None:
    bench = build(UNREAD)
    use(bench, LabelUse.CHECK)
    bench.change(ObjectType.LIBRARY, LIBRARY, inventory_method=InventoryMethod.FAST)
    file = bench.place.parent / "content"
    file.write_bytes(volume("ABC123"))
    bench.hands.insert(None, "slot:8", file=file)
    done = bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FAST))
    assert done.item.result.endswith("1 new")
    [identified] = items(bench, Operation.PROCESS_LABEL)
    assert identified.item.result.startswith("ansi ABC123")


def test_every_label_can_be_read_after_a_door_was_open(build: Build) -> None:
    bench = build(DOOR)
    use(bench, LabelUse.CHECK)
    through_the_door(bench, InventoryMethod.FULL)
    assert len(eventually(lambda: items(bench, Operation.PROCESS_LABEL))) == 2


@pytest.mark.parametrize(
    ("labels", "method"), [(LabelUse.IGNORE, InventoryMethod.FULL), (LabelUse.CHECK, InventoryMethod.STOP)]
)
def test_a_door_is_not_opened_for_an_inventory_that_cannot_follow(
    build: Build, labels: LabelUse, method: InventoryMethod
) -> None:
    bench = build(DOOR)
    use(bench, labels)
    with pytest.raises(NotSupported):
        bench.manager.libraries.open_door(bench.session, LIBRARY, method)
