"""Cartridges that people exchanged: found again by their labels, and nobody's record taken for another's."""

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorKind
from openrsm.domain.values import BarCodeState
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import UnexpectedMedium
from tests.conformance.surface_bench import Bench, Build
from tests.conformance.surface_labels import AT, NEW, arrive, items, owned, side, use, volume
from tests.surface.conftest import build

__all__ = ["build"]

OTHER = "N00002L9"
THERE = "slot:7"


@pytest.fixture
def unread(build: Build) -> tuple[Bench, str]:
    """Two media whose bar codes cannot be read any more, the first of them allocated; its LMID."""
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    arrive(bench, volume("ABC123"), code=OTHER, at=THERE)
    for place in (AT, THERE):
        bench.hands.label(place, readable=False)
    bench.inventory()
    assert bench.medium(NEW).medium.bar_code_state is BarCodeState.UNREADABLE
    return bench, lmid


@pytest.mark.parametrize("known", [False, True], ids=["never read before", "read before"])
@pytest.mark.parametrize("identifies", [False, True], ids=["mounted", "identified"])
def test_the_memory_of_a_cartridge_with_another_label_is_not_taken_for_the_mediums(
    build: Build, *, known: bool, identifies: bool
) -> None:
    bench = build()
    use(bench, LabelUse.WRITE)
    lmid = owned(bench, NEW)
    arrive(bench, volume("ABC123"), code=OTHER, at=THERE)
    medium = bench.medium(NEW).medium
    if not known:
        bench.manager.diagnosis.clear_medium(bench.session, NEW)
    bench.hands.swap(AT, THERE)
    bench.hands.relabel(AT, NEW)
    bench.hands.relabel(THERE, OTHER)
    if identifies:
        [item] = bench.manager.media.identify(bench.session, NEW)
        bench.done(item)
    else:
        with pytest.raises(UnexpectedMedium):
            bench.mount(lmid)
        bench.manager.settle()
    assert bench.medium(NEW).where == "slot 8"
    assert bench.medium(NEW).medium.serial == (medium.serial if known else "")
    assert [one.medium for one in bench.requests()] == [NEW] * known, "its bar code says that it is another"


def test_who_was_asked_about_another_cartridge_need_not_answer_once_the_right_one_is_back(build: Build) -> None:
    bench = build()
    lmid = bench.lmid(side="V00001L9")
    bench.mount(lmid)
    bench.dismount(lmid)
    right = bench.hands.take("V00001L9")
    wrong = bench.hands.insert("V00001L9", "slot:1", blank=True)
    bench.mount(lmid)
    bench.dismount(lmid)
    [asked] = bench.requests()
    bench.hands.take(wrong)
    bench.hands.insert(right, "slot:1")
    bench.mount(lmid)
    bench.dismount(lmid)
    assert asked.request.kind is OperatorKind.MESSAGE
    assert bench.requests() == []


def test_no_free_label_is_written_on_a_cartridge_whose_memory_is_another(build: Build) -> None:
    bench = build()
    lmid = bench.lmid(side="V00001L9")
    bench.mount(lmid)
    bench.dismount(lmid)
    use(bench, LabelUse.WRITE)
    bench.hands.take("V00001L9")
    bench.hands.insert("V00001L9", "slot:1", blank=True)
    bench.manager.media.deallocate(bench.session, lmid)
    [item] = items(bench, Operation.WRITE_FREE_LABEL)
    assert (item.item.state, item.item.error) == (WorkState.FAILED, UnexpectedMedium.code)
    assert "memory" in side(bench, "V00001L9").trouble
    [identification] = bench.manager.media.identify(bench.session, "V00001L9")
    assert bench.done(identification).item.result == "blank or unknown: no known label"


def test_media_whose_bar_codes_cannot_be_read_are_found_where_people_put_them(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    bench.hands.swap(AT, THERE)
    [item] = bench.manager.media.identify(bench.session, NEW)
    bench.done(item)
    assert (bench.medium(NEW).where, bench.medium(OTHER).where) == ("slot 7", "slot 8")
    assert side(bench, OTHER).label_info == "ABC123"
    assert len(bench.manager.media.list(bench.session)) == 8
    bench.mount(lmid)


def test_a_library_finds_them_by_itself_when_a_mount_met_another(unread: tuple[Bench, str]) -> None:
    bench, lmid = unread
    bench.hands.swap(AT, THERE)
    with pytest.raises(UnexpectedMedium):
        bench.mount(lmid)
    bench.manager.settle()
    bench.mount(lmid)
    assert bench.medium(NEW).where == "drive 1"
