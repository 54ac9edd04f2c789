"""Cartridges that people exchanged: found again by their labels, and nobody's record taken for another's."""

import pytest

from openrsm.domain.library import LabelUse
from openrsm.domain.values import BarCodeState
from openrsm.errors import UnexpectedMedium
from tests.conformance.surface_bench import Bench, Build
from tests.conformance.surface_labels import AT, NEW, arrive, owned, side, use, volume
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
