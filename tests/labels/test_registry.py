from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from openrsm.labels.contract import Head, LabelInfo, recognise
from openrsm.labels.registry import BUILT_IN, GROUP, OURS, recognisers


def claim(head: Head) -> LabelInfo | None:
    return LabelInfo(type="site", id=head.block(0).decode())


NO_FUNCTION = SimpleNamespace()


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=GROUP)


def test_recognisers_of_a_site_are_asked_after_ours_and_before_the_general_ones() -> None:
    known = recognisers([entry("zebra", f"{__name__}:claim"), entry("ant", f"{__name__}:claim")])
    assert [known.all[0].name, *(one.name for one in known.all[1:3])] == ["openrsm-free", "ant", "zebra"]
    assert known.all == (*OURS, *known.all[1:3], *BUILT_IN)
    assert recognise(Head(blocks=(b"x",)), known.all) == LabelInfo(type="site", id="x")


@pytest.mark.parametrize("value", ["no_such_module_at_all:claim", f"{__name__}:missing", f"{__name__}:NO_FUNCTION", ""])
def test_an_entry_point_that_cannot_be_loaded_is_told_of_and_left_out(value: str) -> None:
    known = recognisers([entry("broken", value), entry("sound", f"{__name__}:claim")])
    assert [one.name for one in known.all[1:2]] == ["sound"]
    assert len(known.problems) == 1
    assert known.problems[0].startswith("broken could not be loaded: ")


def test_what_is_specific_is_asked_before_what_is_general() -> None:
    order = [one.name for one in BUILT_IN]
    assert order.index("ansi") > max(order.index(name) for name in ("cta", "netbackup", "ltfs"))
    assert order.index("udf") < order.index("iso9660")
    assert order[-1] == "tar"
