"""The commands of docs/how-to/rebuild-after-losing-the-database.md, run as they stand there after that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Rsm
from tests.cli.rebuilding import allocated, lose, reported, steps
from tests.conformance.label_bench import volume

pytestmark = [pytest.mark.slow, pytest.mark.torture]


@pytest.fixture
def site(rsm: Rsm) -> Rsm:
    """Three labelled media of a program, which are allocated; one that is free; and no mount."""
    rsm("library labels vlib write")
    rsm("media move V00004L9 Free/LTO-9")
    for number in (1, 2, 3):
        lmid = rsm.allocated()
        path = rsm(f"mount {lmid} --write").strip()
        Path(path).write_bytes(volume(f"DAY00{number}"))
        rsm(f"dismount {lmid}")
    return rsm


def test_a_copy_brings_everything_back(site: Rsm, tmp_path: Path) -> None:
    before = allocated(site)
    assert len(before) == 3
    [export] = steps("Every night")
    copy = site.json(export)["file"]
    away = shutil.copy(copy, tmp_path / "away.sqlite")
    shutil.rmtree(site.state)
    site("pool create nothing")  # the service starts with an empty state
    (site.state / "export").mkdir(exist_ok=True)
    shutil.copy(away, site.state / "export" / "catalogue.sqlite")
    mark, show, report = steps("The day after, with a copy")
    assert "at the next start" in site(mark)
    site("library inventory vlib")
    shown = site(show)
    assert "at the next start" not in shown
    assert "as catalogued" in shown
    assert allocated(site) == before
    assert reported(site, report)["doubted"] == ["V00004L9"]
    for lmid in before.values():
        site(f"mount {lmid}")
        site(f"dismount {lmid}")


def test_without_a_copy_the_labels_tell_whose_the_media_are(site: Rsm) -> None:
    lost = allocated(site)
    lose(site)
    add, check, inventory, unclaimed, make, look, adopt, free, report, write = steps("The day after, with nothing")
    site(add.replace("virtual:LIBRARY", f"virtual:{site.library}"))
    site(check)
    site(inventory)
    told = {view["medium"]["name"]: view["sides"][0]["label_type"] for view in site.items(unclaimed)}
    assert told == dict.fromkeys(lost, "ansi") | {"V00004L9": "openrsm-free"}
    site(make)
    would = [view["medium"]["name"] for view in site.items(look)]
    assert sorted(would) == sorted(lost)
    assert allocated(site) == {}
    site(adopt)
    found = allocated(site)
    assert set(found) == set(lost)
    assert not set(found.values()) & set(lost.values()), "LMIDs are lost"
    site(free)
    assert [view["medium"]["name"] for view in site.items("media list --pool Free/LTO-9")] == ["V00004L9"]
    assert site.items("media unclaimed") == []
    assert reported(site, report) == {"adopted": sorted(lost), "free": ["V00004L9"]}
    printed = site(report)
    assert "allocated by its label, not mounted since  3      3 ansi" in printed
    assert "its program: it has to learn the new LMID" in printed
    site(write)
    path = site("mount DAY002").strip()
    assert Path(path).read_bytes().startswith(b"VOL1DAY002")
    site("dismount DAY002")
    [known_again] = reported(site, report)["in use"]
    assert known_again == "V00002L9"


def test_before_labels_are_read_the_report_tells_media_by_their_bar_codes(bare: Rsm) -> None:
    add, *_, report, _write = steps("The day after, with nothing")
    bare(add.replace("virtual:LIBRARY", f"'virtual:{bare.library}?cartridges=2&type=LTO-9&slots=4&doors=0'"))
    bare.hands.insert(None, "slot:3")
    bare("library inventory vlib")
    told = reported(bare, report)
    assert (told["bar code only"], len(told["nothing"])) == (["V00001L9", "V00002L9"], 1)
    assert "known by its bar code alone" in bare(report)
    assert "rsm library inventory LIBRARY --method full" in bare(report)
